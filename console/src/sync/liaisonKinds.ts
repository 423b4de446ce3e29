/** Fields of work orders to partners, as the room's `feed.py` writes them. */
import type { components } from '../generated/api.ts';

type Schemas = components['schemas'];
export type WorkOrderState = Schemas['WorkOrderState'];
export type ExchangeState = Schemas['ExchangeState'];
export type PartnerDesk = Schemas['PartnerDesk'];

/** A message to a partner's own platform: an order's going out, and whatever died. Never its words. */
export interface ExchangeFields {
  readonly number: string;
  readonly work_order_id: string | null;
  readonly contact_id: string | null;
  readonly incident_id: string | null;
  readonly desk_code: string;
  readonly kind: string;
  readonly state: ExchangeState;
  readonly reason: string | null;
  readonly died: boolean;
  readonly tries: number;
  readonly first_code: string;
  readonly queued_at: string;
  readonly ended_at: string | null;
}

export interface WorkOrderFields {
  readonly number: string;
  readonly incident_id: string | null;
  readonly contact_id: string | null;
  readonly desk_code: string;
  readonly service: string;
  readonly urgency: 'urgent' | 'normal';
  readonly state: WorkOrderState;
  readonly asked: string | null;
  readonly place_text: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  /** Masked unless the viewer's role needs it. */
  readonly caller_number: string | null;
  /** Who has it now: unit and name; and who has it when it comes back. */
  readonly owner_code: string;
  readonly owner_name: string;
  readonly first_code: string;
  readonly first_name: string;
  readonly returns: number;
  readonly rounds: number;
  /** How often it was urged since its last step. */
  readonly urged: number;
  /** The last reason, progress or result. */
  readonly said: string | null;
  readonly sent_at: string;
  readonly accept_by: string | null;
  readonly done_by: string | null;
  readonly ended_at: string | null;
}
