"""`yyl 12345`: what a visitor of the demo types, against a hall and its 12345 on real ports."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.conftest import world_database
from tests.engines import Engines, free_port
from tests.liaison.partners import partner_desks
from tests.liaison.platforms import SECRET, connect, sending, until
from tests.liaison.test_exchange_http import an_incident, inbox_of, order_to, state_of
from tests.livehall import LiveHall, live_hall
from yaoyaoling.apps.callers.hotline import run_hotline
from yaoyaoling.apps.cli.main import app


@pytest.fixture
async def hall(
    engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[LiveHall, Path]]:
    """A hall connected to a running 12345; gives it and the file in which 12345 keeps what it has."""
    port, kept = free_port(), tmp_path / "cases.json"
    async with live_hall(engines, await world_database(engines), tmp_path / "hall") as live:
        await partner_desks(live.world, live.hall.db)
        await connect(live.world, live.hall.db, f"http://127.0.0.1:{port}/inbox")
        monkeypatch.setattr("yaoyaoling.apps.running.load_running", lambda: None)
        monkeypatch.setattr("yaoyaoling.apps.demo.hotline.find_hotline", lambda _: port)
        task = asyncio.create_task(run_hotline(port, inbox_of(live), SECRET, None, kept))
        async with sending(live.hall.db):
            yield live, kept
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def yyl(*args: str) -> tuple[int, str]:
    """Exit code and what was printed."""
    done: Any = await asyncio.to_thread(CliRunner().invoke, app, ["12345", *args])
    return done.exit_code, done.output


async def test_a_visitor_works_at_12345(hall: tuple[LiveHall, Path]) -> None:
    live, kept = hall
    order = await order_to(live, await an_incident(live))
    await until(lambda: kept.exists() and order["number"] in kept.read_text())
    assert order["number"] in (await yyl("list"))[1]
    for words, state in ((("accept", order["number"][-6:]), "accepted"), (("done", order["number"], "已答复"), "done")):
        code, said = await yyl(*words)
        assert code == 0 and state in said, said
    assert await state_of(live, order) == "done"
    code, said = await yyl("return", order["number"], "不归我们")
    assert code == 2 and "不允许此操作" in said
    code, said = await yyl("send", "楼上有人打架", "--from", "13700002222", "--danger")
    assert code == 0 and "接警单 J" in said
    assert len(json.loads(kept.read_text())["cases"]) == 2, "it is there after a restart too"
    row = await live.hall.db.worker_pool.fetchrow("select priority from intake.contact where channel = 'partner'")
    assert row is not None and row["priority"] >= 20
