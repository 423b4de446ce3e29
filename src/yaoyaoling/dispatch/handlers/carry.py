"""Crews of a duplicate go on for the incident it was merged into, as far as they had come."""

from dataclasses import replace
from uuid import UUID

from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.handlers.moves import CHAIN_TIMER, RESPONSE, move_callout, move_order
from yaoyaoling.dispatch.handlers.orders import expire_orders, write_order
from yaoyaoling.dispatch.handlers.send import NothingToSend, callout_for
from yaoyaoling.dispatch.states import CalloutSignal, OrderSignal, OrderState
from yaoyaoling.incidents.public import (
    AdvanceIncident,
    IncidentSignal,
    IncidentState,
    add_obligation,
    advance_incident,
    get_incident,
    settle_obligation,
)
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx

MERGED = "incident_merged"
_STEPS: dict[OrderState, tuple[OrderSignal, ...]] = {
    OrderState.ACCEPTED: (OrderSignal.ACCEPT,),
    OrderState.DEPARTED: (OrderSignal.ACCEPT, OrderSignal.DEPART),
    OrderState.ARRIVED: (OrderSignal.ACCEPT, OrderSignal.DEPART, OrderSignal.ARRIVE),
}


async def carry_crews(tx: Tx, duplicate_id: UUID, primary_id: UUID) -> None:
    """End the orders that crews accepted and give each a like one on the primary; both incidents are locked.

    A crew that has not accepted yet is left to be released. Raises: NothingToSend when the primary is handled.
    """
    going = [order for order in await store.list_responding(tx, duplicate_id) if order.state in _STEPS]
    if not going:
        return
    primary = await get_incident(tx, primary_id)
    if primary.state is IncidentState.HANDLED:
        raise NothingToSend
    before = await store.find_callout(tx, duplicate_id)
    assert before is not None
    for order in going:
        await move_order(tx, order, OrderSignal.RELEASE, reason=MERGED)
        await settle_obligation(tx, duplicate_id, RESPONSE, str(order.id))
    callout = await store.find_callout(tx, primary_id) or await callout_for(tx, primary, before.ranking)
    callout = await move_callout(tx, callout, CalloutSignal.RING)
    await expire_orders(tx, primary_id, OrderSignal.OUTRUN, going[0].call_sign)
    for order in going:
        await _go_on(tx, order, primary_id, callout.id)
    await move_callout(tx, callout, CalloutSignal.ANSWER)
    await tx.cancel_timer(CHAIN_TIMER, str(callout.id))


async def _go_on(tx: Tx, order: store.Order, primary_id: UUID, callout_id: UUID) -> None:
    fresh = replace(
        order,
        id=new_id(),
        incident_id=primary_id,
        callout_id=callout_id,
        state=OrderState.ORDERED,
        rank=None,
        reason=MERGED,
        ordered_by=tx.principal.id,
        ordered_at=tx.now,
        due_at=None,
        accepted_at=None,
        departed_at=None,
        arrived_at=None,
        arrived_by=None,
        version=1,
        surge_id=None,
        wave_id=None,
    )
    await write_order(tx, fresh)
    await advance_incident(tx, AdvanceIncident(incident_id=primary_id, signal=IncidentSignal.ORDER_SENT))
    for signal in _STEPS[order.state]:
        arrived_by = order.arrived_by if signal is OrderSignal.ARRIVE else None
        await move_order(tx, await store.get_order(tx, fresh.id), signal, arrived_by=arrived_by)
    await add_obligation(tx, primary_id, RESPONSE, str(fresh.id))
    await advance_incident(tx, AdvanceIncident(incident_id=primary_id, signal=IncidentSignal.ORDER_ACCEPTED))
    if order.state is OrderState.ARRIVED:
        await advance_incident(tx, AdvanceIncident(incident_id=primary_id, signal=IncidentSignal.CREW_ARRIVED))
