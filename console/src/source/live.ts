/** The hall as it happens: HTTP for commands and questions, the feed through a worker. */
import type { FeedSink, Source } from './contract.ts';
import type { FromWorker, ToWorker } from './feed.worker.ts';
import { get, post, upload } from './http.ts';

function feedUrl(): string {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return `${scheme}//${location.host}/api/feed`;
}

function follow(sink: FeedSink): () => void {
  const worker = new Worker(new URL('./feed.worker.ts', import.meta.url), { type: 'module', name: 'feed' });
  const tell = (message: ToWorker) => worker.postMessage(message);
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'messages') sink.messages(data.messages);
    else sink.state(data.state);
  };
  const hurry = () => tell({ type: 'hurry' });
  // A network that went says so before the socket notices: show it at once.
  const lost = () => sink.state('lost');
  addEventListener('online', hurry);
  addEventListener('offline', lost);
  tell({ type: 'start', url: feedUrl() });
  return () => {
    removeEventListener('online', hurry);
    removeEventListener('offline', lost);
    tell({ type: 'stop' });
    worker.terminate();
  };
}

export const live: Source = { kind: 'live', follow, get, post, upload };
