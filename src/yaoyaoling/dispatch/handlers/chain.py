"""Carrying out the chain: what `policy.next_step` says, with orders, audience and durable timers."""

from datetime import timedelta
from uuid import UUID

from yaoyaoling.agencies.public import find_desk_above, get_organisation
from yaoyaoling.dispatch import policy, store
from yaoyaoling.dispatch.handlers.moves import CHAIN_TIMER, arm, lose_orders, move_callout
from yaoyaoling.dispatch.handlers.orders import order_crew
from yaoyaoling.dispatch.rules import rules_of
from yaoyaoling.dispatch.states import CalloutSignal, CalloutState, OrderState
from yaoyaoling.force.public import list_crews
from yaoyaoling.incidents.public import (
    AdvanceIncident,
    Incident,
    IncidentSignal,
    advance_incident,
)
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


async def go_on(tx: Tx, incident: Incident, callout: store.Callout, *, is_rung: bool = False) -> None:
    """Do the chain's next step for a locked incident and call-out. Orders nobody accepted are expired before.

    is_rung: a wave's crews were ordered just now, and are waited for when nobody else is rung.
    """
    # What was tried before the incident came back to work does not count any more.
    begun = incident.reopened_at
    tried = {
        order.crew_id
        for order in await store.list_orders(tx, incident.id)
        if begun is None or order.ended_at is None or order.ended_at > begun
    }
    untried = await list_untried(tx, callout.ranking, tried)
    answered = callout.state is CalloutState.ANSWERED
    accepted = await _accepted(tx, incident) if answered else 0
    more = await _not_taken(tx, incident) if answered else None
    rules = (await rules_of(tx, incident.station_code)).chain()
    while True:
        step = policy.next_step(
            policy.Situation(
                level=callout.level,
                wave=callout.wave,
                accepted=accepted,
                is_one_more_wanted=more is not None,
                untried=tuple(untried),
                desks_above=() if answered else await _desks_above(tx, callout),
            ),
            rules,
        )
        if not isinstance(step, policy.RingCrews):
            break
        rung = [crew for crew in step.crews if await order_crew(tx, incident, callout, crew, step.within_s, more)]
        if rung:
            await ring(tx, incident, callout, step.within_s)
            return
        # Others took these crews between ranking and now: go on with the rest.
        untried = [crew for crew in untried if crew not in step.crews]
    if answered or isinstance(step, policy.Enough):
        if is_rung:
            await ring(tx, incident, callout, rules.accept_s)
            return
        await tx.cancel_timer(CHAIN_TIMER, str(callout.id))
        return
    await lose_orders(tx, incident)
    if isinstance(step, policy.AskDesk):
        await _ask_desk(tx, callout, step)
    else:
        await _alarm(tx, callout, step)


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


async def _not_taken(tx: Tx, incident: Incident) -> str | None:
    """Why a further crew was asked for, when the last one rung did not take it: the next one is rung for the same."""
    orders = [
        order for order in await store.list_orders(tx, incident.id) if order.role == "respond" and order.wave_id is None
    ]
    last = max(orders, key=lambda order: (order.ordered_at, order.id), default=None)
    is_refused = last is not None and last.state in (OrderState.EXPIRED, OrderState.REFUSED)
    return last.reason if last is not None and is_refused else None


async def _accepted(tx: Tx, incident: Incident) -> int:
    """Crews that took the incident since it was opened or came back to work."""
    begun = incident.reopened_at
    return sum(
        order.accepted_at is not None and (begun is None or order.ordered_at >= begun)
        for order in await store.list_orders(tx, incident.id)
        if order.role == "respond" and order.state is not OrderState.RELEASED
    )


async def list_untried(tx: Tx, ranking: policy.Ranking, tried: set[UUID]) -> list[UUID]:
    """Ranked crews not rung for this incident that are on duty and free now."""
    busy = await store.list_busy_crews(tx)
    on_duty = {crew.id for crew in await list_crews(tx) if crew.duty == "on_duty"}
    return [
        one.crew_id
        for one in ranking.ranked
        if one.crew_id not in tried and one.crew_id in on_duty
        if one.crew_id not in busy or one.preempts is not None
    ]


async def _desks_above(tx: Tx, callout: store.Callout) -> tuple[str, ...]:
    """Desks to ask: from the station up, or from above the one asked last; one that took over is asked again."""
    code = callout.desk_code or callout.station_code
    desks: list[str] = [code] if callout.desk_code is None or callout.desk_taken_by else []
    while (above := await find_desk_above(tx, code)) is not None:
        desks.append(above.code)
        code = above.code
    return tuple(desks)
