import { describe, expect, it } from 'vitest';
import { Store } from '../sync/store.ts';
import { IncidentDiff } from './incidentDiff.ts';

const at = '2026-11-22T04:00:00Z';
const set = (part: object = {}) => ({
  number: '990120261122T1000001',
  state: 'opened',
  level: 3,
  lon: 112.4,
  lat: 30.1,
  opened_at: at,
  closed_at: null,
  ...part,
});
const entity = (id: string, v: number, fields: object) => ({ kind: 'incident', id, v, about: id, set: { ...fields } });
const changes = (...entities: ReturnType<typeof entity>[]) =>
  ({ type: 'changes', since: 0, cursor: 1, at, entities, facts: [] }) as const;

describe('what the map is told of incidents', () => {
  it('is what changed, and only that', () => {
    const store = new Store();
    const diff = new IncidentDiff();
    store.take([{ type: 'snapshot', cursor: 0, at, entities: [entity('a', 1, set()), entity('b', 1, set())] }]);
    expect(diff.next(store)?.add.map((one) => one.id)).toEqual(['a', 'b']);
    expect(diff.next(store)).toBeNull();
    store.take([changes(entity('b', 2, { state: 'on_scene' }))]);
    const next = diff.next(store);
    expect(next?.add.map((one) => one.id)).toEqual(['b']);
    expect(next?.add[0]?.properties).toMatchObject({ icon: 'incident-3-running' });
    store.take([changes(entity('a', 2, { state: 'closed', closed_at: at }))]);
    expect(diff.next(store)).toEqual({ add: [], remove: ['a'] });
    diff.forget();
    expect(diff.next(store)?.add.map((one) => one.id)).toEqual(['b']);
  });
});
