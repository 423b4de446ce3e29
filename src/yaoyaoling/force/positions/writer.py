"""SQL of the position process, as the worker: newest positions, history, and what devices do wrong."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg

from yaoyaoling.force.positions.pipeline import Array, KnownCrew
from yaoyaoling.force.positions.track import pack_points
from yaoyaoling.kernel.clock import HALL_ZONE

_SAVE = """
insert into force.position (crew_id, lon, lat, heading, speed_kmh, accuracy_m, at, received_at)
select f.crew_id, f.lon, f.lat, f.heading, f.speed, f.accuracy, to_timestamp(f.at), $8
from unnest($1::uuid[], $2::float8[], $3::float8[], $4::float4[], $5::float4[], $6::float4[], $7::float8[])
     as f(crew_id, lon, lat, heading, speed, accuracy, at)
on conflict (crew_id) do update set lon = excluded.lon, lat = excluded.lat, heading = excluded.heading,
    speed_kmh = excluded.speed_kmh, accuracy_m = excluded.accuracy_m, at = excluded.at,
    received_at = excluded.received_at where force.position.at < excluded.at
"""
_CREWS = """
select c.id, c.grid_code, c.org_path, p.lon, p.lat, extract(epoch from p.at)::float8 as at,
       p.accuracy_m is null and p.speed_kmh is null as is_post
from force.crew c left join force.position p on p.crew_id = c.id
"""
_PAGE = 1_000
_FIRST = UUID(int=0)


async def crews_mark(pool: asyncpg.Pool) -> str:
    """Another whenever crews came, went, or belong elsewhere."""
    mark: str = await pool.fetchval(
        "select count(*) || ':' || coalesce(sum(hashtextextended(id::text || grid_code || org_path, 0)), 0)"
        " from force.crew"
    )
    return mark


async def load_crews(pool: asyncpg.Pool) -> AsyncIterator[tuple[list[KnownCrew], dict[UUID, str]]]:
    """All crews with their newest positions, and their organisations' paths, page by page: others have turns."""
    after = _FIRST
    while rows := await pool.fetch(_CREWS + "where c.id > $1 order by c.id limit $2", after, _PAGE):
        yield _known(rows)
        after = rows[-1]["id"]


async def load_some_crews(pool: asyncpg.Pool, crews: Sequence[UUID]) -> tuple[list[KnownCrew], dict[UUID, str]]:
    """As a page of `load_crews`, of these crews."""
    return _known(await pool.fetch(_CREWS + "where c.id = any($1::uuid[])", crews))


def _known(rows: Sequence[asyncpg.Record]) -> tuple[list[KnownCrew], dict[UUID, str]]:
    known = [
        KnownCrew(UUID(int=row["id"].int), row["grid_code"], row["lon"], row["lat"], row["at"] or 0.0, row["is_post"])
        for row in rows
    ]
    return known, {crew.id: row["org_path"] for crew, row in zip(known, rows, strict=True)}


async def save_newest(pool: asyncpg.Pool, crews: Sequence[UUID], held: Array, now: datetime) -> None:
    """Keep the newest position of each crew; an older one than that in the database changes nothing."""

    def known(name: str) -> list[float | None]:
        return [value if value == value else None for value in held[name].tolist()]  # NaN is not itself

    await pool.execute(
        _SAVE, crews, held["lon"].tolist(), held["lat"].tolist(), known("heading"), known("speed_kmh"),
        known("accuracy_m"), held["at"].tolist(), now,
    )  # fmt: skip


async def save_tracks(pool: asyncpg.Pool, stretches: Sequence[tuple[UUID, Array]]) -> int:
    """Write stretches of history, each on its day; gives how many bytes of points they took."""
    rows = [row for crew, points in stretches for row in _rows(crew, points)]
    await pool.execute(
        "insert into force.track (day, crew_id, from_at, to_at, count, points)"
        " select * from unnest($1::date[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::int[], $6::bytea[])",
        *([row[column] for row in rows] for column in range(6)),
    )
    return sum(len(row[5]) for row in rows)


def _rows(crew: UUID, points: Array) -> list[tuple[date, UUID, datetime, datetime, int, bytes]]:
    """One row for each day that the points are of: the hall's days, by its zone."""
    first, last = _day(points[0, 0]), _day(points[-1, 0])
    if first == last:
        return [_row(first, crew, points)]
    days = [_day(at) for at in points[:, 0]]
    return [_row(day, crew, points[[one == day for one in days]]) for day in sorted(set(days))]


def _row(day: date, crew: UUID, points: Array) -> tuple[date, UUID, datetime, datetime, int, bytes]:
    return day, crew, _time(points[0, 0]), _time(points[-1, 0]), len(points), pack_points(points)


def _day(at: float) -> date:
    return _time(at).astimezone(HALL_ZONE).date()


def _time(at: float) -> datetime:
    return datetime.fromtimestamp(float(at), UTC)


async def save_faults(pool: asyncpg.Pool, faults: Sequence[tuple[str, str, str, int]], now: datetime) -> None:
    """Add to what devices did wrong: (device, fault, org path, times)."""
    await pool.execute(
        "insert into force.device_fault (device, fault, org_path, times, first_at, last_at)"
        " select f.device, f.fault, f.org_path, f.times, $5, $5"
        " from unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) as f(device, fault, org_path, times)"
        " on conflict (device, fault) do update set times = force.device_fault.times + excluded.times,"
        " org_path = excluded.org_path, last_at = excluded.last_at",
        [one[0] for one in faults], [one[1] for one in faults], [one[2] for one in faults],
        [one[3] for one in faults], now,
    )  # fmt: skip


async def keep_tracks(pool: asyncpg.Pool, today: date, past_days: int, keep_days: int) -> int:
    """Make the partitions of these days and those to come, drop those that are too old; gives how many were dropped."""
    dropped: int = await pool.fetchval("select force.keep_tracks($1, $2, $3)", today, past_days, keep_days)
    return dropped
