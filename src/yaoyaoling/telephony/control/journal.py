"""The edge's journal: each call lies there as a file before a node is asked, until the hall knows of it.

`<md5 of Call-ID>.trunk|open|phone` is the INVITE as it came; `.over` beside it says that the caller gave up or that
nobody could take the call; `.passed` that somebody else was rung (the last resort). What is left when nobody rings any
more was taken by nothing of ours: it becomes a call that was given up, to be called back with number and place.
"""

import asyncio
import hashlib
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
from yaoyaoling.telephony.handlers.note import note_call
from yaoyaoling.telephony.handlers.ring import RingReply, ring
from yaoyaoling.telephony.sip.inbound import Invite, read_kept_invite
from yaoyaoling.telephony.states import CallSignal

_VOUCHED = ".trunk"
_CALLS = frozenset({_VOUCHED, ".open", ".phone"})
_LOOK_S = 2.0
_RINGS_S = 150.0
"""The edge lets nobody ring longer without a node (edge.cfg, NOBODY: some 90 s)."""
_PASSED_S = 330.0
"""Nor with the last resort (`t_set_fr`: 300 s)."""
_REFUSED, _REFUSED_S = ".refused", 30 * 86_400.0
"""A call that the hall would not have, as it came: for whoever looks into it; there is a number in it, so it goes."""
log = logger("telephony")


class Journal:
    """One node's reader of it. number: the hall's. now: the hall's clock, which may be ahead of the machine's."""

    def __init__(self, folder: Path, notes: Notes, node: str, number: str, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._notes = notes
        self._node = node
        self._number = number
        self._now = now
        self._in_hand: set[str] = set()

    def take(self, trunk_call_id: str) -> None:
        """A node has the call and is writing it down."""
        self._in_hand.add(_stem(trunk_call_id))

    def settle(self, trunk_call_id: str, *, is_known: bool) -> None:
        """It is written down, or the hall would not have it: then it is looked at again when it is over."""
        stem = _stem(trunk_call_id)
        if is_known:
            self._forget(stem)
        self._in_hand.discard(stem)

    async def run(self) -> None:
        """Look for ever."""
        while True:
            await self.look()
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
            await asyncio.to_thread(file.rename, file.with_suffix(_REFUSED))
            return False
        await asyncio.to_thread(self._forget, file.stem)
        return reply.is_new

    def _read(self, file: Path) -> tuple[Invite, datetime]:
        """The call and when it rang; of one that cannot be read at least that it was."""
        rang_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        try:
            return read_kept_invite(file.read_bytes(), is_vouched=file.suffix == _VOUCHED), rang_at
        except ValueError as error:
            log.error("journal_unreadable", file=file.name, error=str(error))
            return Invite(file.stem, None, None, "", (), "", b"", None, {}, (), "edge"), rang_at

    def _list_left(self) -> list[Path]:
        """Calls that ring no more and that nobody has in hand, the oldest first; leftovers beside them go."""
        found = {path.name: path for path in self._folder.glob("*.*")}
        stems = {path.stem for path in found.values() if path.suffix in _CALLS}
        left: list[tuple[float, Path]] = []
        for path in found.values():
            try:
                age_s = wall_now().timestamp() - path.stat().st_mtime
            except FileNotFoundError:
                continue
            if path.suffix in _CALLS:
                if path.stem not in self._in_hand and self._is_over(path.stem, found, age_s):
                    left.append((age_s, path))
            elif path.stem not in stems and age_s > (_REFUSED_S if path.suffix == _REFUSED else _LOOK_S):
                path.unlink(missing_ok=True)
        return [path for _, path in sorted(left, key=lambda one: -one[0])]

    def _is_over(self, stem: str, found: dict[str, Path], age_s: float) -> bool:
        if f"{stem}.over" in found:
            return True
        if f"{stem}.passed" not in found:
            return age_s > _RINGS_S
        if age_s > _PASSED_S:
            self._forget(stem)  # somebody else has it
        return False

    def _forget(self, stem: str) -> None:
        for path in self._folder.glob(f"{stem}.*"):
            path.unlink(missing_ok=True)


def _stem(trunk_call_id: str) -> str:
    """As the edge names it."""
    return hashlib.md5(trunk_call_id.encode(), usedforsecurity=False).hexdigest()
