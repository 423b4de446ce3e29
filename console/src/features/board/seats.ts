/** Seats as a commander reads them: who can take a report first, who is away last. Pure. */
import type { Of, SeatState } from '../../sync/kinds.ts';

export const SEAT_STATES: readonly SeatState[] = ['ready', 'offered', 'busy', 'holding', 'wrap_up', 'paused', 'off'];

export const SEAT_TONES: Readonly<Record<SeatState, string>> = {
  off: '',
  ready: 'ok',
  offered: 'warn',
  busy: 'accent',
  paused: 'warn',
  holding: 'warn',
  wrap_up: 'accent',
};

/** By state, in one state the longest first: where it lasts too long stands on top. */
export function sortSeats(seats: readonly Of<'seat'>[]): readonly Of<'seat'>[] {
  const rank = (seat: Of<'seat'>) => SEAT_STATES.indexOf(seat.state);
  return [...seats].sort(
    (a, b) => rank(a) - rank(b) || Date.parse(a.since) - Date.parse(b.since) || (a.account_name < b.account_name ? -1 : 1),
  );
}
