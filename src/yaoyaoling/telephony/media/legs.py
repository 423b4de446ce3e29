"""The two kinds of legs of a conference, and how each comes to where its mode wants it."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from yaoyaoling.telephony.media.janus import Handle
from yaoyaoling.telephony.media.line import Line
from yaoyaoling.telephony.media.ng import Rtpengine
from yaoyaoling.telephony.media.side import ASIDE_GROUP, CITIZEN_GROUP, OPEN_GROUP, Side, leave, mute
from yaoyaoling.telephony.media.trunk import Address, TrunkMedia


class Mode(StrEnum):
    """How a leg takes part."""

    OPEN = "open"  # 通话
    MUTED = "muted"  # 静音: hears all, is not heard
    HELD = "held"  # 保持: neither hears nor is heard; a trunk leg hears the comfort message
    WHISPER = "whisper"  # 耳语: hears all, is heard by all but the citizen


NextFile = Callable[["Leg"], str]


class Leg(ABC):
    """One in the conference. placed: where and how it is: room, group, muted; None when nowhere."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.mode = Mode.OPEN
        self.comfort: str | None = None
        self.parts = 0
        self.placed: tuple[str, str, bool] | None = None

    @abstractmethod
    async def settle(self, main: Side, aside: Side | None, next_file: NextFile) -> None:
        """Go where the mode wants it; nothing if it is there. aside: where the citizen is while somebody whispers."""

    @abstractmethod
    async def go(self) -> None:
        """Out of the conference."""

    @abstractmethod
    def state(self) -> dict[str, Any]:
        """As JSON, for `leg_from`."""

    def _basics(self) -> dict[str, Any]:
        placed = list(self.placed) if self.placed else None
        return {"name": self.name, "mode": self.mode, "comfort": self.comfort, "parts": self.parts, "placed": placed}

    def _take(self, state: dict[str, Any]) -> None:
        self.mode, self.comfort, self.parts = Mode(state["mode"]), state["comfort"], state["parts"]
        if state["placed"]:
            room, group, muted = state["placed"]
            self.placed = (room, group, muted)


class LineLeg(Leg):
    """A person at a desk or with a phone's browser. Held: parked in his lounge."""

    def __init__(self, name: str, line: Line) -> None:
        super().__init__(name)
        self._line = line

    async def settle(self, main: Side, aside: Side | None, next_file: NextFile) -> None:  # noqa: ARG002
        """As promised in `Leg`; whoever whispers, a line stays in the main room."""
        if self.mode is Mode.HELD:
            if self.placed is not None:
                await self._line.park()
                self.placed = None
            return
        group = ASIDE_GROUP if self.mode is Mode.WHISPER else OPEN_GROUP
        muted = self.mode is Mode.MUTED
        if self.placed == (main.room, group, muted):
            return
        if self.placed is not None and self.placed[:2] == (main.room, group):
            await mute(self._line.handle, muted=muted)
        else:
            await self._line.enter(main, self.name, group=group, muted=muted, filename=next_file(self))
        self.placed = (main.room, group, muted)

    async def go(self) -> None:
        """Parked."""
        self.placed = None
        await self._line.park()

    def state(self) -> dict[str, Any]:
        """As promised in `Leg`."""
        return {"kind": "line", "line": self._line.id, **self._basics()}


class TrunkLeg(Leg):
    """A call of the trunk. ours: our last SDP towards it. Held: in a room of its own with the comfort message."""

    def __init__(self, name: str, citizen: bool, media: TrunkMedia, handle: Handle) -> None:
        super().__init__(name)
        self.citizen = citizen
        self.media = media
        self.handle = handle
        self.ours = ""
        self._waiting: Side | None = None

    def lose_room(self, handle: Handle) -> None:
        """Janus died; handle: one of its successor."""
        self.handle, self.placed, self._waiting = handle, None, None

    async def settle(self, main: Side, aside: Side | None, next_file: NextFile) -> None:
        """As promised in `Leg`."""
        if self.media.theirs is None:
            return  # it has not answered yet
        held = self.mode is Mode.HELD and self.media.movable
        side = aside if aside is not None and self.citizen else main
        if held:
            side = self._waiting or Side(main.janus, f"{main.room}-held-{self.name}", announced=main.announced)
        whispers = self.mode is Mode.WHISPER and aside is not None
        group = CITIZEN_GROUP if self.citizen else ASIDE_GROUP if whispers else OPEN_GROUP
        muted = self.mode is Mode.MUTED or (self.mode is Mode.HELD and not held)
        if self.placed == (side.room, group, muted):
            return
        if self.placed is not None and self.placed[:2] == (side.room, group):
            await mute(self.handle, muted=muted)
        else:
            await self._move(side, group, muted, next_file, waits=held)
        self.placed = (side.room, group, muted)

    async def _move(self, side: Side, group: str, muted: bool, next_file: NextFile, *, waits: bool) -> None:
        left, self._waiting = self._waiting, side if waits else None
        if waits:
            await side.create(legs=True)
            if self.comfort:
                await side.play(self.comfort, repeat=True)
        if self.placed is not None:
            await leave(self.handle)
            await self.media.moving()
        host, port = self.media.room_side
        rtp = {"ip": host, "port": port}
        data, _ = await side.join(
            self.handle, self.name, codec=self.media.codec, rtp=rtp, group=group, muted=muted, filename=next_file(self)
        )
        self.ours = await self.media.joined(Address(data["rtp"]["ip"], int(data["rtp"]["port"])))
        if left is not None and left is not side:
            await left.destroy()

    async def reoffered(self, offer: str) -> str:
        """The peer's renewed offer; gives our answer."""
        self.ours = await self.media.reoffered(offer, self.ours)
        return self.ours

    async def go(self) -> None:
        """Its media freed."""
        self.placed = None
        try:
            await self.handle.detach()
            if self._waiting is not None:
                await self._waiting.destroy()
        finally:  # whatever became of the room, the ports towards the trunk are free
            await self.media.free()

    def state(self) -> dict[str, Any]:
        """As promised in `Leg`."""
        waiting = {"room": self._waiting.room, "key": self._waiting.key} if self._waiting else None
        own = {"citizen": self.citizen, "media": self.media.state(), "ours": self.ours, "waiting": waiting}
        return {"kind": "trunk", "handle": self.handle.id, **own, **self._basics()}


def leg_from(main: Side, rtpengine: Rtpengine | None, state: dict[str, Any], lines: dict[str, Line]) -> Leg | None:
    """A leg of a conference that is revived; None when its line is not there any more."""
    janus = main.janus
    leg: Leg
    if state["kind"] == "line":
        if state["line"] not in lines:
            return None
        leg = LineLeg(state["name"], lines[state["line"]])
    else:
        media = TrunkMedia.revive(rtpengine, state["media"])
        trunk = leg = TrunkLeg(state["name"], state["citizen"], media, janus.handle(state["handle"]))
        trunk.ours = state["ours"]
        if state["waiting"]:
            waiting = state["waiting"]
            trunk._waiting = Side(janus, waiting["room"], waiting["key"], announced=main.announced)
    leg._take(state)
    return leg
