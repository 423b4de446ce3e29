/** Fields of accounts and of second checks, as the rooms' `feed.py` write them. */
import type { components } from '../generated/api.ts';

type Schemas = components['schemas'];
export type Role = Schemas['Role'];
export type ReviewState = Schemas['ReviewState'];

export interface Corrections {
  readonly class_code?: string;
  readonly level?: number;
}

export interface AccountFields {
  readonly login: string;
  readonly person: string;
  readonly police_no: string;
  readonly roles: readonly Role[];
  readonly org_code: string;
  readonly crew_id: string | null;
  readonly created_at: string;
  readonly disabled_at: string | null;
}

/** What stood in a state longer than it may (`oversight/clocks.py`). */
export interface OverdueFields {
  readonly thing: string;
  readonly state: string;
  readonly reference: string;
  readonly incident_id: string | null;
  /** How often it was raised by now, each time one level higher. */
  readonly raised: number;
  /** Who was told last. */
  readonly desk_code: string;
  readonly since: string;
  readonly due_at: string;
}

export interface ReviewFields {
  readonly incident_id: string;
  readonly kind: 'dispatch' | 'feedback' | 'handling';
  readonly reference: string;
  readonly state: ReviewState;
  readonly author: string;
  readonly author_name: string;
  readonly opened_at: string;
  readonly decided_at: string | null;
  readonly decided_by_name: string | null;
  readonly remarks: string | null;
  readonly corrections: Corrections;
  /** What stood there before, for each field corrected. */
  readonly corrected_from: Corrections;
}
