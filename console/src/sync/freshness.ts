/** Whether where a crew was last still says where it is. Pure. */
import type { CrewPosition } from './store.ts';

/** As the ranking has it unless set otherwise (`YYL_DISPATCH_STALE_AFTER_S`): such a crew is put behind others. */
const STALE_MS = 60_000;
/** So long ago it says nothing. */
const LOST_MS = 600_000;

export type Freshness = 'fresh' | 'stale' | 'lost';

export function freshness(at: CrewPosition | undefined, nowMs: number): Freshness {
  if (at === undefined) return 'lost';
  const age = nowMs - at.at;
  return age > LOST_MS ? 'lost' : age > STALE_MS ? 'stale' : 'fresh';
}
