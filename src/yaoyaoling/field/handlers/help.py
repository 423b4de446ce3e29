"""请求增援: a crew asks for more, a desk answers; an order to another crew is an answer too."""

from typing import Any
from uuid import UUID

from yaoyaoling.dispatch.public import LIVE, CrewOrdered, OrderAdvanced, get_order
from yaoyaoling.field.commands import AnswerHelp, AskForHelp, WithdrawHelp
from yaoyaoling.field.events import HelpAdvanced, HelpAnswer, HelpAsked
from yaoyaoling.field.states import HelpSignal, HelpState, advance_help
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded

_SELECT = "select id, incident_id, order_id, crew_id, state, version from field.help_request"


class NotOnIt(Refused):
    """Only a crew that is on an incident asks for more there."""

    code = "not_on_it"
    status = 409
    zh = "本警组已不在此警情上，不能请求增援；如遇危险请按紧急求助。"
    en = "Your crew is not on this incident any more. In danger, use the panic button."


class HelpReply(Value):
    """A request after a command."""

    help_id: UUID
    state: HelpState


async def ask_for_help(tx: Tx, command: AskForHelp) -> HelpReply:
    """Ask; asking twice is one request. Raises: NotFound, NotOnIt."""
    order = await get_order(tx, command.order_id)
    if order.crew_id != tx.principal.crew_id:
        raise NotFound
    if order.state not in LIVE:
        raise NotOnIt
    open_one = await tx.fetchrow(f"{_SELECT} where order_id = $1 and ended_at is null", order.id)
    if open_one is not None:
        return HelpReply(help_id=open_one["id"], state=HelpState(open_one["state"]))
    help_id = new_id()
    await tx.execute(
        "insert into field.help_request (id, incident_id, order_id, crew_id, call_sign, state, reasons, asked_at,"
        " version) values ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
        help_id,
        order.incident_id,
        order.id,
        order.crew_id,
        order.call_sign,
        HelpState.OPEN.value,
        list(command.reasons),
        tx.now,
    )
    event = HelpAsked(
        help_id=help_id,
        incident_id=order.incident_id,
        order_id=order.id,
        crew_id=order.crew_id,
        call_sign=order.call_sign,
        state=HelpState.OPEN,
        reasons=command.reasons,
    )
    tx.record(event, stream=f"help:{help_id}", seq=1, about=order.incident_id, incident=order.incident_id)
    return HelpReply(help_id=help_id, state=HelpState.OPEN)


async def withdraw_help(tx: Tx, command: WithdrawHelp) -> HelpReply:
    """The crew needs no more. Raises: NotFound, IllegalHelpSignal."""
    row = await _get(tx, command.help_id)
    if row["crew_id"] != tx.principal.crew_id:
        raise NotFound
    return await _move(tx, row, HelpSignal.WITHDRAW)


async def answer_help(tx: Tx, command: AnswerHelp) -> HelpReply:
    """A desk says what it does about it. Raises: NotFound, IllegalHelpSignal."""
    row = await _get(tx, command.help_id)
    return await _move(tx, row, HelpSignal.ANSWER, answer=command.answer, note=command.note)


async def on_crew_ordered(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside: another crew ordered to the incident answers what was asked there."""
    event = recorded.event
    assert isinstance(event, CrewOrdered)
    for row in await _list_open(tx, "incident_id", event.incident_id):
        if row["crew_id"] != event.crew_id:
            await _move(tx, row, HelpSignal.ANSWER, answer="sent", note=event.call_sign)


async def on_order_advanced(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside: a crew that is off the incident asks for nothing there."""
    event = recorded.event
    assert isinstance(event, OrderAdvanced)
    if event.state not in LIVE:
        for row in await _list_open(tx, "order_id", event.order_id):
            await _move(tx, row, HelpSignal.WITHDRAW)


async def _list_open(tx: Tx, column: str, value: UUID) -> list[Any]:
    return await tx.fetch(f"{_SELECT} where {column} = $1 and ended_at is null for update", value)


async def _get(tx: Tx, help_id: UUID) -> Any:
    row = await tx.fetchrow(f"{_SELECT} where id = $1 for update", help_id)
    if row is None:
        raise NotFound
    return row


async def _move(
    tx: Tx, row: Any, signal: HelpSignal, *, answer: HelpAnswer | None = None, note: str | None = None
) -> HelpReply:
    state = advance_help(HelpState(row["state"]), signal)
    version = row["version"] + 1
    await tx.execute(
        "update field.help_request set state = $2, answer = $3, answered_by = $4, note = $5, ended_at = $6,"
        " version = $7 where id = $1",
        row["id"],
        state.value,
        answer,
        tx.principal.name,
        note,
        tx.now,
        version,
    )
    event = HelpAdvanced(
        help_id=row["id"],
        incident_id=row["incident_id"],
        signal=signal,
        state=state,
        answer=answer,
        by_name=tx.principal.name,
        note=note,
    )
    stream = f"help:{row['id']}"
    tx.record(event, stream=stream, seq=version, about=row["incident_id"], incident=row["incident_id"])
    return HelpReply(help_id=row["id"], state=state)
