"""Entries of the watch lists as the handlers hold them."""

from typing import Any
from uuid import UUID

from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx


async def held_entry(tx: Tx, entry_id: UUID) -> Any:
    """An entry in force that the actor may see, locked. Raises: NotFound (also when its time is over)."""
    row = await tx.fetchrow(
        "select * from triage.watch_entry where id = $1 and ended_at is null and until > $2 for update",
        entry_id,
        tx.now,
    )
    if row is None:
        raise NotFound
    return row
