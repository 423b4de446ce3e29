"""The controller: every call of this node, told of facts, of lines and of what the engines say."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.errands import Errands
from yaoyaoling.platform.ledger.tail import Tail
from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.control.call import CITIZEN, ENGINES_AWAY, LiveCall
from yaoyaoling.telephony.control.engines import Conferences, Engines
from yaoyaoling.telephony.control.inbound import open_call, take_in
from yaoyaoling.telephony.control.journal import Journal
from yaoyaoling.telephony.control.line_notes import LineNotes
from yaoyaoling.telephony.control.lines import Lines, PersonLine
from yaoyaoling.telephony.control.loud import Loud
from yaoyaoling.telephony.control.notes import VOICE, Notes
from yaoyaoling.telephony.control.parties import LineParty, TrunkParty
from yaoyaoling.telephony.control.restart import give_up, take_up
from yaoyaoling.telephony.control.wanted import WantedCall, find_wanted, list_wanted
from yaoyaoling.telephony.events import DigitsAsked
from yaoyaoling.telephony.handlers.note_line import list_lines
from yaoyaoling.telephony.media.ng import RtpengineRefused
from yaoyaoling.telephony.media.room import Conference
from yaoyaoling.telephony.sip.inbound import Inbound

Keep = Callable[[UUID, list[dict[str, Any]], list[dict[str, Any]], dict[str, UUID]], Awaitable[None]]
"""Keeps the recordings of a call that is over: the files, what was announced, which leg each name in the room was."""

_LOOK_AGAIN_S = 5.0
_AGAIN_S = 0.5
log = logger("telephony")


class Controller:
    """answer_s: how long parties are rung. number: the hall's, for calls that name only a service.

    folder: where the conference engine writes what it records. journal: where the edge lays down calls.
    """

    def __init__(
        self, node: str, engines: Engines, lines: Lines, notes: Notes, tail: Tail, keep: Keep, *,
        folder: Path, journal: Path, number: str = "110", answer_s: float = 25.0,
    ) -> None:  # fmt: skip
        self._node = node
        self._engines = engines
        self._lines = lines
        self._line_notes = LineNotes(node, lines, notes)
        self._notes = notes
        self._tail = tail
        self._keep = keep
        self._number = number
        self._answer_s = answer_s
        self._journal = Journal(journal, notes, node, number, notes.db.clock.now)
        self.calls: dict[UUID, LiveCall] = {}
        self._asked: set[UUID] = set()
        self._errands = Errands()
        self._begin = 0
        self._loud = Loud(folder, lines, lambda: self.calls)
        lines.on_up, lines.on_down = self._line_up, self._line_down
        engines.conferences.on_switched, engines.conferences.on_away = self._switched, self._away

    @property
    def conferences(self) -> Conferences:
        """Which Janus carries the rooms."""
        return self._engines.conferences

    def on_call(self, dialog: Inbound) -> None:
        """The trunk rings."""
        take_in(dialog, self._make, self._number, self._journal)

    def on_key(self, media_id: str, side: str, key: str) -> None:
        """rtpengine heard a key: of the citizen, or of nobody we ask."""
        for call in self.calls.values():
            if media_id.startswith(f"call-{call.id}") and CITIZEN in (media_id + side):
                call.pressed(key)

    async def start(self) -> None:
        """Take up what lives; facts are followed from the moment before."""
        self._begin = await self._until(self._position)
        for wanted in await self._until(self._live):
            await self._take_up(wanted)
        self._line_notes.start(await self._until(self._said_up))

    async def run(self) -> None:
        """Follow for ever; after `start`."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._engines.conferences.run())
            tasks.create_task(self._lines.run())
            tasks.create_task(self._follow(self._begin))
            tasks.create_task(self._look_again())
            tasks.create_task(self._loud.run())
            tasks.create_task(self._journal.run())

    async def close(self) -> None:
        """Leave every call as it is, for a successor; all notes are written first."""
        await self._notes.settle()
        await self._engines.conferences.close()

    # Facts ---------------------------------------------------------------------------------------------------

    async def _follow(self, position: int) -> None:
        async for batch in self._tail.follow(position):
            for recorded in batch:
                event = recorded.event
                if not event.name.startswith("telephony."):
                    continue
                call_id = getattr(event, "call_id", None)
                if isinstance(event, DigitsAsked) and event.call_id in self.calls and event.digits:
                    self._press(self.calls[event.call_id], event.digits)
                elif isinstance(call_id, UUID):
                    self.look(call_id)

    def look(self, call_id: UUID) -> None:
        """Something of the call may have changed: read it and follow. Many facts at once are one look."""
        if call_id not in self._asked:
            self._asked.add(call_id)
            self._errands.begin(self._look(call_id))

    async def _look(self, call_id: UUID) -> None:
        self._asked.discard(call_id)
        try:
            async with self._notes.db.snapshot(VOICE) as tx:
                wanted = await find_wanted(tx, call_id)
        except DATABASE_AWAY as error:
            log.warning("call_not_read", call=str(call_id), error=repr(error))
            await asyncio.sleep(_AGAIN_S)
            self.look(call_id)
            return
        if wanted is None or wanted.node not in (None, self._node):
            return
        call = self.calls.get(call_id) or self._reopened(wanted)
        if call is not None:
            call.post(lambda: call.follow(wanted))

    def _reopened(self, wanted: WantedCall) -> LiveCall | None:
        """A call that is over, whose caller shall be rung back: a new room."""
        if wanted.state in ("ringing", "talking") or not any(leg.state == "asked" for leg in wanted.legs):
            return None
        call = self._make(wanted.id)
        conference = Conference(
            self._engines.conferences.active, self._engines.rtpengine, f"call-{wanted.id}-{new_id().hex[-6:]}"
        )
        call.conference = conference
        call.post(conference.open)
        return call

    async def _look_again(self) -> None:
        """Whatever was missed is found: rows are read anew now and then."""
        while True:
            await asyncio.sleep(_LOOK_AGAIN_S)
            for call_id, call in list(self.calls.items()):
                if call.is_known:
                    self.look(call_id)

    def _press(self, call: LiveCall, digits: str) -> None:
        """Keys for those outside, not for the citizen: in the audio, by INFO where there is no rtpengine."""

        async def press() -> None:
            for party in call.parties.values():
                if isinstance(party, TrunkParty) and party.is_in and party.kind != "callback":
                    if self._engines.rtpengine is not None:
                        await call.conference.press(party.name, digits)
                    elif party.dialog is not None:
                        party.dialog.send_digits(digits)

        call.post(press)

    # Lines and engines ---------------------------------------------------------------------------------------

    def _line_up(self, line: PersonLine) -> None:
        self._line_notes.moved(line)
        for call in self.calls.values():
            for party in call.parties.values():
                if isinstance(party, LineParty) and party.person_id == line.person_id:
                    call.post(partial(call.join_again, party, line))

    def _line_down(self, line: PersonLine, why: str) -> None:
        self._line_notes.moved(line)
        for call in self.calls.values():
            for party in call.parties.values():
                if isinstance(party, LineParty) and party.line is line:
                    self._lose(call, party, why)

    def _lose(self, call: LiveCall, party: LineParty, why: str) -> None:
        async def lose() -> None:
            try:
                await party.lost(why)
            finally:
                await call.settle()

        call.post(lose)

    def _switched(self) -> None:
        """The conference engine died: all rooms on the other one, and every browser is asked for a new connection."""
        for call in self.calls.values():
            call.post(call.rebuild)
        self._lines.drop_all("engine_lost")
        log.warning("conferences_rebuilding", calls=len(self.calls))

    def _away(self) -> None:
        """No conference engine answers: callers are told to wait, and every line is gone until one is back."""
        for call in self.calls.values():
            call.post(call.bridge)
        self._lines.drop_all("engine_lost")
        log.error("conferences_away", calls=len(self.calls))

    # Calls ---------------------------------------------------------------------------------------------------

    def _make(self, call_id: UUID) -> LiveCall:
        call = LiveCall(call_id, self._node, self._engines, self._lines, self._notes)
        call.answer_s = self._answer_s
        call.on_over = self._over
        self.calls[call_id] = call
        return call

    async def _take_up(self, wanted: WantedCall) -> None:
        if wanted.state not in ("ringing", "talking"):
            self.look(wanted.id)
            return
        try:
            call = await take_up(wanted, self._make)
        except ENGINES_AWAY as error:
            log.error("call_not_taken_up", call=str(wanted.id), error=repr(error))
            half = self.calls[wanted.id]
            dialog = half.citizen
            # An engine that answers and does not know the call was started anew with everything else: the line is gone.
            # Whoever rings still, while an engine is away, hears it ring until it is back; a conversation is over.
            if wanted.state == "ringing" and isinstance(dialog, Inbound) and not isinstance(error, RtpengineRefused):
                half.post(lambda: open_call(half, dialog))
            else:
                await give_up(half, wanted)
            return
        if call is not None:
            call.post(lambda: call.follow(wanted))

    def _over(self, call: LiveCall) -> None:
        self.calls.pop(call.id, None)
        self._errands.begin(self._finish(call))

    async def _finish(self, call: LiveCall) -> None:
        """Close the room, and hand over what was recorded."""
        conference = getattr(call, "conference", None)
        if conference is None:
            return
        try:
            await conference.close()
        except ENGINES_AWAY as error:
            log.warning("room_not_closed", call=str(call.id), error=repr(error))
        names = {party.name: party.id for party in call.parties.values()}
        if call.citizen_leg is not None:
            names[CITIZEN] = call.citizen_leg
        await self._keep(call.id, conference.recordings(), conference.announced(), names)
        self._notes.forget(call.id)

    async def _position(self) -> int:
        found: int = await self._notes.db.worker_pool.fetchval("select coalesce(max(position), 0) from ledger.position")
        return found

    async def _live(self) -> list[WantedCall]:
        async with self._notes.db.snapshot(VOICE) as tx:
            return await list_wanted(tx, self._node)

    async def _said_up(self) -> set[UUID]:
        async with self._notes.db.snapshot(VOICE) as tx:
            return await list_lines(tx, self._node)

    async def _until(self, ask: Callable[[], Awaitable[Any]]) -> Any:
        while True:
            try:
                return await ask()
            except DATABASE_AWAY as error:
                log.warning("voice_waits_for_database", error=repr(error))
                await asyncio.sleep(_AGAIN_S)
