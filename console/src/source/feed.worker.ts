/** The worker that holds the one socket to the hall. */
import { Batcher } from '../sync/batch.ts';
import { FeedConnection, type Socket } from '../sync/connection.ts';
import type { LinkState, Message } from '../sync/messages.ts';

export type FromWorker =
  | { readonly type: 'messages'; readonly messages: readonly Message[] }
  | { readonly type: 'state'; readonly state: LinkState };
export type ToWorker =
  | { readonly type: 'start'; readonly url: string }
  | { readonly type: 'look'; readonly subjects: readonly string[] }
  | { readonly type: 'stop' | 'hurry' | 'doubt' };

interface Scope {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}
const scope = self as unknown as Scope;
const decoder = new TextDecoder();

function openSocket(url: string, cursor: number | null): Socket {
  const raw = new WebSocket(cursor === null ? url : `${url}?cursor=${cursor}`);
  raw.binaryType = 'arraybuffer';
  const socket: Socket = {
    onmessage: null,
    onopen: null,
    onclose: null,
    send: (text) => {
      if (raw.readyState === WebSocket.OPEN) raw.send(text);
    },
    close: () => raw.close(),
  };
  raw.onmessage = (event: MessageEvent<ArrayBuffer | string>) => {
    const text = typeof event.data === 'string' ? event.data : decoder.decode(event.data);
    socket.onmessage?.(JSON.parse(text));
  };
  raw.onopen = () => socket.onopen?.();
  raw.onclose = (event) => socket.onclose?.(event.code);
  return socket;
}

let connection: FeedConnection | null = null;

scope.onmessage = ({ data }) => {
  if (data.type === 'start') {
    const batcher = new Batcher(
      (messages) => scope.postMessage({ type: 'messages', messages }),
      (ms, then) => setTimeout(then, ms),
      () => performance.now(),
    );
    connection = new FeedConnection(
      {
        open: (cursor) => openSocket(data.url, cursor),
        after: (ms, then) => {
          const timer = setTimeout(then, ms);
          return () => clearTimeout(timer);
        },
        now: () => performance.now(),
        random: () => Math.random(),
      },
      { message: (message) => batcher.add(message), state: (state) => scope.postMessage({ type: 'state', state }) },
    );
    connection.start();
  } else if (data.type === 'look') {
    connection?.look(data.subjects);
  } else if (data.type === 'hurry') {
    connection?.hurry();
  } else if (data.type === 'doubt') {
    connection?.doubt();
  } else {
    connection?.stop();
    connection = null;
  }
};
