/** Fields of alerts, stop-payment orders and lines that were heard, as `triage/feed.py` writes them. */
import type { components } from '../generated/api.ts';

type Schemas = components['schemas'];
export type PaymentState = Schemas['PaymentState'];
export type JurisdictionState = Schemas['JurisdictionState'];
export type PaymentSignal = Schemas['PaymentSignal'];

/** A sensitive word in what a contact said. */
export interface AlertFields {
  readonly contact_id: string;
  readonly kind: string;
  readonly word: string | null;
  readonly levels: readonly string[];
  readonly source: 'typed' | 'message' | 'speech';
  readonly raised_at: string;
  readonly seen_by_name: string | null;
  readonly seen_at: string | null;
}

/** An order to stop a payment; money in yuan. */
export interface StopPaymentFields {
  readonly contact_id: string;
  readonly state: PaymentState;
  readonly account: string | null;
  readonly holder: string | null;
  readonly bank: string | null;
  readonly amount_yuan: number | null;
  readonly paid_at: string | null;
  readonly channel: string | null;
  readonly prepared_at: string;
  readonly sent_at: string | null;
  readonly ended_at: string | null;
  readonly note: string | null;
  /** How often its time ran out. */
  readonly raised: number;
  readonly due_at: string | null;
}

/** A line a recogniser heard in a call. */
export interface HeardFields {
  readonly contact_id: string;
  readonly party: string;
  readonly text: string | null;
  readonly began_s: number;
  readonly ended_s: number;
  readonly recogniser: string;
  readonly heard_at: string;
}

/** Whose an incident is, why, and how a dispute about it stands. */
export interface JurisdictionFields {
  readonly incident_id: string;
  readonly state: JurisdictionState;
  readonly basis: 'territorial' | 'functional' | 'unclear';
  readonly station_code: string;
  /** Stations whose ground the place may lie on as well. */
  readonly others: readonly string[];
  readonly claimed_code: string | null;
  /** Who settles it. */
  readonly desk_code: string;
  readonly goes_first: string | null;
  readonly goes_first_s: number | null;
  readonly leads_zh: string | null;
  readonly leads_en: string | null;
  readonly reasons: readonly { readonly zh: string; readonly en: string }[];
  readonly said: string | null;
  readonly by_name: string | null;
  readonly since: string;
}
