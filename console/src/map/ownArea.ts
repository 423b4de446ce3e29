/** Where the viewer's own work is: the bounds of the open incidents and the crews in sight. Pure. */
import { listOf } from '../sync/kinds.ts';
import type { Store } from '../sync/store.ts';
import type { Bounds } from './features.ts';

/** Fewer places say nothing about an area. */
const FEWEST = 3;

/** Null while too little is in sight to tell. */
export function ownArea(store: Store): Bounds | null {
  const lons: number[] = [];
  const lats: number[] = [];
  const add = ({ lon, lat }: { readonly lon: number; readonly lat: number }) => {
    lons.push(lon);
    lats.push(lat);
  };
  for (const one of listOf(store, 'incident')) if (one.closed_at === null) add(one);
  for (const at of store.positions.values()) if (store.find('crew', at.crew) !== undefined) add(at);
  if (lons.length < FEWEST) return null;
  const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b));
  return [least(lons), least(lats), most(lons), most(lats)];
}
