"""Where a crew was: written by the position process, read by those who may see it, dropped when it is old."""

from datetime import timedelta

import asyncpg
import pytest

from tests.force.conftest import Town, until
from tests.force.test_positions_process import fix, report
from yaoyaoling.force.positions import writer
from yaoyaoling.force.trail import TrailTooLong, read_trail
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import NotFound


async def test_a_drive_is_kept_and_shown_to_whoever_may_see_the_crew(town: Town) -> None:
    world, crew = town.world, town.world.crews["N1"]
    await town.start_positions()
    for i in range(30):
        world.stage.clock.advance(10)
        corner = Point(lon=114.3 + min(i, 15) * 5e-4, lat=30.6 + max(0, i - 15) * 5e-4)
        await report(town, fix(world, crew, corner))
    process = town.process

    async def is_written() -> bool:
        await process._write_history()
        return bool(await world.stage.value("select count(*) from force.track where crew_id = $1", crew))

    await until(is_written)
    trail = await read_trail(world.stage.db, world.people["north"], crew, None, None)
    assert 3 <= len(trail.points) < 15  # a straight line, a corner, a straight line
    assert trail.points[0][:2] == pytest.approx((114.3, 30.6))
    assert trail.points[-1][:2] == pytest.approx((114.3075, 30.607), abs=1e-5)
    assert any(point[:2] == pytest.approx((114.3075, 30.6), abs=6e-4) for point in trail.points)
    for who in ("south", "south1", "officer_s1"):
        with pytest.raises(NotFound):
            await read_trail(world.stage.db, world.people[who], crew, None, None)
        async with world.stage.db.snapshot(world.people[who]) as tx:
            assert await tx.fetch("select 1 from force.track") == []
    now, day = world.stage.clock.now(), timedelta(days=1)
    earlier = await read_trail(world.stage.db, world.people["north"], crew, now - 3 * day, now - 2 * day)
    assert earlier.points == ()
    for since, end in ((now - timedelta(days=2), now), (now, now - timedelta(hours=1))):
        with pytest.raises(TrailTooLong):
            await read_trail(world.stage.db, world.people["north"], crew, since, end)


async def test_old_days_are_dropped_and_partitions_are_nobodys(town: Town) -> None:
    pool, clock = town.world.stage.db.worker_pool, town.world.stage.clock
    today = clock.now().astimezone(HALL_ZONE).date()
    assert await writer.keep_tracks(pool, today, 1, 30) == 0
    assert await writer.keep_tracks(pool, today + timedelta(days=20), 1, 30) == 0
    assert await writer.keep_tracks(pool, today + timedelta(days=32), 1, 30) == 3
    names = [row["name"] for row in await town.world.stage.fetch(
        "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'force.track'::regclass"
    )]  # fmt: skip
    assert names
    for who in ("worker", "north"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            if who == "worker":
                await pool.fetch(f"select 1 from {names[0]}")
            else:
                async with town.world.stage.db.snapshot(town.world.people[who]) as tx:
                    await tx.fetch(f"select 1 from {names[0]}")
