"""A call's recording becomes evidence: rows, keys and the fact, in one transaction."""

from datetime import datetime
from uuid import UUID

from yaoyaoling.evidence.events import KeptPart, RecordingKept
from yaoyaoling.evidence.recordings.sealed import Sealed
from yaoyaoling.evidence.recordings.sheet import Lane, PartFound
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx


class SealedPart(Value):
    """An original that lies sealed."""

    found: PartFound
    sealed: Sealed


class KeepRecording(Command):
    """What was sealed of one call. sound: the one to be played, when anything can be heard."""

    contact_id: UUID
    started_at: datetime
    seconds: float
    mime: str | None = None
    sound: Sealed | None = None
    peaks: str = ""
    lanes: tuple[Lane, ...] = ()
    parts: tuple[SealedPart, ...]


async def keep_recording(tx: Tx, command: KeepRecording) -> UUID:
    """Keep it; gives the recording's id. `intake` ties it to the contact's incident in the same transaction.

    Raises: UniqueViolationError when an original of it was kept meanwhile.
    """
    sound = command.sound
    recording_id = sound.id if sound else new_id()
    for sealed in [*([sound] if sound else []), *(part.sealed for part in command.parts)]:
        await tx.execute("select vault.add_key($1, $2, $3)", sealed.id, bytes.fromhex(sealed.wrapped_key), tx.now)
    await tx.execute(
        "insert into evidence.recording (id, contact_id, started_at, seconds, mime, size_bytes, sha256, sm3, peaks,"
        " lanes, kept_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
        recording_id,
        command.contact_id,
        command.started_at,
        command.seconds,
        command.mime if sound else None,
        sound.size_bytes if sound else 0,
        bytes.fromhex(sound.sha256) if sound else None,
        bytes.fromhex(sound.sm3) if sound else None,
        bytes.fromhex(command.peaks),
        [lane.model_dump(mode="json") for lane in command.lanes],
        tx.now,
    )
    for part in command.parts:
        await _add_part(tx, recording_id, command.contact_id, part)
    event = RecordingKept(
        recording_id=recording_id,
        contact_id=command.contact_id,
        started_at=command.started_at,
        seconds=command.seconds,
        mime=command.mime if sound else None,
        size_bytes=sound.size_bytes if sound else 0,
        sha256=sound.sha256 if sound else None,
        sm3=sound.sm3 if sound else None,
        parts=tuple(_fact(part) for part in command.parts),
    )
    tx.record(event, stream=f"recording:{recording_id}", seq=1, about=command.contact_id)
    return recording_id


async def _add_part(tx: Tx, recording_id: UUID, contact_id: UUID, part: SealedPart) -> None:
    found, sealed = part.found, part.sealed
    await tx.execute(
        "insert into evidence.recording_part (id, recording_id, contact_id, name, kind, leg_id, leg_kind, codec,"
        " started_at, seconds, size_bytes, sha256, sm3, fault)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        sealed.id,
        recording_id,
        contact_id,
        found.name,
        found.kind,
        found.leg_id,
        found.leg_kind,
        found.codec,
        found.started_at,
        found.seconds,
        sealed.size_bytes,
        bytes.fromhex(sealed.sha256),
        bytes.fromhex(sealed.sm3),
        found.fault,
    )


def _fact(part: SealedPart) -> KeptPart:
    found, sealed = part.found, part.sealed
    return KeptPart(
        part_id=sealed.id,
        name=found.name,
        kind=found.kind,
        leg_id=found.leg_id,
        leg_kind=found.leg_kind,
        size_bytes=sealed.size_bytes,
        sha256=sealed.sha256,
        sm3=sealed.sm3,
        seconds=found.seconds,
        fault=found.fault,
    )


async def find_kept(tx: Tx, contact_id: UUID) -> dict[tuple[str, str], UUID]:
    """Originals of a call that were kept: name and SHA-256 → the recording that has them."""
    rows = await tx.fetch(
        "select name, sha256, recording_id from evidence.recording_part where contact_id = $1", contact_id
    )
    return {(row["name"], row["sha256"].hex()): row["recording_id"] for row in rows}
