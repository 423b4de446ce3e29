/** Whether a place lies at a site of a special duty that is on. Pure. */
import { distanceM, type LonLat } from '../../map/datum.ts';
import type { Of } from '../../sync/kinds.ts';

/** So near to a site a call is likely to be about it: a school or a stadium with its gates. */
export const NEAR_M = 500;

export interface NearSite {
  readonly id: string;
  readonly title: string;
  readonly site: string;
  readonly metres: number;
  /** Call signs of the crews that stand there. */
  readonly crews: readonly string[];
}

/** The nearest site of each special duty that is on, the nearest first. */
export function sitesNear(specials: readonly Of<'special_duty'>[], place: LonLat | null): readonly NearSite[] {
  if (place === null) return [];
  const found: NearSite[] = [];
  for (const one of specials) {
    if (one.state !== 'on') continue;
    const away = one.sites.map((site) => distanceM(place, site));
    const metres = Math.min(...away);
    const index = away.indexOf(metres);
    const site = one.sites[index];
    if (site === undefined || metres > NEAR_M) continue;
    const crews = one.posts.filter((post) => post.site === index).map((post) => post.call_sign);
    found.push({ id: one.id, title: one.title, site: site.name, metres, crews });
  }
  return found.sort((a, b) => a.metres - b.metres);
}
