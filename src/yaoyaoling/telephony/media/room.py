"""One call's conference: who is in it, who hears whom, what is recorded."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from yaoyaoling.kernel.clock import wall_now
from yaoyaoling.telephony.media.announced import Announced
from yaoyaoling.telephony.media.janus import Janus
from yaoyaoling.telephony.media.legs import Leg, LineLeg, Mode, TrunkLeg, leg_from
from yaoyaoling.telephony.media.line import Line
from yaoyaoling.telephony.media.ng import Rtpengine
from yaoyaoling.telephony.media.side import Side
from yaoyaoling.telephony.media.trunk import TrunkMedia
from yaoyaoling.telephony.media.whisper import Whisper

# A key of 160 ms and a pause before the next.
_KEY_S = 0.3
__all__ = ["Conference", "Mode"]


class Conference:
    """A room `call-<id>`: legs of the trunk and of lines. Changes are made one after another.

    rtpengine None: level 2, plain 20 ms G.711 straight to Janus (no call out, no whisper, held is only muted, no
    rebuild on a standby). Raises JanusAway when Janus is lost: then `rebuild` on the standby.
    """

    def __init__(
        self, janus: Janus, rtpengine: Rtpengine | None, room: str, now: Callable[[], datetime] = wall_now
    ) -> None:
        """now: the hall's clock, for when recordings begin."""
        self.room = room
        self._now = now
        self._janus = janus
        self._rtpengine = rtpengine
        self._announced = Announced(now)
        self._main = Side(janus, room, announced=self._announced)
        self._legs: dict[str, Leg] = {}
        self._whisper: Whisper | None = None
        self._recordings: list[dict[str, Any]] = []
        self._generation = 1
        self._bridge = ""
        self._changing = asyncio.Lock()

    async def open(self) -> None:
        """Create the room; recording of the mix begins with it."""
        mix = f"{self.room}.wav" if self._generation == 1 else f"{self.room}.{self._generation}.wav"
        await self._main.create(mix=mix, legs=True)
        self._note(mix, "mix", None)

    async def join_inbound(self, leg: str, offer: str, *, citizen: bool = True) -> str:
        """Put a trunk call in; gives the SDP for 183 and 200. Raises: UnusableOffer when no audio fits."""
        async with self._changing:
            media = TrunkMedia(self._rtpengine, f"{self.room}-{leg}")
            await media.offered(offer)
            joined = TrunkLeg(leg, citizen, media, await self._janus.attach(opaque=leg))
            self._legs[leg] = joined
            return await self._enter(joined)

    async def offer_outbound(self, leg: str, *, citizen: bool = False) -> str:
        """The SDP for an INVITE (or for a 200 to an INVITE without offer); nothing is joined yet.

        Raises: OutboundNeedsRtpengine.
        """
        async with self._changing:
            media = TrunkMedia(self._rtpengine, f"{self.room}-{leg}")
            offer = await media.invite()
            self._legs[leg] = TrunkLeg(leg, citizen, media, await self._janus.attach(opaque=leg))
            return offer

    async def join_outbound(self, leg: str, answer: str) -> None:
        """The other side's SDP, of 183 or 200: its media is in the room from now on. May come again, changed.

        Raises: UnusableOffer.
        """
        async with self._changing:
            found = self._trunk(leg)
            if found is None or found.media.theirs == answer:
                return
            await found.media.accepted(answer)
            await self._enter(found)

    async def reoffer(self, leg: str, offer: str) -> str | None:
        """The peer's renewed offer (other address, hold); gives our answer on the same port, None if it is not in.

        Raises: UnusableOffer.
        """
        async with self._changing:
            found = self._trunk(leg)
            return None if found is None else await found.reoffered(offer)

    async def join_line(self, leg: str, line: Line, mode: Mode = Mode.OPEN) -> None:
        """Move a person's line in."""
        async with self._changing:
            joined = LineLeg(leg, line)
            joined.mode = mode
            self._legs[leg] = joined
            await self._settle()

    async def leave(self, leg: str) -> None:
        """Take a leg out: a line is parked, a trunk leg's media is freed. Nothing if it is not in."""
        async with self._changing:
            gone = self._legs.pop(leg, None)
            if gone is not None:
                await gone.go()
                await self._settle()

    async def set_mode(self, leg: str, mode: Mode, comfort: str | None = None) -> None:
        """How a leg takes part from now on. comfort: file for a held trunk leg, repeated until it is not held."""
        async with self._changing:
            found = self._legs.get(leg)
            if found is not None:
                found.mode, found.comfort = mode, comfort
                await self._settle()

    async def press(self, leg: str, digits: str) -> None:
        """Press keys (0-9 * # A-D) towards a trunk leg, in its audio (`Dialog.send_digits` does it by INFO)."""
        found = self._trunk(leg)
        for digit in digits if found is not None else "":
            assert found is not None
            await found.media.press(digit)
            await asyncio.sleep(_KEY_S)

    async def play(self, file: str, *, repeat: bool = False) -> str:
        """Play an .opus file to all in the room; gives an id."""
        return await self._main.play(file, repeat=repeat)

    async def stop(self, play_id: str) -> None:
        """Stop it; nothing if it ended by itself."""
        await self._main.stop(play_id)

    async def legs(self) -> dict[str, bool]:
        """Who Janus says is in the room: leg to whether he talks into it (not muted). Held legs are not in it."""
        sides = [self._main, *([self._whisper.aside] if self._whisper else [])]
        found = [one for side in sides for one in await side.participants()]
        return {one["id"]: not one.get("muted", False) for one in found if one["id"] in self._legs}

    async def rebuild(self, standby: Janus, lost_at: datetime | None = None) -> None:
        """Janus died: make the room again there, trunk legs on the same ports towards the trunk (the SIP dialogs do not
        notice). Lines are gone with their connection; join them again when the browsers have offered anew.

        lost_at: when it died, as far as is known; what it played ended then.
        """
        async with self._changing:
            await self._hush()
            self._announced.end_all(lost_at)
            self._janus, self._whisper = standby, None
            self._main = Side(standby, self.room, announced=self._announced)
            self._generation += 1
            await self.open()
            self._legs = {name: leg for name, leg in self._legs.items() if isinstance(leg, TrunkLeg)}
            for leg in self._legs.values():
                assert isinstance(leg, TrunkLeg)
                leg.lose_room(await standby.attach(opaque=leg.name))
            await self._settle()

    async def bridge(self, file: str, lost_at: datetime | None = None) -> None:
        """Janus died and no other is there: trunk legs hear a file (.opus), again and again, until `rebuild`.

        rtpengine plays it; nothing at level 2. lost_at: as in `rebuild`.
        """
        async with self._changing:
            self._announced.end_all(lost_at)
            said = [leg for leg in self._legs.values() if isinstance(leg, TrunkLeg) and await leg.media.say(file)]
            if said:
                self._bridge = secrets.token_hex(6)
                self._announced.begin(self._bridge, self.room, file, repeat=True)

    def is_on(self, janus: Janus) -> bool:
        """Whether that Janus carries it."""
        return self._janus is janus

    async def close(self) -> None:
        """Everybody out, room gone, recordings closed."""
        self._announced.end_all()
        async with self._changing:
            for leg in list(self._legs.values()):
                await leg.go()
            self._legs.clear()
            if self._whisper is not None:
                await self._whisper.end()
                self._whisper = None
            await self._main.destroy()

    def recordings(self) -> list[dict[str, Any]]:
        """Files so far: {file, part: "mix"|"leg", leg, started_at (epoch s)}: `.wav` of the mix, `.mjr` of legs.

        A leg that moves (hold, whisper, rebuild) begins a new file: `<room>-<leg>-audio.mjr`, then
        `<room>-<leg>.2-audio.mjr` …
        """
        return list(self._recordings)

    def announced(self) -> list[dict[str, Any]]:
        """What was played to whoever was on the line, as `Announced.rows`; in no file of Janus for certain."""
        return self._announced.rows()

    def files_now(self) -> dict[str, str]:
        """What is written of each leg at this moment; a leg that has left is not among them."""
        found = {one["leg"]: one["file"] for one in self._recordings if one["part"] == "leg"}
        return {leg: file for leg, file in found.items() if leg in self._legs}

    def state(self) -> dict[str, Any]:
        """For `revive`, as JSON; keep it after each change of legs."""
        return {
            "room": self.room,
            "key": self._main.key,
            "generation": self._generation,
            "recordings": self._recordings,
            "announced": self.announced(),
            "whisper": self._whisper.state() if self._whisper else None,
            "legs": [leg.state() for leg in self._legs.values()],
        }

    @classmethod
    def revive(
        cls,
        janus: Janus,
        rtpengine: Rtpengine | None,
        state: dict[str, Any],
        lines: dict[str, Line],
        now: Callable[[], datetime] = wall_now,
    ) -> "Conference":
        """Take up a room of a claimed session. lines: by line id; legs of lines that are not there are dropped."""
        found = cls(janus, rtpengine, state["room"], now)
        found._announced = Announced(now, state.get("announced"))
        found._main = Side(janus, state["room"], state["key"], found._announced)
        found._generation, found._recordings = state["generation"], list(state["recordings"])
        if state["whisper"] and rtpengine is not None:
            found._whisper = Whisper.revive(rtpengine, found._main, state["whisper"])
        legs = [leg_from(found._main, rtpengine, one, lines) for one in state["legs"]]
        found._legs = {leg.name: leg for leg in legs if leg is not None}
        return found

    def _trunk(self, leg: str) -> TrunkLeg | None:
        found = self._legs.get(leg)
        return found if isinstance(found, TrunkLeg) else None

    def _note(self, file: str, part: str, leg: str | None) -> None:
        self._recordings.append({"file": file, "part": part, "leg": leg, "started_at": self._now().timestamp()})

    def _next_file(self, leg: Leg) -> str:
        """Janus overwrites: each stay in a room needs a name of its own."""
        leg.parts += 1
        stem = f"{self.room}-{leg.name}" + (f".{leg.parts}" if leg.parts > 1 else "")
        self._note(f"{stem}-audio.mjr", "leg", leg.name)  # Janus adds the kind
        return stem

    async def _hush(self) -> None:
        """What rtpengine plays is over; it would be heard into the room's sound."""
        for leg in self._legs.values():
            if isinstance(leg, TrunkLeg):
                await leg.media.hush()
        self._announced.end(self._bridge)

    async def _enter(self, leg: TrunkLeg) -> str:
        """Put a leg where it belongs for the first time; gives the SDP for its peer."""
        await self._settle()
        return leg.ours

    async def _settle(self) -> None:
        """Bring every leg to where its mode wants it; each step alone keeps the others hearing one another."""
        wanted = any(leg.mode is Mode.WHISPER for leg in self._legs.values())
        if wanted and self._whisper is None and self._rtpengine is not None:
            aside = Side(self._janus, f"{self.room}-aside-{secrets.token_hex(3)}")
            self._whisper = Whisper(self._rtpengine, self._main, aside)
            await self._whisper.begin()
        ending = self._whisper if not wanted else None
        if ending is not None:
            self._whisper = None
        for leg in self._legs.values():
            await leg.settle(self._main, self._whisper.aside if self._whisper else None, self._next_file)
        if ending is not None:
            await ending.end()
