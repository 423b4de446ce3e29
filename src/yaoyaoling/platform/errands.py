"""Work that is begun and not waited for: it is kept until it is done, and what it raises is written down."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from yaoyaoling.platform.logs import logger

T = TypeVar("T")
log = logger("platform")


class Errands:
    """The loop alone holds a task weakly, and tells nobody of its fault before it is swept away."""

    def __init__(self) -> None:
        self._open: set[asyncio.Task[Any]] = set()

    def begin(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Begin it; the task gives its result to whoever wants it."""
        task = asyncio.ensure_future(work)
        self._open.add(task)
        task.add_done_callback(self._done)
        return task

    async def settle(self) -> None:
        """Wait until all that was begun is done."""
        while self._open:
            await asyncio.gather(*self._open, return_exceptions=True)

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._open.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            log.error("errand_failed", exc_info=fault)
