"""200 seeded kills under traffic lose nothing and double nothing; and the judge would notice if they did."""

import asyncio
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.installation import Installation, install
from tests.faults.judge import Lost, judge_bus, judge_ledger, judge_reports, judge_work
from tests.faults.traffic import Traffic
from yaoyaoling.apps.traffic.receipts import Paper

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


async def settled(hall: Installation) -> None:
    """Everything committed has its position and is on the bus, as far as the relay gets it there."""
    conn = await hall.connect()
    for _ in range(200):
        events = await conn.fetchval("select count(*) from ledger.event")
        positions = await conn.fetchval("select count(*) from ledger.position")
        if events == positions:
            break
        await asyncio.sleep(0.1)
    await conn.close()
    await asyncio.sleep(2)


async def played(hall: Installation, folder: Path, seed: int, kills: int) -> Paper:
    """Traffic through so many kills, then through to the end of every open question."""
    paper = Paper(folder / "receipts.jsonl")
    traffic = Traffic(hall, paper, random.Random(seed))
    tasks = await traffic.run()
    await asyncio.sleep(2)
    await hall.run_faults(kills, within_s=kills * 6 + 60)
    await hall.wait_ready()
    traffic.stopping = True
    async with asyncio.timeout(120):
        while not all(task.done() for task in tasks):
            hall.revive()
            await asyncio.sleep(0.1)
    for task in tasks:
        task.result()
    await settled(hall)
    return paper


@pytest.mark.parametrize("seed", [20261122])
async def test_two_hundred_kills_lose_and_double_nothing(seed: int, tmp_path: Path) -> None:
    hall = await install(seed)
    try:
        paper = await played(hall, tmp_path, seed, kills=200)
        conn = await hall.connect()
        try:
            await judge_reports(conn, paper)
            await judge_work(conn, paper)
            await judge_ledger(hall, conn, tmp_path / "export")
            relayed = await judge_bus(hall, conn)
        finally:
            await conn.close()
        where = Counter(f"{death.name} {death.place}" for death in hall.deaths)
        print(f"\n{len(hall.deaths)} kills: {dict(sorted(where.items()))}")
        print(f"{len(paper.acknowledged)} receipts, {relayed} facts relayed")
        assert len(where) == 11, "every place and both engines were hit"
        assert len(paper.acknowledged) > 200
    finally:
        hall.close()


SKIPPING = """
import sys
from yaoyaoling.platform import relay
real = relay.Relay._end

async def skipping(self, js, name):
    position, sequence = await real(self, js, name)
    return await self.pool.fetchval("select coalesce(max(position), 0) from ledger.position"), sequence

relay.Relay._end = skipping
from yaoyaoling.apps.cli.main import main
sys.argv = ["yyl", "relay"]
main()
"""


async def test_a_relay_that_skips_its_replay_is_found_out(tmp_path: Path) -> None:
    """The same judge, a relay that goes on from the present instead of from the stream's own end."""
    hall = await install(7)
    try:
        script = tmp_path / "skipping_relay.py"
        script.write_text(SKIPPING)
        hall.commands["relay"] = (sys.executable, str(script))
        paper = await played(hall, tmp_path, 7, kills=25)
        conn = await hall.connect()
        try:
            await judge_reports(conn, paper)
            with pytest.raises(Lost):
                await judge_bus(hall, conn)
        finally:
            await conn.close()
    finally:
        hall.close()
