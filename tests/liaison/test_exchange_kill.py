"""The sending process is killed again and again while it sends, by kill -9: nothing is lost, nothing is done twice."""

import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.test_kill import _PROGRAM
from tests.conftest import world_database
from tests.engines import Engines
from tests.liaison.partners import HOTLINE, partner_desks
from tests.liaison.platforms import connect, serving
from tests.liaison.test_exchange_http import an_incident, inbox_of
from tests.livehall import MASTER_KEY, LiveHall, live_hall
from yaoyaoling.liaison.commands import NoteOrder, SendOrder
from yaoyaoling.liaison.handlers.note_order import note_order
from yaoyaoling.liaison.handlers.send_order import send_order
from yaoyaoling.liaison.settings import LiaisonSettings
from yaoyaoling.platform.execute import execute

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
_ORDERS, _NOTES = 12, 4


@pytest.fixture
async def hall(engines: Engines, tmp_path: Path) -> AsyncIterator[LiveHall]:
    """A hall with partners."""
    async with live_hall(engines, await world_database(engines), tmp_path / "hall") as live:
        await partner_desks(live.world, live.hall.db)
        yield live


def start(hall: LiveHall, folder: Path) -> subprocess.Popen[bytes]:
    """`yyl channels` on the hall's database, in a process of its own."""
    urls = hall.world.stage.urls
    command = [sys.executable, "-c", _PROGRAM, urls.app, urls.worker, str(folder), MASTER_KEY.hex()]
    with (folder / "channels.log").open("ab") as log:
        return subprocess.Popen(command, env=dict(os.environ), stderr=log, stdout=log)


async def test_killed_again_and_again_it_loses_nothing_and_keeps_the_order(
    hall: LiveHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yaoyaoling.liaison.exchange.outgoing.SETTINGS", LiaisonSettings(give_up_s=3600))
    incident = await an_incident(hall)
    taker, db = hall.world.people["taker1"], hall.hall.db
    async with serving(inbox_of(hall)) as (hotline, url):
        await connect(hall.world, db, url)
        wanted: dict[str, list[str | None]] = {}
        for _ in range(_ORDERS):
            asked = SendOrder(incident_id=incident, desk_code=HOTLINE, asked="请答复来电人")
            order = await execute(db, taker, send_order, asked)
            wanted[order.number] = [None]
            for turn in range(_NOTES):
                note = NoteOrder(work_order_id=order.work_order_id, text=f"第{turn}次补充")
                await execute(db, taker, note_order, note)
                wanted[order.number].append(note.text)
        rng, kills = random.Random(110), 0
        sql = "select count(*) from liaison.outgoing where state = 'queued'"
        while await db.worker_pool.fetchval(sql):
            process = start(hall, tmp_path)
            before, enough = len(hotline.taken), rng.randrange(3, 12)
            try:
                async with asyncio.timeout(90):
                    while len(hotline.taken) < before + enough and await db.worker_pool.fetchval(sql):
                        await asyncio.sleep(0.005)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.send_signal(signal.SIGKILL)
                process.wait()
            kills += 1
            assert kills < 60, "it goes on"
    got: dict[str, list[str | None]] = {}
    for said in hotline.taken:
        got.setdefault(said["order"]["number"], []).append(said["text"])
    assert kills >= 4
    assert got == wanted, "each once, and in its order"
    print(f"{kills} kills, {len(hotline.taken)} messages, {hotline.doubles} told twice and taken once")
