/** The strips in their order. Pure. */
import type { Of } from '../../sync/kinds.ts';

type Contact = Of<'contact'>;

export interface Strips {
  /** Rings at this seat. */
  readonly ringing: readonly Contact[];
  /** In this seat's hand. */
  readonly mine: readonly Contact[];
  /** Put aside by this seat. */
  readonly held: readonly Contact[];
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
  const held: Contact[] = [];
  const waiting: Contact[] = [];
  const others: Contact[] = [];
  for (const one of contacts) {
    if (one.id === seat?.contact_id && seat.state === 'busy') mine.push(one);
    else if (one.state === 'offered' && one.seat_id === seat?.id) ringing.push(one);
    else if (one.state === 'waiting' || one.state === 'offered') waiting.push(one);
    else if (one.state === 'taken' && one.taken_by === accountId) mine.push(one);
    else if (one.state === 'held' && one.taken_by === accountId) held.push(one);
    else if (one.state === 'taken' || one.state === 'held') others.push(one);
  }
  for (const list of [ringing, mine, waiting, others]) list.sort(byUrgency);
  held.sort((a, b) => Date.parse(a.held_at ?? a.received_at) - Date.parse(b.held_at ?? b.received_at));
  return { ringing, mine, held, waiting, others };
}
