"""The restrictions that hold, read from the database again and again: nothing to miss, nothing to restore."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import asyncpg
import orjson

from yaoyaoling.places.roads.restrict import Restriction
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.logs import logger

log = logger("places")
EVERY_S = 0.4
"""A closed road counts within a second, the new network included."""
_SQL = "select id, version, line::text as line, both_ways, speed_kmh from places.restriction where lifted_at is null"


async def watch_restrictions(
    url: str, on_change: Callable[[Sequence[Restriction]], Awaitable[None]], every_s: float = EVERY_S
) -> None:
    """Call back whenever other restrictions hold than before, for ever; a lost database is waited for."""
    known: frozenset[tuple[object, int]] | None = None
    while True:
        try:
            conn = await asyncpg.connect(url)
            try:
                while True:
                    rows = await conn.fetch(_SQL)
                    found = frozenset((row["id"], row["version"]) for row in rows)
                    if found != known:
                        await on_change([_restriction(row) for row in rows])
                        known = found
                    await asyncio.sleep(every_s)
            finally:
                await conn.close(timeout=2)
        except (asyncpg.PostgresError, *DATABASE_AWAY) as error:
            log.warning("restrictions_wait", error=repr(error))
            await asyncio.sleep(1)


def _restriction(row: asyncpg.Record) -> Restriction:
    line = tuple((float(lon), float(lat)) for lon, lat in orjson.loads(row["line"]))
    return Restriction(line=line, both_ways=row["both_ways"], speed_kmh=row["speed_kmh"])
