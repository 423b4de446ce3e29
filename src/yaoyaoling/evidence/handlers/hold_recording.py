"""Legal hold: a recording that must not be erased, and the end of that."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from yaoyaoling.evidence.events import RecordingHeld, RecordingReleased
from yaoyaoling.evidence.recordings.rows import get_recording, is_held
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.db.tx import Tx


class HoldInPast(Refused):
    """A hold ends in the future, or not by itself."""

    code = "hold_in_past"
    status = 422
    zh = "保全截止时间应晚于当前时间；也可留空，直至人工解除。"
    en = "A hold ends later than now; leave the day out to hold until it is lifted."


class NotHeld(Refused):
    """There is nothing to lift."""

    code = "not_held"
    status = 409
    zh = "该录音当前未被保全。"
    en = "This recording is not held."


class HoldRecording(Command):
    """Hold it: neither the end of its time nor an erasure touches it. until None: until it is lifted."""

    recording_id: UUID
    reason: str = Field(min_length=4, max_length=200)
    until: datetime | None = None


class ReleaseRecording(Command):
    """Lift the hold; what was to be erased meanwhile is erased within the hour."""

    recording_id: UUID
    reason: str = Field(min_length=4, max_length=200)


async def hold_recording(tx: Tx, command: HoldRecording) -> None:
    """Hold it, or hold it anew with another reason or day. Raises: NotFound, HoldInPast."""
    row = await get_recording(tx, command.recording_id, lock=True)
    if row["erased_at"] is not None:
        raise NotFound
    if command.until is not None and command.until <= tx.now:
        raise HoldInPast
    await tx.execute(
        "update evidence.recording set held_at = $2, held_until = $3, held_reason = $4, held_by = $5,"
        " version = version + 1 where id = $1",
        command.recording_id,
        tx.now,
        command.until,
        command.reason,
        tx.principal.name,
    )
    event = RecordingHeld(recording_id=command.recording_id, reason=command.reason, until=command.until)
    about = row["incident_id"] or row["contact_id"]
    stream = f"recording:{command.recording_id}"
    tx.record(event, stream=stream, seq=row["version"] + 1, about=about, incident=row["incident_id"])


async def release_recording(tx: Tx, command: ReleaseRecording) -> None:
    """Lift the hold. Raises: NotFound, NotHeld."""
    row = await get_recording(tx, command.recording_id, lock=True)
    if not is_held(row, tx.now):
        raise NotHeld
    await tx.execute(
        "update evidence.recording set held_at = null, held_until = null, held_reason = null, held_by = null,"
        " version = version + 1 where id = $1",
        command.recording_id,
    )
    event = RecordingReleased(recording_id=command.recording_id, reason=command.reason)
    about = row["incident_id"] or row["contact_id"]
    stream = f"recording:{command.recording_id}"
    tx.record(event, stream=stream, seq=row["version"] + 1, about=about, incident=row["incident_id"])
