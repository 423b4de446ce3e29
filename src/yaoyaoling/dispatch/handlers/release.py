"""Take a crew off an incident, or all of them when it is cancelled."""

from uuid import UUID

from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.commands import ReleaseOrder
from yaoyaoling.dispatch.handlers.answer import OrderReply
from yaoyaoling.dispatch.handlers.carry import carry_crews
from yaoyaoling.dispatch.handlers.moves import CHAIN_TIMER, RESPONSE, arm, move_callout, move_order
from yaoyaoling.dispatch.handlers.orders import end_containment, take_off
from yaoyaoling.dispatch.rules import rules_of
from yaoyaoling.dispatch.states import CalloutSignal, CalloutState, OrderSignal, OrderState
from yaoyaoling.incidents.public import (
    BACK_TO_WORK,
    IncidentAdvanced,
    IncidentAmended,
    IncidentSignal,
    get_incident,
    settle_obligation,
)
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded


async def release_order(tx: Tx, command: ReleaseOrder) -> OrderReply:
    """Release a live order. When nobody is left on the incident the chain goes on by itself, unless the person
    who released sends somebody first.

    Raises: NotFound, IllegalOrderSignal.
    """
    order = await store.get_order(tx, command.order_id)
    incident = await get_incident(tx, order.incident_id, lock=True)
    callout = await store.find_callout(tx, incident.id)
    assert callout is not None
    order = await store.get_order(tx, command.order_id)
    callout = await take_off(tx, incident, callout, order, command.reason)
    if order.role == "respond" and not await store.list_responding(tx, incident.id):
        rules = await rules_of(tx, incident.station_code)
        await arm(tx, callout, callout.wave, rules.accept_s)
    return OrderReply(order_id=order.id, incident_id=order.incident_id, state=OrderState.RELEASED)


async def on_incident_advanced(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside: a cancelled or merged incident calls its crews back and rings nobody any more.

    When it was merged with its crews, those on their way go on for the incident it was merged into. One that comes
    back to work is called out for anew.
    """
    event = recorded.event
    assert isinstance(event, IncidentAdvanced)
    if event.signal is IncidentSignal.CANCELLED:
        await _call_back(tx, event.incident_id, "incident_cancelled")
    elif event.signal is IncidentSignal.MERGED:
        if event.carries_crews and event.primary_id is not None:
            await carry_crews(tx, event.incident_id, event.primary_id)
        await _call_back(tx, event.incident_id, "incident_merged")
    elif event.signal is IncidentSignal.HANDLED_DIRECTLY:
        await end_containment(tx, event.incident_id, "handled_without")
    elif event.signal in BACK_TO_WORK:
        await _stop(tx, await store.find_callout(tx, event.incident_id))


async def on_incident_amended(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside: crews on an incident keep their desks informed when it moves to another territory.

    One that turns out to be a complaint about police goes to inspection alone: its crews are called back.
    """
    event = recorded.event
    assert isinstance(event, IncidentAmended)
    if event.is_inspection_only:
        await _call_back(tx, event.incident_id, "inspection_only")
        await store.hide_orders(tx, event.incident_id)
        return
    for order in await store.list_orders(tx, event.incident_id, live_only=True):
        await audience.grant(tx, event.incident_id, f"t/{order.org_path}", "order", incident=event.incident_id)


async def _call_back(tx: Tx, incident_id: UUID, reason: str) -> None:
    callout = await store.find_callout(tx, incident_id)
    if callout is None:
        return
    for order in await store.list_orders(tx, incident_id, live_only=True):
        await move_order(tx, order, OrderSignal.RELEASE, reason=reason)
        await settle_obligation(tx, incident_id, RESPONSE, str(order.id))
    await _stop(tx, callout)


async def _stop(tx: Tx, callout: store.Callout | None) -> None:
    if callout is not None and callout.state is not CalloutState.STOPPED:
        await move_callout(tx, callout, CalloutSignal.STOP)
        await tx.cancel_timer(CHAIN_TIMER, str(callout.id))
