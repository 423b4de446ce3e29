/** Fields of what lies on the ground: roads that cannot be driven as the map says, counties that work together. */
import type { components } from '../generated/api.ts';

type Schemas = components['schemas'];
export interface RestrictionFields {
  readonly kind: 'closed' | 'slow';
  readonly line: readonly (readonly [lon: number, lat: number])[];
  readonly both_ways: boolean;
  readonly speed_kmh: number | null;
  readonly place_text: string;
  readonly reason: string;
  readonly set_by_name: string;
  readonly set_at: string;
  readonly until: string | null;
}

/** 调防: a crew is asked to wait elsewhere. cover_*: shares of demand, 0 to 1. */
export interface RelocationFields {
  readonly crew_id: string;
  readonly call_sign: string;
  readonly grid_code: string;
  readonly place_text: string;
  readonly lon: number;
  readonly lat: number;
  readonly drive_s: number;
  readonly cover_before: number;
  readonly cover_meanwhile: number;
  readonly cover_after: number;
  readonly state: Schemas['RelocationState'];
  readonly proposed_at: string;
  readonly decided_by_name: string | null;
}

/** How a plan goes: a step takes it from share to step_until (0 to 1) in about step_most_s. */
export interface PlanFields {
  readonly state: Schemas['PlanState'];
  readonly step: string;
  readonly share: number;
  readonly step_until: number;
  readonly step_most_s: number;
  readonly step_at: string | null;
}

export interface ZoneFields {
  readonly name_zh: string;
  readonly counties: readonly string[];
  readonly agreed_at: string;
  readonly agreed_by_name: string;
  readonly reason: string | null;
  readonly until: string | null;
}
