/** The connection for sound: offered, watched, offered anew when it breaks; the one before is heard until then. */
import type { PeerReport } from './quality.ts';

/** The part of an RTCPeerConnection that is used. */
export interface Peer {
  offer(): Promise<string>;
  answer(sdp: string): Promise<void>;
  candidate(candidate: RTCIceCandidateInit | null): Promise<void>;
  speak(track: MediaStreamTrack | null): Promise<void>;
  report(): Promise<PeerReport | null>;
  close(): void;
}

export interface PeerSink {
  candidate(candidate: RTCIceCandidateInit | null): void;
  state(state: RTCPeerConnectionState): void;
  /** The others are to be heard from here. */
  sound(track: MediaStreamTrack): void;
}

export interface PathAround {
  openPeer(iceServers: readonly RTCIceServer[], sink: PeerSink): Peer;
  after(ms: number, then: () => void): () => void;
  random(): number;
}

export interface PathSink {
  put(message: object): void;
  sound(track: MediaStreamTrack | null): void;
  moved(what: 'offered' | 'peer_up' | 'peer_down'): void;
  /** Nobody answered the offer, or no way was found. */
  unanswered(): void;
}

export const FIRST_WAIT_MS = 300;
export const LONGEST_WAIT_MS = 8_000;
/** A path that broke often comes back by itself; longer than this nobody waits in silence. */
const BROKEN_MS = 2_500;
const OFFER_MS = 8_000;

export class SoundPath {
  private peer: Peer | null = null;
  /** Whether sound passes through `peer`. */
  private isUp = false;
  /** The one before, still heard until the new one stands. */
  private old: Peer | null = null;
  private track: MediaStreamTrack | null = null;
  private failures = 0;
  private cancel: () => void = () => undefined;

  constructor(
    private readonly around: PathAround,
    private readonly sink: PathSink,
    private iceServers: readonly RTCIceServer[] = [],
  ) {}

  /** Offer at once, by these servers. */
  begin(iceServers: readonly RTCIceServer[]): void {
    this.iceServers = iceServers;
    this.failures = 0;
    void this.offer();
  }

  /** Offer anew after a while, longer each time it fails. */
  again(): void {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures);
    this.failures += 1;
    this.cancel();
    this.cancel = this.around.after(wait / 2 + (wait / 2) * this.around.random(), () => void this.offer());
  }

  /** Offer anew now. */
  hurry(): void {
    this.failures = 0;
    void this.offer();
  }

  answer(sdp: string): void {
    const { peer } = this;
    peer?.answer(sdp).catch(() => {
      if (this.peer === peer) this.again();
    });
  }

  candidate(candidate: RTCIceCandidateInit | null): void {
    // A way that cannot be read is one way less.
    this.peer?.candidate(candidate).catch(() => undefined);
  }

  async speak(track: MediaStreamTrack | null): Promise<void> {
    this.track = track;
    await this.peer?.speak(track);
  }

  report(): Promise<PeerReport | null> {
    return this.peer === null ? Promise.resolve(null) : this.peer.report();
  }

  close(): void {
    this.cancel();
    this.peer?.close();
    this.old?.close();
    this.peer = this.old = null;
    this.isUp = false;
    this.sink.sound(null);
  }

  private async offer(): Promise<void> {
    this.cancel();
    if (this.isUp) {
      this.old?.close();
      this.old = this.peer;
    } else {
      this.peer?.close();
    }
    this.isUp = false;
    const peer = this.around.openPeer(this.iceServers, {
      candidate: (candidate) => {
        if (this.peer === peer) this.sink.put({ type: 'candidate', candidate });
      },
      sound: (track) => {
        if (this.peer === peer) this.sink.sound(track);
      },
      state: (state) => {
        if (this.peer === peer) this.moved(state);
      },
    });
    this.peer = peer;
    this.sink.moved('offered');
    try {
      await peer.speak(this.track);
      const sdp = await peer.offer();
      if (this.peer !== peer) return;
      this.sink.put({ type: 'offer', sdp });
    } catch {
      if (this.peer === peer) this.again();
      return;
    }
    this.cancel();
    this.cancel = this.around.after(OFFER_MS, () => {
      this.sink.moved('peer_down');
      this.sink.unanswered();
    });
  }

  private moved(state: RTCPeerConnectionState): void {
    if (state === 'connected') {
      this.cancel();
      this.isUp = true;
      this.failures = 0;
      this.old?.close();
      this.old = null;
      this.sink.moved('peer_up');
    } else if (state === 'failed') {
      this.sink.moved('peer_down');
      this.again();
    } else if (state === 'disconnected') {
      this.sink.moved('peer_down');
      this.cancel();
      this.cancel = this.around.after(BROKEN_MS, () => void this.offer());
    }
  }
}
