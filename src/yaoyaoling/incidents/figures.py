"""Figures of incidents since a moment, from this room's own rows."""

from dataclasses import dataclass
from datetime import datetime

from yaoyaoling.kernel.contract import Value
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


@dataclass(frozen=True, slots=True)
class PastIncidents:
    """Incidents of one place, level and watch (0: 0–8, 1: 8–16, 2: 16–24 o'clock in Shanghai)."""

    lon: float
    lat: float
    county_code: str
    grid_code: str | None
    level: int
    watch: int
    count: int


_PAST = """
select round(lon * $2) / $2 as lon, round(lat * $2) / $2 as lat, county_code, grid_code, level,
       (extract(hour from opened_at at time zone 'Asia/Shanghai')::int / 8) as watch, count(*)::int as count
from incidents.incident where merged_into is null and opened_at >= $1
group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
"""


async def list_past(tx: Tx, since: datetime, digits: int = 4) -> list[PastIncidents]:
    """What was opened since, as far as the actor may see; of merged ones only the one they were merged into.

    digits: places are told to so many decimals of a degree; 4 is about ten metres, 3 a hundred.
    """
    return [PastIncidents(*row) for row in await tx.fetch(_PAST, since, 10.0**digits)]
