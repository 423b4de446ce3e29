import { describe, expect, it } from 'vitest';
import type { IncidentFields, OrderFields } from '../sync/kinds.ts';
import { contactUrgency, inStateSince, urgencyOf } from './overdue.ts';

const incident = (part: Partial<IncidentFields>) =>
  ({ state: 'opened', opened_at: '2026-11-22T04:00:00Z', handled_at: null, closed_at: null, ...part }) as IncidentFields;
const order = (part: Partial<OrderFields>) =>
  ({
    ordered_at: '2026-11-22T04:01:00Z',
    accepted_at: null,
    departed_at: null,
    arrived_at: null,
    fed_back_at: null,
    ended_at: null,
    ...part,
  }) as OrderFields;

describe('overdue', () => {
  it('turns amber, then red', () => {
    expect(urgencyOf('opened', 3, 29_000)).toBe('calm');
    expect(urgencyOf('opened', 3, 30_000)).toBe('late');
    expect(urgencyOf('opened', 3, 90_000)).toBe('overdue');
  });
  it('is stricter with the grave levels', () => expect(urgencyOf('opened', 1, 45_000)).toBe('overdue'));
  it('leaves what is closed alone', () => expect(urgencyOf('closed', 1, 1e9)).toBe('calm'));
  it('counts a contact from ten seconds on', () => {
    expect(contactUrgency(9_999)).toBe('calm');
    expect(contactUrgency(30_000)).toBe('overdue');
  });
});

describe('time in state', () => {
  it('begins with the incident', () => expect(inStateSince(incident({}), [])).toBe('2026-11-22T04:00:00Z'));
  it('begins anew when the last crew was lost', () =>
    expect(inStateSince(incident({}), [order({ ended_at: '2026-11-22T04:03:00Z' })])).toBe('2026-11-22T04:03:00Z'));
  it('follows the live order', () => {
    const orders = [
      order({ ended_at: '2026-11-22T04:01:10Z' }),
      order({ ordered_at: '2026-11-22T04:01:10Z', accepted_at: '2026-11-22T04:01:20Z' }),
    ];
    expect(inStateSince(incident({ state: 'dispatched' }), orders)).toBe('2026-11-22T04:01:10Z');
    expect(inStateSince(incident({ state: 'under_way' }), orders)).toBe('2026-11-22T04:01:20Z');
  });
});
