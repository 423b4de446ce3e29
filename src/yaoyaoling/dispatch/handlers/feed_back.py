"""The crew reported what it did: its order is done, and so may be the incident's handling."""

from uuid import UUID

from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.handlers.moves import CHAIN_TIMER, RESPONSE, move_order
from yaoyaoling.dispatch.handlers.orders import expire_orders
from yaoyaoling.dispatch.states import OrderSignal, OrderState
from yaoyaoling.incidents.public import (
    AdvanceIncident,
    IncidentSignal,
    IncidentState,
    advance_incident,
    get_incident,
    settle_obligation,
)
from yaoyaoling.platform.db.tx import Tx


async def feed_back(tx: Tx, order_id: UUID, outcome: str) -> None:
    """Mark the order fed back; when no crew is on it any more, the incident is handled.

    For `field`, in its transaction. An order whose feedback was sent back for correction is fed back again.
    Raises: NotFound, IllegalOrderSignal.
    """
    order = await store.get_order(tx, order_id)
    incident = await get_incident(tx, order.incident_id, lock=True)
    order = await store.get_order(tx, order_id)
    if order.state is not OrderState.FED_BACK:
        await move_order(tx, order, OrderSignal.FEED_BACK)
        await settle_obligation(tx, incident.id, RESPONSE, str(order.id))
    working = [one for one in await store.list_responding(tx, incident.id) if one.state is not OrderState.ORDERED]
    if incident.state is IncidentState.ON_SCENE and not working:
        await _stop_ringing(tx, incident.id, order.call_sign)
        command = AdvanceIncident(incident_id=incident.id, signal=IncidentSignal.FED_BACK, outcome=outcome)
        await advance_incident(tx, command)


async def _stop_ringing(tx: Tx, incident_id: UUID, call_sign: str) -> None:
    """Whoever was still rung is wanted no more: all that came have done what there was to do."""
    await expire_orders(tx, incident_id, OrderSignal.OUTRUN, call_sign)
    callout = await store.find_callout(tx, incident_id)
    if callout is not None:
        await tx.cancel_timer(CHAIN_TIMER, str(callout.id))
