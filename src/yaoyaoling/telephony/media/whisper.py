"""Speaking so that the caller does not hear it.

AudioBridge gives everybody in a room the same mix but himself. So the citizen is moved into a room beside; what the
others say openly is forwarded there, what he says comes back: he hears the open ones, everybody hears him.
"""

from typing import Any

from yaoyaoling.telephony.media.janus import Handle, Janus
from yaoyaoling.telephony.media.ng import Rtpengine
from yaoyaoling.telephony.media.side import CITIZEN_GROUP, OPEN_GROUP, Side
from yaoyaoling.telephony.sip.sdp import audio_of, plain_sdp

_SPEAKS, _HEARS = "speaks", "hears"
_NOBODY = ("127.0.0.1", 9)


class OneWay:
    """What a group of one room says is heard in another.

    A forward comes from a port of its own, and a participant takes sound only from the port it was told: rtpengine
    stands between, which learns where it comes from. What the far participant hears goes nowhere.
    """

    def __init__(self, rtpengine: Rtpengine, call_id: str, speaking: Side, group: str, hearing: Side) -> None:
        self._rtpengine = rtpengine
        self._call_id = call_id
        self._speaking, self._group, self._hearing = speaking, group, hearing
        self._ear: Handle | None = None

    async def begin(self) -> None:
        """Sound flows when this returns."""
        inside = self._rtpengine.inside
        ways = {"direction": [inside, inside]} if inside else {}
        options = {"ICE": "remove", "replace": ["origin"]}
        offered = audio_of(await self._rtpengine.offer(self._call_id, _SPEAKS, plain_sdp(*_NOBODY), **ways, **options))
        self._ear = await self._hearing.janus.attach(opaque=self._call_id)
        rtp = {"ip": offered.host, "port": offered.port}
        name = f"from {self._speaking.room}"
        entry, _ = await self._hearing.join(self._ear, name, codec="pcma", rtp=rtp, group=self._group)
        there = plain_sdp(entry["rtp"]["ip"], int(entry["rtp"]["port"]))
        answered = audio_of(await self._rtpengine.answer(self._call_id, _SPEAKS, _HEARS, there, **options))
        await self._speaking.forward(self._group, answered.host, answered.port)

    async def end(self) -> None:
        """No more."""
        await self._speaking.stop_forwards()
        if self._ear is not None:
            await self._ear.detach()
        await self._rtpengine.delete(self._call_id)

    @property
    def ear(self) -> int | None:
        """Id of the handle, for a revival."""
        return self._ear.id if self._ear else None

    def take(self, ear: int | None) -> None:
        """Be what it was in a process that is gone."""
        self._ear = self._hearing.janus.handle(ear) if ear else None


class Whisper:
    """The room beside and the two ways between."""

    def __init__(self, rtpengine: Rtpengine, main: Side, aside: Side) -> None:
        self.aside = aside
        self._ways = (
            OneWay(rtpengine, f"{aside.room}-out", main, OPEN_GROUP, aside),
            OneWay(rtpengine, f"{aside.room}-back", aside, CITIZEN_GROUP, main),
        )

    async def begin(self) -> None:
        """Make room and ways; the citizen is moved by whoever holds his leg."""
        await self.aside.create(legs=True)
        for way in self._ways:
            await way.begin()

    async def end(self) -> None:
        """Take it down; the citizen is back in the main room by now."""
        for way in self._ways:
            await way.end()
        await self.aside.destroy()

    def state(self) -> dict[str, Any]:
        """As JSON."""
        return {"room": self.aside.room, "key": self.aside.key, "ears": [way.ear for way in self._ways]}

    @classmethod
    def revive(cls, rtpengine: Rtpengine, main: Side, state: dict[str, Any]) -> "Whisper":
        """From `state`."""
        janus: Janus = main.janus
        whisper = cls(rtpengine, main, Side(janus, state["room"], state["key"]))
        for way, ear in zip(whisper._ways, state["ears"], strict=True):
            way.take(ear)
        return whisper
