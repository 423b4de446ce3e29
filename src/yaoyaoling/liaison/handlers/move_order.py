"""A step of a work order: the partner's, its sender's, or the clock's. Whoever has it next is named in it."""

from typing import Any

from yaoyaoling.agencies.public import get_organisation, partner_scope
from yaoyaoling.kernel.refused import NotAllowed
from yaoyaoling.liaison import store
from yaoyaoling.liaison.commands import MoveOrder
from yaoyaoling.liaison.desks import get_fitting, matter_of
from yaoyaoling.liaison.directory import clocks_at
from yaoyaoling.liaison.events import WorkOrderAdvanced
from yaoyaoling.liaison.handlers.send_order import WorkOrderReply, reply_of
from yaoyaoling.liaison.policy import halfway
from yaoyaoling.liaison.refusals import DeskWanted, TextWanted
from yaoyaoling.liaison.states import BY_PARTNER, OPEN, WANTS_TEXT, WorkOrderSignal, WorkOrderState, advance
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role

SENDERS = (Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)
_LEAST_TEXT = 2


async def move_order(tx: Tx, command: MoveOrder) -> WorkOrderReply:
    """Take the step.

    Raises: NotFound, NotAllowed, Conflict, IllegalWorkOrderSignal, TextWanted, DeskWanted, DeskUnfit.
    """
    order = await store.get_order(tx, command.work_order_id, lock=True, expected_version=command.expected_version)
    require_side(tx, order, is_partner=command.signal in BY_PARTNER)
    if command.signal in (WorkOrderSignal.NOT_TAKEN, WorkOrderSignal.RECALL):
        raise NotAllowed
    text = command.text.strip()
    state = advance(order.state, command.signal)
    if command.signal in WANTS_TEXT and len(text) < _LEAST_TEXT:
        raise TextWanted
    kept = await store.keepable(tx, order, text or None)
    if command.signal is WorkOrderSignal.RESEND:
        return reply_of(await _resend(tx, order, command.desk_code, kept))
    return reply_of(await take_step(tx, order, command.signal, state, kept))


def require_side(tx: Tx, order: store.WorkOrder, *, is_partner: bool) -> None:
    """Raise unless the actor sits at the order's desk, or is of the police side that sent it. Raises: NotAllowed."""
    if is_partner:
        tx.principal.require(Role.PARTNER)
        if tx.principal.org_code != order.desk_code:
            raise NotAllowed
    else:
        tx.principal.require(*SENDERS)


async def take_step(
    tx: Tx, order: store.WorkOrder, signal: WorkOrderSignal, state: WorkOrderState, text: str | None
) -> store.WorkOrder:
    """Every step but sending it anew; the actor becomes its owner, or whoever received it first does."""
    who = tx.principal
    changed: dict[str, Any] = {"state": state.value, "urged": 0, "accept_by": None}
    changed["ended_at"] = None if state in OPEN else tx.now
    if text is not None:
        changed["said"] = text
    match signal:
        case WorkOrderSignal.RETURN | WorkOrderSignal.NOT_TAKEN:
            changed |= {"owner_code": order.first_code, "owner_name": order.first_name, "returns": order.returns + 1}
        case WorkOrderSignal.RECALL:
            # Nobody gave it back: it is no return.
            changed |= {"owner_code": order.first_code, "owner_name": order.first_name}
        case WorkOrderSignal.REOPEN:
            # It is the desk's again that said it was done, whose person is named in it still.
            until = clocks_at(order.service, order.urgency, tx.now).done_by
            changed |= {"rounds": order.rounds + 1, "done_by": until}
        case _:
            changed |= {"owner_code": who.org_code, "owner_name": who.name}
    after = await store.save_order(tx, order, **changed)
    if state is WorkOrderState.RETURNED:
        # Who gave it back has no business with the caller's words and number any more.
        await _hide_from_desk(tx, order)
    await _set_clock(tx, after)
    _tell(tx, after, signal, text)
    return after


async def _resend(tx: Tx, order: store.WorkOrder, desk_code: str | None, text: str | None) -> store.WorkOrder:
    if desk_code is None:
        raise DeskWanted
    matter = await matter_of(tx, order.incident_id, order.contact_id)
    desk = await get_fitting(tx, matter, desk_code)
    clocks = clocks_at(desk.service, order.urgency, tx.now)
    after = await store.save_order(
        tx, order, state=WorkOrderState.SENT.value, desk_code=desk.org_code, service=desk.service, urged=0,
        owner_code=tx.principal.org_code, owner_name=tx.principal.name, sent_at=tx.now, said=text or order.said,
        accept_by=clocks.accept_by, done_by=clocks.done_by, has_line=desk.has_line,
    )  # fmt: skip
    path = (await get_organisation(tx, desk.org_code)).path
    await audience.grant(tx, order.id, partner_scope(path), "work_order", incident=order.incident_id)
    await _set_clock(tx, after)
    _tell(tx, after, WorkOrderSignal.RESEND, text)
    return after


async def _hide_from_desk(tx: Tx, order: store.WorkOrder) -> None:
    path = (await get_organisation(tx, order.desk_code)).path
    await audience.revoke(tx, order.id, partner_scope(path), "returned", incident=order.incident_id)


async def _set_clock(tx: Tx, order: store.WorkOrder) -> None:
    """The clock that urges at half the time, and brings back what is not taken; who is late is told by oversight."""
    until = {WorkOrderState.SENT: order.accept_by, WorkOrderState.ACCEPTED: order.done_by}.get(order.state)
    if until is None:
        await tx.cancel_timer(store.ORDER_TIMER, str(order.id))
        return
    payload = {"work_order_id": str(order.id)}
    await tx.set_timer(store.ORDER_TIMER, str(order.id), halfway(tx.now, until), payload, about=order.id)


def _tell(tx: Tx, order: store.WorkOrder, signal: WorkOrderSignal, text: str | None) -> None:
    names = ("incident_id", "contact_id", "state", "desk_code", "service", "owner_code", "owner_name", "first_code",
             "returns", "rounds", "accept_by", "done_by")  # fmt: skip
    event = WorkOrderAdvanced(
        work_order_id=order.id,
        signal=signal,
        by_name=tx.principal.name,
        text=text,
        **{name: getattr(order, name) for name in names},
    )
    store.record(tx, order, event)
