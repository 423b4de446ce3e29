"""A browser's side of the video of a call, in `serve`: only signalling and what is being typed, passed on over the bus.

The room that opens such a socket says who it is and what it may: the caller by the link, the hall's people by the
database. It is asked again every few seconds, so whoever may no longer see is let go.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any, Literal
from uuid import UUID

import orjson
from fastapi import WebSocket, WebSocketDisconnect
from nats.aio.msg import Msg
from pydantic import ValidationError

from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.http.sockets import FOREIGN, until_first
from yaoyaoling.telephony.video.contract import (
    SERVICE,
    BrowserMessage,
    VideoAsk,
    VideoReply,
    service_of,
    topic_of,
    topic_of_line,
)

Side = Literal["caller", "hall"]
_ASK_S = 4.0
_BEAT_S = 2.0
_PUBLISH_EVERY_S = 1.0
_TYPING_EVERY_S = 0.1
_TELL_S = 5.0


class VideoSocket:
    """may: whether this side may send, or watch, now. moved: told when the caller's own pictures flow, or stop."""

    def __init__(
        self, socket: WebSocket, bus: Bus, call_id: UUID, side: Side, *,
        may: Callable[[], Awaitable[bool]], moved: Callable[[bool], Awaitable[None]] | None = None,
    ) -> None:  # fmt: skip
        self._socket = socket
        self._bus = bus
        self._call_id = call_id
        self._side = side
        self._may = may
        self._moved = moved
        self._line_id = new_id()
        self._node: str | None = None
        self._room: str | None = None
        self._is_up = False
        self._published_at = self._typed_at = self._told_at = 0.0
        self._sending = asyncio.Lock()
        self._working = asyncio.Lock()
        self._said_none = False

    async def run(self) -> None:
        """Serve it until the browser leaves or may no longer."""
        heard = [
            await self._bus.listen(topic_of(self._call_id), self._on_told),
            await self._bus.listen(topic_of_line(self._line_id), self._on_told),
        ]
        try:
            await self._open()
            await until_first(self._hear(), self._beat())
        finally:
            for one in heard:
                with contextlib.suppress(Exception):
                    await one.unsubscribe()
            await self._leave()

    async def _open(self) -> None:
        reply = await self._ask("open", SERVICE)
        if reply is None or not any(one["type"] == "ready" for one in reply.messages):
            if not self._said_none:
                await self.send({"type": "unavailable", "reason": "no_voice"})
            self._said_none = True
            return
        self._node, self._said_none = reply.node, False
        if self._side == "hall":
            await self._watch(reply.node)

    async def _hear(self) -> None:
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                message = await self._socket.receive()
                if message["type"] == "websocket.disconnect":
                    return
                with contextlib.suppress(ValidationError):
                    await self._on_browser(
                        BrowserMessage.model_validate_json(message.get("text") or message.get("bytes") or "")
                    )

    async def _on_browser(self, said: BrowserMessage) -> None:
        if said.type == "typing":
            await self._type(said.text)
        elif said.type == "publish" and self._side == "caller":
            await self._publish(said.sdp)
        elif said.type == "answer" and self._side == "hall" and self._node is not None:
            await self._ask("answer", service_of(self._node), sdp=said.sdp)
        elif said.type == "candidate" and self._node is not None and self._room is not None:
            await self._ask("candidate", service_of(self._node), candidate=said.candidate)
        elif said.type == "stop":
            await self._leave()

    async def _publish(self, sdp: str | None) -> None:
        now = time.monotonic()
        if sdp is None or not await self._may():
            return
        if now - self._published_at < _PUBLISH_EVERY_S:
            await self.send({"type": "down", "reason": "slow_down"})
            return
        self._published_at = now
        if self._node is None:
            await self._open()
        reply = None if self._node is None else await self._ask("publish", service_of(self._node), sdp=sdp)
        if reply is None:
            self._node = None
            await self.send({"type": "down", "reason": "no_voice"})
        elif reply.is_known:
            self._room = "own"

    async def _watch(self, node: str, room: str | None = None) -> None:
        async with self._working:
            if (room is not None and room == self._room) or not await self._may():
                return
            reply = await self._ask("watch", service_of(node))
            found = [one for one in (reply.messages if reply else ()) if one["type"] == "offer"]
            self._node, self._room = (node, str(found[0]["room"])) if found else (self._node, None)

    async def _type(self, text: str) -> None:
        now = time.monotonic()
        if now - self._typed_at < _TYPING_EVERY_S and text:
            return
        self._typed_at = now
        told = VideoReply(node="", messages=({"type": "typing", "from": self._side, "text": text},))
        await self._bus.tell(topic_of(self._call_id), told.model_dump_json().encode())

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(_BEAT_S)
            may = await self._may()
            if not may and self._side == "hall":
                await self._socket.close(FOREIGN)
                return
            if self._room is None:
                if self._node is None:
                    await self._open()
                continue
            if not may:
                await self._leave()
                await self.send({"type": "ended"})
                continue
            reply = None if self._node is None else await self._ask("beat", service_of(self._node))
            if reply is None or not reply.is_known:
                await self._lost()
            elif self._is_up and self._moved is not None and time.monotonic() - self._told_at > _TELL_S:
                self._told_at = time.monotonic()
                await self._moved(True)  # a process that dies with the picture says nothing: this one lives

    async def _lost(self) -> None:
        """The node or its room is gone: the caller offers anew, whoever watches waits."""
        self._room = self._node = None
        await self._stands(False)
        await self.send({"type": "dark", "reason": "lost"} if self._side == "hall" else {"type": "again"})

    async def _on_told(self, message: Msg) -> None:
        for one in VideoReply.model_validate_json(message.data).messages:
            kind = one["type"]
            if kind == "typing" and one.get("from") == self._side:
                continue
            if self._side == "caller" and kind in ("live", "dark"):
                continue
            if kind == "live":
                if one["room"] != self._room:
                    await self._watch(str(one["node"]), str(one["room"]))
                continue
            if kind == "up":
                await self._stands(True)
            elif kind == "ended":
                await self._leave()
            elif kind in ("down", "dark"):
                self._room = None
                await self._stands(False)
            await self.send(one)

    async def _stands(self, is_up: bool) -> None:
        if is_up != self._is_up:
            self._is_up = is_up
            if self._moved is not None:
                await self._moved(is_up)

    async def _leave(self) -> None:
        if self._room is not None and self._node is not None:
            self._room = None
            await self._ask("close", service_of(self._node))
        await self._stands(False)

    async def send(self, message: dict[str, Any]) -> None:
        """To the browser."""
        async with self._sending:
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await self._socket.send_text(orjson.dumps(message).decode())

    async def _ask(self, verb: str, service: str, **fields: Any) -> VideoReply | None:
        ask = VideoAsk.model_validate({"verb": verb, "call_id": self._call_id, "line_id": self._line_id, **fields})
        body = await self._bus.ask(service, ask.model_dump_json().encode(), timeout_s=_ASK_S)
        if body is None:
            return None
        reply = VideoReply.model_validate_json(body)
        for message in reply.messages:
            await self.send(message)
        return reply
