"""Correct an incident's class, level, place or words; the audience follows the class and the place."""

from yaoyaoling.incidents import store
from yaoyaoling.incidents.classes import get_class
from yaoyaoling.incidents.commands import AmendIncident
from yaoyaoling.incidents.events import IncidentAmended
from yaoyaoling.incidents.handlers.merge import HasDuplicates
from yaoyaoling.incidents.policy import scopes_of
from yaoyaoling.incidents.states import FINAL
from yaoyaoling.kernel.refused import Conflict, Refused
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


class IncidentEnded(Refused):
    """A closed incident is not amended: re-open it first."""

    code = "incident_ended"
    status = 409
    zh = "警情已结束，不能修改；如需修改请先恢复警情。"
    en = "The incident has ended. Re-open it before changing it."


async def amend_incident(tx: Tx, command: AmendIncident) -> int:
    """Write what changed; gives the new version.

    Raises: NotFound, Conflict, IncidentEnded, UnknownClass, HasDuplicates.
    """
    incident = await store.get_incident(tx, command.incident_id, lock=True)
    if command.expected_version not in (None, incident.version):
        raise Conflict
    if incident.state in FINAL:
        raise IncidentEnded
    chosen = await get_class(tx, command.class_code or incident.class_code)
    if chosen.is_inspection_only and await store.has_duplicates(tx, incident.id):
        raise HasDuplicates
    changed: dict[str, object] = {
        "class_code": chosen.code,
        "is_inspection_only": chosen.is_inspection_only,
        "level": command.level or incident.level,
        "narrative": incident.narrative if command.narrative is None else command.narrative,
        "place_text": command.place_text or incident.place_text,
        "is_unsafe_to_contact": _choose(command.is_unsafe_to_contact, incident.is_unsafe_to_contact),
        "lon": incident.lon,
        "lat": incident.lat,
    }
    if command.point is not None and command.owner is not None:
        changed |= {"lon": command.point.lon, "lat": command.point.lat, **command.owner.model_dump()}
    version = await store.save(tx, incident, **changed)
    after = await store.get_incident(tx, incident.id)
    event = IncidentAmended(
        incident_id=incident.id,
        reason=command.reason,
        **{
            name: getattr(after, name) for name in IncidentAmended.model_fields if name not in ("incident_id", "reason")
        },
    )
    await _move_audience(tx, incident, after, command.hall_code)
    tx.record(
        event,
        stream=incident.stream,
        seq=version,
        about=incident.id,
        incident=incident.id,
        subject=incident.subject,
    )
    return version


def _choose(wanted: bool | None, present: bool) -> bool:
    return present if wanted is None else wanted


async def _move_audience(tx: Tx, before: store.Incident, after: store.Incident, hall_code: str) -> None:
    """Grant what the new class and place call for, and take away what only the old ones did."""

    def scopes(incident: store.Incident) -> dict[str, str]:
        pairs = scopes_of(
            station_path=incident.station_path,
            hall_code=hall_code,
            is_inspection_only=incident.is_inspection_only,
            taker_account=tx.principal.account_id,
        )
        return dict(pairs)

    old, new = scopes(before), scopes(after)
    for scope in new.keys() - old.keys():
        await audience.grant(tx, after.id, scope, new[scope], incident=after.id)
    for scope in old.keys() - new.keys():
        await audience.revoke(tx, after.id, scope, "amended", incident=after.id)
    if after.is_inspection_only and not before.is_inspection_only:
        # Crews and units that were given sight for an order lose it too: the complaint may be about them.
        for scope in await audience.list_scopes(tx, after.id):
            if scope not in new and scope not in old:
                await audience.revoke(tx, after.id, scope, "inspection_only", incident=after.id)
