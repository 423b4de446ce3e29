/** Contacts that were joined to an incident. Pure. */
import type { Of } from '../sync/kinds.ts';

const BACK_WITHIN_MS = 15 * 60_000;

/** The contact this person joined last, within a quarter of an hour; null when there is none. */
export function lastJoined(contacts: readonly Of<'contact'>[], accountId: string | null, now: number): Of<'contact'> | null {
  let last: Of<'contact'> | null = null;
  for (const one of contacts) {
    if (one.state !== 'linked' || one.taken_by !== accountId || one.ended_at === null) continue;
    if (now - Date.parse(one.ended_at) > BACK_WITHIN_MS) continue;
    if (last === null || one.ended_at > (last.ended_at ?? '')) last = one;
  }
  return last;
}

/** Who reported an incident, the newest first. */
export function callersOf(contacts: readonly Of<'contact'>[], incidentId: string): readonly Of<'contact'>[] {
  return contacts
    .filter((one) => one.incident_id === incidentId)
    .sort((a, b) => b.received_at.localeCompare(a.received_at));
}
