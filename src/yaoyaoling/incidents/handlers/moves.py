"""Moving an incident: state, row and fact together, for all verbs of this room."""

from typing import Any

from yaoyaoling.incidents import store
from yaoyaoling.incidents.events import IncidentAdvanced
from yaoyaoling.incidents.states import BACK_TO_WORK, FINAL, IncidentSignal, IncidentState, advance
from yaoyaoling.platform.db.tx import Tx


async def move_incident(
    tx: Tx,
    incident: store.Incident,
    signal: IncidentSignal,
    *,
    outcome: str | None = None,
    reason: str | None = None,
    primary: store.Incident | None = None,
    carries_crews: bool = False,
) -> IncidentState:
    """Give a locked incident a signal. primary: what it is merged into or taken out of. Raises: IllegalIncidentSignal.

    A signal that changes nothing (a second crew arrives) is written all the same: it is part of the story.
    """
    state = advance(incident.state, signal)
    changed: dict[str, Any] = {"state": state.value}
    if state is IncidentState.HANDLED:
        changed["handled_at"] = tx.now
        if outcome is not None:
            changed["outcome"] = outcome
    if state in FINAL:
        changed["closed_at"] = tx.now
    elif incident.closed_at is not None:
        changed["closed_at"] = None
    if signal in BACK_TO_WORK:
        changed |= {"reopened_at": tx.now, "merged_into": None, "merged_into_number": None}
    elif primary is not None:
        changed |= {"merged_into": primary.id, "merged_into_number": primary.number}
    version = await store.save(tx, incident, **changed)
    event = IncidentAdvanced(
        incident_id=incident.id,
        signal=signal,
        state=state,
        outcome=outcome,
        reason=reason,
        primary_id=primary.id if primary else None,
        primary_number=primary.number if primary else None,
        carries_crews=carries_crews,
    )
    tx.record(
        event,
        stream=incident.stream,
        seq=version,
        about=incident.id,
        incident=incident.id,
        subject=incident.subject,
    )
    return state
