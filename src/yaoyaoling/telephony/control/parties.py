"""Who takes part in a call beside the citizen: people on their lines, and numbers rung through the trunk."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from yaoyaoling.telephony.commands import Reason
from yaoyaoling.telephony.control.lines import PersonLine
from yaoyaoling.telephony.control.wanted import WantedCall, WantedLeg
from yaoyaoling.telephony.media.room import Mode
from yaoyaoling.telephony.sip.outbound import Outgoing
from yaoyaoling.telephony.sip.signals import Answered, Digits, Ended, Failed, Ringing, Signal
from yaoyaoling.telephony.states import LegSignal

if TYPE_CHECKING:
    from yaoyaoling.telephony.control.call import LiveCall
    from yaoyaoling.telephony.sip.dialog import Dialog

_BACK_WITHIN_S = 3.0
"""A line whose engine was changed, or that offered anew, is waited for so long before it counts as lost."""


class Party(ABC):
    """One leg as it is. is_in: sound flows; is_called: nobody answered yet; is_over: it never comes back."""

    def __init__(self, call: LiveCall, wanted: WantedLeg) -> None:
        self.call = call
        self.id, self.kind = wanted.id, wanted.kind
        self.name = str(wanted.id)
        self.person_id, self.crew_id = wanted.person_id, wanted.crew_id
        self.mode = Mode(wanted.mode)
        self.is_in = self.is_called = self.is_over = False
        self._no_answer: asyncio.TimerHandle | None = None

    @abstractmethod
    async def start(self) -> None:
        """Begin to call it, or have it in at once."""

    @abstractmethod
    async def stop(self, reason: Reason) -> None:
        """Take it out, or stop calling it."""

    async def set_mode(self, mode: Mode) -> None:
        """How it takes part from now on."""
        self.mode = mode
        if self.is_in:
            await self.call.conference.set_mode(self.name, mode, self.call.sound("comfort"))

    def kept(self) -> dict[str, Any]:
        """What a process after us needs of it."""
        return {}

    def note(self, signal: LegSignal, reason: Reason | None = None, sip_status: int | None = None) -> None:
        """Write down what happened."""
        person_id = self.person_id if signal is LegSignal.JOIN else None
        self.call.note_leg(self.id, signal, reason, sip_status, person_id)

    def wait_for_answer(self) -> None:
        """Give up after a while."""
        self.is_called = True
        self._no_answer = asyncio.get_running_loop().call_later(
            self.call.answer_s, lambda: self.call.post(lambda: self.stop("no_answer"))
        )

    def answered(self) -> None:
        """It is in."""
        self.is_called, self.is_in = False, True
        self._forget_timer()

    def over(self, signal: LegSignal, reason: Reason, sip_status: int | None = None) -> None:
        """It is out for good."""
        self.is_called = self.is_in = False
        self.is_over = True
        self._forget_timer()
        self.note(signal, reason, sip_status)

    def _forget_timer(self) -> None:
        if self._no_answer is not None:
            self._no_answer.cancel()
            self._no_answer = None


class LineParty(Party):
    """A person on a line. A seat asked for the call and is moved in; an officer is rung and answers."""

    line: PersonLine | None = None
    _lost: asyncio.TimerHandle | None = None

    async def start(self) -> None:
        """Move the line in, or ring at it."""
        line = self.call.lines.find(self.person_id, self.crew_id)
        if line is None:
            self.over(LegSignal.FAIL, "unreachable")
        elif self.kind == "seat":
            await self.join(line)
        else:
            self.line = line
            self.wait_for_answer()
            line.on_take = lambda: self.call.post(self._taken)
            self.call.lines.tell(line, {"type": "ring", **self._where()})
            self.note(LegSignal.RING)

    async def join(self, line: PersonLine) -> None:
        """Have it in on this line, from now on."""
        assert line.media is not None
        if self._lost is not None:
            self._lost.cancel()
        is_new = not self.is_in
        self.line, line.leg_id, line.on_take = line, self.id, None
        self.person_id = line.person_id
        if self.kind == "seat":
            self.call.answer_citizen()
        await self.call.conference.join_line(self.name, line.media, self.mode)
        self.answered()
        self.call.lines.tell(line, {"type": "joined", **self._where()})
        if is_new:
            self.note(LegSignal.JOIN)

    async def stop(self, reason: Reason) -> None:
        """Park the line."""
        was_called = self.is_called
        # Whatever we think: one who counts as lost may sit in the room still when a process before us wrote that down.
        await self.call.conference.leave(self.name)
        self._release()
        self.over(LegSignal.FAIL if was_called else LegSignal.LEAVE, reason)

    async def set_mode(self, mode: Mode) -> None:
        """As asked, and told to the browser."""
        await super().set_mode(mode)
        if self.line is not None and self.is_in:
            self.call.lines.tell(self.line, {"type": "mode", "leg_id": self.name, "mode": mode.value})

    async def lost(self, why: str) -> None:
        """Its sound stopped. It may come back on this line or on a new one."""
        if self.is_over or self.line is None:
            return
        if self.is_called:
            await self.stop("unreachable")
            return
        self.is_in = False
        self.line.leg_id, self.line = None, None
        wait_s = _BACK_WITHIN_S if why in ("engine_lost", "new_offer") else 0.0
        # Before anything that an engine may fail in: the hall is to hear of it in any case.
        self._lost = asyncio.get_running_loop().call_later(wait_s, lambda: self.note(LegSignal.LOSE))
        await self.call.conference.leave(self.name)

    def kept(self) -> dict[str, Any]:
        """The line it is on."""
        if self.line is None or self.line.media is None:
            return {}
        line_id, person_id = str(self.line.line_id), str(self.line.person_id)
        return {
            "line_id": line_id,
            "person_id": person_id,
            "engine": self.line.engine,
            "state": self.line.media.state(),
        }

    async def _taken(self) -> None:
        if self.is_called and self.line is not None and self.line.is_up:
            await self.join(self.line)
            await self.call.settle()

    def _where(self) -> dict[str, str]:
        return {"call_id": str(self.call.id), "leg_id": self.name, "mode": self.mode.value}

    def _release(self) -> None:
        if self.line is not None:
            self.line.leg_id, self.line.on_take = None, None
            self.call.lines.tell(self.line, {"type": "parked"})
            self.line = None


class TrunkParty(Party):
    """A number rung through the trunk: an officer's mobile, 12345, a partner, the caller who was cut off."""

    dialog: Dialog | None = None
    _rang = False

    def __init__(self, call: LiveCall, leg: WantedLeg, wanted: WantedCall) -> None:
        super().__init__(call, leg)
        self._number = leg.number
        self._caller, self._dialled = wanted.caller_number, wanted.dialled

    async def start(self) -> None:
        """Dial it. Whoever takes a caller over sees the caller's number; a caller who is rung back sees the hall's."""
        if self._number is None:
            self.over(LegSignal.FAIL, "unreachable")
            return
        offer = await self.call.conference.offer_outbound(self.name, citizen=self.kind == "callback")
        outgoing = Outgoing(dialled=self._number, caller=self._dialled, offer=offer)
        if self.kind != "callback":
            outgoing = Outgoing(
                dialled=self._number,
                caller=self._caller or self._dialled,
                asserted=self._caller,
                diverted_by=self._dialled,
                offer=offer,
            )
        self.wait_for_answer()
        self.dialog = self.call.engines.sip.call(outgoing, self.on_signal)

    def on_signal(self, _: Dialog, signal: Signal) -> None:
        """What the other side does, in its order with all else of the call."""
        self.call.post(lambda: self._on_signal(signal))

    async def stop(self, reason: Reason) -> None:
        """Hang up, or stop ringing."""
        was_called, dialog = self.is_called, self.dialog
        self.over(LegSignal.FAIL if was_called else LegSignal.LEAVE, reason)
        if dialog is not None:
            dialog.hang_up()
        await self.call.conference.leave(self.name)

    def kept(self) -> dict[str, Any]:
        """Its dialog."""
        return {} if self.dialog is None else self.dialog.state()

    async def _on_signal(self, signal: Signal) -> None:
        if self.is_over:
            return
        match signal:
            case Ringing(status=status):
                if not self._rang:
                    self._rang = True
                    self.note(LegSignal.RING, None, status)
            case Answered(sdp=sdp):
                await self.call.conference.join_outbound(self.name, sdp)
                self.answered()
                if self.mode is not Mode.OPEN:
                    await self.set_mode(self.mode)
                self.note(LegSignal.JOIN, None, 200)
                if self.kind == "callback":
                    assert self.dialog is not None
                    self.call.called_back(self.dialog)
            case Failed(status=status):
                self.over(LegSignal.FAIL, reason_of(status), status)
                await self.call.conference.leave(self.name)
            case Ended():
                self.over(LegSignal.LEAVE, "hung_up")
                await self.call.conference.leave(self.name)
                if self.kind == "callback":
                    await self.call.end("hung_up")
            case Digits(digits=digits):
                if self.kind == "callback":
                    self.call.pressed(digits)
            case _:
                return
        await self.call.settle()


def reason_of(status: int) -> Reason:
    """What a SIP status of a call that failed means (RFC 3261 section 21)."""
    if status in (486, 600):
        return "busy"
    if status in (401, 403, 407, 603):
        return "rejected"
    if status in (408, 480):
        return "no_answer"
    if status == 487:
        return "cancelled"
    return "unreachable"
