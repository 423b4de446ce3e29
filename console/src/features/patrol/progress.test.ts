import { describe, expect, it } from 'vitest';
import type { Of } from '../../sync/kinds.ts';
import { isLate, ordered, progressOf } from './progress.ts';

const T0 = Date.parse('2026-11-28T04:00:00Z');
const at = (minutes: number) => new Date(T0 + minutes * 60_000).toISOString();

function patrol(part: Partial<Of<'patrol'>>): Of<'patrol'> {
  return { id: 'p', v: 1, state: 'under_way', starts_at: at(0), due_at: at(60), ...part } as Of<'patrol'>;
}
function point(number: number, part: Partial<Of<'patrol_point'>> = {}): Of<'patrol_point'> {
  const open = { arrived_at: null, arrived_by: null, done_at: null };
  return { id: `o${number}`, v: 1, patrol_id: 'p', number, ...open, ...part } as Of<'patrol_point'>;
}
const done = (by: 'tap' | 'said') => ({ arrived_at: at(1), arrived_by: by, done_at: at(2) });

describe('how far a patrol is', () => {
  it('counts what is done, and apart from it what is proven', () => {
    const points = [point(3), point(1, done('tap')), point(2, done('said')), point(9, { patrol_id: 'other' })];
    const progress = progressOf(patrol({}), points);
    expect([progress.done, progress.proven, progress.points.length, progress.next?.number]).toEqual([2, 1, 3, 3]);
  });

  it('has the point first where the crew stands', () => {
    const points = [point(1), point(2, { arrived_at: at(1), arrived_by: 'geofence' })];
    expect(progressOf(patrol({}), points).next?.number).toBe(2);
  });

  it('is late when it is not begun in a third of its time, or falls behind the clock', () => {
    const fresh = progressOf(patrol({ state: 'planned' }), [point(1)]);
    expect([isLate(fresh, T0 + 19 * 60_000), isLate(fresh, T0 + 21 * 60_000)]).toEqual([false, true]);
    const half = progressOf(patrol({}), [point(1, done('tap')), point(2)]);
    expect([isLate(half, T0 + 40 * 60_000), isLate(half, T0 + 50 * 60_000)]).toEqual([false, true]);
    expect(isLate(progressOf(patrol({ state: 'interrupted' }), [point(1)]), T0 + 59 * 60_000)).toBe(false);
  });

  it('puts the late ones first and the latest ended before the earlier', () => {
    const list = [
      progressOf(patrol({ id: 'old', state: 'finished', due_at: at(-60) }), []),
      progressOf(patrol({ id: 'new', state: 'lapsed', due_at: at(-5) }), []),
      progressOf(patrol({ id: 'well', due_at: at(90) }), [point(1, { ...done('tap'), patrol_id: 'well' })]),
      progressOf(patrol({ id: 'late', state: 'planned', due_at: at(95) }), []),
    ];
    expect(ordered(list, T0 + 40 * 60_000).map((one) => one.patrol.id)).toEqual(['late', 'well', 'new', 'old']);
  });
});
