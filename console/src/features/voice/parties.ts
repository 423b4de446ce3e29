/** Who is in a call, as the strip shows them. Pure. */
import type { Leg, Of } from '../../sync/kinds.ts';

type Call = Of<'call'>;

/** Who left or was not reached is shown a little longer: what happened must be seen. */
const SHOWN_MS = 90_000;
const ORDER: Readonly<Record<Leg['kind'], number>> = { citizen: 0, callback: 0, seat: 1, officer: 2, partner: 3 };

export function isLive(leg: Leg): boolean {
  return leg.state === 'asked' || leg.state === 'ringing' || leg.state === 'joined' || leg.state === 'lost';
}

/** Whether it is still being called. */
export function isCalled(leg: Leg): boolean {
  return leg.state === 'asked' || leg.state === 'ringing';
}

/** Whom a leg stands for: asked again, it is the same party. */
function whoOf(leg: Leg): string {
  return `${leg.kind}:${leg.person_id ?? leg.partner_id ?? leg.number ?? leg.display ?? ''}`;
}

/** The caller's own end, where the hall keeps no leg for it. */
function callerOf(call: Call): Leg {
  const state = call.state === 'talking' ? 'joined' : call.state === 'ringing' ? 'ringing' : 'left';
  return {
    id: call.id,
    kind: 'citizen',
    state,
    mode: 'open',
    person_id: null,
    crew_id: null,
    partner_id: null,
    attended: null,
    number: call.caller_number,
    display: null,
    order_id: null,
    since: call.ended_at ?? call.answered_at ?? call.rang_at,
    end_reason: call.end_reason,
    is_ending: call.is_ending,
  };
}

/** Parties in their order: caller, seats, officers, partners; one line for each, the latest attempt. */
export function partiesOf(call: Call, nowMs: number): readonly Leg[] {
  const hasCaller = call.legs.some((leg) => leg.kind === 'citizen' || leg.kind === 'callback');
  // The caller's number stands with the call alone.
  const legs = call.legs.map((leg) => (leg.kind === 'citizen' || leg.kind === 'callback' ? { ...leg, number: leg.number ?? call.caller_number } : leg));
  const all = hasCaller ? legs : [callerOf(call), ...legs];
  const latest = new Map<string, Leg>();
  for (const leg of all) {
    const before = latest.get(whoOf(leg));
    if (before === undefined || Date.parse(leg.since) >= Date.parse(before.since)) latest.set(whoOf(leg), leg);
  }
  return [...latest.values()]
    .filter((leg) => isLive(leg) || leg.kind === 'citizen' || nowMs - Date.parse(leg.since) < SHOWN_MS)
    .sort((a, b) => ORDER[a.kind] - ORDER[b.kind] || Date.parse(a.since) - Date.parse(b.since));
}

/** The leg of this person in the call. */
export function ownLeg(call: Call | undefined, accountId: string | null | undefined, kind: 'seat' | 'officer'): Leg | undefined {
  return call?.legs.find((leg) => leg.kind === kind && leg.person_id === accountId && isLive(leg));
}

/** Where somebody outside is heard from the mix alone: their level is the mix's, and only then. */
export function isOnlyOther(parties: readonly Leg[], leg: Leg, ownId: string | undefined): boolean {
  const others = parties.filter((one) => one.state === 'joined' && one.id !== ownId);
  return others.length === 1 && others[0]?.id === leg.id;
}

export interface TransferChoice {
  readonly key: string;
  readonly partnerId: string | null;
  readonly number: string | null;
  readonly name: string;
}

export interface PartnerLine {
  readonly id: string;
  readonly name: string;
  readonly number: string;
}

const HOTLINE = '12345';
const NUMBER = /^\+?[0-9*#]{2,20}$/;

/** Whom a call may be handed to: 12345 first, then the partners the words fit, then the number that was typed. */
export function transferChoices(partners: readonly PartnerLine[], text: string): readonly TransferChoice[] {
  const words = text.trim().toLowerCase();
  const fits = (one: PartnerLine) => words === '' || one.name.toLowerCase().includes(words) || one.number.startsWith(words) || one.id.startsWith(words);
  const found = partners
    .filter(fits)
    .sort((a, b) => Number(b.number === HOTLINE) - Number(a.number === HOTLINE))
    .map((one) => ({ key: one.id, partnerId: one.id, number: one.number, name: one.name }));
  const typed = text.replace(/[\s-]/g, '');
  const isNew = NUMBER.test(typed) && !partners.some((one) => one.number === typed);
  return isNew ? [...found, { key: typed, partnerId: null, number: typed, name: typed }] : found;
}
