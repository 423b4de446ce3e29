"""Another station takes an incident over (移交): the place stays where it is, the owner is another."""

from yaoyaoling.incidents import store
from yaoyaoling.incidents.commands import HandOverIncident
from yaoyaoling.incidents.events import IncidentAmended
from yaoyaoling.incidents.handlers.amend import IncidentEnded
from yaoyaoling.incidents.states import FINAL
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


async def hand_over_incident(tx: Tx, command: HandOverIncident) -> int:
    """Write the owner; gives the version. The former one keeps sight of it: its crews may be there, and it answers
    for what it did. Raises: NotFound, IncidentEnded.
    """
    incident = await store.get_incident(tx, command.incident_id, lock=True)
    if incident.state in FINAL:
        raise IncidentEnded
    version = await store.save(tx, incident, **command.owner.model_dump())
    after = await store.get_incident(tx, incident.id)
    scope = f"t/{after.station_path}"
    await audience.grant(tx, after.id, scope, "jurisdiction", incident=after.id)
    names = IncidentAmended.model_fields.keys() - {"incident_id", "reason"}
    event = IncidentAmended(
        incident_id=after.id, reason=command.reason, **{name: getattr(after, name) for name in names}
    )
    tx.record(
        event,
        stream=after.stream,
        seq=version,
        about=after.id,
        incident=after.id,
        subject=after.subject,
    )
    return version
