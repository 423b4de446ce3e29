"""Demand from the hall that runs: the places of its incidents, when there are enough of them."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.dispatch.test_chain import incident_of
from tests.world import World
from yaoyaoling.apps.plan.demand import LEAST_INCIDENTS, find_demand_of_hall, find_hall
from yaoyaoling.platform.settings import HallSettings


async def test_a_halls_incidents_are_demand_once_there_are_enough(world: World, tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "master.key").write_bytes(b"k" * 32)
    settings = HallSettings(
        data=tmp_path,
        origin="T1",
        app_database_url=SecretStr(world.stage.urls.app),
        worker_database_url=SecretStr(world.stage.urls.worker),
    )
    for _ in range(LEAST_INCIDENTS - 1):
        await incident_of(world)
    assert await find_demand_of_hall(settings) is None
    await incident_of(world)
    demand = await find_demand_of_hall(settings)
    assert demand is not None and len(demand.lon) == LEAST_INCIDENTS
    assert f"{LEAST_INCIDENTS} incidents" in demand.en and f"{LEAST_INCIDENTS} 起" in demand.zh


def test_without_a_running_hall_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YYL_DATA", str(tmp_path))
    assert find_hall("xiaozhen") is None
