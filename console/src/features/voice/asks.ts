/** What people ask of a call, by the hall's routes: each is written down there before the line obeys. */
import type { Send } from '../../app/useAction.ts';
import type { Body } from '../../source/contract.ts';
import type { LegMode } from '../../sync/kinds.ts';

type NewParty = NonNullable<Body<'/api/telephony/calls/{call_id}/legs', 'post'>>;

export async function addParty(send: Send, callId: string, party: Partial<NewParty>): Promise<void> {
  const body: NewParty = { kind: 'partner', mode: 'open', ...party };
  await send({ path: '/api/telephony/calls/{call_id}/legs', values: { call_id: callId }, body });
}

export async function removeParty(send: Send, callId: string, legId: string): Promise<void> {
  const values = { call_id: callId, leg_id: legId };
  await send({ path: '/api/telephony/calls/{call_id}/legs/{leg_id}', values, method: 'DELETE' });
}

export async function setMode(send: Send, callId: string, legId: string, mode: LegMode): Promise<void> {
  const values = { call_id: callId, leg_id: legId };
  await send({ path: '/api/telephony/calls/{call_id}/legs/{leg_id}/mode', values, body: { mode } });
}

export async function endCall(send: Send, callId: string): Promise<void> {
  await send({ path: '/api/telephony/calls/{call_id}/end', values: { call_id: callId } });
}

export async function sendDigits(send: Send, callId: string, digits: string): Promise<void> {
  await send({ path: '/api/telephony/calls/{call_id}/digits', values: { call_id: callId }, body: { digits } });
}

/** Ask a silent caller to press 1; the hall does it once in a call. */
export async function askKey(send: Send, callId: string): Promise<void> {
  await send({ path: '/api/telephony/calls/{call_id}/ask-key', values: { call_id: callId } });
}

/** isSafe: the person has seen that the caller may be hiding. */
export async function callBack(send: Send, callId: string, isSafe: boolean): Promise<void> {
  await send({ path: '/api/telephony/calls/{call_id}/call-back', values: { call_id: callId }, body: { is_safe: isSafe } });
}
