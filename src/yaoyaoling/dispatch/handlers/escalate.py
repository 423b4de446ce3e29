"""When time runs out, and when a desk takes over."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.commands import TakeCallout
from yaoyaoling.dispatch.handlers.chain import go_on
from yaoyaoling.dispatch.handlers.moves import arm, move_callout
from yaoyaoling.dispatch.handlers.orders import expire_orders
from yaoyaoling.dispatch.handlers.refill_waves import refill_waves
from yaoyaoling.dispatch.handlers.send import SendReply
from yaoyaoling.dispatch.rules import rules_of
from yaoyaoling.dispatch.states import CalloutSignal, CalloutState, OrderSignal
from yaoyaoling.incidents.public import FINAL, IncidentState, get_incident
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.db.tx import Tx


class CalloutTaken(Refused):
    """Another desk was first, or a crew has answered meanwhile."""

    code = "callout_taken"
    status = 409
    zh = "已由{name}处理。"
    en = "{name} is on it already."


async def on_chain_due(tx: Tx, payload: dict[str, Any]) -> None:
    """The wave's or the desk's time is over: expire what nobody accepted and go on with the chain.

    A timer of an earlier wave that was moved meanwhile changes nothing.
    """
    incident = await get_incident(tx, UUID(payload["incident_id"]), lock=True)
    callout = await store.find_callout(tx, incident.id)
    if callout is None or callout.wave != payload["wave"] or incident.state in FINAL:
        return
    if callout.state is CalloutState.STOPPED:
        return
    await expire_orders(tx, incident.id, OrderSignal.EXPIRE, "not_accepted_in_time")
    if incident.state is IncidentState.HANDLED:
        # Somebody dealt with it without a crew, or all that came have done so: nobody else is rung.
        if callout.state is not CalloutState.ANSWERED:
            await move_callout(tx, callout, CalloutSignal.STOP)
        return
    await go_on(tx, incident, callout, is_rung=await refill_waves(tx, incident, callout))


async def take_callout(tx: Tx, command: TakeCallout) -> SendReply:
    """A duty desk takes the call-out over. Raises: NotFound, CalloutTaken (with the name)."""
    incident = await get_incident(tx, command.incident_id, lock=True)
    callout = await store.find_callout(tx, incident.id)
    if callout is None:
        raise NotFound
    if callout.state not in (CalloutState.DESK, CalloutState.ALARMED):
        raise CalloutTaken(name=callout.desk_taken_by or "警组")
    within_s = (await rules_of(tx, incident.station_code)).desk_send_s
    callout = await move_callout(
        tx,
        callout,
        CalloutSignal.DESK_TAKES,
        desk_code=callout.desk_code,
        desk_taken_by=tx.principal.name,
        due_at=tx.now + timedelta(seconds=within_s),
    )
    await arm(tx, callout, callout.wave, within_s)
    return SendReply(callout_id=callout.id, state=callout.state, order_ids=())
