"""Who has a line on which sound flows, written down for the hall: only who can speak is given callers."""

import asyncio
from collections.abc import Iterable
from uuid import UUID

from yaoyaoling.telephony.commands import NoteLine
from yaoyaoling.telephony.control.lines import Lines, PersonLine
from yaoyaoling.telephony.control.notes import Notes
from yaoyaoling.telephony.handlers.note_line import note_line

_BACK_WITHIN_S = 3.0
"""A line that is gone for less is not written down: a page loaded anew, an engine changed for its standby."""
_FOUND_WITHIN_S = 10.0
"""So long after a start a line is waited for, which the process before us had: beats bring it within seconds."""


class LineNotes:
    """One note a change and person. Officers' lines are not noted: they are called, whether at a line or not."""

    def __init__(self, node: str, lines: Lines, notes: Notes) -> None:
        self._node = node
        self._lines = lines
        self._notes = notes
        self._up: set[UUID] = set()

    def start(self, said_up: Iterable[UUID]) -> None:
        """Go on from what a process before us wrote."""
        self._up = set(said_up)
        for person_id in self._up:
            self._look_in(_FOUND_WITHIN_S, person_id)

    def moved(self, line: PersonLine) -> None:
        """A line came up or went down."""
        if line.crew_id is not None:
            return
        if line.is_up:
            self._look(line.person_id)
        else:
            self._look_in(_BACK_WITHIN_S, line.person_id)

    def _look_in(self, seconds: float, person_id: UUID) -> None:
        asyncio.get_running_loop().call_later(seconds, lambda: self._look(person_id))

    def _look(self, person_id: UUID) -> None:
        is_up = self._lines.find(person_id) is not None
        if is_up == (person_id in self._up):
            return
        (self._up.add if is_up else self._up.discard)(person_id)
        self._notes.note(person_id, note_line, NoteLine(person_id=person_id, node=self._node, is_up=is_up))
