"""SQL that writes incidents, and the row as the handlers see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.incidents.states import IncidentState
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx

_COLUMNS = (
    "id", "number", "state", "class_code", "first_class_code", "level", "narrative", "reporter_name",
    "reporter_phone", "place_text", "lon", "lat", "reported_lon", "reported_lat", "county_code", "station_code",
    "station_path", "grid_code", "is_inspection_only", "is_unsafe_to_contact", "channel", "contact_id", "subject",
    "opened_by", "opened_at", "handled_at", "closed_at", "outcome", "reopened_at", "merged_into", "merged_into_number",
    "version", "class_version",
)  # fmt: skip
SELECT = f"select {', '.join(_COLUMNS)} from incidents.incident"


@dataclass(frozen=True)
class Incident:
    """An incident's row."""

    id: UUID
    number: str
    state: IncidentState
    class_code: str
    first_class_code: str
    level: int
    narrative: str | None
    reporter_name: str | None
    reporter_phone: str | None
    place_text: str
    lon: float
    lat: float
    reported_lon: float | None
    reported_lat: float | None
    county_code: str
    station_code: str
    station_path: str
    grid_code: str | None
    is_inspection_only: bool
    is_unsafe_to_contact: bool
    channel: str
    contact_id: UUID
    subject: UUID
    opened_by: str
    opened_at: datetime
    handled_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    reopened_at: datetime | None
    merged_into: UUID | None
    merged_into_number: str | None
    version: int
    class_version: int

    @property
    def point(self) -> Point:
        """Where it is, WGS-84."""
        return Point(lon=self.lon, lat=self.lat)

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"incident:{self.id}"


def incident_of(row: Any) -> Incident:
    """A row with the columns of `SELECT`."""
    fields = {name: row[name] for name in _COLUMNS}
    fields["state"] = IncidentState(fields["state"])
    return Incident(**fields)


async def get_incident(tx: Tx, incident_id: UUID, *, lock: bool = False) -> Incident:
    """An incident the actor may see; `lock` holds it for the rest of the transaction. Raises: NotFound."""
    row = await tx.fetchrow(f"{SELECT} where id = $1{' for update' if lock else ''}", incident_id)
    if row is None:
        raise NotFound
    return incident_of(row)


async def list_incidents(tx: Tx, incident_ids: Sequence[UUID]) -> list[Incident]:
    """Those of the incidents the actor may see."""
    rows = await tx.fetch(f"{SELECT} where id = any($1::uuid[])", list(incident_ids))
    return [incident_of(row) for row in rows]


async def list_open_near(
    tx: Tx, west: float, south: float, east: float, north: float, most: int, also: Sequence[UUID] = ()
) -> list[Incident]:
    """Open incidents within a box of WGS-84 degrees, the newest first, at most so many; and `also` those if open.

    What inspection handles is left out.
    """
    rows = await tx.fetch(
        f"(select * from ({SELECT} where closed_at is null and not is_inspection_only"
        " and lat between $2 and $4 and lon between $1 and $3 order by opened_at desc limit $5) as near)"
        f" union {SELECT} where id = any($6::uuid[]) and closed_at is null and not is_inspection_only",
        west,
        south,
        east,
        north,
        most,
        list(also),
    )
    return [incident_of(row) for row in rows]


_WAITS = "state = 'opened' and not is_inspection_only"


async def count_waiting(tx: Tx) -> int:
    """How many incidents in sight nobody is on the way to, inspection's apart."""
    found: int = await tx.fetchval(f"select count(*) from incidents.incident where {_WAITS}")
    return found


async def list_waiting(tx: Tx, most: int) -> list[Incident]:
    """Those incidents, the gravest and then the oldest first."""
    rows = await tx.fetch(f"{SELECT} where {_WAITS} order by level, opened_at, id limit $1", most)
    return [incident_of(row) for row in rows]


async def lock_pair(tx: Tx, one: UUID, other: UUID) -> tuple[Incident, Incident]:
    """Two incidents, locked in one order whichever is named first. Raises: NotFound."""
    found = {incident_id: await get_incident(tx, incident_id, lock=True) for incident_id in sorted({one, other})}
    return found[one], found[other]


async def has_duplicates(tx: Tx, incident_id: UUID) -> bool:
    """Whether others were merged into it."""
    found: bool = await tx.fetchval(
        "select exists (select from incidents.incident where merged_into = $1)", incident_id
    )
    return found


async def insert_incident(tx: Tx, incident: Incident) -> None:
    """Write a new incident."""
    values = [getattr(incident, name) for name in _COLUMNS]
    places = ", ".join(f"${number}" for number in range(1, len(_COLUMNS) + 1))
    await tx.execute(f"insert into incidents.incident ({', '.join(_COLUMNS)}) values ({places})", *values)


async def save(tx: Tx, incident: Incident, **changed: Any) -> int:
    """Write changed columns and the next version of a locked incident; gives that version."""
    version = incident.version + 1
    columns = {**changed, "version": version}
    settings = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, start=2))
    await tx.execute(f"update incidents.incident set {settings} where id = $1", incident.id, *columns.values())
    return version
