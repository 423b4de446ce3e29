"""Ask a partner's desk for help: from here on the order has an owner and a clock."""

from uuid import UUID

from yaoyaoling.agencies.public import get_organisation, partner_scope
from yaoyaoling.incidents.public import add_obligation
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotAllowed
from yaoyaoling.liaison import store
from yaoyaoling.liaison.commands import SendOrder
from yaoyaoling.liaison.desks import Matter, check_open, get_fitting, matter_of
from yaoyaoling.liaison.directory import clocks_at
from yaoyaoling.liaison.events import WorkOrderSent
from yaoyaoling.liaison.policy import halfway
from yaoyaoling.liaison.states import WorkOrderState
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx

OWED = "work_order"


class WorkOrderReply(Value):
    """A work order after a command."""

    work_order_id: UUID
    number: str
    state: WorkOrderState
    version: int


def reply_of(order: store.WorkOrder) -> WorkOrderReply:
    """The reply for an order as it is now."""
    return WorkOrderReply(work_order_id=order.id, number=order.number, state=order.state, version=order.version)


async def send_order(tx: Tx, command: SendOrder) -> WorkOrderReply:
    """Write it, show it to the desk, start its clocks; its incident stays open for it.

    Raises: MatterWanted, NotFound, NotForPartners, MatterEnded, DeskUnfit.
    """
    matter = await matter_of(tx, command.incident_id, command.contact_id)
    check_open(matter)
    if tx.principal.org_code is None:
        raise NotAllowed
    desk = await get_fitting(tx, matter, command.desk_code)
    order = await _write(tx, command, matter, desk)
    if order.incident_id is not None:
        await add_obligation(tx, order.incident_id, OWED, order.debt)
    names = [name for name in WorkOrderSent.model_fields if name != "work_order_id"]
    sent = WorkOrderSent(work_order_id=order.id, **{name: getattr(order, name) for name in names})
    store.record(tx, order, sent)
    return reply_of(order)


async def _write(tx: Tx, command: SendOrder, matter: Matter, desk: store.Desk) -> store.WorkOrder:
    order_id, who = new_id(), tx.principal
    clocks = clocks_at(desk.service, command.urgency, tx.now)
    order = store.WorkOrder(
        id=order_id,
        number=await store.next_number(tx),
        incident_id=matter.incident_id,
        contact_id=matter.contact_id,
        subject=matter.subject,
        desk_code=desk.org_code,
        service=desk.service,
        urgency=command.urgency,
        asked=command.asked,
        place_text=matter.place_text,
        lon=matter.lon,
        lat=matter.lat,
        caller_number=matter.number if command.with_number else None,
        state=WorkOrderState.SENT,
        owner_code=who.org_code or "",
        owner_name=who.name,
        first_code=who.org_code or "",
        first_name=who.name,
        sent_at=tx.now,
        accept_by=clocks.accept_by,
        done_by=clocks.done_by,
        ended_at=None,
        returns=0,
        rounds=0,
        urged=0,
        said=None,
        version=1,
        has_line=desk.has_line,
    )
    for scope in matter.scopes:
        if scope.startswith(("t/", "h/")):
            await audience.grant(tx, order_id, scope, "work_order", incident=matter.incident_id, initial=True)
    partner = partner_scope((await get_organisation(tx, desk.org_code)).path)
    await audience.grant(tx, order_id, partner, "work_order", incident=matter.incident_id, initial=True)
    await store.insert_order(tx, order)
    payload = {"work_order_id": str(order_id)}
    due = halfway(tx.now, clocks.accept_by)
    await tx.set_timer(store.ORDER_TIMER, str(order_id), due, payload, about=order_id, is_new=True)
    return order
