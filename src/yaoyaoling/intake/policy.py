"""Which waiting contact rings at which ready seat (ACD 自动排队分配). Pure: change the rule here and nowhere else."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from yaoyaoling.kernel.contract import Value


class Waiting(Value):
    """A contact in the queue; higher priority first. last_seat: where it rang out or was refused last."""

    contact_id: UUID
    priority: int
    waiting_since: datetime
    last_seat: UUID | None = None


class Ready(Value):
    """A seat without work, and since when."""

    seat_id: UUID
    since: datetime


class Offer(Value):
    """Ring this contact at this seat."""

    contact_id: UUID
    seat_id: UUID


def match(waiting: Iterable[Waiting], ready: Iterable[Ready]) -> list[Offer]:
    """Pair contacts with seats: the most urgent, then the longest waiting, with the seat idle longest.

    A contact that rang out at a seat goes to another one if there is another; the same seat rings again
    only when it is the only one.
    """
    seats = sorted(ready, key=lambda seat: (seat.since, seat.seat_id))
    offers: list[Offer] = []
    for contact in sorted(waiting, key=lambda one: (-one.priority, one.waiting_since, one.contact_id)):
        if not seats:
            break
        chosen = next((seat for seat in seats if seat.seat_id != contact.last_seat), seats[0])
        seats.remove(chosen)
        offers.append(Offer(contact_id=contact.contact_id, seat_id=chosen.seat_id))
    return offers


URGENT = 20
HAS_PLACE = 5
ORDINARY = 0


def priority_of(*, is_silent: bool, has_place: bool) -> int:
    """How urgent a contact is before anybody has listened to it; nobody ranks below ordinary."""
    if is_silent:
        return URGENT
    return HAS_PLACE if has_place else ORDINARY
