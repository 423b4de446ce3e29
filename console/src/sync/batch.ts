/** Gathers messages for a moment, so that a busy hall costs the page one update and not a hundred. */
import type { Fix, Message } from './messages.ts';

const GATHER_MS = 50;

export class Batcher {
  private messages: Message[] = [];
  private fixes = new Map<string, Fix>();
  private fixesAt = '';
  private isWaiting = false;
  private lastAt = -Infinity;

  constructor(
    private readonly deliver: (messages: readonly Message[]) => void,
    private readonly after: (ms: number, then: () => void) => void,
    private readonly now: () => number,
  ) {}

  /** The first after a pause goes at once; of positions only the newest of each crew goes. */
  add(message: Message): void {
    if (message.type === 'positions') {
      for (const fix of message.crews) this.fixes.set(fix[0], fix);
      this.fixesAt = message.at;
    } else {
      this.messages.push(message);
    }
    if (this.isWaiting) return;
    const wait = this.lastAt + GATHER_MS - this.now();
    if (wait <= 0) {
      this.flush();
    } else {
      this.isWaiting = true;
      this.after(wait, () => this.flush());
    }
  }

  private flush(): void {
    this.isWaiting = false;
    this.lastAt = this.now();
    const messages = this.messages;
    this.messages = [];
    if (this.fixes.size > 0) {
      messages.push({ type: 'positions', at: this.fixesAt, crews: [...this.fixes.values()] });
      this.fixes = new Map();
    }
    if (messages.length > 0) this.deliver(messages);
  }
}
