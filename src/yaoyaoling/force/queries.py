"""Reading crews and where they are."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from yaoyaoling.force.events import Duty, Readiness
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row
from yaoyaoling.platform.turns import made_in_turns

_SELECT = """
select c.id, c.code, c.call_sign, c.grid_code, c.org_code, c.org_path, c.force_type, c.shift, c.officers,
       c.auxiliaries, c.skills, c.duty, c.duty_until, c.readiness, c.version, p.lon, p.lat, p.at as position_at
from force.crew c left join force.position p on p.crew_id = c.id
"""


class CrewNow(Value):
    """A crew with its newest position. duty_until: when its watch ends; None off duty, or when nobody knows."""

    id: UUID
    code: str
    call_sign: str
    grid_code: str
    org_code: str
    org_path: str
    force_type: str
    shift: int
    officers: int
    auxiliaries: int
    skills: tuple[str, ...]
    duty: Duty
    duty_until: datetime | None
    readiness: Readiness
    version: int
    point: Point | None
    position_at: datetime | None


def _crew(row: Row) -> CrewNow:
    fields = dict(row)
    lon, lat = fields.pop("lon"), fields.pop("lat")
    return CrewNow(**fields, point=None if lon is None else Point(lon=lon, lat=lat))


async def list_crews(tx: Tx, org_path: str | None = None) -> list[CrewNow]:
    """All crews the actor may see, by code; with a path those of that organisation and below it."""
    within = "where $1::text is null or c.org_path = $1 or starts_with(c.org_path, $1 || '/') "
    return await made_in_turns(await tx.fetch(_SELECT + within + "order by c.code", org_path), _crew)


class OnStreet(NamedTuple):
    """A crew that could be sent, and where it was last heard of (WGS-84 degrees). Made fifty thousand times at once."""

    id: UUID
    org_path: str
    lon: float
    lat: float


async def list_on_street(tx: Tx, force_types: Collection[str], since: datetime) -> list[OnStreet]:
    """Crews of these types on duty on the street, with an officer aboard and heard of since then, by code."""
    rows = await tx.fetch(
        "select c.id, c.org_path, p.lon, p.lat from force.crew c join force.position p on p.crew_id = c.id"
        " where c.duty = 'on_duty' and c.readiness = 'street' and c.officers > 0 and c.force_type = any($1)"
        " and p.at > $2 order by c.code",
        list(force_types),
        since,
    )
    return await made_in_turns(rows, lambda row: OnStreet(*row))


async def count_on_duty(tx: Tx, force_types: Collection[str]) -> int:
    """How many crews of these types are on duty."""
    found: int = await tx.fetchval(
        "select count(*) from force.crew where duty = 'on_duty' and force_type = any($1)", list(force_types)
    )
    return found


async def get_crew(tx: Tx, crew_id: UUID) -> CrewNow:
    """One crew. Raises: NotFound."""
    row = await tx.fetchrow(_SELECT + "where c.id = $1", crew_id)
    if row is None:
        raise NotFound
    return _crew(row)


async def has_special_duty(tx: Tx, org_code: str) -> bool:
    """Whether an organisation ever planned a special duty."""
    return bool(await tx.fetchval("select exists (select from force.special_duty where org_code = $1)", org_code))


async def list_aboard(tx: Tx) -> set[UUID]:
    """Crews somebody is registered aboard of, as far as the actor may see."""
    return {
        row["crew_id"] for row in await tx.fetch("select crew_id from force.registration where signed_off_at is null")
    }


class Registered(Value):
    """Who signed a crew on, and the phone that was given."""

    person_id: UUID
    name: str
    phone: str | None


async def find_registered(tx: Tx, crew_id: UUID) -> Registered | None:
    """Who is registered aboard a crew now; None when nobody is, or out of the actor's sight."""
    row = await tx.fetchrow(
        "select person_id, signed_on_by_name as name, phone from force.registration"
        " where crew_id = $1 and signed_off_at is null",
        crew_id,
    )
    return None if row is None else Registered(**dict(row))


async def find_position(tx: Tx, crew_id: UUID) -> tuple[Point, datetime] | None:
    """A crew's newest position and its time, or None."""
    row = await tx.fetchrow("select lon, lat, at from force.position where crew_id = $1", crew_id)
    return None if row is None else (Point(lon=row["lon"], lat=row["lat"]), row["at"])
