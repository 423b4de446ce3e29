/** A plan in words. */
import type { Language, Tongue } from '../../i18n/index.ts';
import { orgName } from '../../panels/organisations.ts';
import type { Plan, Request } from './usePlans.ts';

const minutes = (s: number): number => Math.round((s / 60) * 10) / 10;

/** What was asked for: "4 posts", "Grids, as today". */
export function whatOf(request: Request, t: Tongue['t']): string {
  const { kind, count } = request;
  if (typeof count !== 'number') return t(`planning.${kind}_today`);
  return t(`planning.${kind}_of`, { n: count });
}

/** Where, for what, and by which demand. */
export function termsOf(request: Request, t: Tongue['t'], lang: Language): string {
  const where = typeof request.county === 'string' ? orgName(request.county, lang) : t('planning.whole_city');
  return [where, aimOf(request, t), t(`planning.demand.${request.demand}`)].join(' · ');
}

export function aimOf({ kind, objective, within_s: withinS }: Request, t: Tongue['t']): string {
  if (kind === 'grids') return t('planning.objective.balanced');
  return t(`planning.objective.${objective}`, { n: minutes(withinS) });
}

export const withinMinutes = (plan: Plan): number => minutes(plan.request.within_s);
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
export const secondsText = (s: number | null): string => (s === null ? '—' : `${Math.round(s)} s`);
