"""Reading media."""

import asyncio
from uuid import UUID

from yaoyaoling.evidence.files import MediaFiles
from yaoyaoling.evidence.handlers.claim import list_claimed
from yaoyaoling.evidence.images import rendition
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.vault import KeyDestroyedError
from yaoyaoling.platform.principal import Principal, system

THUMB_PX = 320
SCREEN_PX = 1600


async def sweep_uploads(db: Database, files: MediaFiles) -> int:
    """Remove uploads that nobody claimed in a day; gives how many."""
    old = await asyncio.to_thread(files.list_old_notes)
    if not old:
        return 0
    async with db.snapshot(system("sweep")) as tx:
        claimed = await list_claimed(tx, old)
    return await asyncio.to_thread(files.sweep, old, claimed)


async def list_photos(tx: Tx, contact_id: UUID) -> list[UUID]:
    """Photos the reporter sent, oldest first."""
    rows = await tx.fetch(
        "select id from evidence.media where contact_id = $1 and purpose = 'report' and erased_at is null"
        " order by stored_at, id",
        contact_id,
    )
    return [row["id"] for row in rows]


async def read_media(
    db: Database, files: MediaFiles, principal: Principal, media_id: UUID, size: str
) -> tuple[bytes, str]:
    """Bytes and type of a file the actor may see; size: thumb, screen or original. Raises: NotFound."""
    async with db.snapshot(principal) as tx:
        row = await tx.fetchrow("select mime from evidence.media where id = $1 and erased_at is null", media_id)
        if row is None:
            raise NotFound
        try:
            key = await db.vault.find_key(tx.conn, media_id)
        except KeyDestroyedError as error:
            raise NotFound from error
    if key is None:
        raise NotFound
    try:
        content = await asyncio.to_thread(files.read, media_id, key)
    except FileNotFoundError as error:
        raise NotFound from error
    if size == "original":
        return content, row["mime"]
    longest = THUMB_PX if size == "thumb" else SCREEN_PX
    return await asyncio.to_thread(rendition, content, longest), "image/jpeg"
