"""The devices and the screen of the positions bench, each a process of its own: who measures is not who loads."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import numpy as np
import orjson
import uvloop
import websockets

from yaoyaoling.force.positions.batch import FIX, write_batch
from yaoyaoling.platform.positions import Rows, ids_from

BATCH = 5_000
_AT_ONCE = 8
_BEHIND_S = 2.0
"""Devices hold what was not taken and send it later: so far behind they catch up."""
_OPENED_IN_S = 60
_STEP_E7 = 900
"""A crew moves so many ten-millionths of a degree between two fixes: about 36 km/h at four fixes a second."""
MARKED = 40
"""Crews whose way to the screen is timed; each sends once in so many seconds:"""
MARKED_EVERY_S = 1.0


@dataclass
class Sent:
    """What the devices sent and heard. taken_s: how long each batch took to be answered. processor_s: their own.

    by_second: of each second since they began, fixes that were answered in it and the longest answer in it, s.
    """

    fixes: int = 0
    elapsed_s: float = 0.0
    outcomes: dict[str, int] = field(default_factory=dict)
    unanswered: int = 0
    taken_s: list[float] = field(default_factory=list)
    processor_s: float = 0.0
    by_second: dict[int, tuple[int, float]] = field(default_factory=dict)

    def note_answer(self, at_s: float, count: int, taken_s: float) -> None:
        """A batch was answered so long after the beginning."""
        self.taken_s.append(taken_s)
        fixes, longest_s = self.by_second.get(int(at_s), (0, 0.0))
        self.by_second[int(at_s)] = fixes + count, max(longest_s, taken_s)


@dataclass
class Shown:
    """What the screen saw. spent_s: from device to screen, of each marked fix that came; marks: how many were sent.

    opened_s: how long its first message, all crews, was waited for.
    """

    spent_s: list[float]
    marks: int
    processor_s: float
    opened_s: float


class Drive:
    """Crews that drive east and back around where they began."""

    def __init__(self, ids: bytes, lon: Rows, lat: Rows) -> None:
        self._rows = np.zeros(len(lon), FIX)
        self._rows["crew"] = ids_from(ids)
        self._rows["lon_e7"], self._rows["lat_e7"] = lon * 1e7, lat * 1e7
        self._rows["heading_cdeg"], self._rows["speed_dkmh"], self._rows["accuracy_dm"] = 9000, 360, 50
        self._at, self._step = 0, np.where(np.arange(len(lon)) % 2, _STEP_E7, -_STEP_E7)
        self._rounds = 0

    def next(self) -> bytes:
        """The next batch: BATCH crews, each a step on; the last batch of a round may be smaller."""
        part = slice(self._at, self._at + BATCH)
        rows = self._rows[part]
        rows["lon_e7"] += self._step[part].astype(np.int32)
        rows["at_ms"] = time.time() * 1000
        self._at += BATCH
        if self._at >= len(self._rows):
            self._at, self._rounds = 0, self._rounds + 1
            if self._rounds % 60 == 0:
                self._step = -self._step
        return write_batch(rows)


def load(
    url: str, token: str, crews: tuple[bytes, Rows, Rows], rate: int, seconds: float, opened: Any, told: Any
) -> None:  # fmt: skip
    """When the screen is `opened`, send so many fixes a second for so long, then put a `Sent` into the queue."""
    opened.wait(_OPENED_IN_S)
    told.put(uvloop.run(_load(url, token, Drive(*crews), rate, seconds)))


async def _load(url: str, token: str, drive: Drive, rate: int, seconds: float) -> Sent:
    sent, due = Sent(), time.perf_counter()
    began, own = due, time.process_time()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
    free = asyncio.Semaphore(_AT_ONCE)
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=20) as client, asyncio.TaskGroup() as tasks:
        while time.perf_counter() - began < seconds:
            await free.acquire()
            body = drive.next()
            tasks.create_task(_send(client, body, sent, free, began))
            # Further than that they let go: what was offered is counted, not what was wished.
            due = max(due + (len(body) // FIX.itemsize) / rate, time.perf_counter() - _BEHIND_S)
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
    sent.elapsed_s = time.perf_counter() - began
    sent.processor_s = time.process_time() - own
    return sent


async def _send(
    client: httpx.AsyncClient, body: bytes, sent: Sent, free: asyncio.Semaphore, since: float
) -> None:  # fmt: skip
    count = len(body) // FIX.itemsize
    sent.fixes += count
    began = time.perf_counter()
    try:
        reply = await client.post("/api/field/positions/batch", content=body)
        reply.raise_for_status()
        for name, times in reply.json()["outcomes"].items():
            sent.outcomes[name] = sent.outcomes.get(name, 0) + times
        now = time.perf_counter()
        sent.note_answer(now - since, count, now - began)
    except httpx.HTTPError:
        sent.unanswered += count
    finally:
        free.release()


def watch(
    urls: tuple[str, str], tokens: tuple[str, str], marked: tuple[bytes, Rows, Rows], seconds: float, opened: Any,
    told: Any,
) -> None:  # fmt: skip
    """Open a commander's screen, time marked crews from their device to it, then put a `Shown` into the queue.

    urls: of the screen, and of the devices.
    """
    told.put(uvloop.run(_watch(urls, tokens, marked, seconds, opened)))


async def _watch(
    urls: tuple[str, str], tokens: tuple[str, str], marked: tuple[bytes, Rows, Rows], seconds: float, opened: Any
) -> Shown:  # fmt: skip
    own = time.process_time()
    ids = [str(UUID(bytes=marked[0][at : at + 16])) for at in range(0, len(marked[0]), 16)]
    waiting: dict[tuple[str, float], float] = {}
    spent: list[float] = []
    address = urls[0].replace("http", "ws", 1) + "/api/feed"
    headers = {"Authorization": f"Bearer {tokens[0]}"}
    async with websockets.connect(address, additional_headers=headers, max_size=None) as socket:
        began = time.perf_counter()
        await socket.recv()
        opened_s = time.perf_counter() - began
        opened.set()

        async def receive() -> None:
            async for raw in socket:
                message = orjson.loads(raw)
                now = time.perf_counter()
                for fix in message.get("crews", ()) if message["type"] == "positions" else ():
                    began = waiting.pop((fix[0], fix[1]), None)
                    if began is not None:
                        spent.append(now - began)

        receiving = asyncio.create_task(receive())
        sent = await _mark(urls[1], tokens[1], ids, marked, waiting, seconds)
        await asyncio.sleep(3)
        receiving.cancel()
        await asyncio.gather(receiving, return_exceptions=True)
    return Shown(spent, sent, time.process_time() - own, opened_s)


async def _mark(
    url: str, token: str, ids: list[str], marked: tuple[bytes, Rows, Rows], waiting: dict[tuple[str, float], float],
    seconds: float,
) -> int:  # fmt: skip
    crews, lon, lat = ids_from(marked[0]), marked[1].copy(), marked[2]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
    until, sent = time.perf_counter() + seconds, 0
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=20) as client:
        while time.perf_counter() < until:
            for i, crew in enumerate(ids):
                lon[i] = round(lon[i] + 5e-5, 6)
                row = np.zeros(1, FIX)
                row["crew"], row["at_ms"] = crews[i], time.time() * 1000
                row["lon_e7"], row["lat_e7"] = round(lon[i] * 1e7), round(lat[i] * 1e7)
                waiting[crew, float(lon[i])] = time.perf_counter()
                await client.post("/api/field/positions/batch", content=write_batch(row))
                sent += 1
                await asyncio.sleep(MARKED_EVERY_S / len(ids))
    return sent
