"""Move an incident's state, and close it when nothing is owed any more."""

from yaoyaoling.incidents import store
from yaoyaoling.incidents.commands import AdvanceIncident
from yaoyaoling.incidents.handlers.moves import move_incident
from yaoyaoling.incidents.states import IncidentSignal, IncidentState
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded


async def advance_incident(tx: Tx, command: AdvanceIncident) -> IncidentState:
    """Give a signal; gives the new state. Raises: NotFound, IllegalIncidentSignal."""
    incident = await store.get_incident(tx, command.incident_id, lock=True)
    return await move_incident(tx, incident, command.signal, outcome=command.outcome, reason=command.reason)


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
        await move_incident(tx, incident, IncidentSignal.ALL_SETTLED)
