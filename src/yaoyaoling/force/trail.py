"""Where a crew was: its history read for a screen."""

from datetime import datetime, timedelta
from uuid import UUID

from yaoyaoling.force.positions.track import joined, unpack_points
from yaoyaoling.force.queries import get_crew
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.principal import Principal

_HOURS, _MOST = timedelta(hours=2), timedelta(days=1)


class TrailTooLong(Refused):
    """More than a day, or the end before the beginning."""

    code = "trail_too_long"
    status = 422
    zh = "轨迹一次最多查询一天，且结束时间应晚于开始时间。"
    en = "A trail is read for at most a day, and ends after it begins."


class Trail(Value):
    """Points (lon, lat, epoch s), WGS-84, in the order of time; the last is the newest position."""

    crew_id: UUID
    since: datetime
    until: datetime
    points: tuple[tuple[float, float, float], ...]


async def read_trail(
    db: Database, principal: Principal, crew_id: UUID, since: datetime | None, until: datetime | None
) -> Trail:
    """The trail of a crew the actor may see. Raises: NotFound, TrailTooLong."""
    async with db.snapshot(principal) as tx:
        crew = await get_crew(tx, crew_id)
        end = until or tx.now
        begin = since or end - _HOURS
        if begin.tzinfo is None or end.tzinfo is None or not begin < end <= begin + _MOST:
            raise TrailTooLong
        rows = await tx.fetch(
            "select points from force.track where crew_id = $1 and day between $2 and $3"
            " and to_at >= $4 and from_at <= $5 order by from_at",
            crew_id,
            begin.astimezone(HALL_ZONE).date(),
            end.astimezone(HALL_ZONE).date(),
            begin,
            end,
        )
    found = joined([unpack_points(row["points"]) for row in rows])
    points = [
        (float(lon), float(lat), float(at)) for at, lon, lat in found if begin.timestamp() <= at <= end.timestamp()
    ]
    is_newer = crew.position_at is not None and begin <= crew.position_at <= end
    if is_newer and crew.point is not None and crew.position_at is not None:
        at = crew.position_at.timestamp()
        if not points or points[-1][2] < at - 0.1:
            points.append((crew.point.lon, crew.point.lat, at))
    return Trail(crew_id=crew_id, since=begin, until=end, points=tuple(points))
