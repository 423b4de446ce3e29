import { describe, expect, it } from 'vitest';
import type { Changes, EntityMessage, Message, Snapshot } from './messages.ts';
import { Store } from './store.ts';

const AT = '2026-11-22T04:00:00Z';
const entity = (id: string, v: number, set: EntityMessage['set'], about = id): EntityMessage => ({
  kind: 'incident',
  id,
  v,
  about,
  set,
});
const snapshot = (cursor: number, entities: EntityMessage[]): Snapshot => ({ type: 'snapshot', cursor, at: AT, entities });
const changes = (since: number, cursor: number, entities: EntityMessage[]): Changes => ({
  type: 'changes',
  since,
  cursor,
  at: AT,
  entities,
  facts: [],
});

function held(store: Store): Record<string, unknown> {
  return Object.fromEntries(store.list('incident').map((one) => [one.id, one.fields]));
}

describe('Store', () => {
  it('merges fields and keeps what a change leaves out', () => {
    const store = new Store();
    store.take([snapshot(1, [entity('a', 1, { state: 'opened', level: 3 })])]);
    store.take([changes(1, 2, [entity('a', 2, { state: 'closed' })])]);
    expect(held(store)).toEqual({ a: { state: 'closed', level: 3 } });
  });

  it('takes a version once and never an older one', () => {
    const store = new Store();
    store.take([snapshot(1, [entity('a', 5, { state: 'new' })])]);
    store.take([changes(1, 2, [entity('a', 5, { state: 'again' }), entity('a', 4, { state: 'old' })])]);
    expect(held(store)).toEqual({ a: { state: 'new' } });
  });

  it('does not bring back what is gone', () => {
    const store = new Store();
    store.take([snapshot(1, [entity('a', 1, { state: 'x' })])]);
    store.take([changes(1, 2, [entity('a', 2, null)])]);
    store.take([changes(2, 3, [entity('a', 1, { state: 'ghost' })])]);
    expect(held(store)).toEqual({});
  });

  it('forgets a subject that left the sight, and takes it whole when it comes back', () => {
    const store = new Store();
    store.take([snapshot(1, [entity('a', 3, { state: 'x' }), entity('b', 1, { state: 'y' })])]);
    store.take([{ type: 'scope_left', about: 'a' }]);
    expect(held(store)).toEqual({ b: { state: 'y' } });
    store.take([{ type: 'scope_entered', about: 'a', entities: [entity('a', 3, { state: 'x' })] }]);
    expect(held(store)).toEqual({ a: { state: 'x' }, b: { state: 'y' } });
  });

  it('drops everything for a new snapshot', () => {
    const store = new Store();
    store.take([snapshot(9, [entity('a', 7, { state: 'x' })])]);
    store.take([snapshot(2, [entity('b', 1, { state: 'y' })])]);
    expect(held(store)).toEqual({ b: { state: 'y' } });
    expect(store.cursor).toBe(2);
  });

  it('tells of tables that changed, but not of the first state it hears of', () => {
    const store = new Store();
    let told = 0;
    store.listen((moved) => (told += moved.reference ? 1 : 0));
    const tick = (reference: number): Message => ({ type: 'tick', cursor: 1, at: AT, reference });
    store.take([tick(7)]);
    store.take([tick(7)]);
    expect(told).toBe(0);
    store.take([tick(9)]);
    store.take([tick(9)]);
    expect(told).toBe(1);
  });

  it('keeps the newest position of a crew only', () => {
    const store = new Store();
    const positions = (age: number, lon: number): Message => ({
      type: 'positions',
      at: AT,
      crews: [['c', lon, 30, null, null, age]],
    });
    store.take([positions(1, 114.1), positions(9, 113.9)]);
    expect(store.positions.get('c')?.lon).toBe(114.1);
  });

  it('gives the same list until something of the kind moves, and tells once for a batch', () => {
    const store = new Store();
    let told = 0;
    store.listen(() => (told += 1));
    store.take([snapshot(1, [entity('a', 1, { state: 'x' })])]);
    const before = store.list('incident');
    store.take([{ type: 'tick', cursor: 1, at: AT }]);
    expect(store.list('incident')).toBe(before);
    store.take([changes(1, 2, [entity('a', 2, { state: 'y' })]), changes(2, 3, [entity('a', 3, { state: 'z' })])]);
    expect(store.list('incident')).not.toBe(before);
    expect(told).toBe(2);
  });

  it('knows who looks at what, until they leave or it leaves sight', () => {
    const store = new Store();
    const moved: boolean[] = [];
    store.listen((one) => moved.push(one.presence));
    const people = [{ id: 'p', name: '王' }];
    store.take([{ type: 'presence', about: 'x', people }]);
    expect(store.presence.get('x')).toEqual(people);
    store.take([{ type: 'presence', about: 'y', people }, { type: 'presence', about: 'x', people: [] }]);
    expect([...store.presence.keys()]).toEqual(['y']);
    store.take([{ type: 'scope_left', about: 'y' }]);
    expect(store.presence.size).toBe(0);
    expect(moved).toEqual([true, true, true]);
  });
});
