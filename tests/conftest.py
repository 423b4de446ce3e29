"""Fixtures: engines of the session, a database for each test, a stage on it."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.engines import Engines, Urls, fresh_name, running_engines
from tests.sharing import ByGroup, name_apart, part_of, rank
from tests.stage import Stage
from tests.world import World, build_world, load_world
from yaoyaoling.apps import rooms
from yaoyaoling.kernel.clock import ManualClock
from yaoyaoling.platform import logs
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.ledger.vault import Vault

START = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
MASTER_KEY = b"k" * 32
SHARED = Path(__file__).parents[2] / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which part of the slow tier: what may be shared out to workers, or what runs by itself."""
    parser.addoption("--part", choices=("together", "alone"), help="a part of the slow tier: tests/sharing.py")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByGroup:
    """Who gets which tests, where there are several workers."""
    return ByGroup(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each test has a name of its own; in a worker the long ones come first, alone the order of the files stays."""
    name_apart(items)
    part = config.getoption("--part")
    if part is not None:
        others = [item for item in items if part_of(item.nodeid) != part]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if part_of(item.nodeid) == part]
    if hasattr(config, "workerinput"):
        items.sort(key=rank)


@pytest.fixture(scope="session", autouse=True)
def _quiet() -> None:
    logs.configure("tests")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data beside the project; without it the test is skipped, visibly."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not here")
    return SHARED


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    """PostgreSQL and NATS of the session."""
    with running_engines() as running:
        yield running


@pytest.fixture
async def urls(engines: Engines) -> AsyncIterator[Urls]:
    """A fresh, migrated database."""
    name = fresh_name()
    yield await engines.create_database(name, "yyl_template")
    await engines.drop_database(name)


async def open_stage(urls: Urls) -> Stage:
    """A stage on a database."""
    clock = ManualClock(START)
    db = await Database.open(
        urls.app,
        urls.worker,
        connections=8,
        clock=clock,
        vault=Vault(MASTER_KEY),
        origin="T1",
        reactions=rooms.INSIDE,
    )
    return Stage(db=db, clock=clock, urls=urls, conn=await asyncpg.connect(urls.worker))


async def close_stage(stage: Stage) -> None:
    """Close what the stage holds."""
    await stage.conn.close()
    await stage.db.close()


@pytest.fixture
async def stage(urls: Urls) -> AsyncIterator[Stage]:
    """A hall on an empty database."""
    opened = await open_stage(urls)
    yield opened
    await close_stage(opened)


@pytest.fixture
def db(stage: Stage) -> Database:
    """The stage's database."""
    return stage.db


_WORLD = "yyl_world"


async def world_database(engines: Engines) -> str:
    """Name of a database that holds the small world, to be copied; made at first use."""
    if not await engines.has_database(_WORLD):
        stage = await open_stage(await engines.create_database(_WORLD, "yyl_template"))
        await build_world(stage)
        await close_stage(stage)
    return _WORLD


@pytest.fixture
async def world(engines: Engines) -> AsyncIterator[World]:
    """A stage with a small world on it."""
    name = fresh_name()
    stage = await open_stage(await engines.create_database(name, await world_database(engines)))
    yield await load_world(stage)
    await close_stage(stage)
    await engines.drop_database(name)
