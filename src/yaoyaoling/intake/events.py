"""Facts about contacts and seats."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from yaoyaoling.intake.commands import PauseReason
from yaoyaoling.intake.states import ContactSignal, ContactState, SeatState
from yaoyaoling.kernel.contract import Event, Personal
from yaoyaoling.triage.public import Answer


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
    redial_of: UUID | None = None
    """The earlier contact of the same number that it is taken to belong to."""
    tied_incident_id: UUID | None = None
    """The incident it is shown with, until a person decides."""
    entered_by_name: str | None = None
    """Who of the force entered it for a citizen."""
    is_test: bool = False
    """A car only tried its call; absent in facts of before."""


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
    said: Personal[str | None] = None
    """What the call-taker wrote of a contact that was joined to an incident."""
    parted_incident_id: UUID | None = None
    """The incident it is not about after all."""
    contact_number: str | None = None
    """Of a contact that was joined to an incident or taken back; absent in facts of before."""


class ContactAdded(Event):
    """The citizen added words to the contact. text: everything said so far."""

    name: ClassVar[str] = "intake.contact.added_to"

    contact_id: UUID
    incident_id: UUID | None
    words: Personal[str | None] = None
    text: Personal[str | None] = None


class ContactMarked(Event):
    """What is known of the contact beside its state, all of it as it stands now. call_back: nobody was answered when
    the caller hung up, who may be hiding."""

    name: ClassVar[str] = "intake.contact.marked"

    contact_id: UUID
    call_back: bool
    priority: int
    redial_of: UUID | None
    tied_incident_id: UUID | None


class ContactPlaced(Event):
    """A better place of the contact came (WGS-84). measured_at: when it was there; confidence: percent that it is
    within uncertainty_m; priority: a known place helps."""

    name: ClassVar[str] = "intake.contact.placed"

    contact_id: UUID
    source: str
    method: str
    measured_at: datetime
    confidence: float | None
    is_outside_city: bool
    priority: int
    lon: Personal[float | None] = None
    lat: Personal[float | None] = None
    uncertainty_m: Personal[float | None] = None


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


class EarlierLooked(Event):
    """Somebody looked what came before of a contact's number, vehicle, address or name. found: what was shown."""

    name: ClassVar[str] = "intake.earlier.looked"

    contact_id: UUID
    same: tuple[str, ...]
    found: tuple[UUID, ...]


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
    has_line: bool = False
    """Whether its person has a line to speak on; absent in facts of before."""
    takes_calls: bool = True
    """No: only what is written, and calls that another line carries; absent in facts of before."""


class SeatLined(Event):
    """Whether callers may ring at the seat changed: its person has a line to speak on, and takes calls."""

    name: ClassVar[str] = "intake.seat.lined"

    seat_id: UUID
    has_line: bool
    takes_calls: bool


EVENTS = (
    ContactReceived,
    ContactAdvanced,
    ContactAdded,
    ContactMarked,
    ContactPlaced,
    ContactErased,
    EarlierLooked,
    SeatMoved,
    SeatLined,
    AnswersNoted,
    AnswersErased,
)
