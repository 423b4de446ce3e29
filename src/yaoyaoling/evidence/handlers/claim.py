"""Claim uploads for a contact, an incident, or another subject."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from yaoyaoling.evidence.events import MediaStored, Purpose
from yaoyaoling.evidence.files import Upload, UploadGone
from yaoyaoling.platform.db.tx import Tx


async def claim_uploads(
    tx: Tx,
    uploads: Sequence[Upload],
    *,
    purpose: Purpose,
    contact_id: UUID | None = None,
    incident_id: UUID | None = None,
    about_id: UUID | None = None,
) -> None:
    """Make uploads part of a contact or an incident, or of another subject: whoever sees that sees them.

    Raises: UploadGone when one was claimed before.
    """
    about = incident_id or contact_id or about_id
    for upload in uploads:
        facts = upload.facts
        try:
            await tx.execute(
                "select vault.add_key($1, $2, $3)", upload.media_id, bytes.fromhex(upload.wrapped_key), tx.now
            )
        except asyncpg.UniqueViolationError as error:
            raise UploadGone from error
        await tx.execute(
            "insert into evidence.media (id, contact_id, incident_id, purpose, mime, size_bytes, width, height,"
            " sha256, stored_by, stored_at, about_id, version)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)",
            upload.media_id,
            contact_id,
            incident_id,
            purpose,
            facts.mime,
            facts.size_bytes,
            facts.width,
            facts.height,
            bytes.fromhex(upload.sha256),
            tx.principal.id,
            tx.now,
            about_id,
        )
        event = MediaStored(
            media_id=upload.media_id,
            contact_id=contact_id,
            incident_id=incident_id,
            purpose=purpose,
            sha256=upload.sha256,
            **facts.model_dump(),
        )
        tx.record(event, stream=f"media:{upload.media_id}", seq=1, about=about, incident=incident_id)


async def list_claimed(tx: Tx, media_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these uploads became part of something."""
    rows = await tx.fetch("select id from evidence.media where id = any($1::uuid[])", media_ids)
    return {row["id"] for row in rows}
