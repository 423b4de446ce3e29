"""Reactions to the facts of an order: what its partner's platform must know goes into the outbox with them."""

from uuid import UUID

from yaoyaoling.agencies.public import get_organisation, partner_scope
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.liaison import store
from yaoyaoling.liaison.events import WorkOrderAdvanced, WorkOrderNoted, WorkOrderSent, WorkOrderUrged
from yaoyaoling.liaison.exchange.messages import Names, OutKind, order_body
from yaoyaoling.liaison.exchange.outgoing import Outgoing, insert_outgoing
from yaoyaoling.liaison.states import ExchangeState, WorkOrderSignal
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded

LINE_ACTOR = "line:"
"""Begins the id of a partner's platform as an actor: what it said itself it is not told."""
_X = WorkOrderSignal
_KINDS: dict[WorkOrderSignal, OutKind] = {
    _X.ACCEPT: "order.accepted",
    _X.RETURN: "order.returned",
    _X.NOT_TAKEN: "order.withdrawn",
    _X.RECALL: "order.withdrawn",
    _X.WITHDRAW: "order.withdrawn",
    _X.RESEND: "order.sent",
    _X.FINISH: "order.done",
    _X.REOPEN: "order.reopened",
}
"""What is kept by the first receiver was the desk's no more."""


async def on_order_fact(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside: a step, an urging or a note of an order whose desk has a platform of its own."""
    event = recorded.event
    if recorded.actor.startswith(LINE_ACTOR):
        return
    kind: OutKind = "order.sent"
    text: str | None = None
    match event:
        case WorkOrderSent():
            pass
        case WorkOrderAdvanced():
            known = _KINDS.get(event.signal)
            if known is None:
                return
            kind, text = known, event.text
        case WorkOrderUrged():
            kind, text = "order.urged", None
        case WorkOrderNoted():
            kind, text = "order.noted", event.text
        case _:
            return
    await _queue(tx, recorded, event.work_order_id, kind, text)


async def _queue(tx: Tx, recorded: Recorded, order_id: UUID, kind: OutKind, text: str | None) -> None:
    order = await store.get_order(tx, order_id)
    if not order.has_line:
        return
    desk = await get_organisation(tx, order.desk_code)
    if kind == "order.withdrawn" and partner_scope(desk.path) not in await audience.list_scopes(tx, order.id):
        return  # it came back before: the desk was told then, and has it no more
    message_id = new_id()
    names = Names(
        first=(await get_organisation(tx, order.first_code)).name_zh,
        desk=desk.name_zh,
        by=tx.principal.name,
    )
    body = order_body(str(message_id), kind, recorded.stream_seq, recorded.at, order, names, text)
    out = Outgoing(
        id=message_id,
        desk_code=order.desk_code,
        subject_id=order.id,
        person=order.subject,
        work_order_id=order.id,
        contact_id=order.contact_id,
        incident_id=order.incident_id,
        number=order.number,
        first_code=order.first_code,
        thing_id=order.id,
        seq=recorded.stream_seq,
        kind=kind,
        body=body,
        state=ExchangeState.QUEUED,
        queued_at=tx.now,
        next_try_at=tx.now,
        tries=0,
        ended_at=None,
        reason=None,
        died=False,
        version=0,
    )
    await insert_outgoing(tx, out)
