import { describe, expect, it } from 'vitest';
import type { Of } from '../../sync/kinds.ts';
import type { OutboxItem } from '../../sync/outbox.ts';
import { currentWork, nextStep, stateWith } from './work.ts';

const order = (part: Partial<Of<'order'>>) =>
  ({ id: 'o1', crew_id: 'k1', incident_id: 'i1', state: 'ordered', ordered_at: '2026-11-22T04:00:00Z', ...part }) as Of<'order'>;
const feedback = (part: Partial<Of<'feedback'>>) =>
  ({ id: 'f1', order_id: 'o1', round: 1, state: 'returned', ...part }) as Of<'feedback'>;
const item = (step: OutboxItem['step']) => ({ group: 'o1', step }) as OutboxItem;

describe('the officer’s card', () => {
  it('leads from step to step', () =>
    expect((['ordered', 'accepted', 'departed', 'arrived', 'fed_back'] as const).map(nextStep)).toEqual([
      'accept',
      'depart',
      'arrive',
      'feedback',
      null,
    ]));

  it('shows what was done here and is not sent yet', () =>
    expect(stateWith(order({}), [item('accept'), item('depart')])).toBe('departed'));

  it('is the live order of the own crew', () => {
    const orders = [order({ id: 'x', crew_id: 'k2' }), order({ id: 'o0', state: 'fed_back' }), order({})];
    expect(currentWork('k1', orders, [])?.order.id).toBe('o1');
  });

  it('comes back with a feedback that was returned, until it is put right', () => {
    const orders = [order({ state: 'fed_back' })];
    expect(currentWork('k1', orders, [feedback({})])?.returned?.id).toBe('f1');
    expect(currentWork('k1', orders, [feedback({}), feedback({ id: 'f2', round: 2, state: 'submitted' })])).toBeNull();
  });
});
