"""Say how a work order goes: the desk that has it, or those who sent it."""

from yaoyaoling.liaison import store
from yaoyaoling.liaison.commands import NoteOrder
from yaoyaoling.liaison.events import WorkOrderNoted
from yaoyaoling.liaison.handlers.move_order import require_side
from yaoyaoling.liaison.handlers.send_order import WorkOrderReply, reply_of
from yaoyaoling.liaison.handlers.urge_order import WITH_PARTNER
from yaoyaoling.liaison.refusals import NobodyToUrge
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role


async def note_order(tx: Tx, command: NoteOrder) -> WorkOrderReply:
    """Both sides read it; no clock moves by it. Raises: NotFound, NotAllowed, NobodyToUrge."""
    order = await store.get_order(tx, command.work_order_id, lock=True)
    require_side(tx, order, is_partner=Role.PARTNER in tx.principal.roles)
    if order.state not in WITH_PARTNER:
        raise NobodyToUrge(state=order.state.value)
    text = await store.keepable(tx, order, command.text)
    after = await store.save_order(tx, order, said=text)
    event = WorkOrderNoted(
        work_order_id=order.id,
        incident_id=order.incident_id,
        by_code=tx.principal.org_code or "",
        by_name=tx.principal.name,
        text=text,
    )
    store.record(tx, after, event)
    return reply_of(after)
