/** Fields of calls in the feed, as `telephony/feed.py` writes them; the entity has the contact's id. */

import type { components } from '../generated/api.ts';

type Schemas = components['schemas'];
export type CallState = 'ringing' | 'talking' | 'ended' | 'abandoned';
export type LegKind = 'citizen' | 'seat' | 'officer' | 'partner' | 'callback';
export type LegState = Schemas['LegState'];
export type LegMode = Schemas['ModeBody']['mode'];

/** One party of a call. */
export interface Leg {
  readonly id: string;
  readonly kind: LegKind;
  readonly state: LegState;
  readonly mode: LegMode;
  readonly person_id: string | null;
  readonly person_name?: string | null;
  /** Rung at any line of this crew when nobody is registered aboard. */
  readonly crew_id: string | null;
  readonly partner_id: string | null;
  readonly attended: 'warm' | 'blind' | null;
  readonly number: string | null;
  readonly display: string | null;
  readonly order_id: string | null;
  /** Since when it is in its state. */
  readonly since: string;
  readonly end_reason: string | null;
  /** It was asked to leave. */
  readonly is_ending: boolean;
}

export interface CallFields {
  readonly contact_id: string;
  readonly state: CallState;
  readonly dialled: string;
  readonly caller_number: string | null;
  readonly rang_at: string;
  readonly answered_at: string | null;
  readonly ended_at: string | null;
  readonly end_reason: string | null;
  /** Whether it runs over our line; others are only told of. */
  readonly has_media: boolean;
  /** Hung up before anybody answered: to be called back. */
  readonly call_back: boolean;
  /** The call of the same number this one belongs to. */
  readonly redial_of: string | null;
  readonly incident_id: string | null;
  readonly is_ending: boolean;
  /** When the caller was asked to press 1 if help is wanted; the key that came. */
  readonly asked_key_at: string | null;
  readonly key_pressed: string | null;
  readonly tags: readonly string[];
  readonly legs: readonly Leg[];
}
