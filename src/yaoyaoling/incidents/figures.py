"""Figures of incidents since a moment, from this room's own rows."""

from datetime import datetime

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.platform.db.tx import Tx


class IncidentFigures(Value):
    """Incidents; county_code None: all. opened, closed and cancelled: since then; open: now, whenever opened."""

    county_code: str | None
    opened: int
    closed: int
    cancelled: int
    open: int


async def incidents_since(tx: Tx, since: datetime) -> list[IncidentFigures]:
    """Figures over the incidents the actor may see: of all, then by the county that owns them."""
    rows = await tx.fetch(
        "select case when grouping(county_code) = 1 then null else county_code end as county_code,"
        " count(*) filter (where opened_at >= $1) as opened,"
        " count(*) filter (where closed_at >= $1 and state = 'closed') as closed,"
        " count(*) filter (where closed_at >= $1 and state = 'cancelled') as cancelled,"
        " count(*) filter (where closed_at is null) as open from incidents.incident"
        " where opened_at >= $1 or closed_at >= $1 or closed_at is null"
        " group by grouping sets ((), (county_code)) order by grouping(county_code) desc, county_code",
        since,
    )
    return [IncidentFigures(**dict(row)) for row in rows]


async def list_places(tx: Tx) -> list[Point]:
    """Where the incidents happened that the actor may see; of merged ones only the one they were merged into."""
    rows = await tx.fetch("select lon, lat from incidents.incident where merged_into is null order by opened_at, id")
    return [Point(lon=row["lon"], lat=row["lat"]) for row in rows]
