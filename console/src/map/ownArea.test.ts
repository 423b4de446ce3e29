import { describe, expect, it } from 'vitest';
import { WHOLE } from '../sync/kinds.ts';
import type { EntityMessage } from '../sync/messages.ts';
import { Store } from '../sync/store.ts';
import { ownArea } from './ownArea.ts';

const AT = '2026-11-22T04:00:00Z';
const incident = (id: string, lon: number, lat: number, closed_at: string | null = null): EntityMessage => ({
  kind: 'incident',
  id,
  v: 1,
  about: id,
  set: { opened_at: AT, closed_at, lon, lat },
});
const crew = (id: string): EntityMessage => ({ kind: 'crew', id, v: 1, about: id, set: { call_sign: id } });

describe('the own area', () => {
  it('holds what is open and the crews in sight', () => {
    const store = new Store(WHOLE);
    const entities = [incident('a', 114, 30), incident('b', 114.2, 30.1), incident('over', 120, 40, AT), crew('k')];
    store.take([{ type: 'snapshot', cursor: 1, at: AT, entities }]);
    expect(ownArea(store)).toBeNull();
    const fix = (id: string, lon: number, lat: number) => [id, lon, lat, null, null, 0] as const;
    store.take([{ type: 'positions', at: AT, crews: [fix('k', 113.9, 30.4), fix('stranger', 100, 10)] }]);
    expect(ownArea(store)).toEqual([113.9, 30, 114.2, 30.4]);
  });
});
