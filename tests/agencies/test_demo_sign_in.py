"""One click in a demonstration on this machine; nowhere else does the door exist."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import world_database
from tests.engines import Engines
from tests.livehall import LiveHall, live_hall
from yaoyaoling.agencies.demo import is_from_here, is_loopback_name
from yaoyaoling.agencies.public import DemoPerson, DemoSignIns
from yaoyaoling.platform.principal import Role

HERE = {"host": "127.0.0.1:8110"}


@pytest.fixture
async def hall(engines: Engines, tmp_path: Path) -> AsyncIterator[LiveHall]:
    async with live_hall(engines, await world_database(engines), tmp_path / "hall") as running:
        yield running


async def test_without_the_port_there_is_no_such_door(hall: LiveHall) -> None:
    async with hall.client() as anybody:
        assert (await anybody.get("/api/auth/demo")).json() == []
        assert (await anybody.post("/api/auth/demo/admin")).status_code == 404


async def test_one_click_signs_in_the_demonstrations_people_only(hall: LiveHall) -> None:
    person = DemoPerson(login="commander", name="周", role=Role.COMMANDER, org="大厅", crew="")
    hall.hall.provide(DemoSignIns((person,)))
    async with hall.client() as anybody:
        assert (await anybody.get("/api/auth/demo")).json() == [person.model_dump(mode="json")]
        assert (await anybody.post("/api/auth/demo/admin")).status_code == 404  # exists, but is not of the show
        assert (await anybody.post("/api/auth/demo/commander")).status_code == 200
        assert (await anybody.get("/api/auth/me")).json()["roles"] == ["commander"]
        facts = "select count(*) from ledger.event where name = 'agencies.account.signed_in'"
        assert await hall.hall.db.worker_pool.fetchval(facts) == 1
    for headers in (
        {"Host": "evil.example:8110"},  # a foreign name that points here
        {"Origin": "http://evil.example"},
        {"X-Forwarded-For": "203.0.113.9"},
    ):
        async with hall.client(**headers) as foreign:
            assert (await foreign.post("/api/auth/demo/commander")).status_code == 404
            assert (await foreign.get("/api/auth/demo")).json() == []


def test_what_counts_as_this_machine() -> None:
    assert is_from_here("127.0.0.1", HERE) and is_from_here("::1", {"host": "[::1]:8110"})
    assert is_from_here("127.0.0.1", {"host": "localhost:8110", "origin": "http://localhost:8110"})
    assert not is_from_here("192.0.2.7", HERE) and not is_from_here(None, HERE)
    assert not is_from_here("127.0.0.1", {**HERE, "origin": "null"})
    for name in ("localhost.evil.example", "127.0.0.1.nip.io", "", None, "0.0.0.0"):
        assert not is_loopback_name(name)
