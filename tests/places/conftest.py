"""A generated town, made once a session, and a database that holds it."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from tests.engines import Engines
from yaoyaoling.kernel.clock import ManualClock
from yaoyaoling.places.pack.make import generate_pack
from yaoyaoling.places.packs import load_places
from yaoyaoling.places.public import Pack, read_pack
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.ledger.vault import Vault

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="session")
def xiaozhen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a generated 小镇."""
    path = tmp_path_factory.mktemp("packs") / "xiaozhen"
    generate_pack(path, lambda _: None)
    return path


@pytest.fixture(scope="session")
def pack(xiaozhen: Path) -> Pack:
    """The generated 小镇, read."""
    return read_pack(xiaozhen)


@pytest.fixture(scope="session")
async def town(engines: Engines, pack: Pack) -> AsyncIterator[Database]:
    """A database that holds the town; these tests only read it."""
    name = f"t_places_{os.getpid()}"
    urls = await engines.create_database(name, "yyl_template")
    conn = await asyncpg.connect(urls.worker)
    await load_places(conn, pack)
    await conn.close()
    opened = await Database.open(
        urls.app, urls.worker, connections=2, clock=ManualClock(NOW), vault=Vault(b"k" * 32), origin="T1"
    )
    yield opened
    await opened.close()
    await engines.drop_database(name)
