"""Rows of messages to partners' platforms, and the one way their state moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.liaison.events import ExchangeAdvanced
from yaoyaoling.liaison.settings import SETTINGS
from yaoyaoling.liaison.states import ExchangeSignal, ExchangeState, advance_exchange
from yaoyaoling.platform.db.tx import Tx

EXCHANGE_TIMER = "liaison.exchange"
_OUT = (
    "id", "desk_code", "subject_id", "person", "work_order_id", "contact_id", "incident_id", "number", "first_code",
    "thing_id", "seq", "kind", "body", "state", "queued_at", "next_try_at", "tries", "ended_at", "reason", "died",
    "version",
)  # fmt: skip
SELECT_OUT = f"select {', '.join(_OUT)} from liaison.outgoing"


@dataclass(frozen=True)
class Outgoing:
    """A message's row."""

    id: UUID
    desk_code: str
    subject_id: UUID
    person: UUID
    work_order_id: UUID | None
    contact_id: UUID | None
    incident_id: UUID | None
    number: str
    first_code: str
    thing_id: UUID
    seq: int
    kind: str
    body: str | None
    state: ExchangeState
    queued_at: datetime
    next_try_at: datetime
    tries: int
    ended_at: datetime | None
    reason: str | None
    died: bool
    version: int


def outgoing_of(row: Any) -> Outgoing:
    """A row with the columns of `SELECT_OUT`."""
    fields = {name: row[name] for name in _OUT}
    fields["state"] = ExchangeState(fields["state"])
    return Outgoing(**fields)


async def insert_outgoing(tx: Tx, one: Outgoing) -> None:
    """Put it into the outbox, and set the clock that gives it up; no right to read it is needed."""
    places = ", ".join(f"${number}" for number in range(1, len(_OUT) + 1))
    values = [getattr(one, name) for name in _OUT]
    await tx.execute(f"insert into liaison.outgoing ({', '.join(_OUT)}) values ({places})", *values)
    await _set_clock(tx, one, is_new=True)


async def get_outgoing(tx: Tx, exchange_id: UUID) -> Outgoing:
    """A message the actor may see, held. Raises: NotFound."""
    row = await tx.fetchrow(f"{SELECT_OUT} where id = $1 for update", exchange_id)
    if row is None:
        raise NotFound
    return outgoing_of(row)


async def move_outgoing(tx: Tx, one: Outgoing, signal: ExchangeSignal, reason: str | None = None) -> None:
    """Take a held message to its next state. Told in the ledger: an order's going out, and all about what died.

    Raises: IllegalExchangeSignal.
    """
    state = advance_exchange(one.state, signal)
    died = one.died or state is ExchangeState.DEAD
    is_told = died or (state is ExchangeState.SENT and one.kind == "order.sent")
    is_queued = state is ExchangeState.QUEUED
    changed = {
        "state": state.value,
        "ended_at": None if state in (ExchangeState.QUEUED, ExchangeState.DEAD) else tx.now,
        "reason": reason,
        "died": died,
        "version": one.version + is_told,
        "next_try_at": tx.now if is_queued else one.next_try_at,
        "tries": 0 if is_queued else one.tries,
    }
    columns = ", ".join(f"{name} = ${place}" for place, name in enumerate(changed, 2))
    await tx.execute(f"update liaison.outgoing set {columns} where id = $1", one.id, *changed.values())
    if is_queued:
        await _set_clock(tx, one, is_new=False)
    else:
        await tx.cancel_timer(EXCHANGE_TIMER, str(one.id))
    if is_told:
        _tell(tx, one, state, reason, died=died, tries=changed["tries"])


def _tell(tx: Tx, one: Outgoing, state: ExchangeState, reason: str | None, *, died: bool, tries: Any) -> None:
    event = ExchangeAdvanced(
        exchange_id=one.id,
        work_order_id=one.work_order_id,
        contact_id=one.contact_id,
        incident_id=one.incident_id,
        number=one.number,
        desk_code=one.desk_code,
        kind=one.kind,
        state=state,
        reason=reason,
        died=died,
        tries=tries,
        first_code=one.first_code,
        queued_at=one.queued_at,
        by_name=tx.principal.name,
    )
    seq = one.version + 1
    tx.record(event, stream=f"exchange:{one.id}", seq=seq, about=one.subject_id, incident=one.incident_id)


async def _set_clock(tx: Tx, one: Outgoing, *, is_new: bool) -> None:
    due = tx.now + timedelta(seconds=SETTINGS.give_up_s)
    payload = {"exchange_id": str(one.id)}
    await tx.set_timer(EXCHANGE_TIMER, str(one.id), due, payload, about=one.subject_id, is_new=is_new)
