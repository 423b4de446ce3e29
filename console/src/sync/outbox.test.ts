import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { Sentence } from '../source/refusal.ts';
import { Outbox, type OutboxItem, type OutboxState, type Post, type Sent } from './outbox.ts';
import { openShelf } from './shelfDb.ts';

const GONE: Sentence = ['该派警单已失效', 'This order is over'];
let accounts = 0;

interface Bench {
  readonly box: Outbox;
  readonly sent: string[];
  readonly refused: [string, number][];
  state: OutboxState;
  reply: (item: OutboxItem) => Sent;
}

async function bench(account = `a${++accounts}`, reply: Bench['reply'] = () => ({ kind: 'done' })): Promise<Bench> {
  const sent: string[] = [];
  const refused: [string, number][] = [];
  const made = { sent, refused, state: { waiting: [], isSending: false } as OutboxState, reply };
  const post: Post = {
    upload: (photo) =>
      Promise.resolve(
        made.reply({ step: 'feedback' } as OutboxItem).kind === 'unreachable'
          ? { kind: 'unreachable' as const }
          : { uploadId: `u${photo.size}` },
      ),
    send: (item, ids) => {
      const result = made.reply(item);
      if (result.kind === 'done') sent.push([item.group, item.step, ...ids].join(' '));
      return Promise.resolve(result);
    },
  };
  const box = new Outbox(
    await openShelf(account),
    post,
    {
      changed: (state) => (made.state = state),
      refused: (item, _, dropped) => refused.push([`${item.group} ${item.step}`, dropped]),
      signedOut: () => undefined,
    },
    () => 1_000,
  );
  await box.load();
  return Object.assign(made, { box });
}

const step = (group: string, name: OutboxItem['step']) => ({ key: `${group}-${name}`, group, step: name, body: null });

describe('Outbox', () => {
  it('sends at once when it can', async () => {
    const b = await bench();
    await b.box.add(step('o1', 'accept'));
    expect(b.sent).toEqual(['o1 accept']);
    expect(b.state.waiting).toEqual([]);
  });

  it('keeps the order of what was done without a network, over a restart too', async () => {
    const offline = await bench('phone', () => ({ kind: 'unreachable' }));
    for (const name of ['accept', 'depart', 'arrive'] as const) await offline.box.add(step('o1', name));
    expect(offline.state.waiting).toHaveLength(3);
    const later = await bench('phone');
    expect(later.state.waiting.map((item) => item.step)).toEqual(['accept', 'depart', 'arrive']);
    await later.box.flush();
    expect(later.sent).toEqual(['o1 accept', 'o1 depart', 'o1 arrive']);
    expect((await bench('phone')).state.waiting).toEqual([]);
  });

  it('lets nothing overtake', async () => {
    const b = await bench();
    b.reply = (item) => (item.step === 'accept' ? { kind: 'unreachable' } : { kind: 'done' });
    await b.box.add(step('o1', 'accept'));
    await b.box.add(step('o2', 'arrive'));
    expect(b.sent).toEqual([]);
  });

  it('takes out what the hall refuses with the later steps of the same order, and goes on with others', async () => {
    const b = await bench();
    b.reply = () => ({ kind: 'unreachable' });
    await b.box.add(step('o1', 'accept'));
    await b.box.add(step('o1', 'depart'));
    await b.box.add(step('o2', 'accept'));
    b.reply = (item) => (item.group === 'o1' ? { kind: 'refused', sentence: GONE } : { kind: 'done' });
    await b.box.flush();
    expect(b.refused).toEqual([['o1 accept', 1]]);
    expect(b.sent).toEqual(['o2 accept']);
    expect(b.state.waiting).toEqual([]);
  });

  it('uploads a photo once, however often the rest is tried', async () => {
    const b = await bench();
    let uploads = 0;
    const photos = [new Blob(['1']), new Blob(['22'])];
    b.reply = (item) => {
      const isUpload = !('group' in item);
      if (isUpload) uploads += 1;
      return !isUpload && b.sent.length === 0 && uploads < 3 ? { kind: 'unreachable' } : { kind: 'done' };
    };
    await b.box.add({ ...step('o1', 'feedback'), body: { outcome: 'mediated', text: 'ok' } }, photos);
    expect(uploads).toBe(2);
    uploads = 3;
    await b.box.flush();
    expect(uploads).toBe(3);
    expect(b.sent).toEqual(['o1 feedback u1 u2']);
  });

  it('waits when the sign-in has ended', async () => {
    const b = await bench();
    b.reply = () => ({ kind: 'signed_out' });
    await b.box.add(step('o1', 'accept'));
    expect(b.state.waiting).toHaveLength(1);
    b.reply = () => ({ kind: 'done' });
    await b.box.flush();
    expect(b.sent).toEqual(['o1 accept']);
  });
});
