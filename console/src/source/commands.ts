/** Sending a command until the hall has answered: the same key each time, so that it is done once. */
import type { Command, PostPath, Reply, Source } from './contract.ts';
import { fill } from './http.ts';
import { fingerprint, newKey, type KeyShelf } from './keys.ts';
import { Unreachable } from './refusal.ts';

export interface Patience {
  readonly wait: (ms: number) => Promise<void>;
  readonly tries: number;
  readonly onRetry?: (attempt: number) => void;
}

const WAITS_MS = [400, 800, 1_500, 3_000, 5_000, 8_000];

export const patient: Patience = {
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  tries: 7,
};

export class Commands {
  constructor(
    private readonly source: Pick<Source, 'post'>,
    private readonly shelf: KeyShelf,
  ) {}

  /** Throws Refusal as soon as the hall says no, Unreachable when all tries found nobody. */
  async send<P extends PostPath>(command: Command<P>, patience: Patience = patient): Promise<Reply<P, 'post'>> {
    const name = fingerprint(fill(command.path, command.values), command.body);
    const key = command.key ?? this.shelf.get(name) ?? newKey();
    this.shelf.set(name, key);
    for (let attempt = 0; ; attempt++) {
      try {
        const reply = await this.source.post({ ...command, key });
        this.shelf.remove(name);
        return reply;
      } catch (error) {
        if (!(error instanceof Unreachable)) {
          this.shelf.remove(name);
          throw error;
        }
        // The key stays on the shelf: pressing again later is still the same action.
        if (attempt + 1 >= patience.tries) throw error;
        patience.onRetry?.(attempt + 1);
        await patience.wait(Math.max(error.retryAfterMs, WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)] ?? 0));
      }
    }
  }
}
