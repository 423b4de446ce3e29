"""From a call's folder to evidence: read in a process of its own, sealed, and in the ledger; then the folder goes."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg

from yaoyaoling.evidence.handlers import keep_recording as keeping
from yaoyaoling.evidence.recordings.apart import render_apart
from yaoyaoling.evidence.recordings.names import list_parts
from yaoyaoling.evidence.recordings.render import SOUND, SOUND_MIME
from yaoyaoling.evidence.recordings.sealed import RecordingFiles, Sealed, digests
from yaoyaoling.evidence.recordings.sheet import SHEET, CallSheet, Rendering
from yaoyaoling.kernel.clock import wall_now
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.principal import system

log = logger("evidence")
QUIET_S = 30.0
"""Janus writes a leg's packets at once and the mix every few seconds: what stood still so long is finished."""
_MARK_OLD_S = 24 * 3600.0
_ACTOR = system("recordings")
SheetOf = Callable[[UUID], Awaitable[CallSheet | None]]
"""The sheet of a call that is over; None while it still goes on."""


def write_sheet(folder: Path, sheet: CallSheet) -> None:
    """Lay the sheet into the call's folder, so that a sweep after a crash knows what the controller knew. Blocking."""
    partial = folder / f".{SHEET}"
    partial.write_text(sheet.model_dump_json(), encoding="utf-8")
    partial.rename(folder / SHEET)


def read_sheet(folder: Path, call_id: UUID) -> CallSheet:
    """The folder's sheet; an empty one when there is none, or none that can be read. Blocking."""
    try:
        return CallSheet.model_validate_json((folder / SHEET).read_bytes())
    except (OSError, ValueError):
        return CallSheet(call_id=call_id)


async def keep_recording(db: Database, files: RecordingFiles, folder: Path, sheet: CallSheet) -> UUID | None:
    """Keep a call's recording when the call is over and Janus has closed its files; gives the recording's id.

    folder: everything in it is of this call; it is removed when all of it is kept. Kept twice is once; files that come
    later (from another node, say) become a further recording of the same call. None: the folder had nothing new.
    The reading runs in a process of its own that yields to others; for long calls it takes minutes.
    Raises: OSError when the folder cannot be read or nothing can be written; it is left as it is then.
    """
    originals = await asyncio.to_thread(_digests_of, folder)
    async with db.snapshot(_ACTOR) as tx:
        kept = await keeping.find_kept(tx, sheet.call_id)
    new = [name for name, digest in originals.items() if (name, digest) not in kept]
    if not new:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        return next((kept[one] for one in originals.items()), None)
    rendering = await render_apart(folder, sheet, new)
    command, ids = await asyncio.to_thread(_seal, files, folder, sheet, rendering)
    try:
        recording_id: UUID = await execute(db, _ACTOR, keeping.keep_recording, command)
    except asyncpg.UniqueViolationError:
        # Somebody else swept the same folder at the same time, and was first.
        await asyncio.to_thread(files.erase, ids)
        return None
    await asyncio.to_thread(files.settle, ids)
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    faults = {part.name: part.fault for part in rendering.parts if part.fault}
    log.info("recording_kept", recording=str(recording_id), seconds=round(rendering.seconds, 1), faults=faults)
    return recording_id


async def sweep_recordings(db: Database, files: RecordingFiles, root: Path, sheet_of: SheetOf) -> list[UUID]:
    """Keep what a crash left: each folder of root is named by its call's id. Gives the calls kept now.

    sheet_of says which calls are over. A folder that was written to in the last 30 s is left for the next sweep; one
    that fails is logged and left, and does not keep the others from being kept.
    """
    await _forget_unkept(db, files)
    swept = []
    for folder, call_id in await asyncio.to_thread(_list_left, root):
        sheet = await sheet_of(call_id)
        if sheet is None:
            continue
        try:
            await keep_recording(db, files, folder, sheet)
        except OSError as error:
            log.error("recording_not_kept", folder=folder.name, error=str(error))
            continue
        swept.append(call_id)
    return swept


async def _forget_unkept(db: Database, files: RecordingFiles) -> None:
    """Sealed copies of a keeping that never came to its end: their keys died with it."""
    before_s = wall_now().timestamp() - _MARK_OLD_S
    old = await asyncio.to_thread(files.list_old_marks, before_s)
    if not old:
        return
    async with db.snapshot(_ACTOR) as tx:
        rows = await tx.fetch(
            "select id from evidence.recording where id = any($1::uuid[])"
            " union all select id from evidence.recording_part where id = any($1::uuid[])",
            old,
        )
    known = {row["id"] for row in rows}
    await asyncio.to_thread(files.settle, known)
    await asyncio.to_thread(files.erase, [one for one in old if one not in known])


def _digests_of(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): digests(path)[0] for path in list_parts(folder)}


def _list_left(root: Path) -> list[tuple[Path, UUID]]:
    """Folders named by a call that nobody writes to any more."""
    left = []
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        try:
            call_id = UUID(folder.name)
            newest = max((path.stat().st_mtime for path in (folder, *list_parts(folder))), default=0.0)
        except (ValueError, OSError):
            continue
        if folder.is_dir() and newest < wall_now().timestamp() - QUIET_S:
            left.append((folder, call_id))
    return left


def _seal(
    files: RecordingFiles, folder: Path, sheet: CallSheet, rendering: Rendering
) -> tuple[keeping.KeepRecording, list[UUID]]:
    """Seal every original, and the sound made of them."""
    parts = tuple(
        keeping.SealedPart(found=part, sealed=files.seal(folder / part.name))
        for part in rendering.parts
        if (folder / part.name).is_file()
    )
    sound: Sealed | None = files.seal(folder / SOUND) if rendering.has_sound else None
    # Nothing could be heard: the call was when its first file was last written to.
    first_s = min(((folder / part.found.name).stat().st_mtime for part in parts), default=wall_now().timestamp())
    started_at = rendering.started_at or datetime.fromtimestamp(first_s, UTC)
    command = keeping.KeepRecording(
        contact_id=sheet.call_id,
        started_at=started_at + timedelta(seconds=sheet.hall_ahead_s),
        seconds=rendering.seconds,
        mime=SOUND_MIME if sound else None,
        sound=sound,
        peaks=rendering.peaks,
        lanes=rendering.lanes,
        parts=parts,
    )
    return command, [part.sealed.id for part in parts] + ([sound.id] if sound else [])
