/** The voice line of this browser: a socket to the hall, one lasting connection for sound, the microphone. */
import type { Socket } from '../sync/connection.ts';
import { advanceLine, LINE_OFF, NOT_SIGNED_IN, readMessage, type LineEvent, type LineMessage, type LineNow, type Microphone } from './lineState.ts';
import type { PeerReport } from './quality.ts';
import { FIRST_WAIT_MS, LONGEST_WAIT_MS, SoundPath, type PathAround } from './soundPath.ts';

export interface Opened {
  readonly is: Microphone;
  readonly track: MediaStreamTrack | null;
}

export interface LineAround extends PathAround {
  openSocket(): Socket;
  /** isAsked: the person pressed for it; else nobody is asked anything. */
  openMicrophone(isAsked: boolean): Promise<Opened>;
}

export interface LineSink {
  state(now: LineNow): void;
  /** What is heard; null: nothing. */
  sound(track: MediaStreamTrack | null): void;
  /** How loud parties of the call are, of those that changed. */
  levels(levels: Readonly<Record<string, number>>): void;
  /** What is said. */
  voice(track: MediaStreamTrack | null): void;
}

/** Without voice in the hall it is asked for now and then: somebody may switch it on. */
const UNAVAILABLE_WAIT_MS = 15_000;

export class Line {
  private now: LineNow = LINE_OFF;
  private socket: Socket | null = null;
  private readonly path: SoundPath;
  private track: MediaStreamTrack | null = null;
  private isMuted = false;
  private failures = 0;
  private cancel: () => void = () => undefined;

  constructor(
    private readonly around: LineAround,
    private readonly sink: LineSink,
  ) {
    this.path = new SoundPath(around, {
      put: (message) => this.put(message),
      sound: (track) => sink.sound(track),
      moved: (type) => this.tell({ type }),
      // A socket that only seems to stand is given up too.
      unanswered: () => {
        this.dropSocket();
        this.closed(0);
      },
    });
  }

  get state(): LineNow {
    return this.now;
  }

  /** Open it, with the microphone if it was allowed before. Does nothing when it is open. */
  start(): void {
    if (this.isOpened()) return;
    this.tell({ type: 'started' });
    void this.takeMicrophone(false);
    this.open();
  }

  stop(): void {
    this.put({ type: 'close' });
    this.dropAll();
    this.tell({ type: 'stopped' });
  }

  /** Another window of this browser takes it. */
  yieldTo(): void {
    this.dropAll();
    this.tell({ type: 'elsewhere' });
  }

  /** The network is said to be back, or the person presses "try again". */
  hurry(): void {
    if (this.now.link === 'lost' || this.now.link === 'unavailable') {
      this.failures = 0;
      this.dropSocket();
      this.open();
    } else if (this.now.link === 'open' && this.now.media === 'down') {
      this.path.hurry();
    }
  }

  /** Ask for the microphone (again), also after another one was chosen. The connection stays. */
  askMicrophone(): Promise<void> {
    return this.takeMicrophone(true);
  }

  private async takeMicrophone(isAsked: boolean): Promise<void> {
    if (isAsked && this.now.microphone !== 'open') this.tell({ type: 'microphone', is: 'asking' });
    const opened = await this.around.openMicrophone(isAsked);
    if (!this.isOpened()) {
      opened.track?.stop();
      return;
    }
    // One that could not be opened does not cost the one that works.
    if (opened.track === null && this.track?.readyState === 'live') return;
    this.track?.stop();
    this.track = opened.track;
    if (opened.track !== null) this.use(opened.track);
    this.sink.voice(this.track);
    await this.path.speak(this.track);
    this.tell({ type: 'microphone', is: opened.is });
  }

  /** Say nothing, from this instant on, whatever the network does. */
  mute(isMuted: boolean): void {
    this.isMuted = isMuted;
    if (this.track !== null) this.track.enabled = !isMuted;
  }

  /** Answer what rings here. */
  take(): void {
    this.put({ type: 'take' });
  }

  report(): Promise<PeerReport | null> {
    return this.path.report();
  }

  private isOpened(): boolean {
    return this.now.link !== 'off' && this.now.link !== 'elsewhere' && this.now.link !== 'signed_out';
  }

  private use(track: MediaStreamTrack): void {
    track.enabled = !this.isMuted;
    // Unplugged while it is used: look for another one.
    track.onended = () => {
      if (this.track !== track) return;
      this.track = null;
      void this.takeMicrophone(true);
    };
  }

  private open(): void {
    const socket = this.around.openSocket();
    this.socket = socket;
    socket.onmessage = (data) => {
      const message = readMessage(data);
      if (this.socket === socket && message !== null) this.hear(message);
    };
    socket.onclose = (code) => {
      if (this.socket === socket) this.closed(code);
    };
  }

  private hear(message: LineMessage): void {
    this.failures = 0;
    this.tell(message);
    if (message.type === 'ready') this.path.begin(message.iceServers);
    else if (message.type === 'answer') this.path.answer(message.sdp);
    else if (message.type === 'levels') this.sink.levels(message.levels);
    else if (message.type === 'candidate') this.path.candidate(message.candidate);
    else if (message.type === 'down') this.path.again();
    else if (message.type === 'unavailable') this.path.close();
  }

  private closed(code: number): void {
    this.socket = null;
    this.tell({ type: 'closed', code });
    if (code === NOT_SIGNED_IN) {
      this.dropAll();
      return;
    }
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures);
    this.failures += 1;
    const wait = this.now.link === 'unavailable' ? UNAVAILABLE_WAIT_MS : longest;
    // Half by chance: a hall full of seats does not come back in the same instant.
    this.cancel = this.around.after(wait / 2 + (wait / 2) * this.around.random(), () => this.open());
  }

  private put(message: object): void {
    this.socket?.send(JSON.stringify(message));
  }

  private dropSocket(): void {
    this.cancel();
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  private dropAll(): void {
    this.dropSocket();
    this.path.close();
    this.track?.stop();
    this.track = null;
    this.sink.voice(null);
  }

  private tell(what: LineMessage | LineEvent): void {
    const next = advanceLine(this.now, what);
    if (next === this.now) return;
    this.now = next;
    this.sink.state(next);
  }
}
