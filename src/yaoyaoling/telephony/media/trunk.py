"""A trunk call's sound between the trunk and the conference: rtpengine in the middle, or straight at level 2.

rtpengine takes whatever the trunk sends (any codec, 30 ms, another port than advertised, silence before the answer) and
gives the conference the 20 ms G.711 it needs; it also keeps the port towards the trunk while we change the room behind.
"""

import contextlib
from typing import Any, NamedTuple

from yaoyaoling.telephony.daemons.rtpengine import SDES
from yaoyaoling.telephony.media.ng import Rtpengine, RtpengineRefused
from yaoyaoling.telephony.sip.sdp import CODECS, UnusableOffer, answer_direction, audio_of, plain_sdp

_TRUNK, _ROOM = "trunk", "room"
_PCMA = 8
# One 20 ms A-law stream for the conference; keys pressed are taken out of it and told as events.
# A trunk that encrypts is taken as it is: the conference hears it plain, the answer encrypts as the offer did.
_FOR_ROOM = {"codec": {"mask": ["all"], "transcode": ["PCMA"]}, "ptime": 20, "transport_protocol": "RTP/AVP"}
# Whom we call may choose among both kinds of G.711, and take keys as events.
_FOR_TRUNK = {"transcode": ["PCMU", "telephone-event"]}
_COMMON = {"ICE": "remove", "replace": ["origin"], "SDES": list(SDES)}
# So that keys can be pressed towards who is called.
_KEYS = "inject DTMF"
_NOWHERE = ("127.0.0.1", 9)
_AGAIN_AND_AGAIN = 10_000


class Address(NamedTuple):
    """Where sound goes to."""

    host: str
    port: int


class OutboundNeedsRtpengine(RuntimeError):
    """At level 2 a call out cannot offer media: Janus gives a port only when it knows the other side's."""


