"""`WS /api/feed`: opens a feed for whoever signed in; `?cursor=N` goes on where a lost connection stopped."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from yaoyaoling.platform.auth import NotSignedIn
from yaoyaoling.platform.feeds.hub import Feed, FeedOverrun
from yaoyaoling.platform.http.deps import hall_of, token_of

router = APIRouter()
NOT_SIGNED_IN = 4401
TOO_SLOW = 4408
FOREIGN = 4403
_LOOK_AGAIN_S = 20


def is_foreign(socket: WebSocket) -> bool:
    """Whether a browser page of another site opened it: cookies travel with WebSockets from anywhere."""
    origin = socket.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != socket.headers.get("host")


@router.websocket("/api/feed")
async def feed(socket: WebSocket, cursor: int | None = None) -> None:
    """Send what the viewer may see, as it happens. The messages stand in `GET /api/asyncapi.json`."""
    hall = hall_of(socket)
    await socket.accept()
    token = token_of(socket)
    try:
        if is_foreign(socket):
            await socket.close(FOREIGN)
            return
        principal = await hall.sessions.principal_of(token)
    except NotSignedIn:
        await socket.close(NOT_SIGNED_IN)
        return
    opened = await hall.hub.open(principal, cursor)

    async def still_signed_in() -> int:
        while True:
            await asyncio.sleep(_LOOK_AGAIN_S)
            try:
                if await hall.sessions.principal_of(token) != principal:
                    return NOT_SIGNED_IN
            except NotSignedIn:
                return NOT_SIGNED_IN

    try:
        await pump(socket, opened, still_signed_in())
    finally:
        hall.hub.close(opened)


async def pump(socket: WebSocket, opened: Feed, guard: Coroutine[Any, Any, int]) -> None:
    """Send until the client leaves, the guard ends (its result is the close code), or the client is too slow."""

    async def sending() -> int:
        try:
            while True:
                await socket.send_bytes(await opened.next())
        except FeedOverrun:
            return TOO_SLOW

    async def listening() -> int:
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                await socket.receive()
        return 0

    tasks = [asyncio.ensure_future(work) for work in (sending(), listening(), guard)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    for task in done:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            if code := task.result():
                await socket.close(code)
