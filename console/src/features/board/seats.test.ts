import { describe, expect, it } from 'vitest';
import type { Of } from '../../sync/kinds.ts';
import { SEAT_STATES, SEAT_TONES, sortSeats } from './seats.ts';

const seat = (id: string, state: Of<'seat'>['state'], minute: number) =>
  ({ id, state, account_name: id, since: `2026-11-22T04:0${minute}:00Z` }) as Of<'seat'>;

describe('seats', () => {
  it('stand by state, the longest first', () => {
    const sorted = sortSeats([
      seat('away', 'off', 0),
      seat('pause', 'paused', 1),
      seat('new', 'ready', 5),
      seat('long', 'ready', 2),
      seat('talks', 'busy', 3),
    ]);
    expect(sorted.map((one) => one.id)).toEqual(['long', 'new', 'talks', 'pause', 'away']);
  });

  it('have a place and a tone for every state', () => {
    expect([...SEAT_STATES].sort()).toEqual(Object.keys(SEAT_TONES).sort());
  });
});
