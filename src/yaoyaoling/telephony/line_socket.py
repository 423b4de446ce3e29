"""`WS /api/telephony/line`: the softphone of whoever signed in. Only signalling; sound goes to the media engine itself.

This process holds nothing but the socket: every message is passed to the voice node that has the line, over the
bus, so any number of `serve` may run, and a node started anew gets back from here what it needs to go on.
"""

import asyncio
import contextlib
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from nats.aio.msg import Msg
from pydantic import ValidationError

from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.auth import NotSignedIn
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.http.deps import hall_of, token_of
from yaoyaoling.platform.http.sockets import FOREIGN, NOT_SIGNED_IN, is_foreign, until_first
from yaoyaoling.platform.principal import Principal
from yaoyaoling.telephony.line_contract import (
    MOST_CANDIDATE,
    SERVICE,
    BrowserMessage,
    LineAsk,
    LineHold,
    LineReply,
    service_of,
    topic_of,
)

router = APIRouter()
_ASK_S = 3.0
_BEAT_S = 2.0
_LOOK_AGAIN_S = 20


class Line:
    """One socket's line: asks the node, and sends the browser what comes of it."""

    def __init__(self, socket: WebSocket, bus: Bus, principal: Principal, person_id: UUID) -> None:
        self._socket = socket
        self._bus = bus
        self._principal = principal
        self._person_id = person_id
        self.line_id = new_id()
        self._node: str | None = None
        self._hold: LineHold | None = None
        self._last: dict[str, bytes] = {}
        self._sending = asyncio.Lock()

    async def open(self) -> bool:
        """Get a node; the browser is told that it may offer, or that there is no voice now."""
        reply = await self._ask("open", SERVICE)
        if reply is None:
            await self.send({"type": "unavailable", "reason": "no_voice"})
        return reply is not None

    async def offer(self, sdp: str | None) -> None:
        """A new connection of the browser."""
        self._last.clear()
        if self._node is not None and await self._ask("offer", service_of(self._node), sdp=sdp) is None:
            self._node = None
            await self.send({"type": "down", "reason": "no_voice"})

    async def candidate(self, candidate: dict[str, Any] | None) -> None:
        """A way to reach the browser; None: there are no more."""
        if self._node is not None and len(orjson.dumps(candidate)) <= MOST_CANDIDATE:
            await self._ask("candidate", service_of(self._node), candidate=candidate)

    async def take(self) -> None:
        """Whoever sits there answers the call that rings at the line."""
        if self._node is not None:
            await self._ask("take", service_of(self._node))

    async def beat(self) -> None:
        """Say that we are there, for ever; a node that is gone or forgot us is found anew."""
        while True:
            await asyncio.sleep(_BEAT_S)
            if self._node is None:
                await self.open()
                continue
            reply = await self._ask("beat", service_of(self._node))
            if reply is None and await self._ask("beat", SERVICE) is None:
                continue  # no node now: the sound may go on without one, and one will be back
            if reply is not None and not reply.is_known:
                await self._start_over()

    async def _start_over(self) -> None:
        """The node knows nothing of the line: the browser is asked for a new offer."""
        self._hold = None
        await self.send({"type": "down", "reason": "restarted"})
        await self.open()

    async def close(self) -> None:
        """The browser is gone."""
        if self._node is not None:
            await self._ask("close", service_of(self._node))

    async def on_told(self, message: Msg) -> None:
        """Something from the node."""
        reply = LineReply.model_validate_json(message.data)
        self._keep(reply)
        for one in reply.messages:
            await self.send(one)

    async def send(self, message: dict[str, Any]) -> None:
        """To the browser; a state it has already (beats say it again and again) is not sent twice."""
        async with self._sending:
            content = orjson.dumps(message)
            slot = "mode" if message["type"] in ("joined", "parked", "mode") else message["type"]
            if slot in ("mode", "up", "down", "unavailable"):
                if self._last.get(slot) == content:
                    return
                self._last[slot] = content
                if slot in ("up", "down"):
                    self._last.pop("down" if slot == "up" else "up", None)
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await self._socket.send_text(content.decode())

    async def _ask(self, verb: str, service: str, **fields: Any) -> LineReply | None:
        ask = LineAsk.model_validate(
            {
                "verb": verb,
                "line_id": self.line_id,
                "person_id": self._person_id,
                "crew_id": self._principal.crew_id,
                "hold": self._hold,
                **fields,
            }
        )
        body = await self._bus.ask(service, ask.model_dump_json().encode(), timeout_s=_ASK_S)
        if body is None:
            return None
        reply = LineReply.model_validate_json(body)
        self._keep(reply)
        for message in reply.messages:
            await self.send(message)
        return reply

    def _keep(self, reply: LineReply) -> None:
        self._node = reply.node
        if reply.hold is not None:
            self._hold = reply.hold


@router.websocket("/api/telephony/line")
async def line(socket: WebSocket) -> None:
    """The line of whoever signed in; messages: `line_contract.py`."""
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
    if principal.account_id is None:
        await socket.close(NOT_SIGNED_IN)
        return
    opened = Line(socket, hall.bus, principal, principal.account_id)

    async def signed_in() -> None:
        with contextlib.suppress(NotSignedIn):
            while True:
                await asyncio.sleep(_LOOK_AGAIN_S)
                if await hall.sessions.principal_of(token) != principal:
                    break
        await socket.close(NOT_SIGNED_IN)

    told = await hall.bus.listen(topic_of(opened.line_id), opened.on_told)
    try:
        await opened.open()
        await until_first(_hear(socket, opened), opened.beat(), signed_in())
    finally:
        with contextlib.suppress(Exception):
            await told.unsubscribe()
        await opened.close()


async def _hear(socket: WebSocket, opened: Line) -> None:
    """Pass on what the browser sends, in its order, until it leaves. What is no message of ours is not heard."""
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            try:
                said = BrowserMessage.model_validate_json(message.get("text") or message.get("bytes") or "")
            except ValidationError:
                continue
            if said.type == "offer":
                await opened.offer(said.sdp)
            elif said.type == "candidate":
                await opened.candidate(said.candidate)
            elif said.type == "take":
                await opened.take()
            else:
                return