class TrunkMedia:
    """Media of one trunk leg. Order: `offered`, `joined` of a call that comes in; `invite`, `accepted`, `joined` of one
    that goes out; then `moving`, `joined` each time the room behind changes."""

    def __init__(self, rtpengine: Rtpengine | None, call_id: str) -> None:
        self.call_id = call_id
        self.theirs: str | None = None
        self.inbound = True
        self._rtpengine = rtpengine
        self._room_side = self._room = Address(*_NOWHERE)
        self._codec = _PCMA
        self._settled = self._says = False

    @property
    def codec(self) -> str:
        """Name of the codec for the conference."""
        return CODECS[self._codec]

    @property
    def room_side(self) -> Address:
        """Where the conference sends to."""
        return self._room_side

    @property
    def movable(self) -> bool:
        """Whether the room behind can change without the trunk noticing."""
        return self._rtpengine is not None

    async def offered(self, offer: str) -> None:
        """The trunk's offer. Raises: UnusableOffer."""
        audio = audio_of(offer)
        self.theirs, self.inbound = offer, True
        if self._rtpengine is None:
            codec = next((one for one in audio.payloads if one in CODECS), None)
            if codec is None:
                raise UnusableOffer("no G.711")
            self._codec, self._room_side = codec, Address(audio.host, audio.port)
            return
        await self._offer_inbound(self._rtpengine)

    async def invite(self) -> str:
        """Our offer for the trunk. Raises: OutboundNeedsRtpengine."""
        if self._rtpengine is None:
            raise OutboundNeedsRtpengine
        self.inbound = False
        return await self._offer_outbound(self._rtpengine, Address(*_NOWHERE))

    async def accepted(self, answer: str) -> None:
        """The trunk's answer to our offer. Raises: UnusableOffer."""
        audio_of(answer)
        assert self._rtpengine is not None
        self.theirs = answer
        await self._answer_outbound(self._rtpengine)

    async def moving(self) -> None:
        """The room behind is about to change."""
        if self._rtpengine is not None and self.inbound:
            await self._offer_inbound(self._rtpengine)

    async def joined(self, room: Address) -> str:
        """The conference listens there; gives the answer for the trunk (of a call out: nothing new for it)."""
        self._room = room
        if self._rtpengine is None:
            return plain_sdp(room.host, room.port, self._codec)
        if self.inbound:
            answer = await self._rtpengine.answer(
                self.call_id, _TRUNK, _ROOM, plain_sdp(*room), **self._flags(), **_COMMON
            )
            self._settled = True
            return answer
        self._settled = True
        await self._offer_outbound(self._rtpengine, room)
        return await self._answer_outbound(self._rtpengine)

    async def reoffered(self, offer: str, ours: str) -> str:
        """The trunk's renewed offer; ours: our last answer. Gives the new one. Raises: UnusableOffer."""
        audio_of(offer)
        self.theirs = offer
        if self._rtpengine is None:
            return answer_direction(ours, offer)
        # Also of a call that we made: now the trunk is the side that offers.
        self.inbound = True
        await self._offer_inbound(self._rtpengine)
        return answer_direction(await self.joined(self._room), offer)

    async def press(self, digit: str) -> None:
        """A key towards the trunk, in the audio. Nothing at level 2."""
        if self._rtpengine is not None:
            await self._rtpengine.press(self.call_id, _ROOM, digit)

    async def say(self, file: str) -> bool:
        """Play a file (.opus) to the trunk, again and again, while no room is behind; gives whether it is heard."""
        if self._rtpengine is None or not self._settled:
            return False
        await self._rtpengine.play(self.call_id, _TRUNK, file, _AGAIN_AND_AGAIN)
        self._says = True
        return True

    async def hush(self) -> None:
        """Stop what `say` plays. Nothing if it plays nothing."""
        if self._rtpengine is not None and self._says:
            self._says = False
            with contextlib.suppress(RtpengineRefused):  # it was started anew meanwhile
                await self._rtpengine.stop(self.call_id, _TRUNK)

    async def free(self) -> None:
        """Give its ports back."""
        if self._rtpengine is not None:
            await self._rtpengine.delete(self.call_id)

    def state(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "call_id": self.call_id,
            "theirs": self.theirs,
            "inbound": self.inbound,
            "room_side": list(self._room_side),
            "room": list(self._room),
            "codec": self._codec,
            "settled": self._settled,
            "says": self._says,
        }

    @classmethod
    def revive(cls, rtpengine: Rtpengine | None, state: dict[str, Any]) -> "TrunkMedia":
        """From `state`."""
        media = cls(rtpengine, state["call_id"])
        media.theirs, media.inbound = state["theirs"], state["inbound"]
        media._room_side, media._room = Address(*state["room_side"]), Address(*state["room"])
        media._codec, media._settled = state["codec"], state["settled"]
        media._says = state.get("says", False)
        return media

    def _flags(self) -> dict[str, Any]:
        """Of a second round: without latching rtpengine would send from another port than it advertised."""
        return {"flags": ["always transcode", *(["port latching"] if self._settled else [])]}

    def _tags(self) -> dict[str, Any]:
        return {"to_tag": _ROOM if self.inbound else _TRUNK} if self._settled else {}

    async def _offer_inbound(self, rtpengine: Rtpengine) -> None:
        # The conference engine's rooms are on IPv4's loopback, whatever the trunk speaks.
        ways = {"address_family": "IP4", **_ways(rtpengine.outside, rtpengine.inside)}
        given = await rtpengine.offer(
            self.call_id, _TRUNK, self.theirs or "", **self._flags(), **self._tags(), **ways, **_FOR_ROOM, **_COMMON
        )
        audio = audio_of(given)
        self._room_side = Address(audio.host, audio.port)

    async def _offer_outbound(self, rtpengine: Rtpengine, room: Address) -> str:
        flags = {"flags": [_KEYS, *(["port latching"] if self._settled else [])]}
        ways = {"codec": _FOR_TRUNK, "address_family": rtpengine.family}
        ways |= _ways(rtpengine.inside, rtpengine.outside)
        if rtpengine.encrypts:
            ways["transport_protocol"] = "RTP/SAVP"
        return await rtpengine.offer(self.call_id, _ROOM, plain_sdp(*room), **flags, **self._tags(), **ways, **_COMMON)

    async def _answer_outbound(self, rtpengine: Rtpengine) -> str:
        given = await rtpengine.answer(
            self.call_id,
            _ROOM,
            _TRUNK,
            self.theirs or "",
            flags=[_KEYS],
            codec={"transcode": ["PCMA"]},
            ptime=20,
            **_COMMON,
        )
        audio = audio_of(given)
        self._room_side = Address(audio.host, audio.port)
        return given


def _ways(offering: str | None, answering: str | None) -> dict[str, Any]:
    """Which of its interfaces each side is on."""
    return {"direction": [offering, answering]} if offering and answering else {}
