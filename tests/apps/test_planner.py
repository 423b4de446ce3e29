"""The planner in the background: the figures of `yyl plan`, refusals in words, and a stop that stops."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import orjson
import pytest
from pydantic import SecretStr

from tests.places.conftest import xiaozhen  # noqa: F401 - a fixture
from tests.world import World
from yaoyaoling.apps import planner
from yaoyaoling.apps.plan.demand import demand_of_hall
from yaoyaoling.apps.plan.ground import open_ground
from yaoyaoling.apps.plan.show import plan_line
from yaoyaoling.apps.plan.solve import solve
from yaoyaoling.places.pack.make import generate_pack
from yaoyaoling.places.public import read_pack
from yaoyaoling.planning.commands import AskPlan, CancelPlan
from yaoyaoling.planning.contract import PlanRequest
from yaoyaoling.planning.handlers.ask_plan import ask_plan
from yaoyaoling.planning.handlers.cancel_plan import cancel_plan
from yaoyaoling.planning.plans import Plan, get_drawing, get_plan
from yaoyaoling.platform.settings import HallSettings

DEADLINE_S = 120.0


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated 小镇."""
    path = tmp_path_factory.mktemp("packs") / "xiaozhen"
    generate_pack(path, lambda _: None)
    return path


@pytest.fixture
async def settings(
    world: World, tmp_path: Path, town: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[HallSettings]:
    """A hall of the generated town, and the planner at work for it."""
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "master.key").write_bytes(b"k" * 32)
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "xiaozhen").symlink_to(town)
    urls = world.stage.urls
    values = {"DATA": str(tmp_path), "CITY": "xiaozhen", "ORIGIN": "T1", "APP_DATABASE_URL": urls.app,
              "WORKER_DATABASE_URL": urls.worker}  # fmt: skip
    for name, value in values.items():
        monkeypatch.setenv(f"YYL_{name}", value)
    settings = HallSettings(
        data=tmp_path,
        city="xiaozhen",
        origin="T1",
        app_database_url=SecretStr(urls.app),
        worker_database_url=SecretStr(urls.worker),
    )
    running = asyncio.create_task(planner.run_plans(settings, world.stage.db))
    yield settings
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def plan(world: World, **asked: object) -> UUID:
    request = PlanRequest.model_validate({"kind": "posts", "seconds": 20, **asked})
    plan_id: UUID = (await world.do("commander", ask_plan, AskPlan(request=request))).plan_id
    return plan_id


async def look(world: World, plan_id: UUID) -> Plan:
    async with world.stage.db.snapshot(world.people["commander"]) as tx:
        return (await get_plan(tx, plan_id))[0]


async def ended(world: World, plan_id: UUID) -> Plan:
    async with asyncio.timeout(DEADLINE_S):
        while (found := await look(world, plan_id)).ended_at is None:
            await asyncio.sleep(0.2)
    return found


async def test_the_console_shows_what_the_command_prints(world: World, settings: HallSettings) -> None:
    asked = PlanRequest(kind="posts", count=4, played=60, seconds=20)
    found = await ended(world, await plan(world, **asked.model_dump()))
    assert found.refusal is None and found.figures is not None
    pack = read_pack(settings.data / "packs" / "xiaozhen")
    demand = await demand_of_hall(settings, pack, "mixed", 90)
    line = orjson.loads(orjson.dumps(plan_line(solve(open_ground(pack, demand), asked, lambda _: None))))
    shown = found.figures.model_dump(mode="json", exclude_none=True)
    for one in (line, shown):
        one.pop("seconds")
    assert shown == line
    async with world.stage.db.snapshot(world.people["commander"]) as tx:
        _, rows = await get_plan(tx, found.id)
        drawn = orjson.loads(await get_drawing(tx, found.id))
    assert rows is not None and len(rows.proposal) == 4 and all(row.name_zh for row in rows.proposal)
    assert [one["properties"]["kind"] for one in drawn["features"]].count("post_proposed") == 4


async def test_what_cannot_be_planned_is_told_in_both_languages(world: World, settings: HallSettings) -> None:
    found = await ended(world, await plan(world, demand="incidents"))
    assert found.state.value == "failed" and found.refusal is not None
    assert found.refusal.code == "too_few_incidents" and "地址" in found.refusal.zh and "mix" in found.refusal.en


async def test_a_plan_that_is_cancelled_leaves_no_process_behind(world: World, settings: HallSettings) -> None:
    plan_id = await plan(world, kind="grids", seconds=3600, balance=0)
    async with asyncio.timeout(DEADLINE_S):
        while (await look(world, plan_id)).step == "":
            await asyncio.sleep(0.1)
    await world.do("commander", cancel_plan, CancelPlan(plan_id=plan_id))
    after = await ended(world, await plan(world, demand="incidents"))
    assert after.state.value == "failed", "the planner is free again and takes up the next"
    assert (await look(world, plan_id)).state.value == "cancelled"
