"""The video rooms of a voice process: one VideoRoom of Janus a call; the caller sends, the hall's people watch."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.errands import Errands
from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.control.engines import Conferences
from yaoyaoling.telephony.media.janus import Handle, Janus, JanusAway, JanusRefused
from yaoyaoling.telephony.media.ways import Ways
from yaoyaoling.telephony.video.contract import (
    SERVICE,
    VideoAsk,
    VideoReply,
    service_of,
    topic_of,
    topic_of_line,
)

PLUGIN = "janus.plugin.videoroom"
_CALLER = "caller"
_BITRATE = 1_500_000
_SILENT_S = 15.0
_TELL_S = 2.0
log = logger("telephony")
Message = dict[str, Any]


@dataclass
class VideoRoom:
    """A call's room. line_id, handle: the caller's. watchers: those who look, by their lines."""

    call_id: UUID
    janus: Janus
    line_id: UUID
    key: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    mark: str = field(default_factory=lambda: secrets.token_hex(4))
    handle: Handle | None = None
    is_live: bool = False
    watchers: dict[UUID, Handle] = field(default_factory=dict)
    beats: dict[UUID, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As Janus knows it; another one for each connection of the caller: a room of a process that was killed may
        still be there under its own name, with a secret nobody knows any more."""
        return f"video-{self.call_id}-{self.mark}"


