"""A picture of a citizen's message that had to be fetched is put with its contact, by the same checks as any photo."""

import asyncio
from uuid import UUID

from yaoyaoling.channels.public import DueMedia, end_due
from yaoyaoling.citizen.handlers.say import keep_message
from yaoyaoling.evidence.public import MediaFiles, Upload, claim_uploads, tie_to_incident
from yaoyaoling.intake.public import get_contact
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system

NOT_THERE = "〔图片无法取得〕"


class KeepFetched(Command):
    """upload: it lies in the store and waits to be claimed; None: it could not be had."""

    due_id: UUID
    contact_id: UUID
    channel: str
    upload: Upload | None = None


async def keep_fetched(tx: Tx, command: KeepFetched) -> None:
    """Once, also when it was fetched twice; the seat reads when there will be none."""
    if not await end_due(tx, command.due_id):
        return
    contact = await get_contact(tx, command.contact_id)
    if command.upload is None:
        await keep_message(tx, contact, NOT_THERE, is_from_citizen=True, via=command.channel)
        return
    await claim_uploads(tx, (command.upload,), purpose="report", contact_id=contact.id)
    if contact.incident_id is not None:
        await tie_to_incident(tx, contact.id, contact.incident_id)


async def store_fetched(db: Database, files: MediaFiles, due: DueMedia, content: bytes | None) -> None:
    """Check and keep the octets; what is no photo is said, and stops nothing."""
    assert due.contact_id is not None
    upload = None
    if content is not None:
        try:
            upload = await asyncio.to_thread(files.keep, content)
        except Refused:
            upload = None
    command = KeepFetched(due_id=due.id, contact_id=due.contact_id, channel=due.channel, upload=upload)
    await execute(db, system("channels"), keep_fetched, command)
