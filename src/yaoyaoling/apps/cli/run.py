"""Running a coroutine as a command."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end, and give its result."""
    return asyncio.run(work)


def run_process(work: Coroutine[Any, Any, None]) -> None:
    """Run one of the hall's processes until SIGTERM or SIGINT, on the quick event loop."""
    import uvloop

    # A command line may end when nobody reads it any more (`main.py`); a process of the hall must not: every browser
    # that goes away in the middle of a message would end it.
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)

    async def until_told() -> None:
        task = asyncio.current_task()
        assert task is not None
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await work

    uvloop.run(until_told())
