"""Move an incident's state, and close it when nothing is owed any more."""

from yaoyaoling.incidents import store
from yaoyaoling.incidents.commands import AdvanceIncident
from yaoyaoling.incidents.events import IncidentAdvanced
from yaoyaoling.incidents.states import IncidentSignal, IncidentState, advance
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded


async def advance_incident(tx: Tx, command: AdvanceIncident) -> IncidentState:
    """Give a signal; gives the new state. Raises: NotFound, IllegalIncidentSignal.

    A signal that changes nothing (a second crew arrives) is written all the same: it is part of the story.
    """
    incident = await store.get_incident(tx, command.incident_id, lock=True)
    state = advance(incident.state, command.signal)
    changed: dict[str, object] = {"state": state.value}
    if state is IncidentState.HANDLED:
        changed["handled_at"] = tx.now
        if command.outcome is not None:
            changed["outcome"] = command.outcome
    if state in (IncidentState.CLOSED, IncidentState.CANCELLED):
        changed["closed_at"] = tx.now
    elif incident.closed_at is not None:
        changed["closed_at"] = None
    version = await store.save(tx, incident, **changed)
    event = IncidentAdvanced(
        incident_id=incident.id,
        signal=command.signal,
        state=state,
        outcome=command.outcome,
        reason=command.reason,
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


async def close_if_settled(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside: close a handled incident to which nothing is owed.

    It looks after the whole command was done, so that what upper rooms add on the same facts is seen.
    """
    if recorded.incident is None:
        return
    incident = await store.get_incident(tx, recorded.incident, lock=True)
    if incident.state is not IncidentState.HANDLED:
        return
    owed = await tx.fetchval(
        "select exists (select from incidents.obligation where incident_id = $1 and settled_at is null)", incident.id
    )
    if not owed:
        await advance_incident(tx, AdvanceIncident(incident_id=incident.id, signal=IncidentSignal.ALL_SETTLED))
