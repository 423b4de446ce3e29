"""What this room forgets of an erased subject."""

from uuid import UUID

from yaoyaoling.evidence.events import MediaErased
from yaoyaoling.evidence.handlers.forget_recordings import erase_calls_of
from yaoyaoling.platform.db.tx import Tx


async def purge(tx: Tx, subject: UUID) -> None:
    """The keys of the person's files are destroyed; hash and size stay as proof that there was one."""
    rows = await tx.fetch(
        "update evidence.media set erased_at = $2, version = version + 1"
        " where contact_id = $1 and purpose = 'report' and erased_at is null"
        " returning id, incident_id, version",
        subject,
        tx.now,
    )
    for row in rows:
        await tx.execute(
            "update vault.subject_key set wrapped = null, destroyed_at = $2 where subject = $1 and wrapped is not null",
            row["id"],
            tx.now,
        )
        stream = f"media:{row['id']}"
        about = row["incident_id"] or subject
        tx.record(MediaErased(media_id=row["id"]), stream=stream, seq=row["version"], about=about)
    await erase_calls_of(tx, subject)
