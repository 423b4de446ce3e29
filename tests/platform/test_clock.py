"""Somebody turns the machine's clock: timers keep their seconds, times never go back, and everybody is told."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from tests.conftest import world_database
from tests.engines import Engines
from tests.journeys.test_http import opened
from tests.livehall import live_hall
from tests.stage import Stage
from tests.world import World
from yaoyaoling.kernel import clock as clocks
from yaoyaoling.kernel.clock import SteadyClock, boottime_s
from yaoyaoling.platform.steady import StepWatch, steady_clock


def turned(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """From now on the wall clock shows another time."""
    monkeypatch.setattr(clocks, "wall_now", lambda: datetime.now(UTC) + by)
    monkeypatch.setattr("yaoyaoling.platform.steady.wall_now", lambda: datetime.now(UTC) + by)


@pytest.mark.parametrize("by", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-400)])
def test_a_turned_clock_is_told_and_not_followed(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    clock = SteadyClock.start()
    watch = StepWatch(clock)
    before = clock.now()
    assert watch.look() == 0.0
    turned(monkeypatch, by)
    assert watch.look() == pytest.approx(by.total_seconds(), abs=1)
    assert timedelta(0) <= clock.now() - before < timedelta(seconds=5)


def test_drift_is_followed_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SteadyClock.start()
    watch = StepWatch(clock)
    turned(monkeypatch, timedelta(seconds=0.5))
    offs = []
    for _ in range(60):
        assert watch.look() == 0.0
        offs.append((datetime.now(UTC) + timedelta(seconds=0.5) - clock.now()).total_seconds())
    assert offs[0] < 0.5 and offs[-1] < 0.01 and offs == sorted(offs, reverse=True)


async def test_all_processes_of_a_boot_share_the_anchor(stage: Stage) -> None:
    conn = await asyncpg.connect(stage.urls.worker)
    first, second = await steady_clock(conn), await steady_clock(conn)
    assert (first.anchor, first.anchor_boottime_s) == (second.anchor, second.anchor_boottime_s)
    await conn.close()


async def test_a_boot_with_its_clock_in_the_past_goes_on_after_the_last_fact(world: World) -> None:
    """A dead battery: the ledger's last fact lies in the future of the wall clock."""
    await world.stage.db.worker_pool.execute("delete from platform.clock_anchor")
    world.stage.clock.at = datetime.now(UTC) + timedelta(days=30)
    await world.report()
    conn = await asyncpg.connect(world.stage.urls.worker)
    clock = await steady_clock(conn)
    await conn.close()
    assert timedelta(0) < clock.now() - world.stage.clock.at < timedelta(seconds=10)
    assert clock.anchor_boottime_s <= boottime_s()


@pytest.mark.timeout(60)
async def test_ten_seconds_stay_ten_seconds(engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A live hall, its clock set back an hour after an order went out: the next crew is rung all the same."""
    async with live_hall(engines, await world_database(engines), tmp_path) as live:
        assert isinstance(live.hall.db.clock, SteadyClock)
        watch = StepWatch(live.hall.db.clock)
        _, incident, _ = await opened(live)
        async with live.client("taker1") as taker:
            await taker.post(f"/api/dispatch/incidents/{incident}/orders", json={})
            turned(monkeypatch, timedelta(hours=-1))
            live.hall.hub.clock_step_s = watch.look()
            ready = (await taker.get("/readyz")).json()
            clock = next(part for part in ready["parts"] if part["name"] == "clock")
            assert clock["state"] == "degraded" and "3600" in clock["zh"]
            await asyncio.sleep(11.5)
            states = (await taker.get(f"/api/dispatch/incidents/{incident}")).json()
        assert [order["state"] for order in states["orders"]] == ["expired", "ordered"]
        times = await live.hall.db.worker_pool.fetch("select at from ledger.event order by origin_seq")
        assert [row["at"] for row in times] == sorted(row["at"] for row in times)
