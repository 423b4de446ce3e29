"""One call as it is: its conference, the citizen's dialog, the parties; and how it follows what is wanted.

Everything that touches a call is done one after the other by its own task: facts, signals of the line, timers.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.commands import KeepDialog, NoteAlone, NoteCall, NoteKey, NoteLeg, Reason
from yaoyaoling.telephony.control.engines import Engines
from yaoyaoling.telephony.control.lines import Lines, PersonLine
from yaoyaoling.telephony.control.notes import Notes
from yaoyaoling.telephony.control.parties import LineParty, Party, TrunkParty
from yaoyaoling.telephony.control.wanted import WantedCall, WantedLeg
from yaoyaoling.telephony.handlers.keys import note_key
from yaoyaoling.telephony.handlers.note import keep_dialog, note_alone, note_call, note_leg
from yaoyaoling.telephony.media.janus import Janus, JanusAway, JanusRefused
from yaoyaoling.telephony.media.ng import RtpengineAway, RtpengineRefused
from yaoyaoling.telephony.media.room import Conference, Mode
from yaoyaoling.telephony.sip.dialog import Dialog
from yaoyaoling.telephony.sip.inbound import Inbound
from yaoyaoling.telephony.sip.signals import Cancelled, Confirmed, Digits, Ended, Failed, Signal
from yaoyaoling.telephony.states import LegSignal

CITIZEN = "citizen"
_KEY_S = 9.0
"""The question for a key is said once, then the announcement goes on: whoever cannot press is not asked again."""
_LIVE = frozenset({"asked", "ringing"})
ENGINES_AWAY = (JanusAway, JanusRefused, RtpengineAway, RtpengineRefused)
Work = Callable[[], Awaitable[None]]
log = logger("telephony")


class LiveCall:
    """answer_s: how long a party is rung. alone_s: how long a caller may be alone before the hall is told."""

    answer_s = 25.0
    alone_s = 5.0

    def __init__(self, call_id: UUID, node: str, engines: Engines, lines: Lines, notes: Notes) -> None:
        self.id = call_id
        self.node = node
        self.engines = engines
        self.lines = lines
        self.notes = notes
        self.conference: Conference
        self.citizen: Dialog | None = None
        self.local = ""
        self.citizen_leg: UUID | None = None
        self.citizen_mode = Mode.OPEN
        self.is_answered = self.is_over = self.is_known = False
        self.parties: dict[UUID, Party] = {}
        self.on_over: Callable[[LiveCall], None] = lambda _: None
        self.is_key_said = False
        self.playing: dict[str, str] = {}
        self._announcement = "queue"
        self._works: asyncio.Queue[Work] = asyncio.Queue()
        self._alone_since: float | None = None
        self._keeping = False
        self._task = asyncio.create_task(self._run(), name=f"call {call_id}")

    # One thing after the other -------------------------------------------------------------------------------

    def post(self, work: Work) -> None:
        """Have it done after all that was posted before."""
        self._works.put_nowait(work)

    async def _run(self) -> None:
        while not self.is_over or not self._works.empty():
            work = await self._works.get()
            try:
                await work()
            except JanusAway:
                log.warning("call_waits_for_conference", call=str(self.id))
            except (*DATABASE_AWAY, *ENGINES_AWAY) as error:
                log.error("call_work_failed", call=str(self.id), error=repr(error))
            except Exception:
                log.exception("call_broken", call=str(self.id))

    # The citizen ---------------------------------------------------------------------------------------------

    def on_citizen(self, dialog: Dialog, signal: Signal) -> None:
        """What the citizen's line tells."""
        if dialog is not self.citizen:
            return
        match signal:
            case Cancelled():
                self.post(lambda: self.end("hung_up", signal="abandon"))
            case Ended(by_us=by_us):
                self.post(lambda: self.end("ended" if by_us else "hung_up"))
            case Failed():
                self.post(lambda: self.end("error"))
            case Confirmed(sdp=str(sdp)):
                self.post(lambda: self.conference.join_outbound(CITIZEN, sdp))
            case Digits(digits=digits):
                self.pressed(digits)

    def answer_citizen(self) -> None:
        """200 to the trunk, once, before anything else: every millisecond of it is the caller's."""
        if isinstance(self.citizen, Inbound) and not self.is_answered:
            self.is_answered = True
            self.citizen.answer(self.local)
            self.notes.note(self.id, note_call, NoteCall.model_validate({"call_id": self.id, "signal": "answer"}))

    def called_back(self, dialog: Dialog) -> None:
        """The caller was rung back and answered; the note of the leg says it for the call too."""
        self.citizen, self.is_answered = dialog, True

    def pressed(self, digits: str) -> None:
        """The citizen pressed keys."""
        if self._announcement == "key":
            self.post(self._key_was_said)
        for key in digits:
            self.notes.note(self.id, note_key, NoteKey(call_id=self.id, key=key))

    @property
    def has_citizen(self) -> bool:
        """Whether the citizen is on the line."""
        return self.citizen is not None and not self.citizen.ended

    # What is wanted ------------------------------------------------------------------------------------------

    async def follow(self, wanted: WantedCall) -> None:
        """Bring the call to what the tables want. Done again and again, in any order: only differences are acted on."""
        if self.is_over:
            return
        self.is_known = True
        if wanted.is_ending and wanted.state in ("ringing", "talking"):
            await self.end("ended", signal="end")
            return
        for leg in wanted.legs:
            if leg.kind == CITIZEN:
                await self._follow_citizen(leg)
            else:
                await self._follow_leg(wanted, leg)
        if wanted.is_key_asked and not self.is_key_said:
            self.is_key_said = True
            self._announcement = "key"
            asyncio.get_running_loop().call_later(_KEY_S, lambda: self.post(self._key_was_said))
        await self.settle()

    async def _follow_citizen(self, leg: WantedLeg) -> None:
        self.citizen_leg = leg.id
        mode = Mode(leg.mode)
        if mode is not self.citizen_mode and self.has_citizen:
            self.citizen_mode = mode
            await self.conference.set_mode(CITIZEN, mode, self.sound("comfort"))

    async def _follow_leg(self, wanted: WantedCall, leg: WantedLeg) -> None:
        party = self.parties.get(leg.id)
        if leg.is_ending:
            if party is None:
                self.note_leg(leg.id, LegSignal.FAIL if leg.state in _LIVE else LegSignal.LEAVE, "ended")
            elif not party.is_over:
                await party.stop("ended")
        elif party is None and leg.state == "asked":
            party = self.parties[leg.id] = self._party(wanted, leg)
            await self._start(party)
        elif party is None:
            # It was in before this process was, and was not found again: whoever sits at a line comes back by itself.
            party = self.parties[leg.id] = LineParty(self, leg)
            if leg.person_id is None or leg.state == "ringing":
                party.over(LegSignal.FAIL if leg.state == "ringing" else LegSignal.LEAVE, "error")
            elif (line := self.lines.find(leg.person_id)) is not None:
                await self.join_again(party, line)
            elif leg.state == "joined":
                party.note(LegSignal.LOSE)
        elif not party.is_over and Mode(leg.mode) is not party.mode:
            await party.set_mode(Mode(leg.mode))

    async def _start(self, party: Party) -> None:
        try:
            await party.start()
        except ENGINES_AWAY as error:
            log.error("party_failed", call=str(self.id), kind=party.kind, error=repr(error))
            party.over(LegSignal.FAIL, "error")

    def _party(self, wanted: WantedCall, leg: WantedLeg) -> Party:
        has_line = self.lines.find(leg.person_id, leg.crew_id) is not None
        if leg.kind in ("partner", "callback") or (leg.number is not None and not has_line):
            return TrunkParty(self, leg, wanted)
        return LineParty(self, leg)

    async def join_again(self, party: Party, line: PersonLine) -> None:
        """A person's line is back (or another one of the same person is): in it goes, unless one is in that stays.

        Looked at now and not when the line came up: its own loss, when it offered anew, may have waited till here.
        """
        if not isinstance(party, LineParty) or party.is_over or party.is_called:
            return
        if party.is_in and party.line is not None and not party.line.is_closing:
            return
        await party.join(line)
        await self.settle()

    # What is heard -------------------------------------------------------------------------------------------

    def sound(self, name: str) -> str:
        """The file of an announcement."""
        return str(self.engines.sounds.get(name) or self.engines.sounds["queue"])

    async def settle(self) -> None:
        """Nobody hears silence: whoever is alone hears the announcement, at once. And keep what a successor needs."""
        if self.is_over:
            return
        others = [party for party in self.parties.values() if party.is_in and party.mode is not Mode.HELD]
        # The question for a key is asked whoever else is in: it may be the call-taker who wants it asked.
        asks = self._announcement == "key"
        wants = self.has_citizen and (asks or not others) and self.citizen_mode is not Mode.HELD
        wanted = self._announcement if wants else None
        for name in [one for one in self.playing if one != wanted]:
            await self.conference.stop(self.playing.pop(name))
        if wanted is not None and wanted not in self.playing:
            self.playing[wanted] = await self.conference.play(self.sound(wanted), repeat=wanted == "queue")
        alive = any(not party.is_over for party in self.parties.values())
        if not alive and self.citizen is None:
            self.is_over = True  # a caller who was rung back did not answer, and nobody waits any more
            self.on_over(self)
            return
        if alive or not self.is_answered or not self.has_citizen:
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = time.monotonic()
            asyncio.get_running_loop().call_later(self.alone_s, lambda: self.post(self._still_alone))
        self.keep()

    async def _key_was_said(self) -> None:
        self._announcement = "queue"
        await self.settle()

    async def _still_alone(self) -> None:
        since = self._alone_since
        if since is not None and time.monotonic() - since >= self.alone_s - 0.01 and self.has_citizen:
            self.notes.note(self.id, note_alone, NoteAlone(call_id=self.id))

    async def rebuild(self) -> None:
        """The conference engine died: the same room on the other one. Nothing for a call that began there."""
        began = time.monotonic()
        standby = await self.engines.conferences.usable()
        if self._has_room_on(standby):
            return
        await self.conference.rebuild(standby, self.engines.conferences.lost_at)
        self.playing.clear()
        for party in self.parties.values():
            party.is_in = party.is_in and isinstance(party, TrunkParty)
        await self.settle()
        log.info("call_rebuilt", call=str(self.id), took_ms=round((time.monotonic() - began) * 1000))

    async def bridge(self) -> None:
        """No conference engine answers: whoever is outside is told to wait, by rtpengine, until `rebuild`."""
        if not self.engines.conferences.is_away:
            return  # one is back before this call's turn came
        self.playing.clear()
        for party in self.parties.values():
            party.is_in = party.is_in and isinstance(party, TrunkParty)
        if hasattr(self, "conference"):
            sound = self.sound("comfort" if self.is_answered else "queue")
            await self.conference.bridge(sound, self.engines.conferences.lost_at)

    def _has_room_on(self, janus: Janus) -> bool:
        return not hasattr(self, "conference") or self.conference.is_on(janus)

    # The end -------------------------------------------------------------------------------------------------

    async def end(self, reason: Reason, *, signal: str = "end") -> None:
        """Everybody out; what was recorded is kept."""
        if self.is_over:
            return
        self.is_over = True
        if self.citizen is not None:
            self.citizen.hang_up()
        for party in self.parties.values():
            if not party.is_over:
                try:
                    await party.stop("call_ended")
                except ENGINES_AWAY as error:
                    log.warning("party_not_parked", call=str(self.id), error=repr(error))
        if signal == "end" and not self.is_answered and reason == "hung_up":
            signal = "abandon"
        note = {"call_id": self.id, "signal": signal, "reason": reason}
        self.notes.note(self.id, note_call, NoteCall.model_validate(note))
        self.on_over(self)

    # Notes ---------------------------------------------------------------------------------------------------

    def note_leg(
        self, leg_id: UUID, signal: LegSignal, reason: Reason | None = None, sip_status: int | None = None,
        person_id: UUID | None = None,
    ) -> None:  # fmt: skip
        """Write down what became of a leg."""
        command = NoteLeg(leg_id=leg_id, signal=signal, reason=reason, sip_status=sip_status, person_id=person_id)
        self.notes.note(self.id, note_leg, command)

    def keep(self) -> None:
        """Have written down, soon and once for many changes, what a process after us needs."""
        if not self._keeping:
            self._keeping = True
            asyncio.get_running_loop().call_soon(self._keep_now)

    def _keep_now(self) -> None:
        self._keeping = False
        if self.is_over or not self.is_known:
            return
        parties = {party.name: kept for party in self.parties.values() if not party.is_over and (kept := party.kept())}
        media = {
            "conference": self.conference.state(),
            "parties": parties,
            "local": self.local,
            "playing": self.playing,
        }
        sip = None if self.citizen is None else self.citizen.state()
        command = KeepDialog(call_id=self.id, node=self.node, sip=sip, media=media)
        self.notes.note(self.id, keep_dialog, command)
