/** Whether where a crew was last still says where it is. Pure. */
import type { CrewPosition } from './store.ts';

/** From which age on, in seconds: `stale` puts a crew behind others, `lost` says nothing any more. */
export interface PositionAges {
  readonly stale_after_s: number;
  readonly lost_after_s: number;
}

export type Freshness = 'fresh' | 'stale' | 'lost';

/** ages: as the hall has them for the crew's organisation; until they are known nothing is called old. */
export function freshness(at: CrewPosition | undefined, nowMs: number, ages: PositionAges | undefined): Freshness {
  if (at === undefined) return 'lost';
  if (ages === undefined) return 'fresh';
  const ageS = (nowMs - at.at) / 1000;
  return ageS > ages.lost_after_s ? 'lost' : ageS > ages.stale_after_s ? 'stale' : 'fresh';
}
