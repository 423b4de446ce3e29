/** One line to the hall: opens it, watches for gaps and silence, and comes back with the cursor. */
import type { LinkState, Message } from './messages.ts';

/** The part of a WebSocket that is used. */
export interface Socket {
  onmessage: ((data: unknown) => void) | null;
  onopen: (() => void) | null;
  onclose: ((code: number) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface Surroundings {
  open(cursor: number | null): Socket;
  after(ms: number, then: () => void): () => void;
  now(): number;
  random(): number;
}

export interface Sink {
  message(message: Message): void;
  state(state: LinkState): void;
}

const NOT_SIGNED_IN = 4401;
const SILENT_MS = 6_000;
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 8_000;
/** After so many gaps in a row the cursor itself is not trusted: a snapshot is asked for. */
const GAPS_BEFORE_SNAPSHOT = 3;

export class FeedConnection {
  private socket: Socket | null = null;
  private cursor: number | null = null;
  private failures = 0;
  private gaps = 0;
  private heardAt = 0;
  private cancel: () => void = () => undefined;
  private isStopped = true;
  private state: LinkState = 'connecting';
  private looking: readonly string[] = [];

  constructor(
    private readonly around: Surroundings,
    private readonly sink: Sink,
  ) {}

  start(): void {
    this.isStopped = false;
    this.open();
  }

  stop(): void {
    this.isStopped = true;
    this.drop();
  }

  /** The network is said to be back: do not wait for the next try. */
  hurry(): void {
    if (this.isStopped || this.state === 'open' || this.state === 'signed_out') return;
    this.failures = 0;
    this.drop();
    this.open();
  }

  /** The network is said to be away: say so at once; whatever is heard afterwards proves that the line stands. */
  doubt(): void {
    if (this.state === 'open') this.tell('lost');
  }

  /** What this screen shows; told now, and again whenever the line comes back. */
  look(subjects: readonly string[]): void {
    this.looking = subjects;
    if (this.state === 'open') this.tellLook();
  }

  private tellLook(): void {
    this.socket?.send(JSON.stringify({ type: 'looking', subjects: this.looking }));
  }

  private open(): void {
    const socket = this.around.open(this.gaps >= GAPS_BEFORE_SNAPSHOT ? null : this.cursor);
    this.socket = socket;
    this.heardAt = this.around.now();
    socket.onmessage = (data) => {
      if (this.socket === socket) this.hear(data as Message);
    };
    socket.onopen = () => {
      if (this.socket === socket && this.looking.length > 0) this.tellLook();
    };
    socket.onclose = (code) => {
      if (this.socket === socket) this.closed(code);
    };
    this.watch();
  }

  private drop(): void {
    this.cancel();
    const socket = this.socket;
    this.socket = null;
    if (socket !== null) {
      socket.onmessage = null;
      socket.onopen = null;
      socket.onclose = null;
      socket.close();
    }
  }

  private hear(message: Message): void {
    this.heardAt = this.around.now();
    if (message.type === 'snapshot') {
      this.cursor = message.cursor;
      this.gaps = 0;
    } else if (message.type === 'changes') {
      if (this.cursor === null || message.since > this.cursor) {
        this.gap();
        return;
      }
      this.cursor = Math.max(this.cursor, message.cursor);
      this.gaps = 0;
    } else if (message.type === 'tick' && (this.cursor === null || message.cursor > this.cursor)) {
      this.gap();
      return;
    }
    this.failures = 0;
    this.sink.message(message);
    this.tell('open');
  }

  /** Something was missed: what is held stays, and the rest is asked for from the cursor on. */
  private gap(): void {
    this.gaps += 1;
    this.drop();
    this.tell('lost');
    this.again();
  }

  private closed(code: number): void {
    this.cancel();
    this.socket = null;
    if (this.isStopped) return;
    if (code === NOT_SIGNED_IN) {
      this.tell('signed_out');
      return;
    }
    this.tell('lost');
    this.again();
  }

  private again(): void {
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures);
    this.failures += 1;
    // Half fixed, half by chance: a thousand desks do not come back in the same instant.
    const wait = longest / 2 + (longest / 2) * this.around.random();
    this.cancel = this.around.after(wait, () => this.open());
  }

  private watch(): void {
    this.cancel = this.around.after(1_000, () => {
      if (this.around.now() - this.heardAt >= SILENT_MS) {
        this.drop();
        this.tell('lost');
        this.again();
      } else {
        this.watch();
      }
    });
  }

  private tell(state: LinkState): void {
    if (this.state === state) return;
    this.state = state;
    this.sink.state(state);
  }
}
