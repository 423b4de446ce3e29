/**
 * Fields of the feed's entities, as the rooms' `feed.py` write them. OpenAPI types them as free objects, so they
 * stand here by hand; `kinds.test.ts` holds the states equal to those of OpenAPI.
 */
import type { components } from '../generated/api.ts';
import type { Entity, Store } from './store.ts';
import type { CallFields } from './callKinds.ts';
import type { NoticeFields, WaveFields } from './commandKinds.ts';
import type { CrewFields, DutyAlarmFields, HandoverFields, RegistrationFields, RosterFields, SpecialDutyFields } from './dutyKinds.ts';
import type { ContactFields, SeatFields } from './intakeKinds.ts';
import type { ExchangeFields, WorkOrderFields } from './liaisonKinds.ts';
import type { AccountFields, OverdueFields, ReviewFields } from './officeKinds.ts';
import type { PlanFields, RelocationFields, RestrictionFields, ZoneFields } from './groundKinds.ts';
import type { HazardFields, PatrolFields, PatrolPointFields } from './patrolKinds.ts';
import type { DeliveryFields, MessageFields, VideoFields } from './talkKinds.ts';
import type { AlertFields, HeardFields, JurisdictionFields, StopPaymentFields } from './triageKinds.ts';
import type { AnswersFields, HelpRequestFields, PanicFields, WithdrawalFields } from './urgentKinds.ts';

export type * from './callKinds.ts';
export type * from './commandKinds.ts';
export type * from './dutyKinds.ts';
export type * from './intakeKinds.ts';
export type * from './liaisonKinds.ts';
export type * from './officeKinds.ts';
export type * from './groundKinds.ts';
export type * from './patrolKinds.ts';
export type * from './talkKinds.ts';
export type * from './triageKinds.ts';
export type * from './urgentKinds.ts';

type Schemas = components['schemas'];
export type Level = 1 | 2 | 3 | 4;
export type IncidentState = Schemas['IncidentState'];
export type OrderState = Schemas['OrderState'];
export type CalloutState = Schemas['CalloutState'];
export type FeedbackState = Schemas['FeedbackState'];
export type Outcome = Schemas['FeedbackBody']['outcome'];

export interface IncidentFields {
  readonly number: string;
  readonly state: IncidentState;
  readonly class_code: string;
  readonly level: Level;
  readonly narrative: string | null;
  readonly reporter_name: string | null;
  readonly reporter_phone: string | null;
  readonly place_text: string | null;
  readonly lon: number;
  readonly lat: number;
  readonly county_code: string;
  readonly station_code: string;
  readonly grid_code: string | null;
  readonly is_inspection_only: boolean;
  readonly is_unsafe_to_contact: boolean;
  readonly channel: string;
  readonly contact_id: string;
  readonly class_version: number;
  readonly outcome: string | null;
  readonly opened_at: string;
  readonly handled_at: string | null;
  readonly closed_at: string | null;
  /** When it last came back to work. */
  readonly reopened_at: string | null;
  readonly merged_into: string | null;
  readonly merged_into_number: string | null;
}

export interface OrderFields {
  readonly incident_id: string;
  readonly crew_id: string;
  readonly call_sign: string;
  readonly state: OrderState;
  readonly rank: number | null;
  readonly eta_s: number | null;
  readonly distance_m: number | null;
  readonly is_estimated: boolean;
  /** Why a further crew or another one was sent. */
  readonly reason: string | null;
  readonly due_at: string | null;
  readonly ordered_at: string;
  readonly accepted_at: string | null;
  readonly departed_at: string | null;
  readonly arrived_at: string | null;
  readonly arrived_by: string | null;
  readonly fed_back_at: string | null;
  readonly ended_at: string | null;
  readonly end_reason: string | null;
  /** To respond, or to hold the place until a crew comes (先期处置). */
  readonly role: 'respond' | 'contain';
}

export interface CalloutFields {
  readonly incident_id: string;
  readonly state: CalloutState;
  readonly level: number;
  readonly wave: number;
  readonly desk_code: string | null;
  readonly desk_taken_by: string | null;
  readonly due_at: string | null;
}

export interface MediaFields {
  readonly contact_id: string | null;
  readonly incident_id: string | null;
  readonly purpose: 'report' | 'feedback' | 'patrol';
  readonly mime: string;
  readonly width: number;
  readonly height: number;
  readonly stored_at: string;
}

