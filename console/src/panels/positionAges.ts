/** How old a crew's position may be: the ranking's own settings, so that list, map and ranking say the same. */
import { source } from '../app/hall.ts';
import type { PositionAges } from '../sync/freshness.ts';
import { referenceTable } from './referenceTable.ts';

const EVERYWHERE = '*';
const table = referenceTable(() => source.get('/api/dispatch/position-ages'));

/** Drawn anew when they come or change. */
export const usePositionAges = table.use;
export const followPositionAges = table.follow;

/** Those of a crew's organisation; undefined until the hall has said them. */
export function agesOf(orgCode: string): PositionAges | undefined {
  return table.find(orgCode) ?? table.find(EVERYWHERE);
}