class VideoRooms:
    """ice_servers: what a browser needs to find a way through."""

    def __init__(
        self, node: str, bus: Bus, conferences: Conferences, ice_servers: Callable[[UUID], list[Message]]
    ) -> None:
        self._node = node
        self._bus = bus
        self._conferences = conferences
        self._ice_servers = ice_servers
        self.rooms: dict[UUID, VideoRoom] = {}
        self._locks: dict[UUID, asyncio.Lock] = {}
        self._errands = Errands()

    async def run(self) -> None:
        """Answer what browsers ask, for ever; whoever is not heard of any more is let go."""
        for service in (SERVICE, service_of(self._node)):
            await self._bus.serve(service, self._answer)
        try:
            while True:
                await asyncio.sleep(_TELL_S)
                for room in list(self.rooms.values()):
                    await self._look_after(room)
        finally:
            # No successor takes video up: the caller's browser finds the next node and offers anew.
            for room in list(self.rooms.values()):
                await self._end(room, "restarted")

    async def _look_after(self, room: VideoRoom) -> None:
        before = time.monotonic() - _SILENT_S
        if room.janus.lost:
            await self._end(room, "engine_lost")
        elif room.beats.get(room.line_id, 0.0) < before:
            await self._end(room, "closed")
        else:
            for line_id in [one for one in room.watchers if room.beats.get(one, 0.0) < before]:
                await self._unwatch(room, line_id)
            if room.is_live:
                await self._tell_all(room, {"type": "live", "node": self._node, "room": room.name})

    async def _answer(self, body: bytes) -> bytes:
        ask = VideoAsk.model_validate_json(body)
        try:
            async with self._locks.setdefault(ask.call_id, asyncio.Lock()):
                reply = await self._reply(ask)
        except (JanusAway, JanusRefused) as error:
            log.warning("video_refused", verb=ask.verb, call=str(ask.call_id), error=str(error))
            reply = VideoReply(node=self._node, is_known=False, messages=({"type": "down", "reason": "no_voice"},))
        if ask.call_id not in self.rooms:
            self._locks.pop(ask.call_id, None)
        return reply.model_dump_json().encode()

    async def _reply(self, ask: VideoAsk) -> VideoReply:
        if ask.verb == "open":
            _ = self._conferences.active
            return self._said({"type": "ready", "ice_servers": self._ice_servers(ask.line_id)})
        if ask.verb == "publish" and ask.sdp:
            return self._said({"type": "answer", "sdp": await self._publish(ask.call_id, ask.line_id, ask.sdp)})
        room = self.rooms.get(ask.call_id)
        if room is None:
            return VideoReply(node=self._node, is_known=False)
        room.beats[ask.line_id] = time.monotonic()
        handle = room.handle if ask.line_id == room.line_id else room.watchers.get(ask.line_id)
        match ask.verb:
            case "watch" if room.is_live and ask.line_id != room.line_id:
                return self._said({"type": "offer", "sdp": await self._watch(room, ask.line_id), "room": room.name})
            case "answer" if ask.sdp and ask.line_id in room.watchers:
                await room.watchers[ask.line_id].message({"request": "start"}, {"type": "answer", "sdp": ask.sdp})
            case "candidate" if handle is not None:
                await handle.trickle(ask.candidate)
            case "close" if ask.line_id == room.line_id:
                await self._end(room, "closed")
            case "close":
                await self._unwatch(room, ask.line_id)
            case "watch":
                return VideoReply(node=self._node, is_known=False)
        return VideoReply(node=self._node, is_known=handle is not None)

    async def _publish(self, call_id: UUID, line_id: UUID, sdp: str) -> str:
        """The caller's camera; an older connection of the same call is over by it."""
        old = self.rooms.get(call_id)
        if old is not None:
            await self._end(old, "new_offer")
        room = VideoRoom(call_id, self._conferences.active, line_id)
        await self._control(
            room,
            {
                "request": "create",
                "admin_key": room.janus.admin_key,
                "publishers": 1,
                "videocodec": "vp8,h264",
                "bitrate": _BITRATE,
                "is_private": True,
                "pin": room.key,
            },
        )
        room.handle = await room.janus.attach(PLUGIN, opaque=room.name)
        ways = Ways(lambda message: self._on_caller(room, message))
        room.handle.on_core = ways.heard
        room.beats[line_id] = time.monotonic()
        self.rooms[call_id] = room
        join = {"request": "joinandconfigure", "room": room.name, "pin": room.key, "ptype": "publisher", "id": _CALLER}
        try:
            _, jsep = await room.handle.message(join, {"type": "offer", "sdp": sdp})
        except (JanusAway, JanusRefused):
            await self._end(room, "refused")
            raise
        if jsep is None:
            await self._end(room, "refused")
            raise JanusRefused(0, "no answer")
        return await ways.told(str(jsep["sdp"]))

    async def _watch(self, room: VideoRoom, line_id: UUID) -> str:
        await self._unwatch(room, line_id)
        handle = room.watchers[line_id] = await room.janus.attach(PLUGIN, opaque=room.name)
        ways = Ways(lambda message: self._on_watcher(room, line_id, message))
        handle.on_core = ways.heard
        join: Message = {"request": "join", "room": room.name, "pin": room.key, "ptype": "subscriber"}
        join |= {"streams": [{"feed": _CALLER}]}
        room.beats[line_id] = time.monotonic()
        _, jsep = await handle.message(join)
        if jsep is None:
            raise JanusRefused(0, "no offer")
        return await ways.told(str(jsep["sdp"]))

    def _on_caller(self, room: VideoRoom, message: Message) -> None:
        kind = message["janus"]
        if kind == "webrtcup" and not room.is_live:
            room.is_live = True
            self._tell_line(room.line_id, {"type": "up"})
            self._errands.begin(self._tell_all(room, {"type": "live", "node": self._node, "room": room.name}))
        elif kind in ("hangup", "detached"):
            self._errands.begin(self._end(room, str(message.get("reason", kind))))

    def _on_watcher(self, room: VideoRoom, line_id: UUID, message: Message) -> None:
        kind = message["janus"]
        if kind == "webrtcup":
            self._tell_line(line_id, {"type": "up"})
        elif kind in ("hangup", "detached"):
            room.watchers.pop(line_id, None)
            self._tell_line(line_id, {"type": "down", "reason": "lost"})

    async def _unwatch(self, room: VideoRoom, line_id: UUID) -> None:
        handle = room.watchers.pop(line_id, None)
        if handle is not None:
            await _let_go(handle)

    async def _end(self, room: VideoRoom, reason: str) -> None:
        if self.rooms.get(room.call_id) is not room:
            return
        del self.rooms[room.call_id]
        room.is_live = False
        self._tell_line(room.line_id, {"type": "down", "reason": reason})
        await self._tell_all(room, {"type": "dark", "reason": reason})
        for handle in (*room.watchers.values(), *([room.handle] if room.handle else [])):
            await _let_go(handle)
        room.watchers.clear()
        with contextlib.suppress(JanusAway, JanusRefused):
            await self._control(room, {"request": "destroy"})

    async def _control(self, room: VideoRoom, body: Message) -> None:
        handle = await room.janus.attach(PLUGIN, opaque="video-control")
        try:
            await handle.message({"room": room.name, "secret": room.key, **body})
        finally:
            await _let_go(handle)

    def _said(self, message: Message) -> VideoReply:
        return VideoReply(node=self._node, messages=(message,))

    async def _tell_all(self, room: VideoRoom, message: Message) -> None:
        reply = VideoReply(node=self._node, messages=(message,))
        await self._bus.tell(topic_of(room.call_id), reply.model_dump_json().encode())

    def _tell_line(self, line_id: UUID, message: Message) -> None:
        self._errands.begin(self._bus.tell(topic_of_line(line_id), self._said(message).model_dump_json().encode()))


async def _let_go(handle: Handle) -> None:
    handle.on_core = None
    with contextlib.suppress(JanusAway, JanusRefused):
        await handle.detach()
