"""The sending process is killed again and again while it sends, by kill -9: nothing is lost, doubles have one id."""

import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.channels.centre import Centre
from tests.channels.texts import SELF
from tests.conftest import world_database
from tests.engines import Engines
from tests.livehall import MASTER_KEY, LiveHall, live_hall
from yaoyaoling.channels.contract import Arrived
from yaoyaoling.channels.handlers.note_adapter import NoteAdapter, note_adapter
from yaoyaoling.channels.handlers.queue_message import QueueMessage, queue_message
from yaoyaoling.channels.smpp.coding import split_text, with_header
from yaoyaoling.citizen.handlers.receive_text import ReceiveText, receive_text
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.execute import execute

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
_PROGRAM = """
import asyncio, sys
from pathlib import Path
from yaoyaoling.apps import rooms
from yaoyaoling.apps.channels import work
from yaoyaoling.evidence.files import MediaFiles
from yaoyaoling.kernel.clock import SteadyClock
from yaoyaoling.platform import logs
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.ledger.vault import Vault

async def main(app, worker, folder, key):
    logs.configure("channels")
    vault = Vault(bytes.fromhex(key))
    db = await Database.open(
        app, worker, clock=SteadyClock.start(), vault=vault, origin="T1", reactions=rooms.INSIDE
    )
    await work(worker, db, MediaFiles(Path(folder), vault))

asyncio.run(main(*sys.argv[1:]))
"""


class Process:
    """`yyl channels` on the hall's database, in a process of its own."""

    def __init__(self, hall: LiveHall, centre: Centre, folder: Path) -> None:
        urls = hall.world.stage.urls
        self._command = [sys.executable, "-c", _PROGRAM, urls.app, urls.worker, str(folder), MASTER_KEY.hex()]
        self._log = (folder / "channels.log").open("ab")
        self._env = {
            **os.environ, "YYL_CHANNELS_SMPP_HOST": "127.0.0.1", "YYL_CHANNELS_SMPP_PORT": str(centre.port),
            "YYL_CHANNELS_SMPP_PASSWORD": "secret", "YYL_CHANNELS_SMPP_PER_SECOND": "60",
        }  # fmt: skip
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        self._running = subprocess.Popen(self._command, env=self._env, stderr=self._log, stdout=self._log)

    def kill(self) -> None:
        """Kill it, as a machine does that loses its power."""
        assert self._running is not None
        self._running.send_signal(signal.SIGKILL)
        self._running.wait()


@pytest.fixture
async def hall(engines: Engines, tmp_path: Path) -> AsyncIterator[LiveHall]:
    """A hall."""
    async with live_hall(engines, await world_database(engines), tmp_path / "hall") as live:
        yield live


async def _queue(hall: LiveHall, count: int) -> dict[str, str]:
    """Messages to citizens, every third a long one; gives words by message."""
    db = hall.hall.db
    await execute(db, SELF, note_adapter, NoteAdapter(name="smpp", channel="sms", is_up=True))
    queued = {}
    for number in range(count):
        arrived = Arrived(sender=f"139{number:08d}", words="有人打架")
        await execute(db, SELF, receive_text, ReceiveText(adapter="smpp", channel="sms", arrived=arrived))
        sql = "select contact_id from channels.text where sender = $1"
        contact = await db.worker_pool.fetchval(sql, arrived.sender)
        words = f"第{number}号消息" + ("，请躲到安全的地方" * 20 if number % 3 == 0 else "")
        command = QueueMessage(message_id=new_id(), contact_id=contact, receiver=arrived.sender, words=words)
        await execute(db, SELF, queue_message, command)
        queued[arrived.sender] = words
    return queued


def _whole(centre: Centre) -> dict[str, str]:
    """What each phone shows: pieces with the same reference and number are one piece."""
    pieces: dict[str, dict[int, bytes]] = {}
    for _, request in centre.taken:
        octets = request.short_message
        number = octets[5] if request.esm_class & 0x40 else 1
        body = octets[6:] if request.esm_class & 0x40 else octets
        pieces.setdefault(request.destination_addr.decode(), {})[number] = body
    return {to: b"".join(found[one] for one in sorted(found)).decode("utf-16-be") for to, found in pieces.items()}


async def test_killed_again_and_again_it_loses_nothing(hall: LiveHall, tmp_path: Path) -> None:
    centre = Centre()
    await centre.start()
    process = Process(hall, centre, tmp_path)
    queued = await _queue(hall, 36)
    rng = random.Random(110)
    sql = "select count(*) from channels.message where state = 'queued'"
    kills = 0
    try:
        while await hall.hall.db.worker_pool.fetchval(sql):
            process.start()
            before, enough = len(centre.taken), rng.randrange(6, 14)
            async with asyncio.timeout(90):
                await centre.bound.wait()
                while len(centre.taken) < before + enough and await hall.hall.db.worker_pool.fetchval(sql):
                    await asyncio.sleep(0.01)
            process.kill()
            centre.bound.clear()
            kills += 1
            assert kills < 60, "it goes on"
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await centre.stop()
    assert kills >= 4
    assert _whole(centre) == queued
    seen = Counter((r.destination_addr, r.short_message) for _, r in centre.taken)
    doubles = sum(seen.values()) - len(seen)
    print(f"{kills} kills, {len(centre.taken)} pieces sent, {doubles} doubles")
    assert doubles <= kills * 10, "no more than were under way"


async def test_killed_while_it_takes_in_nothing_acknowledged_is_lost(hall: LiveHall, tmp_path: Path) -> None:
    centre = Centre()
    await centre.start()
    process = Process(hall, centre, tmp_path)
    acknowledged: list[str] = []
    wanted = {f"137{number:08d}": f"救命{number}" * 30 for number in range(12)}

    async def deliver(sender: str, words: str) -> None:
        """As a centre does: again and again until it is acknowledged."""
        for number, piece in enumerate(split_text(words), 1):
            while True:
                await centre.bound.wait()
                try:
                    sequence = await centre.deliver(sender, with_header(piece, 5, len(split_text(words)), number),
                                                    esm_class=0x40)  # fmt: skip
                    async with asyncio.timeout(1.5):
                        if await centre.answered(sequence) == 0:
                            break
                except (TimeoutError, AssertionError, ConnectionError):
                    await asyncio.sleep(0.05)
        acknowledged.append(sender)

    process.start()
    tasks: list[Any] = []
    try:
        for number, (sender, words) in enumerate(wanted.items()):
            tasks.append(asyncio.create_task(deliver(sender, words)))
            await asyncio.sleep(0.3)
            if number in (3, 7):
                process.kill()
                await centre.hang_up()
                process.start()
        async with asyncio.timeout(60):
            await asyncio.gather(*tasks)
    finally:
        process.kill()
        await centre.stop()
    assert sorted(acknowledged) == sorted(wanted)
    rows = await hall.hall.db.worker_pool.fetch("select caller_number, text from intake.contact where channel = 'sms'")
    found = {row["caller_number"]: row["text"] for row in rows}
    assert all(found[sender].startswith(words) for sender, words in wanted.items())
