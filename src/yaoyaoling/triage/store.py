"""Rows of this room as the handlers see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage.states import PaymentState

PERSONAL = ("account", "holder", "bank", "amount_yuan", "paid_at", "channel", "note")
"""Columns of a stop-payment order that hold the person."""
_ALERT = (
    "id", "contact_id", "rule_id", "kind", "word", "levels", "source", "raised_at", "seen_by_name", "seen_at",
    "version",
)  # fmt: skip
_PAYMENT = (
    "id", "contact_id", "state", "account", "holder", "bank", "amount_yuan", "paid_at", "channel", "prepared_at",
    "prepared_by_name", "sent_at", "ended_at", "note", "raised", "due_at", "version",
)  # fmt: skip
_HEARD = ("id", "contact_id", "party", "text", "began_s", "ended_s", "recogniser", "heard_at")


@dataclass(frozen=True)
class AlertRow:
    """A raised alert."""

    id: UUID
    contact_id: UUID
    rule_id: str
    kind: str
    word: str | None
    levels: tuple[str, ...]
    source: str
    raised_at: datetime
    seen_by_name: str | None
    seen_at: datetime | None
    version: int


@dataclass(frozen=True)
class Payment:
    """A stop-payment order; money in yuan."""

    id: UUID
    contact_id: UUID
    state: PaymentState
    account: str | None
    holder: str | None
    bank: str | None
    amount_yuan: float | None
    paid_at: str | None
    channel: str | None
    prepared_at: datetime
    prepared_by_name: str
    sent_at: datetime | None
    ended_at: datetime | None
    note: str | None
    raised: int
    due_at: datetime | None
    version: int


@dataclass(frozen=True)
class Heard:
    """A line that a recogniser heard; text None: erased."""

    id: UUID
    contact_id: UUID
    party: str
    text: str | None
    began_s: float
    ended_s: float
    recogniser: str
    heard_at: datetime


def alert_of(row: Any) -> AlertRow:
    """A row with the columns of `list_alerts`."""
    fields = {name: row[name] for name in _ALERT}
    return AlertRow(**{**fields, "levels": tuple(fields["levels"])})


def payment_of(row: Any) -> Payment:
    """A row with the columns of `find_payment`."""
    fields = {name: row[name] for name in _PAYMENT}
    return Payment(**{**fields, "state": PaymentState(fields["state"])})


async def list_alerts(tx: Tx, since: datetime, about: UUID | None = None) -> list[AlertRow]:
    """Alerts raised after a moment that the actor may see; with `about`, that one."""
    sql = f"select {', '.join(_ALERT)} from triage.alert where raised_at > $1 and ($2::uuid is null or id = $2)"
    return [alert_of(row) for row in await tx.fetch(sql, since, about)]


async def get_alert(tx: Tx, alert_id: UUID) -> AlertRow:
    """An alert the actor may see, locked. Raises: NotFound."""
    row = await tx.fetchrow(f"select {', '.join(_ALERT)} from triage.alert where id = $1 for update", alert_id)
    if row is None:
        raise NotFound
    return alert_of(row)


async def find_payment(tx: Tx, contact_id: UUID) -> Payment | None:
    """The order of a contact, locked; or None."""
    sql = f"select {', '.join(_PAYMENT)} from triage.stop_payment where contact_id = $1 for update"
    row = await tx.fetchrow(sql, contact_id)
    return None if row is None else payment_of(row)


async def get_payment(tx: Tx, payment_id: UUID) -> Payment:
    """An order the actor may see, locked. Raises: NotFound."""
    row = await tx.fetchrow(
        f"select {', '.join(_PAYMENT)} from triage.stop_payment where id = $1 for update", payment_id
    )
    if row is None:
        raise NotFound
    return payment_of(row)


async def list_payments(tx: Tx, since: datetime, about: UUID | None = None) -> list[Payment]:
    """Orders that are open or ended after a moment; with `about`, those of that contact."""
    sql = (
        f"select {', '.join(_PAYMENT)} from triage.stop_payment where (ended_at is null or ended_at > $1)"
        " and ($2::uuid is null or contact_id = $2)"
    )
    return [payment_of(row) for row in await tx.fetch(sql, since, about)]


async def insert_payment(tx: Tx, payment: Payment) -> None:
    """Write a new order."""
    places = ", ".join(f"${number}" for number in range(1, len(_PAYMENT) + 1))
    values = [getattr(payment, name) for name in _PAYMENT]
    await tx.execute(f"insert into triage.stop_payment ({', '.join(_PAYMENT)}) values ({places})", *values)


async def save_payment(tx: Tx, payment: Payment, **changed: Any) -> int:
    """Write changed columns and the next version of a locked order; gives that version."""
    columns = {**changed, "version": payment.version + 1}
    settings = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, start=2))
    await tx.execute(f"update triage.stop_payment set {settings} where id = $1", payment.id, *columns.values())
    return payment.version + 1


async def list_heard(tx: Tx, since: datetime, about: UUID | None = None) -> list[Heard]:
    """Lines heard after a moment, in order; with `about`, those of that contact."""
    sql = (
        f"select {', '.join(_HEARD)} from triage.heard where heard_at > $1 and ($2::uuid is null or contact_id = $2)"
        " order by heard_at, id"
    )
    return [Heard(**dict(row)) for row in await tx.fetch(sql, since, about)]


async def list_transcript(tx: Tx, contact_id: UUID) -> list[Heard]:
    """All lines of a contact, in the order they were heard."""
    sql = f"select {', '.join(_HEARD)} from triage.heard where contact_id = $1 order by heard_at, id"
    return [Heard(**dict(row)) for row in await tx.fetch(sql, contact_id)]
