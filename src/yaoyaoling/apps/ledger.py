"""What is done with the ledger from outside the hall: export, newest checkpoint, erasing a person."""

from pathlib import Path
from uuid import UUID

import asyncpg

from yaoyaoling.apps import rooms
from yaoyaoling.apps.addresses import secrets_of, worker_url
from yaoyaoling.apps.open import open_database
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.pool import open_pool
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.ledger.export import export_ledger
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.settings import HallSettings


class FolderNotEmpty(Refused):
    """An export goes into a folder of its own."""

    code = "folder_not_empty"
    zh = "{folder} 不是空目录，请另选一个。"
    en = "{folder} is not empty; choose another folder."


class NoCheckpoint(Refused):
    """Nothing was signed yet."""

    code = "no_checkpoint"
    status = 404
    zh = "账本还没有检查点。"
    en = "The ledger has no checkpoint yet."


async def export_to(settings: HallSettings, folder: Path) -> int:
    """Export everything; gives how many facts. Raises: FolderNotEmpty."""
    pool = await open_pool(worker_url(settings), 2)
    try:
        verifier_key = secrets_of(settings).signer(settings.origin).verifier_key
        return await export_ledger(pool, folder, verifier_key, settings.ledger_hash)
    except FileExistsError as error:
        raise FolderNotEmpty(folder=folder) from error
    finally:
        await pool.close()


async def newest_checkpoint(settings: HallSettings) -> str:
    """The newest signed checkpoint: whoever keeps it can later prove that nothing before it was changed."""
    conn = await asyncpg.connect(worker_url(settings))
    try:
        note: str | None = await conn.fetchval("select note from ledger.checkpoint order by size desc limit 1")
    finally:
        await conn.close()
    if note is None:
        raise NoCheckpoint
    return note


async def erase(settings: HallSettings, subject: UUID, reason: str) -> None:
    """Destroy the key of a person's data and purge the rooms' rows; the proof stays. Raises: NotFound."""
    db, _ = await open_database(settings)
    try:
        await execute(db, system("erasure"), eraser(rooms.PURGES), EraseSubject(subject=subject, reason=reason))
    finally:
        await db.close()
