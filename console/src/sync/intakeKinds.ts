/** Fields of contacts and seats in the feed. */
import type { components } from '../generated/api.ts';

type Schemas = components['schemas'];
export type ContactState = Schemas['ContactState'];
export type SeatState = Schemas['SeatState'];
export type PauseReason = NonNullable<Schemas['SeatBody']['reason']>;

export interface ContactFields {
  readonly number: string;
  readonly channel: string;
  readonly state: ContactState;
  readonly caller_number: string | null;
  readonly caller_name: string | null;
  readonly text: string | null;
  /** What the call-taker wrote of it when it was joined to an incident. */
  readonly said: string | null;
  readonly place_text: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly uncertainty_m: number | null;
  /** Where the place is from when it came after the contact: by the handset itself (AML), how and when it was measured. */
  readonly place_source: string | null;
  readonly place_method: string | null;
  readonly place_at: string | null;
  /** Percent that the person is within uncertainty_m. */
  readonly place_confidence: number | null;
  readonly is_outside_city: boolean;
  readonly is_silent: boolean;
  /** A car only tries its call: it opens no incident unless somebody says that help is needed. */
  readonly is_test: boolean;
  readonly priority: number;
  readonly seat_id: string | null;
  readonly taken_by: string | null;
  readonly taken_by_name: string | null;
  /** Who of the force entered it for a citizen. */
  readonly entered_by_name: string | null;
  readonly incident_id: string | null;
  readonly incident_number: string | null;
  readonly disposition: string | null;
  readonly received_at: string;
  readonly ended_at: string | null;
  readonly held_at: string | null;
}

export interface SeatFields {
  readonly account_id: string;
  readonly account_name: string;
  readonly state: SeatState;
  readonly contact_id: string | null;
  readonly since: string;
  readonly reason: PauseReason | null;
  /** When a wrap-up ends by itself. */
  readonly until: string | null;
  /** Whether its person has a line to speak on; without one no caller rings there. */
  readonly has_line: boolean;
  /** No: what is written is given to it, callers are not. */
  readonly takes_calls: boolean;
}
