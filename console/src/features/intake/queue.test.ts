import { describe, expect, it } from 'vitest';
import type { Of } from '../../sync/kinds.ts';
import { stripsOf } from './queue.ts';

const base = { received_at: '2026-11-22T04:00:00Z', priority: 0, seat_id: null, taken_by: null, held_at: null };
const contact = (id: string, part: Partial<Of<'contact'>>) => ({ ...base, id, ...part }) as Of<'contact'>;
const seat = { id: 's1', state: 'busy', contact_id: 'c1' } as Of<'seat'>;

describe('the strips', () => {
  it('puts each contact where it belongs; what is held longest comes first', () => {
    const strips = stripsOf(
      [
        contact('c1', { state: 'taken', taken_by: 'me' }),
        contact('c2', { state: 'held', taken_by: 'me', held_at: '2026-11-22T04:05:00Z' }),
        contact('c3', { state: 'held', taken_by: 'me', held_at: '2026-11-22T04:02:00Z' }),
        contact('c4', { state: 'held', taken_by: 'you' }),
        contact('c5', { state: 'waiting' }),
        contact('c6', { state: 'offered', seat_id: 's1' }),
        contact('c7', { state: 'settled' }),
      ],
      seat,
      'me',
    );
    expect(strips.mine.map((one) => one.id)).toEqual(['c1']);
    expect(strips.held.map((one) => one.id)).toEqual(['c3', 'c2']);
    expect(strips.others.map((one) => one.id)).toEqual(['c4']);
    expect(strips.waiting.map((one) => one.id)).toEqual(['c5']);
    expect(strips.ringing.map((one) => one.id)).toEqual(['c6']);
  });
});
