"""Open an incident (立警): number, owner, audience."""

from uuid import UUID

from yaoyaoling.incidents import store
from yaoyaoling.incidents.class_table import present_version
from yaoyaoling.incidents.classes import get_class
from yaoyaoling.incidents.commands import OpenIncident
from yaoyaoling.incidents.events import IncidentOpened
from yaoyaoling.incidents.policy import scopes_of
from yaoyaoling.incidents.states import IncidentState
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


class IncidentRef(Value):
    """An incident by id and number."""

    incident_id: UUID
    number: str


async def next_number(tx: Tx, city_code: str) -> str:
    """A province-unique number: city (4 digits of GB/T 2260), date, origin, running number.

    The origin keeps two installations that cannot hear each other from giving the same number. The
    running number comes from a sequence: rolled-back openings leave gaps, no two are equal.
    """
    running = await tx.fetchval("select nextval('incidents.incident_no')")
    day = tx.now.astimezone(HALL_ZONE).strftime("%Y%m%d")
    return f"{city_code[:4]}{day}{tx.origin}{running:06d}"


async def open_incident(tx: Tx, command: OpenIncident) -> IncidentRef:
    """Write the incident and let those see it who must. Raises: UnknownClass."""
    chosen = await get_class(tx, command.class_code)
    incident_id = new_id()
    incident = store.Incident(
        id=incident_id,
        number=await next_number(tx, command.owner.station_code),
        state=IncidentState.OPENED,
        class_code=chosen.code,
        first_class_code=chosen.code,
        level=command.level or chosen.default_level,
        narrative=command.narrative,
        reporter_name=command.reporter_name,
        reporter_phone=command.reporter_phone,
        place_text=command.place_text,
        lon=command.point.lon,
        lat=command.point.lat,
        reported_lon=command.reported_point.lon if command.reported_point else None,
        reported_lat=command.reported_point.lat if command.reported_point else None,
        **command.owner.model_dump(),
        is_inspection_only=chosen.is_inspection_only,
        is_unsafe_to_contact=command.is_unsafe_to_contact,
        channel=command.channel,
        contact_id=command.contact_id,
        subject=command.subject,
        opened_by=tx.principal.id,
        opened_at=tx.now,
        handled_at=None,
        closed_at=None,
        outcome=None,
        reopened_at=None,
        merged_into=None,
        merged_into_number=None,
        version=1,
        class_version=await present_version(tx),
    )
    await store.insert_incident(tx, incident)
    scopes = scopes_of(
        station_path=incident.station_path,
        hall_code=command.hall_code,
        is_inspection_only=incident.is_inspection_only,
        taker_account=tx.principal.account_id,
    )
    for scope, reason in scopes:
        await audience.grant(tx, incident_id, scope, reason, incident=incident_id, initial=True)
    tx.record(
        IncidentOpened(
            incident_id=incident_id,
            **{name: getattr(incident, name) for name in IncidentOpened.model_fields if name != "incident_id"},
        ),
        stream=incident.stream,
        seq=1,
        about=incident_id,
        incident=incident_id,
        subject=incident.subject,
    )
    return IncidentRef(incident_id=incident_id, number=incident.number)
