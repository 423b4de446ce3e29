"""Half of a work order's clock is over, or all of the time to accept it: it is urged, or comes back to its owner."""

from typing import Any
from uuid import UUID

from yaoyaoling.liaison import store
from yaoyaoling.liaison.handlers.move_order import take_step
from yaoyaoling.liaison.handlers.urge_order import urge
from yaoyaoling.liaison.states import WorkOrderSignal, WorkOrderState, advance
from yaoyaoling.platform.db.tx import Tx


async def on_order_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Urge at half the time; what is not taken then goes back to whoever received it first, before it is late."""
    order = await store.get_order(tx, UUID(payload["work_order_id"]), lock=True)
    if order.state is WorkOrderState.SENT and order.accept_by is not None:
        if tx.now >= order.accept_by:
            state = advance(order.state, WorkOrderSignal.NOT_TAKEN)
            await take_step(tx, order, WorkOrderSignal.NOT_TAKEN, state, None)
            return
        await urge(tx, order, is_automatic=True)
        key, again = str(order.id), {"work_order_id": str(order.id)}
        await tx.set_timer(store.ORDER_TIMER, key, order.accept_by, again, about=order.id)
    elif order.state is WorkOrderState.ACCEPTED:
        await urge(tx, order, is_automatic=True)
