"""Writing orders: one more crew, also off a milder incident; taking one off; ending those nobody accepted."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.dispatch import policy, store
from yaoyaoling.dispatch.events import CrewOrdered, OrderRole
from yaoyaoling.dispatch.handlers.moves import CONTAIN_TIMER, RESPONSE, arm, lose_orders, move_callout, move_order
from yaoyaoling.dispatch.handlers.tell_owners import tell_owners
from yaoyaoling.dispatch.rules import rules_of
from yaoyaoling.dispatch.states import LIVE, CalloutSignal, CalloutState, OrderSignal, OrderState
from yaoyaoling.force.public import get_crew
from yaoyaoling.incidents.public import Incident, get_incident, settle_obligation
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


@dataclass(frozen=True)
class Choice:
    """How a crew came to be chosen: by a person's hand, as a line of a surge, for a wave; or by the chain."""

    is_by_hand: bool = False
    surge_id: UUID | None = None
    wave_id: UUID | None = None


BY_CHAIN = Choice()
BY_HAND = Choice(is_by_hand=True)


async def order_crew(
    tx: Tx,
    incident: Incident,
    callout: store.Callout,
    crew_id: UUID,
    within_s: float,
    reason: str | None = None,
    role: OrderRole = "respond",
    *,
    choice: Choice = BY_CHAIN,
) -> bool:
    """Order one crew, off a milder incident when the ranking says so; gives False when it has a live order still.

    choice: who chose it; of what a person chose by hand its owners are told.
    """
    place = next((n for n, one in enumerate(callout.ranking.ranked, 1) if one.crew_id == crew_id), None)
    chosen = None if place is None else callout.ranking.ranked[place - 1]
    if role == "contain":
        place, chosen = None, next((one for one in callout.ranking.containing if one.crew_id == crew_id), None)
    try:
        crew = await get_crew(tx, crew_id)
    except NotFound:
        return False
    if chosen is not None and chosen.preempts is not None:
        await _preempt(tx, incident, crew_id)
    order = store.Order(
        id=new_id(),
        incident_id=incident.id,
        callout_id=callout.id,
        crew_id=crew_id,
        call_sign=crew.call_sign,
        org_path=crew.org_path,
        state=OrderState.ORDERED,
        rank=place,
        eta_s=chosen.eta_s if chosen else None,
        distance_m=chosen.distance_m if chosen else None,
        is_estimated=chosen.is_estimated if chosen else False,
        reason=reason,
        ordered_by=tx.principal.id,
        ordered_at=tx.now,
        due_at=tx.now + timedelta(seconds=within_s),
        role=role,
        surge_id=choice.surge_id,
        wave_id=choice.wave_id,
    )
    if not await write_order(tx, order):
        return False
    if choice.is_by_hand:
        await tell_owners(tx, incident, order)
    if role == "contain":
        due = tx.now + timedelta(seconds=within_s)
        await tx.set_timer(CONTAIN_TIMER, str(order.id), due, {"order_id": order.id}, about=incident.id)
    return True


async def _preempt(tx: Tx, incident: Incident, crew_id: UUID) -> None:
    """Take a crew off the milder incident it is ordered to, whose own chain goes on at once.

    Nothing happens when it has arrived there meanwhile, or when that incident is out of the actor's sight.
    """
    order = await store.find_live_order(tx, crew_id)
    if order is None or order.incident_id == incident.id:
        return
    try:
        other = await get_incident(tx, order.incident_id, lock=True)
        order = await store.get_order(tx, order.id)
    except NotFound:
        return
    callout = await store.find_callout(tx, other.id)
    rules = (await rules_of(tx, incident.station_code)).ranking()
    if callout is None or order.state not in LIVE or order.state is OrderState.ARRIVED:
        return
    if not policy.may_take_from(incident.level, other.level, rules):
        return
    callout = await take_off(tx, other, callout, order, "preempted")
    if not await store.list_responding(tx, other.id):
        await arm(tx, callout, callout.wave, 0)


async def take_off(
    tx: Tx, incident: Incident, callout: store.Callout, order: store.Order, reason: str
) -> store.Callout:
    """Release a live order of a locked incident; when no crew is left, the incident waits for dispatch again."""
    await move_order(tx, order, OrderSignal.RELEASE, reason=reason)
    await settle_obligation(tx, incident.id, RESPONSE, str(order.id))
    is_last = order.role == "respond" and not await store.list_responding(tx, incident.id)
    if is_last and callout.state is CalloutState.ANSWERED:
        await lose_orders(tx, incident)
        callout = await move_callout(tx, callout, CalloutSignal.ANSWER_LOST)
    return callout


async def write_order(tx: Tx, order: store.Order) -> bool:
    """Write a new order and let those see the incident who must; gives False when the crew has a live one."""
    if not await store.insert_order(tx, order):
        return False
    # The crew sees it, and so do its own desks when it comes from elsewhere.
    for scope in (f"c/{order.crew_id}", f"t/{order.org_path}"):
        await audience.grant(tx, order.incident_id, scope, "order", incident=order.incident_id)
    names = CrewOrdered.model_fields.keys() - {"order_id"}
    event = CrewOrdered(order_id=order.id, **{name: getattr(order, name) for name in names})
    tx.record(event, stream=f"order:{order.id}", seq=1, about=order.incident_id, incident=order.incident_id)
    return True


async def on_containment_due(tx: Tx, payload: dict[str, Any]) -> None:
    """A force that was asked to hold the place did not accept in time: it is asked no more."""
    order = await store.get_order(tx, UUID(payload["order_id"]))
    await get_incident(tx, order.incident_id, lock=True)
    order = await store.get_order(tx, order.id)
    if order.state is OrderState.ORDERED:
        await move_order(tx, order, OrderSignal.EXPIRE, reason="not_accepted_in_time")


async def end_containment(tx: Tx, incident_id: UUID, reason: str) -> None:
    """Let go whoever holds the place: a crew has come, or there is nothing to hold any more."""
    for order in await store.list_orders(tx, incident_id, live_only=True):
        if order.role == "contain":
            await move_order(tx, order, OrderSignal.RELEASE, reason=reason)
            await tx.cancel_timer(CONTAIN_TIMER, str(order.id))


async def expire_orders(tx: Tx, incident_id: UUID, signal: OrderSignal, reason: str) -> None:
    """End the orders of an incident that nobody accepted. A wave's crews are not outrun: all of them are wanted."""
    for order in await store.list_responding(tx, incident_id):
        if order.state is OrderState.ORDERED and not (signal is OrderSignal.OUTRUN and order.wave_id):
            await move_order(tx, order, signal, reason=reason)
