"""Rows of recordings: one, and the end of one."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from yaoyaoling.evidence.events import RecordingErased
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row

NOT_HELD = "(held_at is null or held_until <= $1)"
"""What may be erased at a moment ($1), in SQL."""


async def get_recording(tx: Tx, recording_id: UUID, *, lock: bool = False) -> Row:
    """A recording the actor may hear. Raises: NotFound."""
    row = await tx.fetchrow(
        f"select * from evidence.recording where id = $1{' for update' if lock else ''}", recording_id
    )
    if row is None:
        raise NotFound
    return row


def is_held(row: Row, now: datetime) -> bool:
    """Whether a legal hold keeps it from being erased."""
    return row["held_at"] is not None and (row["held_until"] is None or row["held_until"] > now)


async def erase_recording(tx: Tx, row: Row, cause: Literal["retention", "erasure"]) -> None:
    """Destroy the keys of its sound and its originals; hashes and times stay as proof. As the program itself.

    What can be seen of a voice goes too: loudness and who spoke when.
    """
    await tx.execute(
        "update vault.subject_key set wrapped = null, destroyed_at = $2 where wrapped is not null and (subject = $1"
        " or subject in (select id from evidence.recording_part where recording_id = $1))",
        row["id"],
        tx.now,
    )
    await tx.execute(
        "update evidence.recording set erased_at = $2, peaks = '', lanes = '[]', version = version + 1 where id = $1",
        row["id"],
        tx.now,
    )
    event = RecordingErased(recording_id=row["id"], cause=cause)
    about = row["incident_id"] or row["contact_id"]
    stream = f"recording:{row['id']}"
    tx.record(event, stream=stream, seq=row["version"] + 1, about=about, incident=row["incident_id"])
