"""Which Janus carries the rooms: the standby at once, none for a while, and whichever is back first."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest_asyncio

from tests.telephony.daemons import RunningDaemons, running_daemons
from yaoyaoling.telephony.control.engines import Conferences
from yaoyaoling.telephony.daemons.layout import JanusAt
from yaoyaoling.telephony.media.janus import Janus


@dataclass
class Carried:
    """What the controller is told of."""

    conferences: Conferences
    daemons: RunningDaemons
    told: list[str] = field(default_factory=list)

    async def until(self, *told: str) -> float:
        """When it was told just that; how long it took in seconds."""
        began = time.monotonic()
        async with asyncio.timeout(15):
            while self.told != [*told]:
                await asyncio.sleep(0.01)
        return time.monotonic() - began


def maker(at: JanusAt, daemons: RunningDaemons) -> Callable[[], Janus]:
    return lambda: Janus(at.url, at.api_secret, admin_key=at.admin_key, files=str(daemons.at.recordings))


@pytest_asyncio.fixture
async def carried(tmp_path: Path) -> AsyncIterator[Carried]:
    async with running_daemons("janus", "janus-standby") as daemons:
        ats = (daemons.at.janus, daemons.at.standby)
        found = Conferences(
            {at.name: maker(at, daemons) for at in ats}, tuple(at.name for at in ats), tmp_path / "session.json"
        )
        carried = Carried(found, daemons)
        found.on_switched = lambda: carried.told.append(found.name)
        found.on_away = lambda: carried.told.append("away")
        await found.start()
        running = asyncio.create_task(found.run())
        async with asyncio.timeout(10):
            while len(found._open) < 2:
                await asyncio.sleep(0.01)
        yield carried
        running.cancel()
        await found.close()


async def test_the_standby_carries_at_once_and_the_first_is_only_kept_again(carried: Carried) -> None:
    carried.daemons.kill("janus")
    assert await carried.until("janus-standby") < 2
    await carried.daemons.start("janus")
    async with asyncio.timeout(10):
        while "janus" not in carried.conferences._open:
            await asyncio.sleep(0.01)
    assert carried.told == ["janus-standby"] and carried.conferences.name == "janus-standby"


async def test_both_are_away_and_the_first_that_answers_carries(carried: Carried, tmp_path: Path) -> None:
    for name in ("janus", "janus-standby"):
        carried.daemons.kill(name)
    await carried.until("janus-standby", "away")
    assert carried.conferences.is_away
    waiting = asyncio.create_task(carried.conferences.usable())
    await asyncio.sleep(1)
    assert not waiting.done()
    (tmp_path / "session.json").unlink()
    (tmp_path / "session.json").symlink_to("/dev/full")  # the disk has no room: that must keep nobody waiting
    await carried.daemons.start("janus-standby")
    await carried.until("janus-standby", "away", "janus-standby")
    assert await waiting is carried.conferences.active
    assert not carried.conferences.claimed, "its rooms died with it"
    for _ in range(3):
        await carried.conferences.active.ask({"janus": "keepalive"})
    await carried.daemons.start("janus")
    async with asyncio.timeout(10):
        while "janus" not in carried.conferences._open:
            await asyncio.sleep(0.01)
    assert carried.told == ["janus-standby", "away", "janus-standby"]
