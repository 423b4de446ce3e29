/** Fields of answers, panic calls, requests for help and to withdraw, as the rooms' `feed.py` write them. */
import type { components } from '../generated/api.ts';

type Schemas = components['schemas'];
export type PanicState = Schemas['PanicState'];
export type HelpState = Schemas['HelpState'];
export type HelpReason = Schemas['HelpBody']['reasons'][number];
export type HelpAnswer = Schemas['HelpAnswerBody']['answer'];
export type WithdrawalState = Schemas['WithdrawalState'];
export type WithdrawalReason = Schemas['WithdrawBody']['reason'];
export type Answer = Schemas['Answer'];

/** Answers to the question card; the entity has the incident's id. */
export interface AnswersFields {
  readonly contact_id: string;
  readonly answers: readonly Answer[] | null;
}

export interface PanicFields {
  readonly crew_id: string;
  readonly call_sign: string;
  readonly account_id: string;
  readonly officer_name: string;
  readonly org_code: string;
  readonly incident_id: string | null;
  readonly state: PanicState;
  readonly is_officer_down: boolean;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly accuracy_m: number | null;
  readonly pressed_at: string;
  readonly raised_at: string;
  readonly acknowledged_by: string | null;
  readonly ended_by: string | null;
  readonly ended_at: string | null;
  readonly note: string | null;
}

export interface HelpRequestFields {
  readonly incident_id: string;
  readonly order_id: string;
  readonly crew_id: string;
  readonly call_sign: string;
  readonly state: HelpState;
  readonly reasons: readonly HelpReason[];
  readonly asked_at: string;
  readonly answer: HelpAnswer | null;
  readonly answered_by: string | null;
  readonly note: string | null;
  readonly ended_at: string | null;
}

export interface WithdrawalFields {
  readonly contact_id: string;
  readonly state: WithdrawalState;
  readonly reason: WithdrawalReason;
  readonly words: string | null;
  readonly asked_at: string;
  readonly reply: string | null;
  readonly answered_by: string | null;
}
