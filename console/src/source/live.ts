/** The hall as it happens: HTTP for commands and questions, the feed through a worker. */
import type { FeedSink, Following, Source } from './contract.ts';
import type { FromWorker, ToWorker } from './feed.worker.ts';
import { get, post, upload } from './http.ts';

function feedUrl(): string {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return `${scheme}//${location.host}/api/feed`;
}

function follow(sink: FeedSink): Following {
  const worker = new Worker(new URL('./feed.worker.ts', import.meta.url), { type: 'module', name: 'feed' });
  const tell = (message: ToWorker) => worker.postMessage(message);
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'messages') sink.messages(data.messages);
    else sink.state(data.state);
  };
  const hurry = () => tell({ type: 'hurry' });
  // A network that went says so before the socket notices: show it at once.
  const doubt = () => tell({ type: 'doubt' });
  addEventListener('online', hurry);
  addEventListener('offline', doubt);
  tell({ type: 'start', url: feedUrl() });
  const stop = () => {
    removeEventListener('online', hurry);
    removeEventListener('offline', doubt);
    tell({ type: 'stop' });
    worker.terminate();
  };
  return { stop, look: (subjects) => tell({ type: 'look', subjects }) };
}

export const live: Source = { kind: 'live', follow, get, post, upload };
