"""The crew reported what it did: its order is done, and so may be the incident's handling."""

from uuid import UUID

from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.handlers.answer import RESPONSE
from yaoyaoling.dispatch.handlers.moves import move_order
from yaoyaoling.dispatch.states import LIVE, OrderSignal, OrderState
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
    others = await store.list_orders(tx, incident.id, live_only=True)
    if incident.state is IncidentState.ON_SCENE and not any(other.state in LIVE for other in others):
        command = AdvanceIncident(incident_id=incident.id, signal=IncidentSignal.FED_BACK, outcome=outcome)
        await advance_incident(tx, command)
