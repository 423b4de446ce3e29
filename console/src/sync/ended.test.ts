import { describe, expect, it } from 'vitest';
import { forgettable } from './ended.ts';
import { WHOLE } from './kinds.ts';
import type { EntityMessage, Message } from './messages.ts';
import { Store } from './store.ts';

const AT = '2026-11-22T04:00:00Z';
const NOBODY: ReadonlySet<string> = new Set();
const minute = (n: number) => `2026-11-22T04:${String(n).padStart(2, '0')}:00Z`;
const entity = (kind: string, id: string, set: EntityMessage['set'], about = id, v = 1): EntityMessage => ({ kind, id, v, about, set });
const incident = (id: string, closed_at: string | null, more: object = {}) =>
  entity('incident', id, { opened_at: AT, closed_at, merged_into: null, ...more });
const contact = (id: string, ended_at: string | null) => entity('contact', id, { received_at: AT, ended_at });

function storeOf(...entities: EntityMessage[]): Store {
  const store = new Store(WHOLE);
  store.take([{ type: 'snapshot', cursor: 1, at: AT, entities }]);
  return store;
}
const changes = (...entities: EntityMessage[]): Message => ({ type: 'changes', since: 1, cursor: 2, at: AT, entities, facts: [] });

describe('what has ended', () => {
  it('is let go from the earliest on, beyond so many; what is open never', () => {
    const store = storeOf(incident('a', minute(3)), incident('b', minute(1)), incident('c', minute(2)), incident('open', null));
    expect(forgettable(store, NOBODY, 3)).toEqual([]);
    expect(forgettable(store, NOBODY, 1)).toEqual(['c', 'b']);
    expect(forgettable(store, NOBODY, 0)).not.toContain('open');
  });

  it('stays while it is looked at', () => {
    const store = storeOf(incident('a', minute(1)), incident('b', minute(2)));
    expect(forgettable(store, new Set(['a']), 0)).toEqual(['b']);
  });

  it('stays while something open leans on it', () => {
    const store = storeOf(
      incident('open', null),
      incident('duplicate', minute(1), { state: 'merged', merged_into: 'open' }),
      incident('other', minute(1), { state: 'merged', merged_into: 'gone' }),
      contact('in hand', minute(1)),
      contact('withdrawn', minute(1)),
      contact('done', minute(1)),
      entity('seat', 's', { account_id: 'x', contact_id: 'in hand' }),
      entity('withdrawal', 'w', { asked_at: AT, state: 'open', contact_id: 'withdrawn' }, 'withdrawn'),
    );
    expect(forgettable(store, NOBODY, 0)).toEqual(['other', 'done']);
  });

  it('takes along call-outs and answers whose incident nobody holds', () => {
    const store = storeOf(
      incident('a', null),
      entity('callout', 'k', { incident_id: 'old', level: 3 }, 'old'),
      entity('answers', 'older', { contact_id: 'c' }),
      entity('callout', 'l', { incident_id: 'a', level: 3 }, 'a'),
    );
    expect(forgettable(store, NOBODY)).toEqual(['old', 'older']);
  });

  it('goes with all that belongs to it, is not brought back by a late change, and comes back whole', () => {
    const order = entity('order', 'o', { ordered_at: AT, incident_id: 'a' }, 'a');
    const store = storeOf(incident('a', minute(1)), order, incident('b', null));
    const moved: ReadonlySet<string>[] = [];
    store.listen((one) => moved.push(one.kinds));
    store.forget(['a']);
    expect(moved).toEqual([new Set(['incident', 'order'])]);
    expect([store.list('incident').length, store.list('order').length]).toEqual([1, 0]);
    store.take([changes(entity('incident', 'a', { state: 'opened', closed_at: null }, 'a', 5))]);
    expect(store.find('incident', 'a')).toBeUndefined();
    const whole = { ...incident('a', null), v: 5 };
    store.take([{ type: 'scope_entered', about: 'a', entities: [whole, order] }]);
    expect(store.find('incident', 'a')?.v).toBe(5);
    expect(store.list('order').length).toBe(1);
    store.forget([]);
    expect(moved.length).toBe(2);
  });

  it('keeps only the latest of what is gone', () => {
    const store = storeOf();
    for (let n = 0; n < 5_001; n++) store.take([changes(entity('obligation', `o${n}`, null, 'a', 2))]);
    store.take([changes(entity('obligation', 'o5000', { kind: 'x' }, 'a'), entity('obligation', 'o0', { kind: 'x' }, 'a'))]);
    expect(store.list('obligation').map((one) => one.id)).toEqual(['o0']);
  });

  it('takes the positions of crews along that left sight', () => {
    const store = storeOf(entity('crew', 'c', { call_sign: '一组' }), entity('crew', 'd', { call_sign: '二组' }));
    store.take([{ type: 'positions', at: AT, crews: [['c', 114, 30, null, null, 0], ['d', 114, 30, null, null, 0]] }]);
    store.take([{ type: 'scope_left', about: 'c' }]);
    expect([...store.positions.keys()]).toEqual(['d']);
    store.take([{ type: 'snapshot', cursor: 2, at: AT, entities: [] }]);
    expect(store.positions.size).toBe(0);
  });
});