export interface FeedbackFields {
  readonly order_id: string;
  readonly incident_id: string;
  readonly call_sign: string;
  readonly round: number;
  readonly state: FeedbackState;
  readonly outcome: Outcome;
  readonly text: string | null;
  readonly media: readonly string[];
  readonly submitted_by_name: string;
  readonly submitted_at: string;
  readonly remarks: string | null;
}

export interface ObligationFields {
  readonly incident_id: string;
  readonly kind: string;
  readonly reference: string;
}

export interface Kinds {
  readonly contact: ContactFields;
  readonly call: CallFields;
  readonly seat: SeatFields;
  readonly incident: IncidentFields;
  readonly obligation: ObligationFields;
  readonly media: MediaFields;
  readonly order: OrderFields;
  readonly callout: CalloutFields;
  readonly wave: WaveFields;
  readonly notice: NoticeFields;
  readonly zone: ZoneFields;
  readonly plan: PlanFields;
  readonly relocation: RelocationFields;
  readonly crew: CrewFields;
  readonly feedback: FeedbackFields;
  readonly review: ReviewFields;
  readonly overdue: OverdueFields;
  readonly answers: AnswersFields;
  readonly panic: PanicFields;
  readonly help_request: HelpRequestFields;
  readonly withdrawal: WithdrawalFields;
  readonly work_order: WorkOrderFields;
  readonly exchange: ExchangeFields;
  readonly account: AccountFields;
  readonly restriction: RestrictionFields;
  readonly roster: RosterFields;
  readonly registration: RegistrationFields;
  readonly handover: HandoverFields;
  readonly special_duty: SpecialDutyFields;
  readonly duty_alarm: DutyAlarmFields;
  readonly patrol: PatrolFields;
  readonly patrol_point: PatrolPointFields;
  readonly hazard: HazardFields;
  readonly video: VideoFields;
  readonly message: MessageFields;
  readonly delivery: DeliveryFields;
  readonly alert: AlertFields;
  readonly stop_payment: StopPaymentFields;
  readonly heard: HeardFields;
  readonly jurisdiction: JurisdictionFields;
}

export type KindName = keyof Kinds;

/** An entity with its fields typed. */
export type Of<K extends KindName> = Kinds[K] & { readonly id: string; readonly v: number };

/** The field without which an entity is only a scrap: a change of something never seen whole. */
export const WHOLE: Readonly<Record<KindName, string>> = {
  contact: 'received_at',
  call: 'rang_at',
  seat: 'account_id',
  incident: 'opened_at',
  obligation: 'kind',
  media: 'mime',
  order: 'ordered_at',
  callout: 'level',
  crew: 'call_sign',
  feedback: 'submitted_at',
  review: 'opened_at',
  overdue: 'raised',
  answers: 'contact_id',
  panic: 'raised_at',
  help_request: 'asked_at',
  withdrawal: 'asked_at',
  work_order: 'number',
  exchange: 'queued_at',
  account: 'login',
  restriction: 'set_at',
  wave: 'sent_at',
  notice: 'raised_at',
  zone: 'agreed_at',
  plan: 'state',
  relocation: 'proposed_at',
  roster: 'edition',
  registration: 'signed_on_at',
  handover: 'given_at',
  special_duty: 'title',
  duty_alarm: 'raised_at',
  patrol: 'starts_at',
  patrol_point: 'radius_m',
  hazard: 'reported_at',
  video: 'asked_at',
  message: 'said_at',
  delivery: 'channel',
  alert: 'raised_at',
  stop_payment: 'prepared_at',
  heard: 'heard_at',
  jurisdiction: 'reasons',
};

const typed = new WeakMap<Entity, unknown>();

function asTyped<K extends KindName>(kind: K, entity: Entity | undefined): Of<K> | undefined {
  if (entity?.fields[WHOLE[kind]] === undefined) return undefined;
  let one = typed.get(entity);
  if (one === undefined) typed.set(entity, (one = { ...entity.fields, id: entity.id, v: entity.v }));
  return one as Of<K>;
}

/** One entity, typed; undefined when it is not in sight. */
export function findOf<K extends KindName>(store: Store, kind: K, id: string): Of<K> | undefined {
  return asTyped(kind, store.find(kind, id));
}

const lists = new WeakMap<readonly Entity[], unknown>();

/** All entities of a kind, typed; the same array until one changes. */
export function listOf<K extends KindName>(store: Store, kind: K): readonly Of<K>[] {
  const entities = store.list(kind);
  let list = lists.get(entities);
  if (list === undefined) {
    list = entities.map((entity) => asTyped(kind, entity)).filter((one) => one !== undefined);
    lists.set(entities, list);
  }
  return list as readonly Of<K>[];
}
