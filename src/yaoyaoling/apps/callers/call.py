"""One caller and the call: rings, listens, speaks when answered, hangs up; or gives up, or says nothing."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from yaoyaoling.apps.callers.line import Line
from yaoyaoling.apps.callers.message import Dialog, Message
from yaoyaoling.apps.callers.sound import Ear, level_db

_TALK_PAUSE_S = 1.0
_MANNERS_S = 5.0


class End(StrEnum):
    """How a call ended."""

    SPOKEN = "spoken"  # answered, all was said
    HUNG_UP_ON = "hung_up_on"  # the other side said goodbye
    ABANDONED = "abandoned"  # nobody answered in the caller's time
    REFUSED = "refused"
    UNHEARD = "unheard"  # nothing came back at all


@dataclass(frozen=True)
class CallPlan:
    """caller: number, or `anonymous`. speech: A-law octets, empty: a silent caller. patience_s: waits so long for an
    answer. stays_s: stays so long after the last word, while the other side asks."""

    caller: str
    speech: bytes
    patience_s: float
    stays_s: float
    number: str = "110"


@dataclass(frozen=True)
class Told:
    """What became of it. ringing_s, answered_s: from the first INVITE. loudest_db: of what was heard."""

    end: End
    status: int
    ringing_s: float | None
    answered_s: float | None
    packets_heard: int
    heard_db: float


class Caller:
    """One call at a time."""

    def __init__(self, edge: tuple[str, int], plan: CallPlan) -> None:
        self._edge = edge
        self._plan = plan
        self._ringing_s: float | None = None
        self._answered_s: float | None = None
        self._status = 0

    async def ring(self) -> Told:
        """From the first ring to the end. Raises: OSError."""
        line, ear = await Line.open(self._edge), await Ear.open()
        host, port = self._edge
        dialog = Dialog(self._plan.number, f"sip:{self._plan.number}@{host}:{port}", line.own, self._plan.caller)
        began_s = asyncio.get_running_loop().time()
        try:
            end = await self._go(line, ear, dialog, began_s)
        finally:
            ear.close()
            line.close()
        return Told(end, self._status, self._ringing_s, self._answered_s, ear.packets_in, level_db(bytes(ear.heard)))

    async def _go(self, line: Line, ear: Ear, dialog: Dialog, began_s: float) -> End:
        def is_ours(reply: Message) -> bool:
            return reply.method == "INVITE" and reply.get("call-id") == dialog.call_id

        clock = asyncio.get_running_loop().time
        try:
            reply = await line.ask(dialog.invite(ear.offer), is_ours)
        except TimeoutError:
            return End.UNHEARD
        try:
            async with asyncio.timeout(max(0.1, began_s + self._plan.patience_s - clock())):
                while reply.status < 200:
                    self._note(reply, clock() - began_s)
                    if reply.body:
                        ear.take(reply.body)  # the announcement
                    reply = await line.replies.get()
                    while not is_ours(reply):
                        reply = await line.replies.get()
        except TimeoutError:
            return await self._give_up(line, dialog)
        self._note(reply, clock() - began_s)
        if reply.status >= 300:
            line.send(dialog.ack(reply))
            return End.REFUSED
        self._answered_s = clock() - began_s
        dialog.answered(reply)
        line.send(dialog.ack(reply))
        ear.take(reply.body)
        return await self._talk(line, ear, dialog)

    def _note(self, reply: Message, after_s: float) -> None:
        self._status = reply.status
        if reply.status > 100 and self._ringing_s is None:
            self._ringing_s = after_s

    async def _give_up(self, line: Line, dialog: Dialog) -> End:
        """CANCEL, and wait for the last word; an answer that crossed it is ended properly."""
        try:
            async with asyncio.timeout(_MANNERS_S):
                last = await line.ask(dialog.cancel(), lambda one: one.method == "INVITE" and one.status >= 200)
        except TimeoutError:
            return End.ABANDONED
        if last.status < 300:
            dialog.answered(last)
            line.send(dialog.ack(last))
            await _say_bye(line, dialog)
        else:
            line.send(dialog.ack(last))
        return End.ABANDONED

    async def _talk(self, line: Line, ear: Ear, dialog: Dialog) -> End:
        await asyncio.sleep(_TALK_PAUSE_S)  # the call-taker's greeting comes first
        speaking_s = ear.say(self._plan.speech)
        try:
            async with asyncio.timeout(speaking_s + self._plan.stays_s):
                while (await line.requests.get()).method != "BYE":
                    pass
        except TimeoutError:
            await _say_bye(line, dialog)
            return End.SPOKEN
        return End.HUNG_UP_ON


async def _say_bye(line: Line, dialog: Dialog) -> None:
    try:
        async with asyncio.timeout(_MANNERS_S):
            await line.ask(dialog.bye(), lambda one: one.method == "BYE")
    except TimeoutError:
        return
