/** Fields of patrols, of their points, and of hazards found on them, as `field/patrol/feed.py` writes them. */
import type { components } from '../generated/api.ts';

type Schemas = components['schemas'];
export type PatrolState = Schemas['PatrolState'];
export type PatrolKind = Schemas['PatrolNow']['kind'];
export type ProofKind = Schemas['VisitReply']['arrived_by'];
export type HazardKind = Schemas['HazardBody']['kind'];

export interface PatrolFields {
  readonly plan_id: string;
  readonly title: string;
  readonly kind: PatrolKind;
  readonly org_code: string;
  readonly grid_code: string | null;
  /** A desk asked for it beside the rounds of the plan. */
  readonly is_extra: boolean;
  readonly length_m: number;
  /** Null: nobody has it yet. */
  readonly crew_id: string | null;
  readonly call_sign: string | null;
  readonly state: PatrolState;
  readonly starts_at: string;
  readonly due_at: string;
  readonly started_at: string | null;
  readonly interrupted_at: string | null;
  readonly interruptions: number;
  readonly ended_at: string | null;
  readonly end_reason: string | null;
}

export interface PatrolPointFields {
  readonly patrol_id: string;
  readonly number: number;
  readonly title: string;
  readonly lon: number;
  readonly lat: number;
  readonly radius_m: number;
  readonly stay_s: number;
  readonly checks: readonly string[];
  readonly arrived_at: string | null;
  readonly arrived_by: ProofKind | null;
  readonly distance_m: number | null;
  readonly accuracy_m: number | null;
  readonly left_early: number;
  readonly done_at: string | null;
  readonly results: readonly { readonly check: string; readonly is_ok: boolean }[];
  readonly note: string;
  readonly reason: string;
  readonly media: readonly string[];
}

export interface HazardFields {
  readonly patrol_id: string;
  readonly point_id: string | null;
  readonly crew_id: string;
  readonly call_sign: string;
  readonly org_code: string;
  readonly kind: HazardKind;
  /** Null once it was erased. */
  readonly text: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly media: readonly string[];
  readonly state: 'open' | 'overdue' | 'handled';
  readonly reported_at: string;
  readonly reported_by_name: string;
  readonly handled_by_name: string | null;
  readonly answer: string | null;
}
