/** Fields of the caller's video and of messages, as the rooms' feeds write them. */
import type { components } from '../generated/api.ts';

type Schemas = components['schemas'];
export type VideoState = Schemas['VideoState'];

/** The entity has the contact's id. */
export interface VideoFields {
  readonly contact_id: string;
  readonly state: VideoState;
  readonly asked_by: string;
  readonly asked_at: string;
  readonly since: string;
}

export interface MessageFields {
  readonly contact_id: string;
  readonly is_from_citizen: boolean;
  readonly by_name: string | null;
  readonly words: string | null;
  /** How what the citizen wrote came: `page`, or the channel of a text message. */
  readonly via: string;
  readonly said_at: string;
  readonly seen_at: string | null;
}

/** How far a text message to the citizen has come; the entity has the id of what was said. */
export interface DeliveryFields {
  readonly contact_id: string;
  readonly channel: string;
  readonly state: 'queued' | 'sent' | 'delivered' | 'failed';
  readonly reason: string | null;
  readonly template: string | null;
}
