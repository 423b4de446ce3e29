"""Facts about work orders and the desks they go to."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from yaoyaoling.kernel.contract import Event, Personal
from yaoyaoling.liaison.policy import Urgency
from yaoyaoling.liaison.states import ExchangeState, WorkOrderSignal, WorkOrderState


class DeskPut(Event):
    """A partner's desk is there, as it is from now on. hours_from, hours_to: HH:MM, none: day and night."""

    name: ClassVar[str] = "liaison.desk.put"

    desk_code: str
    service: str
    telephone: str
    hours_from: str | None = None
    hours_to: str | None = None
    is_active: bool


class WorkOrderSent(Event):
    """An order went out to a desk.

    owner: who answers for it until the desk accepts; first: who does when it comes back.
    """

    name: ClassVar[str] = "liaison.order.sent"

    work_order_id: UUID
    number: str
    incident_id: UUID | None
    contact_id: UUID | None
    desk_code: str
    service: str
    urgency: Urgency
    state: WorkOrderState
    owner_code: str
    owner_name: str
    first_code: str
    first_name: str
    accept_by: datetime
    done_by: datetime
    asked: Personal[str | None] = None
    place_text: Personal[str | None] = None
    lon: Personal[float | None] = None
    lat: Personal[float | None] = None
    caller_number: Personal[str | None] = None


class WorkOrderAdvanced(Event):
    """The order went on. owner: who answers for it from now on. text: why, or what was done.

    returns: how often it came back; rounds: how often what was done was not enough.
    """

    name: ClassVar[str] = "liaison.order.advanced"

    work_order_id: UUID
    incident_id: UUID | None
    contact_id: UUID | None
    signal: WorkOrderSignal
    state: WorkOrderState
    desk_code: str
    service: str
    owner_code: str
    owner_name: str
    first_code: str
    by_name: str
    returns: int
    rounds: int
    accept_by: datetime | None
    done_by: datetime | None
    text: Personal[str | None] = None


class WorkOrderUrged(Event):
    """Whoever owes the next step was urged, by a person or by the clock. urged: how often since the last step."""

    name: ClassVar[str] = "liaison.order.urged"

    work_order_id: UUID
    incident_id: UUID | None
    is_automatic: bool
    urged: int
    by_name: str


class WorkOrderNoted(Event):
    """How it goes, or something both sides should know."""

    name: ClassVar[str] = "liaison.order.noted"

    work_order_id: UUID
    incident_id: UUID | None
    by_code: str
    by_name: str
    text: Personal[str | None] = None


class OrderNumberRevealed(Event):
    """Somebody looked at the caller's number of an order."""

    name: ClassVar[str] = "liaison.order.revealed"

    work_order_id: UUID
    incident_id: UUID | None
    purpose: str
    by_name: str


class WorkOrderErased(Event):
    """Words, place and number are gone; that it was sent, to whom and when, stays."""

    name: ClassVar[str] = "liaison.order.erased"

    work_order_id: UUID
    incident_id: UUID | None


class LinePut(Event):
    """Where a partner's platform takes messages, from now on. has_new_secret: both sides sign with another one."""

    name: ClassVar[str] = "liaison.line.put"

    desk_code: str
    url: str
    is_active: bool
    has_new_secret: bool


class ExchangeAdvanced(Event):
    """A message to a partner's platform got through, could not, or is tried again or no more.

    Only of an order's going out, and of what ever died: that the rest got through is in no ledger.
    number: of the order, or of the contact they handed to us. first_code: whose desks are told when it is dead.
    """

    name: ClassVar[str] = "liaison.exchange.advanced"

    exchange_id: UUID
    work_order_id: UUID | None
    contact_id: UUID | None
    incident_id: UUID | None
    number: str
    desk_code: str
    kind: str
    state: ExchangeState
    reason: str | None
    died: bool
    tries: int
    first_code: str
    queued_at: datetime
    by_name: str


class MatterHanded(Event):
    """A partner handed us a matter; it waits in the queue as a contact. number: the partner's own."""

    name: ClassVar[str] = "liaison.matter.handed"

    handed_id: UUID
    contact_id: UUID
    contact_number: str
    desk_code: str
    number: str
    is_danger: bool
    by_name: str


EVENTS = (
    DeskPut,
    WorkOrderSent,
    WorkOrderAdvanced,
    WorkOrderUrged,
    WorkOrderNoted,
    OrderNumberRevealed,
    WorkOrderErased,
    LinePut,
    ExchangeAdvanced,
    MatterHanded,
)
