import { describe, expect, it } from 'vitest';
import { Commands } from './commands.ts';
import type { Command, Source } from './contract.ts';
import type { KeyShelf } from './keys.ts';
import { Refusal, Unreachable, errorOf } from './refusal.ts';

function bench(answers: (string | Error)[]) {
  const keys: (string | undefined)[] = [];
  const shelf = new Map<string, string>();
  const held: KeyShelf = {
    get: (name) => shelf.get(name) ?? null,
    set: (name, key) => void shelf.set(name, key),
    remove: (name) => void shelf.delete(name),
  };
  const post = (command: Command) => {
    keys.push(command.key);
    const answer = answers.shift();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const commands = new Commands({ post: post as unknown as Source['post'] }, held);
  const patience = { wait: () => Promise.resolve(), tries: 3 };
  const send = (to: 'ready' | 'paused' = 'ready') =>
    commands.send({ path: '/api/intake/seat', body: { to } }, patience);
  return { keys, shelf, send };
}

const refusal = new Refusal(409, 'seat_busy', ['请先完成', 'Finish first']);

describe('Commands', () => {
  it('keeps the key over retries', async () => {
    const { keys, send, shelf } = bench([new Unreachable(), new Unreachable(), 'done']);
    await expect(send()).resolves.toBe('done');
    expect(new Set(keys).size).toBe(1);
    expect(shelf.size).toBe(0);
  });

  it('keeps the key for the next press when nobody answered', async () => {
    const { keys, send } = bench([new Unreachable(), new Unreachable(), new Unreachable(), 'done']);
    await expect(send()).rejects.toBeInstanceOf(Unreachable);
    await send();
    expect(new Set(keys).size).toBe(1);
  });

  it('takes a new key for another action, and after an answer', async () => {
    const { keys, send } = bench(['done', 'done', refusal, 'done']);
    await send();
    await send('paused');
    await expect(send()).rejects.toBe(refusal);
    await send();
    expect(new Set(keys).size).toBe(4);
  });
});

describe('errors', () => {
  it('tell a refusal from an absent hall', () => {
    expect(errorOf(409, { code: 'x', zh: '不', en: 'no' }, null)).toBeInstanceOf(Refusal);
    expect(errorOf(503, { code: 'x', zh: '不', en: 'no' }, '2')).toMatchObject({ retryAfterMs: 2_000 });
    expect(errorOf(500, '<html>', null)).toBeInstanceOf(Unreachable);
  });
});
