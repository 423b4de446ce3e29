"""Which waiting contact rings at which ready seat (ACD 自动排队分配). Pure: change the rule here and nowhere else."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Value


class Waiting(Value):
    """A contact in the queue; higher priority first. last_seat: where it rang out or was refused last;
    prefers_seat: where the earlier call of this caller was taken. is_call: somebody is on our line."""

    contact_id: UUID
    priority: int
    waiting_since: datetime
    last_seat: UUID | None = None
    prefers_seat: UUID | None = None
    is_call: bool = False


class Ready(Value):
    """A seat without work, and since when. is_speaking: its person is in a call still, though the form is done.

    takes_calls: whoever is on our line may ring there; no: its person has no line to speak on, or takes what is
    written only.
    """

    seat_id: UUID
    since: datetime
    is_speaking: bool = False
    takes_calls: bool = True


class Offer(Value):
    """Ring this contact at this seat."""

    contact_id: UUID
    seat_id: UUID


def match(waiting: Iterable[Waiting], ready: Iterable[Ready]) -> list[Offer]:
    """Pair contacts with seats: the most urgent, then the longest waiting, with the seat idle longest.

    A contact that rang out at a seat goes to another one if there is another; the same seat rings again
    only when it is the only one. One who dials again rings where the first call was taken, if that seat is ready.
    Who is speaking is not rung; a call that no ready seat takes waits, and holds up nothing behind it.
    """
    seats = sorted((seat for seat in ready if not seat.is_speaking), key=lambda seat: (seat.since, seat.seat_id))
    offers: list[Offer] = []
    for contact in sorted(waiting, key=lambda one: (-one.priority, one.waiting_since, one.contact_id)):
        if not seats:
            break
        able = [seat for seat in seats if seat.takes_calls or not contact.is_call]
        if not able:
            continue
        others = [seat for seat in able if seat.seat_id != contact.last_seat] or able
        chosen = next((seat for seat in others if seat.seat_id == contact.prefers_seat), others[0])
        seats.remove(chosen)
        offers.append(Offer(contact_id=contact.contact_id, seat_id=chosen.seat_id))
    return offers


RETURNED = 50
"""The caller is on the line, and the seat is gone."""
CALL_BACK = 40
PRESSED = 30
URGENT = 20
HAS_PLACE = 5
HAS_HISTORY = 5
ORDINARY = 0
BRIEF = -1
"""In a flood: hung up after a moment, and nothing is known: behind whoever is on the line."""
MARKED = -5
_BRIEF_S = 5.0
FLOOD_FROM = 20
"""So many calls given up within a minute are a flood."""


def priority_of(
    *,
    is_silent: bool,
    has_place: bool,
    has_history: bool = False,
    is_marked: bool = False,
    is_urgent: bool = False,
    is_test: bool = False,
) -> int:
    """How urgent a contact is before anybody has listened to it. is_urgent: a machine says so of its own accord;
    is_test: and that it is only tried.

    The silent come first, a known place or an incident of before helps; who is silent, withholds the number or calls
    for the first time never ranks below ordinary. A number that a call-taker marked waits behind, unless this call
    brings what speaks for it; and it is never refused.
    """
    if is_test:
        return MARKED
    if is_silent or is_urgent:
        return URGENT
    if has_place or has_history:
        return ORDINARY if is_marked else max(HAS_PLACE * has_place, HAS_HISTORY * has_history)
    return MARKED if is_marked else ORDINARY


def abandoned_priority(before: int, rang_s: float, given_up: int) -> int:
    """How urgent it is to call somebody back who hung up before an answer. before: what the call ranked.

    given_up: calls of the hall that were given up within the last minute. First in line; but in a flood of calls that
    ring once, who hung up within five seconds and brought neither place nor history nor a pressed key waits behind
    those who are on the line: they need not wait for the ones who are gone. Nothing is forgotten.
    """
    if given_up >= FLOOD_FROM and before <= ORDINARY and rang_s < _BRIEF_S:
        return min(before, BRIEF)
    return max(before, CALL_BACK)


WALK_M_S = 2.0
"""How far a person on foot may have gone in a second since a place was measured: what a place loses by growing old."""
_UNKNOWN_M = 1_000.0
"""A place that says no radius is taken for a cell's."""


class Placed(Value):
    """A place as far as it is compared: the radius around it, and when it was measured."""

    uncertainty_m: float | None
    at: datetime

    def radius_at(self, moment: datetime) -> float:
        """How far from it the person may be by then."""
        radius = _UNKNOWN_M if self.uncertainty_m is None else self.uncertainty_m
        return radius + WALK_M_S * max(0.0, (moment - self.at).total_seconds())


def counts_more(new: Placed, present: Placed | None) -> bool:
    """Whether a new place counts more than the present one: its circle is the narrower one at the later of both times.

    So a worse one does not replace a better one of seconds ago, and does one of minutes ago; told twice nothing
    changes; of two equally narrow ones the newer counts.
    """
    if present is None:
        return True
    moment = max(new.at, present.at)
    mine, other = new.radius_at(moment), present.radius_at(moment)
    return mine < other or (mine == other and new.at > present.at)


def placed_priority(before: int) -> int:
    """How urgent a contact is when its place becomes known late: as one that brought it. See `priority_of`."""
    return ORDINARY if before == MARKED else max(before, HAS_PLACE)


Return = Literal["stay", "seat", "queue"]


def return_of(*, is_seat_in: bool, has_company: bool, is_in_hand: bool) -> Return:
    """Where a caller goes whom the other side did not take.

    is_seat_in: a seat is in the call. has_company: somebody else is. is_in_hand: a seat still works on the contact.
    """
    if is_seat_in:
        return "stay"
    if is_in_hand:
        return "seat"
    return "stay" if has_company else "queue"
