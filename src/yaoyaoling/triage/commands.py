"""Requests to this room."""

from typing import Any
from uuid import UUID

from pydantic import Field

from yaoyaoling.kernel.contract import Command
from yaoyaoling.triage.events import JudgedKind, Offered, Source, Verdict
from yaoyaoling.triage.sensitive.rules import Alert
from yaoyaoling.triage.sheets import SheetKind
from yaoyaoling.triage.states import PaymentSignal


class RaiseAlerts(Command):
    """Tell the levels that must know of sensitive words in what a contact said.

    station_path: the station in whose territory it is; None: not known yet.
    """

    contact_id: UUID
    alerts: tuple[Alert, ...]
    source: Source
    station_path: str | None = None


class SeeAlert(Command):
    """已知悉: somebody who must know has seen it."""

    alert_id: UUID


class JudgeSuggestion(Command):
    """What the person made of a suggestion. chosen: the code, number or name taken; "" when none was."""

    contact_id: UUID
    kind: JudgedKind
    offered: tuple[Offered, ...] = Field(max_length=10)
    chosen: str = Field(max_length=80, pattern=r"^[A-Za-z0-9_.:-]*$")
    verdict: Verdict


class ChangeSheet(Command):
    """The whole of one kind as it shall be. base_version: the one the change was made from."""

    kind: SheetKind
    base_version: int = Field(ge=0)
    body: dict[str, Any]
    note: str = Field(min_length=2, max_length=200)


class PreparePayment(Command):
    """Write the stop-payment order of a contact, as far as it is known."""

    contact_id: UUID
    account: str | None = Field(default=None, max_length=64)
    holder: str | None = Field(default=None, max_length=60)
    bank: str | None = Field(default=None, max_length=60)
    amount_yuan: float | None = Field(default=None, gt=0, le=1e11, allow_inf_nan=False)
    paid_at: str | None = Field(default=None, max_length=60)
    channel: str | None = Field(default=None, max_length=40)


class AdvancePayment(Command):
    """Say that it was sent, answered or dropped."""

    payment_id: UUID
    signal: PaymentSignal
    note: str | None = Field(default=None, max_length=300)


class KeepHeard(Command):
    """Keep a line that a recogniser heard; party: whose audio it was."""

    contact_id: UUID
    party: str = Field(max_length=40)
    text: str = Field(min_length=1, max_length=2000)
    began_s: float = Field(ge=0)
    ended_s: float = Field(ge=0)
    recogniser: str = Field(max_length=60)
