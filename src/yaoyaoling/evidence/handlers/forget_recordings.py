"""The end of recordings: their time is over, or a person is to be erased. A held one stays until the hold ends."""

from datetime import datetime
from uuid import UUID

from yaoyaoling.evidence.recordings.rows import NOT_HELD, erase_recording
from yaoyaoling.kernel.contract import Command
from yaoyaoling.platform.db.tx import Tx

MOST = 200


class ForgetRecordings(Command):
    """Erase what was kept before a moment, and what was to be erased while it was held; at most 200 at once."""

    kept_before: datetime


async def forget_recordings(tx: Tx, command: ForgetRecordings) -> list[UUID]:
    """Gives the recordings that were erased."""
    rows = await tx.fetch(
        f"select * from evidence.recording where erased_at is null and {NOT_HELD}"
        " and (kept_at < $2 or erase_asked_at is not null) order by kept_at, id limit $3 for update skip locked",
        tx.now,
        command.kept_before,
        MOST,
    )
    for row in rows:
        await erase_recording(tx, row, "retention" if row["erase_asked_at"] is None else "erasure")
    return [row["id"] for row in rows]


async def erase_calls_of(tx: Tx, contact_id: UUID) -> None:
    """The person of a contact is erased: so are the recordings of the call, held ones as soon as they are no more."""
    await tx.execute(
        "update evidence.recording set erase_asked_at = $2 where contact_id = $1 and erased_at is null",
        contact_id,
        tx.now,
    )
    rows = await tx.fetch(
        f"select * from evidence.recording where contact_id = $2 and erased_at is null and {NOT_HELD} for update",
        tx.now,
        contact_id,
    )
    for row in rows:
        await erase_recording(tx, row, "erasure")
