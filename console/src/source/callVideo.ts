/**
 * One side of the video of a call: the caller's page sends its camera, the hall's people watch. Only signalling goes
 * through the socket; the pictures go to the media engine. What is being typed goes the same way and is kept nowhere.
 */
export type VideoLink = 'connecting' | 'ready' | 'unavailable' | 'closed';

export interface VideoEvents {
  /** Whether there is a way for pictures at all. */
  readonly onLink: (link: VideoLink) => void;
  /** The other side's pictures, or null when there are none. */
  readonly onPicture: (stream: MediaStream | null) => void;
  /** Whether one's own pictures arrive. */
  readonly onSending: (isSending: boolean) => void;
  readonly onTyping: (text: string) => void;
  /** Somebody ended it. */
  readonly onEnded: () => void;
}

interface Told {
  readonly type: string;
  readonly sdp?: string;
  readonly text?: string;
  readonly ice_servers?: RTCIceServer[];
}

const AGAIN_MS = 3_000;
/** No right, or no such link: asking again would not help. */
const FINAL = new Set([4401, 4403, 4404]);
const TYPED_MS = 250;

export class CallVideo {
  private socket: WebSocket | null = null;
  private peer: RTCPeerConnection | null = null;
  private servers: RTCIceServer[] = [];
  private stream: MediaStream | null = null;
  private isOver = false;
  private isReady = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private typed: ReturnType<typeof setTimeout> | undefined;
  private order: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly events: VideoEvents,
  ) {
    this.open();
  }

  /** Send this camera until told otherwise; a lost connection is made anew. */
  publish(stream: MediaStream): void {
    this.stream = stream;
    if (this.isReady) this.offer();
  }

  /** Send no more, and let go of the camera. */
  stop(): void {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.drop();
    this.send({ type: 'stop' });
  }

  /** What is being typed now; the newest counts. */
  type(text: string): void {
    clearTimeout(this.typed);
    this.typed = setTimeout(() => this.send({ type: 'typing', text: text.slice(0, 1_000) }), text === '' ? 0 : TYPED_MS);
  }

  close(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    clearTimeout(this.typed);
    this.stop();
    this.socket?.close();
  }

  private open(): void {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(`${scheme}//${location.host}${this.path}`);
    this.socket = socket;
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      const told = JSON.parse(data) as Told;
      this.order = this.order.then(() => this.on(told)).catch(() => this.drop());
    };
    socket.onclose = ({ code }) => {
      this.isReady = false;
      this.drop();
      if (this.isOver) return;
      this.events.onLink(FINAL.has(code) ? 'closed' : 'connecting');
      if (!FINAL.has(code)) this.timer = setTimeout(() => this.open(), AGAIN_MS);
    };
  }

  private async on(told: Told): Promise<void> {
    switch (told.type) {
      case 'ready':
        this.servers = told.ice_servers ?? [];
        this.isReady = true;
        this.events.onLink('ready');
        if (this.stream !== null && this.peer === null) this.offer();
        break;
      case 'unavailable':
        this.isReady = false;
        this.events.onLink('unavailable');
        break;
      case 'answer':
        await this.peer?.setRemoteDescription({ type: 'answer', sdp: told.sdp ?? '' });
        break;
      case 'offer':
        await this.answer(told.sdp ?? '');
        break;
      case 'up':
        if (this.stream !== null) this.events.onSending(true);
        break;
      case 'again':
        this.drop();
        if (this.stream !== null && this.isReady) this.offer();
        break;
      case 'down':
        this.drop();
        if (this.stream !== null) this.timer = setTimeout(() => this.stream !== null && this.offer(), AGAIN_MS);
        break;
      case 'dark':
        this.drop();
        break;
      case 'ended':
        this.stop();
        this.events.onEnded();
        break;
      case 'typing':
        this.events.onTyping(told.text ?? '');
        break;
    }
  }

  private offer(): void {
    const peer = this.connect();
    for (const track of this.stream?.getVideoTracks() ?? []) {
      // Stills are evidence: rather fewer pictures than smaller ones.
      track.contentHint = 'detail';
      peer.addTrack(track);
    }
    void peer
      .createOffer()
      .then((offer) => peer.setLocalDescription(offer))
      .then(() => this.send({ type: 'publish', sdp: peer.localDescription?.sdp ?? '' }));
  }

  private async answer(sdp: string): Promise<void> {
    const peer = this.connect();
    peer.ontrack = ({ track }) => this.events.onPicture(new MediaStream([track]));
    await peer.setRemoteDescription({ type: 'offer', sdp });
    await peer.setLocalDescription(await peer.createAnswer());
    this.send({ type: 'answer', sdp: peer.localDescription?.sdp ?? '' });
  }

  private connect(): RTCPeerConnection {
    this.peer?.close();
    const peer = new RTCPeerConnection({ iceServers: this.servers, bundlePolicy: 'max-bundle' });
    peer.onicecandidate = ({ candidate }) => {
      if (this.peer === peer) this.send({ type: 'candidate', candidate: candidate?.toJSON() ?? null });
    };
    this.peer = peer;
    return peer;
  }

  private drop(): void {
    this.peer?.close();
    this.peer = null;
    this.events.onPicture(null);
    this.events.onSending(false);
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}

/** The picture of a playing video as a JPEG, at its own size; null when there is none. */
export async function frameOf(video: HTMLVideoElement): Promise<Blob | null> {
  if (video.videoWidth === 0) return null;
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.92));
}
