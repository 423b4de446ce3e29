"""`WS /api/feed`: opens a feed for whoever signed in; `?cursor=N` goes on where a lost connection stopped."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import orjson
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from nats.aio.msg import Msg
from pydantic import ValidationError

from yaoyaoling.platform.auth import NotSignedIn
from yaoyaoling.platform.feeds.hub import Feed, FeedOverrun
from yaoyaoling.platform.feeds.presence import Look, Looking, looks_of
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.http.deps import hall_of, token_of
from yaoyaoling.platform.http.sockets import FOREIGN, NOT_SIGNED_IN, is_foreign, until_first

router = APIRouter()
TOO_SLOW = 4408
_LOOK_AGAIN_S = 20
_BETWEEN_LOOKS_S = 0.1
_SAY_AGAIN_S = 5
_LOOKS = "looks"


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
            if principal.account_id is None:
                await asyncio.sleep(_LOOK_AGAIN_S)
            else:
                # A fact about the account may be that it was deactivated: look at once.
                await hall.hub.changed([principal.account_id], _LOOK_AGAIN_S)
                hall.sessions.forget(principal.account_id)
            try:
                if await hall.sessions.principal_of(token) != principal:
                    return NOT_SIGNED_IN
            except NotSignedIn:
                return NOT_SIGNED_IN

    async def heard(text: str) -> None:
        with contextlib.suppress(ValidationError):
            await tell_look(hall, await hall.hub.look(opened, Looking.model_validate_json(text).subjects))
        # Somebody who skims through a list is told of now and then, not each time.
        await asyncio.sleep(_BETWEEN_LOOKS_S)

    try:
        await pump(socket, opened, still_signed_in(), heard)
    finally:
        hall.hub.close(opened)
        if opened.subjects:
            await tell_look(hall, await hall.hub.look(opened, ()))


async def tell_look(hall: Hall, look: Look | None) -> None:
    """Let the other processes know; without the bus only this one does."""
    if look is not None:
        await hall.bus.tell(_LOOKS, orjson.dumps([look.model_dump(mode="json")]))


async def share_looks(hall: Hall) -> None:
    """Hear what screens of other processes show, and say again what ours do, for ever."""

    async def on_message(message: Msg) -> None:
        await hall.hub.note_looks(looks_of(orjson.loads(message.data)))

    await hall.bus.listen(_LOOKS, on_message)
    while True:
        await asyncio.sleep(_SAY_AGAIN_S)
        if looks := hall.hub.own_looks():
            await hall.bus.tell(_LOOKS, orjson.dumps([look.model_dump(mode="json") for look in looks]))


async def pump(
    socket: WebSocket, opened: Feed, guard: Coroutine[Any, Any, int], heard: Callable[[str], Awaitable[None]]
) -> None:
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
                message = await socket.receive()
                if message["type"] == "websocket.disconnect":
                    break
                if isinstance(message.get("text"), str):
                    await heard(message["text"])
        return 0

    for code in await until_first(sending(), listening(), guard):
        if code:
            with contextlib.suppress(RuntimeError):
                await socket.close(code)
