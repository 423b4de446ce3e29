"""From the folder where Janus records to evidence: at the end of a call, and after a crash at the next start."""

import asyncio
import contextlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from yaoyaoling.evidence.public import (
    CallSheet,
    LegNote,
    Played,
    RecordingFiles,
    keep_recording,
    sweep_recordings,
    write_sheet,
)
from yaoyaoling.kernel.clock import wall_now
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.control.call import CITIZEN
from yaoyaoling.telephony.control.notes import VOICE
from yaoyaoling.telephony.queries import LiveCall, find_live
from yaoyaoling.telephony.states import CALL_LIVE

_CALL = re.compile(r"^call-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
_CLOSED_WITHIN_S = 2.0
_SWEEP_S = 60.0
log = logger("apps")


class Recordings:
    """came: where Janus writes. left: a folder for each call that is over, until evidence has it."""

    def __init__(self, db: Database, files: RecordingFiles, came: Path, left: Path) -> None:
        self._db = db
        self._files = files
        self._came = came
        self._left = left

    async def keep(
        self, call_id: UUID, recordings: list[dict[str, Any]], announced: list[dict[str, Any]], legs: dict[str, UUID]
    ) -> None:
        """Keep what a call left. What fails now is found by the next sweep."""
        names = {str(one["file"]) for one in recordings}
        await self._closed(names)
        await asyncio.to_thread(self._move, call_id, self._names_of(call_id), legs.get(CITIZEN))
        try:
            sheet = await self._sheet_of(call_id)
            folder = self._left / str(call_id)
            if sheet is None or not folder.is_dir():
                return
            sheet = sheet.model_copy(update={"played": _played(announced)})
            await asyncio.to_thread(write_sheet, folder, sheet)
            await keep_recording(self._db, self._files, folder, sheet)
        except (OSError, *DATABASE_AWAY) as error:
            log.error("recording_waits", call=str(call_id), error=repr(error))

    async def run(self) -> None:
        """Sweep for ever: files of calls that are over, whoever was killed in between."""
        while True:
            with contextlib.suppress(*DATABASE_AWAY):
                await self._sweep()
            await asyncio.sleep(_SWEEP_S)

    async def _sweep(self) -> None:
        for call_id in {UUID(found[1]) for name in self._list_came() if (found := _CALL.match(name))}:
            call = await self._find(call_id)
            if call is None or call.call.state in CALL_LIVE or any(leg.is_live for leg in call.legs):
                continue
            citizen = next((leg.id for leg in call.legs if leg.kind == CITIZEN), None)
            await asyncio.to_thread(self._move, call_id, self._names_of(call_id), citizen)
        await sweep_recordings(self._db, self._files, self._left, self._sheet_of)

    async def _closed(self, names: Iterable[str]) -> None:
        """Janus renames a file when it has closed it; one that it never wrote to does not come."""
        waited_s = 0.0
        while waited_s < _CLOSED_WITHIN_S and any((self._came / f"{name}.tmp").exists() for name in names):
            await asyncio.sleep(0.05)
            waited_s += 0.05

    def _list_came(self) -> list[str]:
        return sorted(path.name for path in self._came.iterdir()) if self._came.is_dir() else []

    def _names_of(self, call_id: UUID) -> list[str]:
        return [name for name in self._list_came() if name.startswith(f"call-{call_id}")]

    def _move(self, call_id: UUID, names: Iterable[str], citizen: UUID | None) -> None:
        """Into the call's own folder; the citizen's file is named by the leg like all others."""
        folder = self._left / str(call_id)
        for name in names:
            folder.mkdir(parents=True, exist_ok=True)
            named = name.replace(f"-{CITIZEN}", f"-{citizen}") if citizen is not None else name
            (self._came / name).rename(folder / named)

    async def _find(self, call_id: UUID) -> LiveCall | None:
        async with self._db.snapshot(VOICE) as tx:
            return await find_live(tx, call_id)

    async def _sheet_of(self, call_id: UUID) -> CallSheet | None:
        found = await self._find(call_id)
        if found is None or found.call.state in CALL_LIVE:
            return None
        return CallSheet(
            call_id=call_id,
            legs=tuple(LegNote(leg_id=leg.id, kind=leg.kind, name=leg.display) for leg in found.legs),
            played=_played((found.call.media or {}).get("conference", {}).get("announced", [])),
            hall_ahead_s=(self._db.clock.now() - wall_now()).total_seconds(),
        )


def _played(announced: Iterable[dict[str, Any]]) -> tuple[Played, ...]:
    """What the conference noted (`Conference.announced`), for evidence."""
    return tuple(
        Played(
            file=row["file"],
            started_at=datetime.fromtimestamp(row["started_at"], UTC),
            ended_at=None if row["ended_at"] is None else datetime.fromtimestamp(row["ended_at"], UTC),
            is_repeated=row["is_repeated"],
        )
        for row in announced
    )
