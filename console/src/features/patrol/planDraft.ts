/** A plan as it is being written: kept on this machine until the hall has it. Pure, apart from the shelf. */
import type { Body, Schema } from '../../source/contract.ts';
import type { LonLat } from '../../map/datum.ts';

export type Plan = Schema<'PatrolPlanView'>;
export type PlanBody = Body<'/api/field/patrol-plans', 'post'>;

export interface DraftPoint extends LonLat {
  readonly title: string;
  readonly radius: number;
  readonly stay: number;
  readonly checks: string;
}

export interface DraftWindow {
  readonly days: string;
  readonly starts: string;
  readonly ends: string;
  readonly times: number;
}

export interface PlanDraft {
  readonly title: string;
  readonly kind: Plan['kind'];
  readonly grid: string;
  /** '' any crew on duty; '1' … '9' a team; 'crews' those named. */
  readonly who: string;
  readonly crews: readonly string[];
  readonly windows: readonly DraftWindow[];
  readonly points: readonly DraftPoint[];
  readonly corners: readonly LonLat[];
  readonly isOn: boolean;
}

export const EVERY = '1,2,3,4,5,6,7';
export const DAYS: Readonly<Record<string, 'every' | 'work' | 'end'>> = { [EVERY]: 'every', '1,2,3,4,5': 'work', '6,7': 'end' };
export const FRESH: PlanDraft = {
  title: '',
  kind: 'vehicle',
  grid: '',
  who: '',
  crews: [],
  windows: [{ days: EVERY, starts: '08:00', ends: '20:00', times: 4 }],
  points: [],
  corners: [],
  isOn: true,
};

export function draftOf(plan: Plan): PlanDraft {
  const who = plan.crew_ids.length > 0 ? 'crews' : plan.shift === null ? '' : String(plan.shift);
  return {
    title: plan.title,
    kind: plan.kind,
    grid: plan.grid_code ?? '',
    who,
    crews: plan.crew_ids,
    windows: plan.windows.map((one) => ({ ...one, days: one.days.join(',') })),
    points: plan.points.map((one) => ({
      title: one.title,
      lon: one.point.lon,
      lat: one.point.lat,
      radius: one.radius_m,
      stay: one.stay_s,
      checks: one.checks.join('、'),
    })),
    corners: plan.waypoints,
    isOn: plan.is_on,
  };
}

const listOf = (text: string) => text.split(/[、,，;；]/).map((one) => one.trim()).filter((one) => one !== '');
const stated = ({ lon, lat }: LonLat) => ({ lon, lat, datum: 'WGS84' as const });

/** Where the plan goes, as the hall takes it: also before it has a name. */
export function wayBody(draft: PlanDraft): Body<'/api/field/patrol-way', 'post'> {
  const points = draft.points.map((one) => ({
    title: one.title.trim() || '·',
    position: stated(one),
    radius_m: one.radius,
    stay_s: one.stay,
    checks: listOf(one.checks),
  }));
  return { kind: draft.kind, waypoints: draft.corners.map(stated), points };
}

export function bodyOf(draft: PlanDraft, orgCode: string, plan: Plan | null): PlanBody {
  return {
    ...wayBody(draft),
    plan_id: plan?.id ?? null,
    expected_version: plan?.version ?? null,
    title: draft.title.trim(),
    org_code: orgCode,
    grid_code: draft.grid === '' ? null : draft.grid,
    shift: /^\d$/.test(draft.who) ? Number(draft.who) : null,
    crew_ids: draft.who === 'crews' ? [...draft.crews] : [],
    windows: draft.windows.map(({ days, ...rest }) => ({ ...rest, days: days.split(',').map(Number) })),
    is_on: draft.isOn,
  };
}

const nameOf = (orgCode: string, planId: string | null) => `yyl.patrol-plan.${orgCode}.${planId ?? 'new'}`;

export function readDraft(orgCode: string, plan: Plan | null): PlanDraft {
  const fallback = plan === null ? FRESH : draftOf(plan);
  try {
    const held = localStorage.getItem(nameOf(orgCode, plan?.id ?? null));
    return held === null ? fallback : { ...fallback, ...(JSON.parse(held) as Partial<PlanDraft>) };
  } catch {
    return fallback;
  }
}

export function keepDraft(orgCode: string, planId: string | null, draft: PlanDraft | null): void {
  if (draft === null) localStorage.removeItem(nameOf(orgCode, planId));
  else localStorage.setItem(nameOf(orgCode, planId), JSON.stringify(draft));
}
