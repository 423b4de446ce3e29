"""Urge whoever owes the next step of a work order (催办)."""

from yaoyaoling.liaison import store
from yaoyaoling.liaison.commands import UrgeOrder
from yaoyaoling.liaison.events import WorkOrderUrged
from yaoyaoling.liaison.handlers.move_order import require_side
from yaoyaoling.liaison.handlers.send_order import WorkOrderReply, reply_of
from yaoyaoling.liaison.refusals import NobodyToUrge
from yaoyaoling.liaison.states import WorkOrderState
from yaoyaoling.platform.db.tx import Tx

WITH_PARTNER = (WorkOrderState.SENT, WorkOrderState.ACCEPTED)


async def urge_order(tx: Tx, command: UrgeOrder) -> WorkOrderReply:
    """A person of the sender's side urges. Raises: NotFound, NotAllowed, NobodyToUrge."""
    order = await store.get_order(tx, command.work_order_id, lock=True)
    require_side(tx, order, is_partner=False)
    return reply_of(await urge(tx, order, is_automatic=False))


async def urge(tx: Tx, order: store.WorkOrder, *, is_automatic: bool) -> store.WorkOrder:
    """Say so; its clocks run on as they were set. Raises: NobodyToUrge."""
    if order.state not in WITH_PARTNER:
        raise NobodyToUrge(state=order.state.value)
    after = await store.save_order(tx, order, urged=order.urged + 1)
    event = WorkOrderUrged(
        work_order_id=order.id,
        incident_id=order.incident_id,
        is_automatic=is_automatic,
        urged=after.urged,
        by_name=tx.principal.name,
    )
    store.record(tx, after, event)
    return after
