/** The feed under loss, delay, duplicates and broken lines: in the end the page shows what the hall has. */
import { describe, expect, it } from 'vitest';
import { Batcher } from './batch.ts';
import { FeedConnection, type Socket } from './connection.ts';
import type { EntityMessage, Message } from './messages.ts';
import { Store } from './store.ts';

/** A small generator, so that every run is the same. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

interface Fact {
  readonly position: number;
  readonly message: EntityMessage;
}

const at = new Date(0).toISOString();

interface Line {
  readonly socket: Socket;
  /** Up to where messages went out; -1: the opening ones have not. */
  sent: number;
}

/** The hall: entities, and every change with its place in the ledger. */
class Hall {
  readonly facts: Fact[] = [];
  readonly entities = new Map<string, EntityMessage>();
  oldest = 0;

  happen(random: () => number): void {
    const id = `e${Math.floor(random() * 12)}`;
    const before = this.entities.get(id);
    const v = (this.facts.filter((fact) => fact.message.id === id).at(-1)?.message.v ?? 0) + 1;
    const isGone = before !== undefined && random() < 0.15;
    const set = isGone ? null : { [`f${Math.floor(random() * 3)}`]: random(), n: v };
    const message: EntityMessage = { kind: 'incident', id, v, about: id, set };
    if (set === null) this.entities.delete(id);
    else this.entities.set(id, { ...message, set: { ...before?.set, ...set } });
    this.facts.push({ position: this.facts.length + 1, message });
  }

  get cursor(): number {
    return this.facts.length;
  }

  open(cursor: number | null): Message[] {
    if (cursor === null || cursor < this.oldest || cursor > this.cursor) {
      return [{ type: 'snapshot', cursor: this.cursor, at, entities: [...this.entities.values()] }];
    }
    return this.since(cursor);
  }

  since(cursor: number): Message[] {
    const entities = this.facts.slice(cursor).map((fact) => fact.message);
    if (entities.length === 0) return [{ type: 'tick', cursor: this.cursor, at }];
    return [{ type: 'changes', since: cursor, cursor: this.cursor, at, entities, facts: [] }];
  }
}

function run(seed: number, loss: number): { readonly hall: Hall; readonly store: Store; readonly opened: number } {
  const random = dice(seed);
  const hall = new Hall();
  const store = new Store();
  let now = 0;
  let opened = 0;
  const timers: { at: number; then: () => void }[] = [];
  const after = (ms: number, then: () => void) => {
    const timer = { at: now + ms, then };
    timers.push(timer);
    return () => {
      if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
    };
  };
  let line: Line | null = null;
  let isFair = false;
  const deliver = (socket: Socket, message: Message) => {
    if (!isFair && random() < loss) return;
    const times = !isFair && random() < 0.1 ? 2 : 1;
    for (let i = 0; i < times; i++) socket.onmessage?.(structuredClone(message));
  };
  const batcher = new Batcher((messages) => store.take(messages), after, () => now);
  const connection = new FeedConnection(
    {
      open(cursor) {
        opened += 1;
        const socket: Socket = {
          onmessage: null,
          onopen: null,
          onclose: null,
          send: () => undefined,
          close: () => undefined,
        };
        const opening: Line = { socket, sent: -1 };
        line = opening;
        // As the hub does: nothing is sent before the opening messages.
        after(20, () => {
          for (const message of hall.open(cursor)) deliver(socket, message);
          opening.sent = hall.cursor;
        });
        return socket;
      },
      after,
      now: () => now,
      random,
    },
    { message: (message) => batcher.add(message), state: () => undefined },
  );
  const step = (ms: number) => {
    now += ms;
    for (const timer of timers.filter((one) => one.at <= now).sort((a, b) => a.at - b.at)) {
      const index = timers.indexOf(timer);
      if (index < 0) continue;
      timers.splice(index, 1);
      timer.then();
    }
  };
  connection.start();
  for (let round = 0; round < 400; round++) {
    isFair = round > 340;
    if (!isFair && random() < 0.6) hall.happen(random);
    const held = line as Line | null;
    if (held !== null && held.sent >= 0) {
      const messages = hall.cursor > held.sent ? hall.since(held.sent) : [{ type: 'tick', cursor: hall.cursor, at } as const];
      held.sent = hall.cursor;
      for (const message of messages) deliver(held.socket, message);
    }
    if (held !== null && !isFair && random() < 0.02) {
      line = null;
      held.socket.onclose?.(random() < 0.5 ? 1006 : 4408);
    }
    if (!isFair && random() < 0.01) hall.oldest = hall.cursor;
    step(random() * 400);
  }
  for (let round = 0; round < 60; round++) {
    const held = line as Line | null;
    if (held !== null && held.sent >= 0) deliver(held.socket, { type: 'tick', cursor: hall.cursor, at });
    step(1_000);
  }
  return { hall, store, opened };
}

describe('the feed under faults', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))('ends with what the hall has (seed %i)', (seed) => {
    const { hall, store, opened } = run(seed, seed % 2 === 0 ? 0.25 : 0.05);
    const shown = Object.fromEntries(store.list('incident').map((one) => [one.id, [one.v, one.fields]]));
    const wanted = Object.fromEntries([...hall.entities.values()].map((one) => [one.id, [one.v, one.set]]));
    expect(shown).toEqual(wanted);
    expect(opened).toBeGreaterThan(1);
  });

  it('opens once and stays when nothing is lost', () => {
    const { opened } = run(7, 0);
    expect(opened).toBeGreaterThanOrEqual(1);
  });
});
