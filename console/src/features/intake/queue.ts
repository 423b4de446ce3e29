/** The strips in their order, and what the hall knows of a caller. Pure. */
import type { Of } from '../../sync/kinds.ts';

type Contact = Of<'contact'>;

export interface Strips {
  /** Rings at this seat. */
  readonly ringing: readonly Contact[];
  /** In this seat's hand. */
  readonly mine: readonly Contact[];
  /** Waits, or rings at another seat. */
  readonly waiting: readonly Contact[];
  /** In others' hands. */
  readonly others: readonly Contact[];
}

function byUrgency(a: Contact, b: Contact): number {
  return b.priority - a.priority || Date.parse(a.received_at) - Date.parse(b.received_at);
}

/** `seat`: the own one; what it has in hand stays there until the next, also when an incident was opened from it. */
export function stripsOf(contacts: readonly Contact[], seat: Of<'seat'> | null, accountId: string | null): Strips {
  const ringing: Contact[] = [];
  const mine: Contact[] = [];
  const waiting: Contact[] = [];
  const others: Contact[] = [];
  for (const one of contacts) {
    if (one.id === seat?.contact_id && seat.state === 'busy') mine.push(one);
    else if (one.state === 'offered' && one.seat_id === seat?.id) ringing.push(one);
    else if (one.state === 'waiting' || one.state === 'offered') waiting.push(one);
    else if (one.state === 'taken' && one.taken_by === accountId) mine.push(one);
    else if (one.state === 'taken') others.push(one);
  }
  for (const list of [ringing, mine, waiting, others]) list.sort(byUrgency);
  return { ringing, mine, waiting, others };
}

/** Earlier contacts from the same number, newest first: the history mark. */
export function historyOf(contacts: readonly Contact[], contact: Contact): readonly Contact[] {
  if (contact.caller_number === null) return [];
  return contacts
    .filter((one) => one.id !== contact.id && one.caller_number === contact.caller_number)
    .filter((one) => Date.parse(one.received_at) <= Date.parse(contact.received_at))
    .sort((a, b) => Date.parse(b.received_at) - Date.parse(a.received_at));
}
