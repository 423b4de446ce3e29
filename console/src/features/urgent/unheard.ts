/** Callers on our line whom nobody can answer, for nobody at a seat has a line to speak on. Pure. */
import type { Of } from '../../sync/kinds.ts';

/** They wait longest first; empty while anybody at a seat can speak, and where all of them take what is written only. */
export function unheardOf(
  contacts: readonly Of<'contact'>[],
  calls: readonly Of<'call'>[],
  seats: readonly Of<'seat'>[],
): readonly Of<'contact'>[] {
  const open = seats.filter((one) => one.state !== 'off');
  if (open.some((one) => one.has_line && one.takes_calls)) return [];
  if (open.length > 0 && open.every((one) => !one.takes_calls)) return [];
  const live = new Set(calls.filter((one) => one.ended_at === null).map((one) => one.id));
  return contacts
    .filter((one) => one.state === 'waiting' && live.has(one.id))
    .sort((a, b) => Date.parse(a.received_at) - Date.parse(b.received_at));
}
