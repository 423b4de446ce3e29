"""A seat keeps a picture of the caller's video."""

from uuid import UUID

from yaoyaoling.citizen.events import StillKept
from yaoyaoling.evidence.public import Upload, claim_uploads, tie_to_incident
from yaoyaoling.intake.public import get_contact
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony.public import find_video


class NoVideo(Refused):
    """The caller never showed anything."""

    code = "no_video"
    status = 409
    zh = "该报警没有视频，无法留存画面。"
    en = "There is no video of this contact to keep a picture of."


class KeepStill(Command):
    """The picture, as an upload."""

    contact_id: UUID
    upload: Upload


async def keep_still(tx: Tx, command: KeepStill) -> None:
    """Evidence like the caller's own photos; the fact says who kept it. Raises: NotFound, NoVideo, UploadGone."""
    contact = await get_contact(tx, command.contact_id)
    if await find_video(tx, contact.id) is None:
        raise NoVideo
    await claim_uploads(tx, (command.upload,), purpose="report", contact_id=contact.id)
    if contact.incident_id is not None:
        await tie_to_incident(tx, contact.id, contact.incident_id)
    event = StillKept(
        media_id=command.upload.media_id,
        contact_id=contact.id,
        sha256=command.upload.sha256,
        by_name=tx.principal.name,
    )
    stream = f"still:{command.upload.media_id}"
    tx.record(event, stream=stream, seq=1, about=contact.id, incident=contact.incident_id)
