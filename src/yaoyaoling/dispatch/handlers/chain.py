"""Carrying out the chain: what `policy.next_step` says, with orders, audience and durable timers."""

from datetime import timedelta
from uuid import UUID

from yaoyaoling.agencies.public import find_desk_above, get_organisation
from yaoyaoling.dispatch import policy, store
from yaoyaoling.dispatch.events import CrewOrdered
from yaoyaoling.dispatch.handlers.moves import move_callout, move_order
from yaoyaoling.dispatch.rules import rules_of
from yaoyaoling.dispatch.states import CalloutSignal, CalloutState, OrderSignal, OrderState
from yaoyaoling.force.public import get_crew, list_crews
from yaoyaoling.incidents.public import (
    AdvanceIncident,
    Incident,
    IncidentSignal,
    IncidentState,
    advance_incident,
)
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx

CHAIN_TIMER = "dispatch.chain"


async def go_on(tx: Tx, incident: Incident, callout: store.Callout) -> None:
    """Do the chain's next step for a locked incident and call-out. Orders nobody accepted are expired before."""
    # What was tried before the incident came back to work does not count any more.
    begun = incident.reopened_at
    tried = {
        order.crew_id
        for order in await store.list_orders(tx, incident.id)
        if begun is None or order.ended_at is None or order.ended_at > begun
    }
    untried = await _untried(tx, callout.ranking, tried)
    answered = callout.state is CalloutState.ANSWERED
    rules = (await rules_of(tx, incident.station_code)).chain()
    while True:
        step = policy.next_step(
            policy.Situation(
                level=callout.level,
                wave=callout.wave,
                untried=tuple(untried),
                desks_above=() if answered else await _desks_above(tx, callout),
            ),
            rules,
        )
        if not isinstance(step, policy.RingCrews):
            break
        rung = [crew for crew in step.crews if await order_crew(tx, incident, callout, crew, step.within_s)]
        if rung:
            await ring(tx, incident, callout, step.within_s)
            return
        # Others took these crews between ranking and now: go on with the rest.
        untried = [crew for crew in untried if crew not in step.crews]
    if answered:
        await tx.cancel_timer(CHAIN_TIMER, str(callout.id))
        return
    await lose_orders(tx, incident)
    if isinstance(step, policy.AskDesk):
        await _ask_desk(tx, callout, step)
    else:
        await _alarm(tx, callout, step)


async def order_crew(
    tx: Tx, incident: Incident, callout: store.Callout, crew_id: UUID, within_s: float, reason: str | None = None
) -> bool:
    """Order one crew; gives False when it has a live order already."""
    place = next((n for n, one in enumerate(callout.ranking.ranked, 1) if one.crew_id == crew_id), None)
    chosen = None if place is None else callout.ranking.ranked[place - 1]
    try:
        crew = await get_crew(tx, crew_id)
    except NotFound:
        return False
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
        accepted_at=None,
        departed_at=None,
        arrived_at=None,
        arrived_by=None,
        fed_back_at=None,
        ended_at=None,
        end_reason=None,
        version=1,
    )
    return await write_order(tx, order)


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


async def ring(tx: Tx, incident: Incident, callout: store.Callout, within_s: float) -> None:
    """Orders went out: note the wave, arm its timer, move the incident."""
    due_at = tx.now + timedelta(seconds=within_s)
    wave = callout.wave + 1
    await move_callout(
        tx,
        callout,
        CalloutSignal.RING,
        wave=wave,
        due_at=due_at,
        desk_code=callout.desk_code,
        desk_taken_by=callout.desk_taken_by,
    )
    await arm(tx, callout, wave, within_s)
    await advance_incident(tx, AdvanceIncident(incident_id=incident.id, signal=IncidentSignal.ORDER_SENT))


async def expire_orders(tx: Tx, incident_id: UUID, signal: OrderSignal, reason: str) -> None:
    """End the orders of an incident that nobody accepted."""
    for order in await store.list_orders(tx, incident_id, live_only=True):
        if order.state is OrderState.ORDERED:
            await move_order(tx, order, signal, reason=reason)


async def lose_orders(tx: Tx, incident: Incident) -> None:
    """Nobody is on the way any more: the incident waits for dispatch again."""
    if incident.state in (IncidentState.DISPATCHED, IncidentState.UNDER_WAY, IncidentState.ON_SCENE):
        await advance_incident(tx, AdvanceIncident(incident_id=incident.id, signal=IncidentSignal.ORDERS_LOST))


async def _ask_desk(tx: Tx, callout: store.Callout, step: policy.AskDesk) -> None:
    desk = await get_organisation(tx, step.desk_code)
    scope = f"t/{desk.path}"
    await audience.grant(tx, callout.incident_id, scope, "escalation", incident=callout.incident_id)
    due_at = tx.now + timedelta(seconds=step.within_s)
    await move_callout(tx, callout, CalloutSignal.TO_DESK, desk_code=step.desk_code, due_at=due_at)
    await arm(tx, callout, callout.wave, step.within_s)


async def _alarm(tx: Tx, callout: store.Callout, step: policy.Alarm) -> None:
    due_at = tx.now + timedelta(seconds=step.again_s)
    await move_callout(tx, callout, CalloutSignal.ALARM, desk_code=callout.desk_code, due_at=due_at)
    await arm(tx, callout, callout.wave, step.again_s)


async def arm(tx: Tx, callout: store.Callout, wave: int, within_s: float) -> None:
    """Let the chain go on after so long, by the program itself: it sees all crews, whoever acts here."""
    payload = {"incident_id": callout.incident_id, "wave": wave}
    due = tx.now + timedelta(seconds=within_s)
    await tx.set_timer(CHAIN_TIMER, str(callout.id), due, payload, about=callout.incident_id)


async def _untried(tx: Tx, ranking: policy.Ranking, tried: set[UUID]) -> list[UUID]:
    """Ranked crews not rung for this incident that are on duty and free now."""
    busy = await store.list_busy_crews(tx)
    on_duty = {crew.id for crew in await list_crews(tx) if crew.duty == "on_duty"}
    return [
        one.crew_id
        for one in ranking.ranked
        if one.crew_id not in tried and one.crew_id not in busy and one.crew_id in on_duty
    ]


async def _desks_above(tx: Tx, callout: store.Callout) -> tuple[str, ...]:
    """Desks to ask: from the station up, or from above the one asked last; one that took over is asked again."""
    code = callout.desk_code or callout.station_code
    desks: list[str] = [code] if callout.desk_code is None or callout.desk_taken_by else []
    while (above := await find_desk_above(tx, code)) is not None:
        desks.append(above.code)
        code = above.code
    return tuple(desks)
