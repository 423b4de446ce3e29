"""The crew's side of an order: accept, refuse, depart, arrive."""

from contextlib import suppress
from uuid import UUID

from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder, RefuseOrder
from yaoyaoling.dispatch.handlers.moves import CHAIN_TIMER, RESPONSE, arm, move_callout, move_order
from yaoyaoling.dispatch.handlers.orders import end_containment, expire_orders
from yaoyaoling.dispatch.policy import crews_missing
from yaoyaoling.dispatch.rules import rules_of
from yaoyaoling.dispatch.states import LIVE, CalloutSignal, OrderSignal, OrderState
from yaoyaoling.incidents.public import (
    AdvanceIncident,
    Incident,
    IncidentSignal,
    add_obligation,
    advance_incident,
    get_incident,
)
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.db.tx import Tx


class OrderGone(Refused):
    """Too late: the order has passed on."""

    code = "order_gone"
    status = 409
    zh = "该派警单已失效：{why_zh}。"
    en = "This order is over: {why_en}."


_WHY = {
    OrderState.EXPIRED: ("超时未签收，已转派", "it was not accepted in time and was passed on"),
    OrderState.OUTRUN: ("{0} 已先签收", "{0} accepted first"),
    OrderState.RELEASED: ("已撤派（{0}）", "it was withdrawn ({0})"),
    OrderState.REFUSED: ("本组已拒收（{0}）", "your crew refused it ({0})"),
    OrderState.FED_BACK: ("已反馈", "it has been fed back"),
}

_CALLED_BACK = {
    "incident_cancelled": ("警情已撤销", "the incident was cancelled"),
    "incident_merged": ("警情已并案", "the incident was merged into another"),
    "inspection_only": ("转督察办理", "it was handed to inspection"),
    "preempted": ("抽调至更紧急的警情", "you are wanted for a graver incident"),
    "handled_without": ("警情已处理完毕", "it was dealt with otherwise"),
    "crew_arrived": ("处警警组已到场", "a crew has arrived"),
}
"""Reasons the hall itself gives; all others are a person's words or a crew's call sign."""


def _gone(order: store.Order) -> OrderGone:
    zh, en = _WHY[order.state]
    given = order.end_reason or "—"
    reason_zh, reason_en = _CALLED_BACK.get(given, (given, given))
    return OrderGone(state=order.state.value, why_zh=zh.format(reason_zh), why_en=en.format(reason_en))


class OrderReply(Value):
    """An order after a command."""

    order_id: UUID
    incident_id: UUID
    state: OrderState


async def _own_order(tx: Tx, order_id: UUID) -> store.Order:
    order = await store.get_order(tx, order_id)
    if not tx.principal.is_system and order.crew_id != tx.principal.crew_id:
        raise NotFound
    return order


async def _locked(tx: Tx, order_id: UUID) -> tuple[Incident, store.Callout, store.Order]:
    """Incident, call-out and order, locked in that order. Raises: NotFound, OrderGone."""
    order = await _own_order(tx, order_id)
    if order.state not in LIVE:
        raise _gone(order)
    incident: Incident | None = None
    with suppress(NotFound):  # passed on between the two reads: this crew sees it no more
        incident = await get_incident(tx, order.incident_id, lock=True)
    order = await store.get_order(tx, order_id)  # as it is now that nobody else can move it
    if order.state not in LIVE:
        raise _gone(order)
    callout = await store.find_callout(tx, order.incident_id)
    if incident is None or callout is None:
        raise NotFound
    return incident, callout, order


async def accept_order(tx: Tx, command: AcceptOrder) -> OrderReply:
    """Take the order; of several the first have it, as many as the level asks for.

    Raises: NotFound, OrderGone, IllegalOrderSignal.
    """
    incident, callout, order = await _locked(tx, command.order_id)
    if order.state is OrderState.ACCEPTED:
        return _reply(order, order.state)
    state = await move_order(tx, order, OrderSignal.ACCEPT)
    if order.role == "contain":
        return _reply(order, state)
    accepted = [one for one in await store.list_responding(tx, incident.id) if one.state is not OrderState.ORDERED]
    rules = (await rules_of(tx, incident.station_code)).chain()
    if crews_missing(callout.level, len(accepted), rules):
        await move_callout(tx, callout, CalloutSignal.ANSWER, due_at=callout.due_at)
    else:
        await expire_orders(tx, incident.id, OrderSignal.OUTRUN, order.call_sign)
        # A wave's crews are still waited for, or to be replaced when it is their time.
        has_wave = any(one.wave_id is not None for one in await store.list_orders(tx, incident.id))
        await move_callout(tx, callout, CalloutSignal.ANSWER, due_at=callout.due_at if has_wave else None)
        if not has_wave:
            await tx.cancel_timer(CHAIN_TIMER, str(callout.id))
    await add_obligation(tx, incident.id, RESPONSE, str(order.id))
    command_ = AdvanceIncident(incident_id=incident.id, signal=IncidentSignal.ORDER_ACCEPTED)
    await advance_incident(tx, command_)
    return _reply(order, state)


async def refuse_order(tx: Tx, command: RefuseOrder) -> OrderReply:
    """Say no, with a reason; the chain goes on at once, by the worker: a crew sees no other crews.

    Raises: NotFound, OrderGone, IllegalOrderSignal.
    """
    incident, callout, order = await _locked(tx, command.order_id)
    state = await move_order(tx, order, OrderSignal.REFUSE, reason=command.reason)
    ringing = [one for one in await store.list_responding(tx, incident.id) if one.state is OrderState.ORDERED]
    if order.role == "respond" and not ringing:
        await arm(tx, callout, callout.wave, 0)
    return _reply(order, state)


async def advance_own_order(tx: Tx, command: AdvanceOrder) -> OrderReply:
    """Depart or arrive. Raises: NotFound, OrderGone, IllegalOrderSignal."""
    incident, _, order = await _locked(tx, command.order_id)
    if command.to == "depart":
        return _reply(order, await move_order(tx, order, OrderSignal.DEPART))
    state = await move_order(tx, order, OrderSignal.ARRIVE, arrived_by=command.by)
    if order.role == "contain":
        return _reply(order, state)
    await end_containment(tx, incident.id, "crew_arrived")
    await advance_incident(tx, AdvanceIncident(incident_id=incident.id, signal=IncidentSignal.CREW_ARRIVED))
    return _reply(order, state)


def _reply(order: store.Order, state: OrderState) -> OrderReply:
    return OrderReply(order_id=order.id, incident_id=order.incident_id, state=state)
