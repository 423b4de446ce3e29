"""What becomes of a message to a partner's platform: noted by the process that sends, by its clock, and by people."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import Field

from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.liaison import store
from yaoyaoling.liaison.commands import RetryExchange, TakeBackExchange
from yaoyaoling.liaison.exchange.outgoing import SELECT_OUT, Outgoing, get_outgoing, move_outgoing, outgoing_of
from yaoyaoling.liaison.handlers.move_order import SENDERS, take_step
from yaoyaoling.liaison.policy import pause_s
from yaoyaoling.liaison.states import (
    EXCHANGE_TABLE,
    ExchangeSignal,
    ExchangeState,
    WorkOrderSignal,
    WorkOrderState,
    advance,
    advance_exchange,
)
from yaoyaoling.platform.db.tx import Tx


class ExchangeReply(Value):
    """A message after a command."""

    exchange_id: UUID
    state: ExchangeState


class NoteExchange(Command):
    """signal: it got through, is to be sent no more, or never will be taken. None: it could not be sent now."""

    exchange_id: UUID
    signal: ExchangeSignal | None
    reason: str | None = Field(default=None, max_length=80)
    after_s: float = 1.0


async def note_exchange(tx: Tx, command: NoteExchange) -> None:
    """The process says what became of a try; of what moved on meanwhile nothing is said."""
    one = await get_outgoing(tx, command.exchange_id)
    if command.signal is None:
        if one.state is ExchangeState.QUEUED:
            await tx.execute(
                "update liaison.outgoing set tries = tries + 1, reason = $3, next_try_at = $2 where id = $1",
                one.id,
                tx.now + timedelta(seconds=pause_s(one.tries, command.after_s)),
                command.reason,
            )
        return
    if (one.state, command.signal) in EXCHANGE_TABLE:
        await move_outgoing(tx, one, command.signal, command.reason)
        if command.signal is ExchangeSignal.SEND and one.kind == "order.withdrawn":
            await _drop_earlier(tx, one)


async def on_exchange_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Timer: it was not taken in its time, whether anybody tried or not."""
    one = await get_outgoing(tx, UUID(payload["exchange_id"]))
    if one.state is ExchangeState.QUEUED:
        await move_outgoing(tx, one, ExchangeSignal.FAIL, one.reason or "no_try")


async def retry_exchange(tx: Tx, command: RetryExchange) -> ExchangeReply:
    """Send it again, with all of its time. Raises: NotFound, NotAllowed, IllegalExchangeSignal."""
    tx.principal.require(*SENDERS)
    one = await get_outgoing(tx, command.exchange_id)
    await move_outgoing(tx, one, ExchangeSignal.RETRY)
    return ExchangeReply(exchange_id=one.id, state=ExchangeState.QUEUED)


async def take_back_exchange(tx: Tx, command: TakeBackExchange) -> ExchangeReply:
    """Send it no more. An order that nobody there can have accepted comes back to its first receiver at once, to be
    sent on. Raises: NotFound, NotAllowed, IllegalExchangeSignal."""
    tx.principal.require(*SENDERS)
    # The order first, then its message, as every step of an order does.
    row = await tx.fetchrow("select work_order_id from liaison.outgoing where id = $1", command.exchange_id)
    order_id = None if row is None else row["work_order_id"]
    order = None if order_id is None else await store.get_order(tx, order_id, lock=True)
    one = await get_outgoing(tx, command.exchange_id)
    if one.state is not ExchangeState.DEAD:
        advance_exchange(one.state, ExchangeSignal.RETRY)  # refuses: only what is dead is taken back
    await move_outgoing(tx, one, ExchangeSignal.DROP, "taken_back")
    is_out = order is not None and order.state is WorkOrderState.SENT and order.desk_code == one.desk_code
    if order is not None and is_out and one.kind == "order.sent":
        state = advance(order.state, WorkOrderSignal.RECALL)
        await take_step(tx, order, WorkOrderSignal.RECALL, state, None)
    return ExchangeReply(exchange_id=one.id, state=ExchangeState.DROPPED)


async def _drop_earlier(tx: Tx, one: Outgoing) -> None:
    """They know that they have it no more: what was said of it before needs no saying."""
    rows = await tx.fetch(
        f"{SELECT_OUT} where thing_id = $1 and desk_code = $2 and seq < $3 and state in ('queued', 'dead')"
        " order by seq for update",
        one.thing_id,
        one.desk_code,
        one.seq,
    )
    for row in rows:
        await move_outgoing(tx, outgoing_of(row), ExchangeSignal.DROP, "withdrawn")
