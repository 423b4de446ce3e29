"""Facts about contacts and seats."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from yaoyaoling.intake.commands import PauseReason
from yaoyaoling.intake.guide import Answer
from yaoyaoling.intake.states import ContactSignal, ContactState, SeatState
from yaoyaoling.kernel.contract import Event, Personal


class ContactReceived(Event):
    """Somebody reached us, by whatever channel; it has its number from this second on."""

    name: ClassVar[str] = "intake.contact.received"

    contact_id: UUID
    number: str
    channel: str
    state: ContactState
    caller_number: Personal[str | None] = None
    caller_name: Personal[str | None] = None
    text: Personal[str | None] = None
    place_text: Personal[str | None] = None
    lon: Personal[float | None] = None
    lat: Personal[float | None] = None
    uncertainty_m: Personal[float | None] = None
    is_outside_city: bool = False
    is_silent: bool = False
    priority: int = 0


class ContactAdvanced(Event):
    """The contact's state moved on. seat_id: where it rings now; None: nowhere."""

    name: ClassVar[str] = "intake.contact.advanced"

    contact_id: UUID
    signal: ContactSignal
    state: ContactState
    seat_id: UUID | None = None
    taken_by: UUID | None = None
    taken_by_name: str | None = None
    incident_id: UUID | None = None
    incident_number: str | None = None
    disposition: str | None = None
    note: Personal[str | None] = None


class ContactAdded(Event):
    """The citizen added words to the contact. text: everything said so far."""

    name: ClassVar[str] = "intake.contact.added_to"

    contact_id: UUID
    incident_id: UUID | None
    words: Personal[str | None] = None
    text: Personal[str | None] = None


class ContactErased(Event):
    """The reporter's personal data is gone; number, times and states stay."""

    name: ClassVar[str] = "intake.contact.erased"

    contact_id: UUID


class AnswersNoted(Event):
    """What was answered to the question card, all of it as it stands now."""

    name: ClassVar[str] = "intake.answers.noted"

    incident_id: UUID
    contact_id: UUID
    answers: Personal[tuple[Answer, ...] | None] = None


class AnswersErased(Event):
    """The answers are gone with the reporter's personal data."""

    name: ClassVar[str] = "intake.answers.erased"

    incident_id: UUID


class SeatMoved(Event):
    """A seat's state moved on."""

    name: ClassVar[str] = "intake.seat.moved"

    seat_id: UUID
    account_id: UUID
    account_name: str
    state: SeatState
    contact_id: UUID | None = None
    reason: PauseReason | None = None
    """Why it is paused; absent in facts of before."""
    until: datetime | None = None
    """When the wrap-up ends by itself."""


EVENTS = (ContactReceived, ContactAdvanced, ContactAdded, ContactErased, SeatMoved, AnswersNoted, AnswersErased)
