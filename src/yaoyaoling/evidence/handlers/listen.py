"""Say why one listens; nothing is played to whoever did not."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import Field

from yaoyaoling.evidence.events import RecordingListened
from yaoyaoling.evidence.recordings.rows import get_recording
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx

LISTENS_H = 8
"""What was said holds for one shift."""


class Listen(Command):
    """Listen to a recording, or take one of its originals; the purpose stays in the ledger."""

    recording_id: UUID
    part_id: UUID | None = None
    purpose: str = Field(min_length=4, max_length=200)


class ListenReply(Value):
    """Until when it may be played without being asked again."""

    until: datetime


async def listen(tx: Tx, command: Listen) -> ListenReply:
    """Record who listens and why, before anything is heard. Raises: NotFound."""
    row = await get_recording(tx, command.recording_id)
    if row["erased_at"] is not None:
        raise NotFound
    if command.part_id is not None:
        owner = await tx.fetchval("select recording_id from evidence.recording_part where id = $1", command.part_id)
        if owner != command.recording_id:
            raise NotFound
    until = tx.now + timedelta(hours=LISTENS_H)
    await tx.execute(
        "insert into evidence.listening (recording_id, file_id, principal, purpose, until) values ($1, $2, $3, $4, $5)"
        " on conflict (file_id, principal) do update set purpose = excluded.purpose, until = excluded.until",
        command.recording_id,
        command.part_id or command.recording_id,
        tx.principal.id,
        command.purpose,
        until,
    )
    event = RecordingListened(recording_id=command.recording_id, purpose=command.purpose, part_id=command.part_id)
    about = row["incident_id"] or row["contact_id"]
    tx.record(event, stream=f"listening:{new_id()}", seq=1, about=about, incident=row["incident_id"])
    return ListenReply(until=until)
