"""Requests about work orders and desks."""

from uuid import UUID

from pydantic import Field, SecretStr

from yaoyaoling.kernel.contract import Command
from yaoyaoling.liaison.policy import Urgency
from yaoyaoling.liaison.states import WorkOrderSignal

HOURS = r"^([01]\d|2[0-3]):[0-5]\d$"


class PutDesk(Command):
    """Let a partner organisation have a desk, or change it. hours: HH:MM of the hall's time; none: day and night."""

    org_code: str
    service: str
    telephone: str = Field(default="", max_length=40)
    hours_from: str | None = Field(default=None, pattern=HOURS)
    hours_to: str | None = Field(default=None, pattern=HOURS)
    is_active: bool = True


class PutLine(Command):
    """Where a partner's platform takes messages. secret: None keeps the one there is."""

    org_code: str
    url: str = Field(min_length=8, max_length=300)
    secret: SecretStr | None = Field(default=None, min_length=16, max_length=200)
    is_active: bool = True


class RetryExchange(Command):
    """Send a dead message again."""

    exchange_id: UUID


class TakeBackExchange(Command):
    """Send it no more; an order that did not get through comes back to its first receiver."""

    exchange_id: UUID


class SendOrder(Command):
    """Ask a desk for help with an incident or a contact; exactly one of them. with_number: the caller may be rung."""

    incident_id: UUID | None = None
    contact_id: UUID | None = None
    desk_code: str
    asked: str = Field(min_length=2, max_length=1000)
    urgency: Urgency = "normal"
    with_number: bool = True


class MoveOrder(Command):
    """A step. text: why, or what was done; desk_code: whom it is sent to anew."""

    work_order_id: UUID
    signal: WorkOrderSignal
    text: str = Field(default="", max_length=2000)
    desk_code: str | None = None
    expected_version: int | None = None


class UrgeOrder(Command):
    """Urge whoever owes the next step."""

    work_order_id: UUID


class NoteOrder(Command):
    """Say how it goes."""

    work_order_id: UUID
    text: str = Field(min_length=2, max_length=2000)


class RevealNumber(Command):
    """Look at the caller's number, for a purpose that stays in the ledger."""

    work_order_id: UUID
    purpose: str = Field(min_length=4, max_length=200)
