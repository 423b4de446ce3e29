"""Demand from the hall that runs: its incidents alone when there are enough of them, or mixed with addresses."""

import csv
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.apps.test_plan_city import blocks, city
from tests.dispatch.test_chain import incident_of
from tests.world import World
from yaoyaoling.apps.plan.demand import LEAST_INCIDENTS, NoDemand, TooFewIncidents, demand_of_hall, find_hall
from yaoyaoling.places.pack.contract import ADDRESSES_FILE
from yaoyaoling.platform.settings import HallSettings


@pytest.fixture
def settings(world: World, tmp_path: Path) -> HallSettings:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "master.key").write_bytes(b"k" * 32)
    return HallSettings(
        data=tmp_path,
        origin="T1",
        app_database_url=SecretStr(world.stage.urls.app),
        worker_database_url=SecretStr(world.stage.urls.worker),
    )


async def test_a_halls_incidents_are_demand_alone_once_there_are_enough(
    world: World, settings: HallSettings, tmp_path: Path
) -> None:
    pack = city(tmp_path, blocks())
    for _ in range(LEAST_INCIDENTS - 1):
        await incident_of(world)
    with pytest.raises(TooFewIncidents, match=str(LEAST_INCIDENTS - 1)):
        await demand_of_hall(settings, pack, "incidents", 90)
    await incident_of(world)
    demand = await demand_of_hall(settings, pack, "incidents", 90)
    assert demand.weights.sum() == pytest.approx(LEAST_INCIDENTS)
    assert f"{LEAST_INCIDENTS} incidents" in demand.en and f"{LEAST_INCIDENTS} 起" in demand.zh


async def test_few_incidents_are_mixed_with_addresses(world: World, settings: HallSettings, tmp_path: Path) -> None:
    pack = city(tmp_path, blocks())
    write_addresses(tmp_path, 0)
    with pytest.raises(NoDemand):
        await demand_of_hall(settings, pack, "mixed", 90)
    write_addresses(tmp_path, 40)
    alone = await demand_of_hall(settings, pack, "mixed", 90)
    assert len(alone.lon) == 40 and alone.weights.sum() == pytest.approx(40)
    for _ in range(10):
        await incident_of(world)
    mixed = await demand_of_hall(settings, pack, "mixed", 90)
    # Two grids, five incidents each by default: ten incidents count as much as all addresses.
    assert mixed.weights[40:].sum() == pytest.approx(mixed.weights.sum() / 2) and "50%" in mixed.zh
    assert len((await demand_of_hall(settings, pack, "addresses", 90)).lon) == 40


def write_addresses(folder: Path, count: int) -> None:
    with (folder / ADDRESSES_FILE).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["kind", "name_zh", "name_en", "full_zh", "lon", "lat"])
        rows.writerows([["doorplate", f"{n}号", f"{n}", f"测试路{n}号", 112.4, 30.1] for n in range(count)])


def test_without_a_running_hall_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YYL_DATA", str(tmp_path))
    assert find_hall("xiaozhen") is None
