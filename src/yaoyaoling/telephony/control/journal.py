"""The edge's journal (`daemons/laid.py`): each call lies there before a node is asked, until the hall knows of it.

What is left when nobody rings any more was taken by nothing of ours: it becomes a call that was given up, to be called
back with number and place.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from yaoyaoling.kernel.clock import wall_now
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.commands import NoteCall
from yaoyaoling.telephony.control.notes import Notes
from yaoyaoling.telephony.control.rung import ring_of
from yaoyaoling.telephony.daemons.laid import REFUSED, VOUCHED, forget_laid, list_laid, list_leftovers
from yaoyaoling.telephony.handlers.note import note_call
from yaoyaoling.telephony.handlers.ring import RingReply, ring
from yaoyaoling.telephony.sip.inbound import Invite, read_kept_invite
from yaoyaoling.telephony.sip.octets import to_octets
from yaoyaoling.telephony.states import CallSignal

_LAID = "x-yyl-laid"
"""The edge says by this header where it laid the call down."""
_LOOK_S = 2.0
log = logger("telephony")


class Journal:
    """One node's reader of it. number: the hall's. now: the hall's clock, which may be ahead of the machine's."""

    def __init__(self, folder: Path, notes: Notes, node: str, number: str, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._notes = notes
        self._node = node
        self._number = number
        self._now = now
        self._in_hand: dict[str, str] = {}

    def take(self, invite: Invite) -> None:
        """A node has the call and is writing it down."""
        if (place := _place(invite)) is not None:
            self._in_hand[place] = invite.call_id

    def settle(self, invite: Invite, *, is_known: bool) -> None:
        """It is written down, or the hall would not have it: then it is looked at again when it is over."""
        place = _place(invite)
        if place is None:
            return
        if is_known:
            for file in self._folder.glob(f"{place}.*"):
                # Meanwhile another call may lie in its place.
                if file.suffix == f".{place.partition('-')[0]}" and _holds(file, invite.call_id):
                    forget_laid(file)
        if self._in_hand.get(place) == invite.call_id:
            del self._in_hand[place]

    async def run(self) -> None:
        """Look for ever."""
        while True:
            try:
                await self.look()
            except OSError as error:
                log.error("journal_not_listed", error=repr(error))
            await asyncio.sleep(_LOOK_S)

    async def look(self) -> int:
        """Note every call that nothing took; gives how many there were."""
        missed = 0
        for file in await asyncio.to_thread(self._list_left):
            try:
                missed += await self._note(file)
            except OSError as error:
                log.error("journal_not_read", file=file.name, error=repr(error))
        return missed

    async def _note(self, file: Path) -> bool:
        """Whether it was news to the hall."""
        invite, rang_at = await asyncio.to_thread(self._read, file)
        command = ring_of(invite, new_id(), self._node, self._number, rang_at + (self._now() - wall_now()))
        try:
            reply: RingReply = await self._notes.run(ring, command)
            if reply.is_new:
                given_up = NoteCall(call_id=reply.call_id, signal=CallSignal.ABANDON, reason="unreachable")
                await self._notes.run(note_call, given_up)
                log.error("call_missed", call=str(reply.call_id), rang_at=rang_at.isoformat())
        except Refused as refused:
            log.error("call_missed_refused", file=file.name, code=refused.code)
            await asyncio.to_thread(file.rename, file.with_suffix(REFUSED))
            return False
        await asyncio.to_thread(_forget, file, rang_at)
        return reply.is_new

    def _read(self, file: Path) -> tuple[Invite, datetime]:
        """The call and when it rang; of one that cannot be read at least that it was."""
        rang_at = _rang_at(file)
        try:
            return read_kept_invite(file.read_bytes(), is_vouched=file.suffix == VOUCHED), rang_at
        except ValueError as error:
            log.error("journal_unreadable", file=file.name, error=str(error))
            # Others lay in its place before and will after: the moment is what makes it one of its own.
            name = f"{file.stem}@{rang_at.isoformat()}"
            return Invite(name, None, None, "", (), "", b"", None, {}, (), "edge"), rang_at

    def _list_left(self) -> list[Path]:
        """Calls that ring no more and that nobody has in hand, the oldest first; what is somebody else's goes."""
        now_s = wall_now().timestamp()
        for path in list_leftovers(self._folder, now_s):
            path.unlink(missing_ok=True)
        left = []
        for one in list_laid(self._folder, now_s):
            if one.is_passed:
                forget_laid(one.file)
            elif one.over_s is not None and one.file.stem not in self._in_hand:
                left.append(one.file)
        return left


def _place(invite: Invite) -> str | None:
    """Where the edge laid it down; None when it did not."""
    return invite.tags.get(_LAID)


def _holds(file: Path, call_id: str) -> bool:
    """Whether it is that call which lies there."""
    try:
        return to_octets(call_id) in file.read_bytes()
    except OSError:
        return False


def _rang_at(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _forget(file: Path, rang_at: datetime) -> None:
    """Take it away, unless another call lies there by now."""
    if _rang_at(file) == rang_at:
        forget_laid(file)
