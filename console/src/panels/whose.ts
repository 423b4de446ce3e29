/** What somebody may do about whose an incident is, and which stations are offered. Pure; the hall decides. */
import type { Me } from '../app/session.ts';
import type { JurisdictionFields } from '../sync/kinds.ts';
import type { Urgency } from './overdue.ts';
import type { Organisation } from './organisations.ts';

export interface May {
  readonly confirm: boolean;
  readonly dispute: boolean;
  readonly rule: boolean;
}

const NOTHING: May = { confirm: false, dispute: false, rule: false };

/** Path of the ground somebody is responsible for: a hall's is its parent's. */
export function groundOf(me: Pick<Me, 'org_code' | 'org_path'>, organisations: readonly Organisation[]): string {
  const own = organisations.find((one) => one.code === me.org_code);
  return own?.kind === 'hall' || own?.kind === 'inspection' ? me.org_path.replace(/\/[^/]*$/, '') : me.org_path;
}

const lies = (path: string, ground: string) => path === ground || path.startsWith(`${ground}/`);

export function mayOf(
  whose: Pick<JurisdictionFields, 'state' | 'station_code' | 'desk_code'>,
  me: Pick<Me, 'roles' | 'org_code' | 'org_path'>,
  organisations: readonly Organisation[],
): May {
  const { state } = whose;
  if (me.roles.includes('station_desk') && me.org_code === whose.station_code) {
    return {
      confirm: state === 'unclear' || state === 'disputed',
      dispute: state === 'clear' || state === 'unclear' || state === 'confirmed',
      rule: false,
    };
  }
  if (!me.roles.includes('commander') && !me.roles.includes('county_desk')) return NOTHING;
  const desk = organisations.find((one) => one.code === whose.desk_code);
  const isAbove = desk !== undefined && lies(desk.path, groundOf(me, organisations));
  return { ...NOTHING, rule: isAbove && (state === 'unclear' || state === 'disputed') };
}

/** Stations to choose from: those the question is about first, then the others of the ground. */
export function stationsOf(
  whose: Pick<JurisdictionFields, 'station_code' | 'others' | 'claimed_code'>,
  organisations: readonly Organisation[],
  ground: string | null,
): readonly Organisation[] {
  const named = [whose.claimed_code, whose.station_code, ...whose.others];
  const rank = (one: Organisation) => {
    const at = named.indexOf(one.code);
    return at === -1 ? named.length : at;
  };
  return organisations
    .filter((one) => one.kind === 'station' && one.retired_at == null && (ground === null || lies(one.path, ground)))
    .sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
}

/** Half of the usual time is amber, all of it red. */
export function whoseUrgency(ageMs: number): Urgency {
  if (ageMs >= 300_000) return 'overdue';
  return ageMs >= 150_000 ? 'late' : 'calm';
}
