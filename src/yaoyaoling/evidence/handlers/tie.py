"""Files go where their contact and their incident go: to an incident, to the primary of a merger, and back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from yaoyaoling.evidence.events import MediaParted, MediaTied
from yaoyaoling.evidence.handlers.tie_recording import (
    merge_recordings,
    part_contact_recordings,
    part_recordings,
    tie_recordings,
)
from yaoyaoling.platform.db.tx import Tx

_SELECT = (
    "select id, contact_id, purpose, mime, size_bytes, width, height, sha256, stored_at, version from evidence.media"
)


async def tie_to_incident(tx: Tx, contact_id: UUID, incident_id: UUID) -> None:
    """Let whoever sees the incident see the contact's files."""
    sql = f"{_SELECT} where contact_id = $1 and incident_id is null for update"
    for row in await tx.fetch(sql, contact_id):
        await _move(tx, row, incident_id, None, row["version"] + 1)
        _tied(tx, row, incident_id, row["version"] + 1, about=incident_id)
    await tie_recordings(tx, contact_id, incident_id)


async def follow_merger(tx: Tx, duplicate_id: UUID, primary_id: UUID) -> None:
    """Let whoever works on the primary see the duplicate's files, its crews' feedback too."""
    for row in await tx.fetch(f"{_SELECT} where incident_id = $1 for update", duplicate_id):
        version = row["version"] + 2
        await _move(tx, row, primary_id, duplicate_id, version)
        # Who sees the duplicate alone sees the file as its contact's.
        _tied(tx, row, primary_id, version - 1, about=row["contact_id"] or duplicate_id)
        _tied(tx, row, primary_id, version, about=primary_id)
    await merge_recordings(tx, duplicate_id, primary_id)


async def follow_parting(tx: Tx, merged_id: UUID, primary_id: UUID, contact_ids: Sequence[UUID]) -> None:
    """Give a duplicate that stands for itself again its files, those its reporters sent meanwhile too."""
    rows = await tx.fetch(
        f"{_SELECT} where incident_id = $1 and (merged_incident_id = $2"
        " or (contact_id = any($3::uuid[]) and purpose = 'report')) for update",
        primary_id,
        merged_id,
        list(contact_ids),
    )
    for row in rows:
        version = row["version"] + 2
        await _move(tx, row, merged_id, None, version)
        stream = f"media:{row['id']}"
        parted = MediaParted(media_id=row["id"], incident_id=primary_id)
        tx.record(parted, stream=stream, seq=version - 1, about=primary_id, incident=primary_id)
        _tied(tx, row, merged_id, version, about=merged_id)
    await part_recordings(tx, merged_id, primary_id, contact_ids)


async def part_from_incident(tx: Tx, contact_id: UUID, incident_id: UUID, before: UUID | None) -> None:
    """A contact does not belong to the incident after all: its files go back with it. before: where it belonged."""
    sql = f"{_SELECT} where contact_id = $1 and incident_id = $2 and purpose = 'report' for update"
    for row in await tx.fetch(sql, contact_id, incident_id):
        version = row["version"] + 2
        await _move(tx, row, before, None, version)
        parted = MediaParted(media_id=row["id"], incident_id=incident_id)
        stream = f"media:{row['id']}"
        tx.record(parted, stream=stream, seq=version - 1, about=incident_id, incident=incident_id)
        _tied(tx, row, before, version, about=before or contact_id)
    await part_contact_recordings(tx, contact_id, incident_id, before)


async def _move(tx: Tx, row: Any, incident_id: UUID | None, merged_id: UUID | None, version: int) -> None:
    await tx.execute(
        "update evidence.media set incident_id = $2, merged_incident_id = $3, version = $4 where id = $1",
        row["id"],
        incident_id,
        merged_id,
        version,
    )


def _tied(tx: Tx, row: Any, incident_id: UUID | None, seq: int, *, about: UUID) -> None:
    event = MediaTied(
        media_id=row["id"],
        contact_id=row["contact_id"],
        incident_id=incident_id,
        purpose=row["purpose"],
        mime=row["mime"],
        size_bytes=row["size_bytes"],
        width=row["width"],
        height=row["height"],
        sha256=row["sha256"].hex(),
        stored_at=row["stored_at"],
    )
    incident = incident_id if about == incident_id else None
    tx.record(event, stream=f"media:{row['id']}", seq=seq, about=about, incident=incident)
