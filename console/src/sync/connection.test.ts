import { describe, expect, it } from 'vitest';
import { FeedConnection, type Socket } from './connection.ts';
import type { LinkState, Message } from './messages.ts';

const at = '2026-11-22T04:00:00Z';
const snapshot = (cursor: number): Message => ({ type: 'snapshot', cursor, at, entities: [] });
const changes = (since: number, cursor: number): Message => ({ type: 'changes', since, cursor, at, entities: [], facts: [] });
const tick = (cursor: number): Message => ({ type: 'tick', cursor, at });

class Bench {
  now = 0;
  readonly cursors: (number | null)[] = [];
  readonly states: LinkState[] = [];
  readonly taken: Message[] = [];
  readonly sent: string[] = [];
  socket: Socket | null = null;
  private timers: { at: number; then: () => void }[] = [];
  readonly connection = new FeedConnection(
    {
      open: (cursor) => {
        this.cursors.push(cursor);
        this.socket = {
          onmessage: null,
          onopen: null,
          onclose: null,
          send: (text) => this.sent.push(text),
          close: () => undefined,
        };
        return this.socket;
      },
      after: (ms, then) => {
        const timer = { at: this.now + ms, then };
        this.timers.push(timer);
        return () => (this.timers = this.timers.filter((one) => one !== timer));
      },
      now: () => this.now,
      random: () => 0.5,
    },
    { message: (message) => this.taken.push(message), state: (state) => this.states.push(state) },
  );

  hear(message: Message): void {
    this.socket?.onmessage?.(message);
  }

  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const next = this.timers.filter((one) => one.at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.timers = this.timers.filter((one) => one !== next);
      this.now = next.at;
      next.then();
    }
    this.now = until;
  }
}

describe('FeedConnection', () => {
  it('asks for everything first, then from its cursor on', () => {
    const bench = new Bench();
    bench.connection.start();
    bench.hear(snapshot(10));
    bench.hear(changes(10, 12));
    bench.socket?.onclose?.(1006);
    bench.pass(1_000);
    expect(bench.cursors).toEqual([null, 12]);
    expect(bench.states).toEqual(['open', 'lost']);
  });

  it('shows a doubtful line at once, and takes it back when the line proves to stand', () => {
    const bench = new Bench();
    bench.connection.start();
    bench.hear(snapshot(10));
    bench.connection.doubt();
    expect(bench.states).toEqual(['open', 'lost']);
    bench.hear(tick(10));
    expect(bench.states).toEqual(['open', 'lost', 'open']);
    bench.connection.doubt();
    bench.connection.hurry();
    expect(bench.cursors).toEqual([null, 10]);
    bench.hear(tick(10));
    expect(bench.states.at(-1)).toBe('open');
  });

  it('reopens from the cursor when a change was missed, and does not hand it on', () => {
    const bench = new Bench();
    bench.connection.start();
    bench.hear(snapshot(10));
    bench.hear(changes(14, 15));
    bench.pass(1_000);
    expect(bench.cursors).toEqual([null, 10]);
    expect(bench.taken).toHaveLength(1);
  });

  it('learns of a missed change from the tick', () => {
    const bench = new Bench();
    bench.connection.start();
    bench.hear(snapshot(10));
    bench.hear(tick(11));
    bench.pass(1_000);
    expect(bench.cursors).toEqual([null, 10]);
  });

  it('asks for a snapshot when the cursor brings gaps again and again', () => {
    const bench = new Bench();
    bench.connection.start();
    bench.hear(snapshot(10));
    for (let i = 0; i < 3; i++) {
      bench.hear(changes(20, 21));
      bench.pass(2_000);
    }
    expect(bench.cursors.at(-1)).toBeNull();
  });

  it('notices silence', () => {
    const bench = new Bench();
    bench.connection.start();
    bench.hear(snapshot(1));
    bench.pass(9_000);
    expect(bench.states).toEqual(['open', 'lost']);
    expect(bench.cursors.length).toBeGreaterThan(1);
  });

  it('waits longer each time, and not at all when the network says it is back', () => {
    const bench = new Bench();
    bench.connection.start();
    for (let i = 0; i < 8; i++) {
      bench.socket?.onclose?.(1006);
      bench.pass(10_000);
    }
    const before = bench.cursors.length;
    bench.socket?.onclose?.(1006);
    bench.pass(1_000);
    expect(bench.cursors.length).toBe(before);
    bench.connection.hurry();
    expect(bench.cursors.length).toBe(before + 1);
  });

  it('stops when the sign-in has ended', () => {
    const bench = new Bench();
    bench.connection.start();
    bench.hear(snapshot(1));
    bench.socket?.onclose?.(4401);
    bench.pass(60_000);
    expect(bench.states.at(-1)).toBe('signed_out');
    expect(bench.cursors).toHaveLength(1);
  });

  it('tells what the screen shows, again after the line was lost', () => {
    const bench = new Bench();
    bench.connection.look(['a']);
    bench.connection.start();
    expect(bench.sent).toEqual([]);
    bench.socket?.onopen?.();
    expect(bench.sent).toEqual([JSON.stringify({ type: 'looking', subjects: ['a'] })]);
    bench.hear(snapshot(5));
    bench.connection.look([]);
    expect(JSON.parse(bench.sent[1] ?? '')).toEqual({ type: 'looking', subjects: [] });
    bench.connection.look(['b']);
    bench.socket?.onclose?.(1006);
    bench.pass(1_000);
    bench.socket?.onopen?.();
    expect(JSON.parse(bench.sent.at(-1) ?? '')).toEqual({ type: 'looking', subjects: ['b'] });
  });
});
