"""Take a leg out, or hang up for everybody."""

from typing import Any
from uuid import UUID

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotAllowed
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role
from yaoyaoling.telephony import store
from yaoyaoling.telephony.commands import EndCall, EndLeg, Reason
from yaoyaoling.telephony.events import CallEndAsked
from yaoyaoling.telephony.handlers.moves import ask_end, move_call, move_leg, tell
from yaoyaoling.telephony.refusals import CallOver, NoMedia
from yaoyaoling.telephony.states import CALL_LIVE, CALLED, CallSignal, CallState, LegSignal

DESKS = frozenset({Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK})


class CallReply(Value):
    """A call after a command."""

    call_id: UUID
    state: CallState


def check_may_move(tx: Tx, leg: store.Leg) -> None:
    """Desks work on every leg of a call they see; an officer on the own one. Raises: NotAllowed."""
    who = tx.principal
    is_own = leg.person_id is not None and leg.person_id == who.account_id
    is_crews = leg.crew_id is not None and leg.crew_id == who.crew_id
    if not (who.is_system or who.holds(DESKS) or is_own or is_crews):
        raise NotAllowed


async def end_leg(tx: Tx, command: EndLeg) -> None:
    """Ask that a leg leaves; one that is gone already is fine. Raises: NotFound, NotAllowed."""
    call, leg = await store.lock_leg(tx, command.leg_id)
    check_may_move(tx, leg)
    await ask_end(tx, call, leg, command.reason)


async def end_own_seat(tx: Tx, call: store.Call, reason: Reason) -> store.Call:
    """Let the actor's own seat leave a locked call."""
    for leg in await store.list_legs(tx, [call.id], live_only=True):
        if leg.kind == "seat" and leg.person_id == tx.principal.account_id:
            call = await ask_end(tx, call, leg, reason)
    return call


async def end_legs_of_order(tx: Tx, order_id: UUID, reason: Reason = "order_over") -> None:
    """Let go whoever is called or talks for an order that is over."""
    rows = await tx.fetch(
        "select id from telephony.leg where order_id = $1 and state = any($2) order by id", order_id, store.LIVE_LEGS
    )
    for row in rows:
        call, leg = await store.lock_leg(tx, row["id"])
        await ask_end(tx, call, leg, reason)


async def end_call(tx: Tx, command: EndCall) -> CallReply:
    """Ask to hang up; asking again changes nothing. Raises: NotFound, NoMedia, CallOver."""
    call = await store.get_call(tx, command.call_id, lock=True)
    if not call.has_media:
        raise NoMedia
    if call.state not in CALL_LIVE:
        raise CallOver(state=call.state.value)
    if call.end_asked_at is None:
        event = CallEndAsked(call_id=call.id, reason=command.reason)
        await tell(tx, call, event, end_asked_at=tx.now)
    return CallReply(call_id=call.id, state=call.state)


async def on_leg_due(tx: Tx, payload: dict[str, Any]) -> None:
    """A party was called for too long: it is called no more, whatever the line says of it."""
    call, leg = await store.lock_leg(tx, UUID(payload["leg_id"]))
    if leg.state in CALLED:
        call = await ask_end(tx, call, leg, "no_answer")
        call, leg = await store.lock_leg(tx, leg.id)
        await move_leg(tx, call, leg, LegSignal.FAIL, "no_answer")


async def on_call_due(tx: Tx, payload: dict[str, Any]) -> None:
    """A call lasts longer than any does: the line is told to end it, and it stands as ended here."""
    call = await store.get_call(tx, UUID(payload["call_id"]), lock=True)
    if call.state in CALL_LIVE:
        call = await tell(tx, call, CallEndAsked(call_id=call.id, reason="too_long"), end_asked_at=tx.now)
        await move_call(tx, call, CallSignal.END, "too_long")
