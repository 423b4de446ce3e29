"""Watching a feed as a console does, and noting when what one waits for arrives."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from typing import Any

import orjson
import websockets

from yaoyaoling.apps.bench.hall import BenchHall


class Watcher:
    """One open feed. `seen[(kind, id)]`: when an entity was first received, in seconds of the monotonic clock."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, str], float] = {}
        self._news = asyncio.Event()

    def take(self, raw: bytes | str) -> None:
        """Note what a message brings."""
        now = time.perf_counter()
        message: dict[str, Any] = orjson.loads(raw)
        for entity in message.get("entities", ()):
            self.seen.setdefault((entity["kind"], entity["id"]), now)
        self._news.set()

    async def wait_for(self, kind: str, entity_id: str, within_s: float = 10) -> float:
        """When it arrived. Raises: TimeoutError."""
        async with asyncio.timeout(within_s):
            while (kind, entity_id) not in self.seen:
                self._news.clear()
                await self._news.wait()
        return self.seen[(kind, entity_id)]


@contextlib.asynccontextmanager
async def watching(hall: BenchHall, who: str) -> AsyncIterator[Watcher]:
    """An open feed of somebody, after its snapshot."""
    url = hall.url.replace("http", "ws", 1) + "/api/feed"
    headers = {"Authorization": f"Bearer {hall.tokens[who]}"}
    async with websockets.connect(url, additional_headers=headers, max_size=None) as socket:
        watcher = Watcher()
        await socket.recv()

        async def receive() -> None:
            with contextlib.suppress(websockets.ConnectionClosed):
                async for raw in socket:
                    watcher.take(raw)

        task = asyncio.create_task(receive())
        try:
            yield watcher
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
