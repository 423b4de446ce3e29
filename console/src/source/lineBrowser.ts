/** What the voice line needs of a browser: a socket to the hall, a WebRTC connection, the microphone, time. */
import type { Socket } from '../sync/connection.ts';
import { openMicrophone } from './devices.ts';
import type { LineAround } from './line.ts';
import type { PeerReport } from './quality.ts';
import type { Peer, PeerSink } from './soundPath.ts';

function openSocket(): Socket {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const raw = new WebSocket(`${scheme}//${location.host}/api/telephony/line`);
  const socket: Socket = {
    onmessage: null,
    onopen: null,
    onclose: null,
    send: (text) => {
      if (raw.readyState === WebSocket.OPEN) raw.send(text);
    },
    close: () => raw.close(),
  };
  raw.binaryType = 'arraybuffer';
  raw.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
    socket.onmessage?.(JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data)));
  };
  raw.onopen = () => socket.onopen?.();
  raw.onclose = (event) => socket.onclose?.(event.code);
  return socket;
}

function openPeer(iceServers: readonly RTCIceServer[], sink: PeerSink): Peer {
  const raw = new RTCPeerConnection({ iceServers: [...iceServers], bundlePolicy: 'max-bundle' });
  // One way for both directions from the start: a microphone that comes later needs no new offer.
  const { sender } = raw.addTransceiver('audio', { direction: 'sendrecv' });
  raw.onicecandidate = ({ candidate }) => sink.candidate(candidate?.toJSON() ?? null);
  raw.onconnectionstatechange = () => sink.state(raw.connectionState);
  raw.ontrack = ({ track }) => sink.sound(track);
  return {
    async offer() {
      const offer = await raw.createOffer();
      await raw.setLocalDescription(offer);
      return raw.localDescription?.sdp ?? offer.sdp ?? '';
    },
    answer: (sdp) => raw.setRemoteDescription({ type: 'answer', sdp }),
    candidate: async (candidate) => {
      if (candidate !== null) await raw.addIceCandidate(candidate);
    },
    speak: (track) => sender.replaceTrack(track),
    report: async () => reportOf(await raw.getStats()),
    close() {
      raw.onicecandidate = raw.onconnectionstatechange = raw.ontrack = null;
      raw.close();
    },
  };
}

type Stats = Readonly<Record<string, unknown>>;

/** The counters that tell of quality, from WebRTC's statistics; null before anything arrived. */
export function reportOf(all: { forEach(each: (one: unknown) => void): void }): PeerReport | null {
  const rows: Stats[] = [];
  all.forEach((one) => rows.push(one as Stats));
  const inbound = rows.find((one) => one['type'] === 'inbound-rtp' && one['kind'] === 'audio');
  if (inbound === undefined) return null;
  const way = rows.find((one) => one['type'] === 'candidate-pair' && one['nominated'] === true);
  const number = (name: string) => (typeof inbound[name] === 'number' ? inbound[name] : 0);
  const roundTrip = way?.['currentRoundTripTime'];
  return {
    received: number('packetsReceived'),
    lost: number('packetsLost'),
    samples: number('totalSamplesReceived'),
    concealed: number('concealedSamples') - number('silentConcealedSamples'),
    jitterS: number('jitter'),
    roundTripS: typeof roundTrip === 'number' ? roundTrip : null,
  };
}

export const browser: LineAround = {
  openSocket,
  openPeer,
  openMicrophone,
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
