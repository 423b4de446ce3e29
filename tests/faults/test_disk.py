"""A full disk: everything is refused or done, never half, and shown; when there is room again it goes on."""

import asyncio
import os
import random
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.faults.installation import install
from tests.faults.judge import judge_ledger, judge_reports
from tests.faults.test_kills import settled
from tests.faults.traffic import Traffic
from yaoyaoling.apps.traffic.receipts import Paper

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
_SIZE_MB = 900


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of its own, small enough to be filled."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small file system")
    folder = Path(tempfile.mkdtemp(prefix="yyl-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE_MB}m,mode=755", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        folder.rmdir()
        pytest.skip("this machine mounts no tmpfs")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)
    folder.rmdir()


def fill(folder: Path) -> Path:
    """Take all the room there is."""
    filler = folder / "filler"
    with filler.open("wb") as file:
        try:
            while True:
                file.write(b"\0" * 1_000_000)
                file.flush()
        except OSError:
            pass
    return filler


async def test_a_full_disk_is_refused_shown_and_survived(small_disk: Path, tmp_path: Path) -> None:
    hall = await install(3, folder=small_disk)
    try:
        paper = Paper(tmp_path / "receipts.jsonl")
        traffic = Traffic(hall, paper, random.Random(3))
        tasks = await traffic.run(citizens=3)
        await asyncio.sleep(3)
        filler = fill(small_disk)
        seen: set[str] = set()
        async with hall.client() as client:
            for number in range(60):
                hall.revive()
                try:
                    key = {"Idempotency-Key": f"full-disk-{number}"}
                    reply = await client.post("/api/public/reports", json={"text": "满盘"}, headers=key)
                    seen.add(f"{reply.status_code} {reply.json().get('code', 'taken')}")
                    if reply.status_code >= 500:
                        assert reply.json()["zh"] and reply.json()["en"]
                except httpx.HTTPError as error:
                    seen.add(type(error).__name__)
                await asyncio.sleep(0.3)
        print(f"\nwhile the disk was full: {sorted(seen)}")
        assert any(one.startswith("503") for one in seen), seen
        filler.unlink()
        await hall.wait_ready(120)
        traffic.stopping = True
        async with asyncio.timeout(90):
            while not all(task.done() for task in tasks):
                hall.revive()
                await asyncio.sleep(0.1)
        for task in tasks:
            task.result()
        await settled(hall)
        conn = await hall.connect()
        await judge_reports(conn, paper)
        await judge_ledger(hall, conn, tmp_path / "export")
        await conn.close()
    finally:
        hall.close()
