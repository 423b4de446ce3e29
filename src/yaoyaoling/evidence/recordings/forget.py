"""Once an hour: what is kept long enough is erased, and sealed files without a key leave the disk."""

import asyncio
from datetime import timedelta
from uuid import UUID

from yaoyaoling.evidence.handlers.forget_recordings import MOST, ForgetRecordings, forget_recordings
from yaoyaoling.evidence.recordings.sealed import RecordingFiles
from yaoyaoling.evidence.settings import EvidenceSettings
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system

_ACTOR = system("retention")
_LOOKS_BACK = timedelta(days=7)


async def forget_old_recordings(db: Database, files: RecordingFiles, settings: EvidenceSettings) -> int:
    """Erase what is due; gives how many."""
    count = 0
    before = db.clock.now() - timedelta(days=settings.recording_days)
    while True:
        erased: list[UUID] = await execute(db, _ACTOR, forget_recordings, ForgetRecordings(kept_before=before))
        count += len(erased)
        if len(erased) < MOST:
            break
    async with db.snapshot(_ACTOR) as tx:
        rows = await tx.fetch(
            "select id from evidence.recording where erased_at > $1 union all"
            " select p.id from evidence.recording_part p join evidence.recording r on r.id = p.recording_id"
            " where r.erased_at > $1",
            tx.now - _LOOKS_BACK,
        )
    await asyncio.to_thread(files.erase, [row["id"] for row in rows])
    return count
