"""Recordings go where their contact goes: to its incident, to the primary of a merger, and back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from yaoyaoling.evidence.events import RecordingParted, RecordingTied
from yaoyaoling.platform.db.tx import Tx

_SELECT = "select id, contact_id, started_at, seconds, sha256, sm3, version from evidence.recording"


async def tie_recordings(tx: Tx, contact_id: UUID, incident_id: UUID, merged_id: UUID | None = None) -> None:
    """Let whoever sees the incident hear the contact's calls. merged_id: the duplicate it came with."""
    for row in await tx.fetch(f"{_SELECT} where contact_id = $1 and incident_id is null for update", contact_id):
        await _move(tx, row, incident_id, merged_id, row["version"] + 1)
        _tied(tx, row, incident_id, row["version"] + 1)


async def merge_recordings(tx: Tx, duplicate_id: UUID, primary_id: UUID) -> None:
    """Let whoever works on the primary hear the duplicate's calls."""
    for row in await tx.fetch(f"{_SELECT} where incident_id = $1 for update", duplicate_id):
        await _move(tx, row, primary_id, duplicate_id, row["version"] + 1)
        _tied(tx, row, primary_id, row["version"] + 1)


async def part_recordings(tx: Tx, merged_id: UUID, primary_id: UUID, contact_ids: Sequence[UUID]) -> None:
    """Give a duplicate that stands for itself again its calls."""
    rows = await tx.fetch(
        f"{_SELECT} where incident_id = $1 and (merged_incident_id = $2 or contact_id = any($3::uuid[])) for update",
        primary_id,
        merged_id,
        list(contact_ids),
    )
    for row in rows:
        version = row["version"] + 2
        await _move(tx, row, merged_id, None, version)
        parted = RecordingParted(recording_id=row["id"], incident_id=primary_id)
        tx.record(parted, stream=f"recording:{row['id']}", seq=version - 1, about=primary_id, incident=primary_id)
        _tied(tx, row, merged_id, version)


async def part_contact_recordings(tx: Tx, contact_id: UUID, incident_id: UUID, before: UUID | None) -> None:
    """Give a contact that does not belong to the incident after all its calls. before: where it belonged."""
    sql = f"{_SELECT} where contact_id = $1 and incident_id = $2 for update"
    for row in await tx.fetch(sql, contact_id, incident_id):
        version = row["version"] + (1 if before is None else 2)
        await _move(tx, row, before, None, version)
        parted = RecordingParted(recording_id=row["id"], incident_id=incident_id)
        stream = f"recording:{row['id']}"
        tx.record(parted, stream=stream, seq=row["version"] + 1, about=incident_id, incident=incident_id)
        if before is not None:
            _tied(tx, row, before, version)


async def _move(tx: Tx, row: Any, incident_id: UUID | None, merged_id: UUID | None, version: int) -> None:
    await tx.execute(
        "update evidence.recording set incident_id = $2, merged_incident_id = $3, version = $4 where id = $1",
        row["id"],
        incident_id,
        merged_id,
        version,
    )


def _tied(tx: Tx, row: Any, incident_id: UUID, seq: int) -> None:
    event = RecordingTied(
        recording_id=row["id"],
        contact_id=row["contact_id"],
        incident_id=incident_id,
        started_at=row["started_at"],
        seconds=row["seconds"],
        sha256=row["sha256"].hex() if row["sha256"] else None,
        sm3=row["sm3"].hex() if row["sm3"] else None,
    )
    tx.record(event, stream=f"recording:{row['id']}", seq=seq, about=incident_id, incident=incident_id)
