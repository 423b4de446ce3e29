"""Who is how loud, told to the people in a call of three or more: with two, each hears the other alone."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

from yaoyaoling.telephony.control.call import CITIZEN, LiveCall
from yaoyaoling.telephony.control.lines import Lines
from yaoyaoling.telephony.control.parties import LineParty
from yaoyaoling.telephony.media.loudness import LegMeter

_EVERY_S = 0.25
_FEWEST = 3


class Loud:
    """folder: where the conference engine writes; nothing is read in calls of two."""

    def __init__(self, folder: Path, lines: Lines, calls: Callable[[], Mapping[UUID, LiveCall]]) -> None:
        self._folder = folder
        self._lines = lines
        self._calls = calls
        self._meters: dict[str, LegMeter] = {}
        self._told: dict[UUID, dict[str, float]] = {}

    async def run(self) -> None:
        """Look four times a second, for ever."""
        while True:
            await asyncio.sleep(_EVERY_S)
            talks = [call for call in self._calls().values() if self._is_wanted(call)]
            files = {call.id: call.conference.files_now() for call in talks}
            self._forget({file for legs in files.values() for file in legs.values()}, set(files))
            for call in talks:
                levels = await asyncio.to_thread(self._read, files[call.id])
                self._tell(call, levels)

    def _is_wanted(self, call: LiveCall) -> bool:
        listening = any(isinstance(party, LineParty) and party.is_in for party in call.parties.values())
        present = sum(party.is_in for party in call.parties.values()) + call.has_citizen
        return listening and present >= _FEWEST and not call.is_over

    def _read(self, files: Mapping[str, str]) -> dict[str, float]:
        found = {}
        for leg, file in files.items():
            meter = self._meters.setdefault(file, LegMeter(self._folder / file))
            level = meter.level()
            if level is not None:
                found[leg] = level
        return found

    def _tell(self, call: LiveCall, levels: Mapping[str, float]) -> None:
        """By the legs' ids, as screens know them; that somebody is silent is said once."""
        known = self._told.setdefault(call.id, {})
        names = {CITIZEN: str(call.citizen_leg)} if call.citizen_leg is not None else {}
        new = {names.get(leg, leg): level for leg, level in levels.items()}
        moved = {leg: level for leg, level in new.items() if level > 0 or known.get(leg, 0.0) > 0}
        if not moved:
            return
        known |= moved
        for party in call.parties.values():
            if isinstance(party, LineParty) and party.is_in and party.line is not None:
                self._lines.tell(party.line, {"type": "levels", "levels": moved})

    def _forget(self, files: set[str], calls: set[UUID]) -> None:
        self._meters = {file: meter for file, meter in self._meters.items() if file in files}
        self._told = {call: told for call, told in self._told.items() if call in calls}
