"""The lines of people: browsers that keep one connection, parked until a call wants them."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.errands import Errands
from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.control.engines import Conferences
from yaoyaoling.telephony.line_contract import SERVICE, LineAsk, LineHold, LineReply, service_of, topic_of
from yaoyaoling.telephony.media.janus import JanusAway, JanusRefused
from yaoyaoling.telephony.media.line import Line

_SILENT_S = 7.0
_LINGER_S = 4.0
log = logger("telephony")
Message = dict[str, Any]


@dataclass
class PersonLine:
    """One browser's line. media None: it has not offered yet. leg_id: where it sits; ring: what rings there."""

    line_id: UUID
    person_id: UUID
    crew_id: UUID | None
    media: Line | None = None
    engine: str = ""
    is_up: bool = False
    is_closing: bool = False
    beat_at: float = field(default_factory=time.monotonic)
    leg_id: UUID | None = None
    state: Message = field(default_factory=lambda: {"type": "parked"})
    on_take: Callable[[], None] | None = None

    def messages(self) -> tuple[Message, ...]:
        """Where it is, said again with every beat: what the bus lost comes so."""
        return ({"type": "up"}, self.state) if self.is_up else ()


class Lines:
    """All lines of this node. on_up, on_down: told to the calls."""

    def __init__(
        self, node: str, bus: Bus, conferences: Conferences, ice_servers: Callable[[UUID], list[Message]]
    ) -> None:
        self._node = node
        self._bus = bus
        self._conferences = conferences
        self._ice_servers = ice_servers
        self._lines: dict[UUID, PersonLine] = {}
        self._errands = Errands()
        self.on_up: Callable[[PersonLine], None] = lambda _: None
        self.on_down: Callable[[PersonLine, str], None] = lambda _line, _why: None

    def find(self, person_id: UUID | None, crew_id: UUID | None = None) -> PersonLine | None:
        """The newest line of a person (or of anybody of a crew) on which sound flows."""
        found = [
            line
            for line in self._lines.values()
            if line.is_up
            and line.media is not None
            and (line.person_id == person_id if person_id is not None else line.crew_id == crew_id is not None)
        ]
        return found[-1] if found else None

    def adopt(self, line: PersonLine) -> None:
        """A line found again in a call after a restart; its socket will be heard of with the next beat."""
        self._lines[line.line_id] = line
        if line.media is not None:
            self._watch(line, line.media)

    def tell(self, line: PersonLine, message: Message) -> None:
        """Say it to the browser; what it is in now is said again later."""
        if message["type"] in ("joined", "parked", "ring"):
            line.state = message
        elif message["type"] == "mode":
            line.state = {**line.state, "mode": message["mode"]}
        reply = LineReply(node=self._node, messages=(message,), hold=self._hold(line))
        self._errands.begin(self._bus.tell(topic_of(line.line_id), reply.model_dump_json().encode()))

    async def run(self) -> None:
        """Answer what browsers ask, for ever; lines that are not heard of any more are closed."""
        for service in (SERVICE, service_of(self._node)):
            await self._bus.serve(service, self._answer)
        while True:
            await asyncio.sleep(1)
            for line in list(self._lines.values()):
                if time.monotonic() - line.beat_at > _SILENT_S:
                    await self._close(line)

    def drop_all(self, reason: str) -> None:
        """The engine that held them is gone: every browser is asked for a new connection."""
        for line in self._lines.values():
            if line.media is not None:
                line.media, line.is_up = None, False
                self.tell(line, {"type": "down", "reason": reason})
                self.on_down(line, reason)

    async def _answer(self, body: bytes) -> bytes:
        ask = LineAsk.model_validate_json(body)
        try:
            reply = await self._reply(ask)
        except (JanusAway, JanusRefused) as error:
            log.warning("line_refused", verb=ask.verb, error=str(error))
            reply = LineReply(node=self._node, messages=({"type": "down", "reason": "no_voice"},))
        return reply.model_dump_json().encode()

    async def _reply(self, ask: LineAsk) -> LineReply:
        line = self._lines.get(ask.line_id)
        if line is None:
            line = PersonLine(ask.line_id, ask.person_id, ask.crew_id)
            if ask.verb == "beat" and not self._take_up(line, ask.hold):
                return LineReply(node=self._node, is_known=False)
            self._lines[ask.line_id] = line
        line.beat_at = time.monotonic()
        messages: tuple[Message, ...] = ()
        if ask.verb == "open":
            messages = ({"type": "ready", "ice_servers": self._ice_servers(ask.person_id)},)
        elif ask.verb == "offer" and ask.sdp:
            messages = ({"type": "answer", "sdp": await self._offer(line, ask.sdp)},)
        elif ask.verb == "candidate" and line.media is not None:
            await line.media.candidate(ask.candidate)
        elif ask.verb == "take" and line.on_take is not None:
            line.on_take()
        elif ask.verb == "beat":
            messages = line.messages()
        elif ask.verb == "close":
            self._errands.begin(self._linger(line))
        return LineReply(node=self._node, messages=messages, hold=self._hold(line))

    async def _offer(self, line: PersonLine, sdp: str) -> str:
        old, line.is_up = line.media, False
        janus, engine = self._conferences.active, self._conferences.name
        media, answer = await Line.open(janus, str(line.line_id), sdp)
        line.media, line.engine = media, engine
        self._watch(line, media)
        if old is not None:
            self.on_down(line, "new_offer")
            self._errands.begin(_close_media(old))
        return answer

    def _watch(self, line: PersonLine, media: Line) -> None:
        def moved(state: str) -> None:
            if line.media is not media or (state == "up") == line.is_up:
                return
            line.is_up = state == "up"
            if line.is_up:
                self.tell(line, {"type": "up"})
                self.on_up(line)
            else:
                self.tell(line, {"type": "down", "reason": state})
                self.on_down(line, state)

        media.on_state = moved

    def _take_up(self, line: PersonLine, hold: LineHold | None) -> bool:
        if hold is None or hold.engine != self._conferences.name or not self._conferences.claimed:
            return False
        line.media, line.engine, line.is_up = Line.revive(self._conferences.active, hold.state), hold.engine, True
        self._watch(line, line.media)
        return True

    def _hold(self, line: PersonLine) -> LineHold | None:
        return None if line.media is None else LineHold(engine=line.engine, state=line.media.state())

    async def _linger(self, line: PersonLine) -> None:
        """The socket is gone; sound may still flow until the browser has a new line, or is gone too."""
        line.is_closing = True
        await asyncio.sleep(_LINGER_S)
        await self._close(line)

    async def _close(self, line: PersonLine) -> None:
        if self._lines.pop(line.line_id, None) is None:
            return
        media, line.media, was_up, line.is_up = line.media, None, line.is_up, False
        if was_up or line.leg_id is not None:
            self.on_down(line, "closed")
        if media is not None:
            await _close_media(media)


async def _close_media(media: Line) -> None:
    with contextlib.suppress(JanusAway, JanusRefused):
        await media.close()
