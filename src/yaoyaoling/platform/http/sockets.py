"""What every WebSocket of the hall begins and ends with."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any, TypeVar
from urllib.parse import urlsplit

from fastapi import WebSocket, WebSocketDisconnect

T = TypeVar("T")
NOT_SIGNED_IN = 4401
FOREIGN = 4403
"""Close codes: nobody is signed in; a page of another site, or not the viewer's to see."""


def is_foreign(socket: WebSocket) -> bool:
    """Whether a browser page of another site opened it: cookies travel with WebSockets from anywhere."""
    origin = socket.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != socket.headers.get("host")


async def until_first(*works: Coroutine[Any, Any, T]) -> list[T]:
    """Do these at once until one ends, and end the others; gives what those that ended gave.

    Raises: what one of them raised, but not that the browser left.
    """
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    found = []
    for task in done:
        # A socket that the other side closed says so as RuntimeError to whoever still writes.
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            found.append(task.result())
    return found
