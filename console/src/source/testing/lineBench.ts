/** A browser and a hall of paper for the line's tests: time goes when it is told to. */
import type { Socket } from '../../sync/connection.ts';
import { Line, type Opened } from '../line.ts';
import type { LineNow } from '../lineState.ts';
import type { Peer, PeerSink } from '../soundPath.ts';

export interface FakePeer extends Peer {
  readonly sink: PeerSink;
  readonly answers: string[];
  readonly spoken: (MediaStreamTrack | null)[];
  isClosed: boolean;
}

export function track(stop: () => void = () => undefined): MediaStreamTrack {
  return { enabled: true, readyState: 'live', onended: null, stop } as unknown as MediaStreamTrack;
}

export function bench(microphones: Opened[] = [{ is: 'open', track: track() }]) {
  const sockets: (Socket & { sent: Record<string, unknown>[]; isClosed: boolean })[] = [];
  const peers: FakePeer[] = [];
  const states: LineNow[] = [];
  let timers: { at: number; then: () => void }[] = [];
  let clock = 0;
  const line = new Line(
    {
      openSocket() {
        const socket = {
          sent: [] as Record<string, unknown>[],
          isClosed: false,
          onmessage: null,
          onopen: null,
          onclose: null,
          send(text: string) {
            socket.sent.push(JSON.parse(text) as Record<string, unknown>);
          },
          close() {
            socket.isClosed = true;
          },
        };
        sockets.push(socket);
        return socket;
      },
      openPeer(_servers, sink) {
        const peer: FakePeer = {
          sink,
          answers: [],
          spoken: [],
          isClosed: false,
          offer: () => Promise.resolve(`offer ${peers.length}`),
          answer: (sdp) => Promise.resolve(void peer.answers.push(sdp)),
          candidate: () => Promise.resolve(),
          speak: (one) => Promise.resolve(void peer.spoken.push(one)),
          report: () => Promise.resolve(null),
          close: () => (peer.isClosed = true),
        };
        peers.push(peer);
        return peer;
      },
      openMicrophone: () => Promise.resolve((microphones.length > 1 ? microphones.shift() : microphones[0]) ?? { is: 'absent', track: null }),
      after(ms, then) {
        const timer = { at: clock + ms, then };
        timers.push(timer);
        return () => (timers = timers.filter((one) => one !== timer));
      },
      random: () => 1,
    },
    { state: (now) => states.push(now), sound: () => undefined, levels: () => undefined, voice: () => undefined },
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  return {
    line,
    sockets,
    peers,
    states,
    settle,
    say: async (message: object) => {
      sockets.at(-1)?.onmessage?.(message);
      await settle();
    },
    up: async () => {
      sockets.at(-1)?.onmessage?.({ type: 'ready', ice_servers: [] });
      await settle();
      sockets.at(-1)?.onmessage?.({ type: 'answer', sdp: 'answer' });
      peers.at(-1)?.sink.state('connected');
      await settle();
    },
    wait: async (ms: number) => {
      clock += ms;
      const due = timers.filter((one) => one.at <= clock);
      timers = timers.filter((one) => one.at > clock);
      for (const one of due) one.then();
      await settle();
    },
  };
}
