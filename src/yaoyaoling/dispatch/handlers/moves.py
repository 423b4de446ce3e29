"""Moving an order or a call-out: state, row and fact together, for all verbs of this room."""

from datetime import datetime, timedelta
from typing import Any

from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.events import CalloutAdvanced, OrderAdvanced
from yaoyaoling.dispatch.policy import Ranking
from yaoyaoling.dispatch.states import (
    LIVE,
    CalloutSignal,
    OrderSignal,
    OrderState,
    advance_callout,
    advance_order,
)
from yaoyaoling.incidents.public import (
    AdvanceIncident,
    Incident,
    IncidentSignal,
    IncidentState,
    advance_incident,
    get_incident,
)
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx

_STAMPS = {
    OrderState.ACCEPTED: "accepted_at",
    OrderState.DEPARTED: "departed_at",
    OrderState.ARRIVED: "arrived_at",
    OrderState.FED_BACK: "fed_back_at",
}
CHAIN_TIMER = "dispatch.chain"
CONTAIN_TIMER = "dispatch.containment"
RESPONSE = "response"
"""Kind of obligation: a crew that accepted owes its feedback."""
_GONE = frozenset({OrderState.REFUSED, OrderState.EXPIRED, OrderState.OUTRUN, OrderState.RELEASED})


async def move_order(
    tx: Tx, order: store.Order, signal: OrderSignal, *, reason: str | None = None, arrived_by: str | None = None
) -> OrderState:
    """Give an order a signal. A crew that no longer goes loses sight of the incident. Raises: IllegalOrderSignal."""
    state = advance_order(order.state, signal)
    changed: dict[str, Any] = {"state": state.value}
    if state in _STAMPS:
        changed[_STAMPS[state]] = tx.now
    if state not in LIVE:
        changed |= {"ended_at": tx.now, "end_reason": reason}
    if arrived_by is not None:
        changed["arrived_by"] = arrived_by
    version = await store.save_order(tx, order, **changed)
    event = OrderAdvanced(
        order_id=order.id,
        incident_id=order.incident_id,
        crew_id=order.crew_id,
        call_sign=order.call_sign,
        signal=signal,
        state=state,
        arrived_by=arrived_by,
        reason=reason,
    )
    tx.record(event, stream=f"order:{order.id}", seq=version, about=order.incident_id, incident=order.incident_id)
    if state in _GONE:
        await _take_sight_away(tx, order, state)
    return state


async def _take_sight_away(tx: Tx, order: store.Order, state: OrderState) -> None:
    """A crew that does not go loses sight of the incident, and so does its station unless it owns it."""
    incident = await get_incident(tx, order.incident_id)
    scopes = [f"c/{order.crew_id}"]
    stays = [other.org_path for other in await store.list_orders(tx, order.incident_id, live_only=True)]
    if order.org_path not in (incident.station_path, *stays):
        scopes.append(f"t/{order.org_path}")
    for scope in scopes:
        await audience.revoke(tx, order.incident_id, scope, state.value, incident=order.incident_id)


async def move_callout(
    tx: Tx,
    callout: store.Callout,
    signal: CalloutSignal,
    *,
    wave: int | None = None,
    desk_code: str | None = None,
    desk_taken_by: str | None = None,
    due_at: datetime | None = None,
    ranking: Ranking | None = None,
) -> store.Callout:
    """Give a locked call-out a signal and write what is true from now on. Raises: IllegalCalloutSignal."""
    state = advance_callout(callout.state, signal)
    present = {
        "state": state.value,
        "wave": callout.wave if wave is None else wave,
        "desk_code": desk_code,
        "desk_taken_by": desk_taken_by,
        "due_at": due_at,
    }
    changed = dict(present) if ranking is None else {**present, "ranking": ranking}
    version = await store.save_callout(tx, callout, **changed)
    event = CalloutAdvanced(
        callout_id=callout.id,
        incident_id=callout.incident_id,
        signal=signal,
        ranking=ranking,
        **present,
    )
    tx.record(
        event, stream=f"callout:{callout.id}", seq=version, about=callout.incident_id, incident=callout.incident_id
    )
    found = await store.find_callout(tx, callout.incident_id)
    assert found is not None
    return found


async def arm(tx: Tx, callout: store.Callout, wave: int, within_s: float) -> None:
    """Let the chain go on after so long, by the program itself: it sees all crews, whoever acts here."""
    payload = {"incident_id": callout.incident_id, "wave": wave}
    due = tx.now + timedelta(seconds=within_s)
    await tx.set_timer(CHAIN_TIMER, str(callout.id), due, payload, about=callout.incident_id)


async def lose_orders(tx: Tx, incident: Incident) -> None:
    """Nobody is on the way any more: the incident waits for dispatch again."""
    if incident.state in (IncidentState.DISPATCHED, IncidentState.UNDER_WAY, IncidentState.ON_SCENE):
        await advance_incident(tx, AdvanceIncident(incident_id=incident.id, signal=IncidentSignal.ORDERS_LOST))
