"""The caller and the hall write to each other: for whoever cannot speak, or must not be heard."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.citizen.events import MessageSaid, MessageSeen
from yaoyaoling.citizen.handlers.show import ContactOver
from yaoyaoling.citizen.handlers.submit_report import citizen_scope
from yaoyaoling.citizen.reach import WhyNot, reach
from yaoyaoling.intake.public import Contact, ContactState, add_words, get_contact
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


class Say(Command):
    """One message. is_from_citizen: told by the route, not by whoever writes."""

    contact_id: UUID
    words: str = Field(min_length=1, max_length=1000)
    is_from_citizen: bool
    template: str | None = None


class NoteSeen(Command):
    """All messages of the other side are on the screen."""

    contact_id: UUID
    is_by_citizen: bool


class SaidReply(Value):
    """The hall has it. goes_by: how it reaches the citizen; why_not_by_text: why no text message was sent."""

    message_id: UUID
    said_at: datetime
    goes_by: Literal["page", "text"] = "page"
    why_not_by_text: WhyNot | None = None


async def say(tx: Tx, command: Say) -> SaidReply:
    """Keep it; the caller's words join the report, so that crews read them; the hall's go to wherever the caller is.

    Raises: NotFound, ContactOver.
    """
    contact = await get_contact(tx, command.contact_id)
    if not command.is_from_citizen and contact.state is ContactState.SETTLED:
        raise ContactOver
    words = command.words.strip()
    if command.is_from_citizen:
        await add_words(tx, contact.id, words)
        return SaidReply(message_id=await keep_message(tx, contact, words, is_from_citizen=True), said_at=tx.now)
    await audience.grant(tx, contact.id, citizen_scope(contact.id), "reporter")
    message_id = await keep_message(tx, contact, words, is_from_citizen=False)
    why_not = await reach(tx, contact, message_id, words, template=command.template)
    goes_by: Literal["page", "text"] = "text" if why_not is None else "page"
    return SaidReply(message_id=message_id, said_at=tx.now, goes_by=goes_by, why_not_by_text=why_not)


async def keep_message(
    tx: Tx, contact: Contact, words: str, *, is_from_citizen: bool, via: str = "page", message_id: UUID | None = None
) -> UUID:
    """Write it down, and tell; gives its id."""
    message_id = message_id or new_id()
    by_name = None if is_from_citizen else tx.principal.name
    await tx.execute(
        "insert into citizen.message (id, contact_id, is_from_citizen, by_name, words, said_at, via, version)"
        " values ($1, $2, $3, $4, $5, $6, $7, 1)",
        message_id,
        contact.id,
        is_from_citizen,
        by_name,
        words,
        tx.now,
        via,
    )
    event = MessageSaid(
        message_id=message_id,
        contact_id=contact.id,
        is_from_citizen=is_from_citizen,
        by_name=by_name,
        words=words,
        via=via,
    )
    stream = f"message:{message_id}"
    tx.record(event, stream=stream, seq=1, about=contact.id, incident=contact.incident_id, subject=contact.id)
    return message_id


async def note_seen(tx: Tx, command: NoteSeen) -> None:
    """The other side's words were seen; each once. Raises: NotFound."""
    contact = await get_contact(tx, command.contact_id)
    rows = await tx.fetch(
        "update citizen.message set seen_at = $3, version = version + 1"
        " where contact_id = $1 and is_from_citizen = $2 and seen_at is null returning id, version",
        contact.id,
        not command.is_by_citizen,
        tx.now,
    )
    for row in rows:
        event = MessageSeen(message_id=row["id"], contact_id=contact.id)
        stream = f"message:{row['id']}"
        tx.record(event, stream=stream, seq=row["version"], about=contact.id, incident=contact.incident_id)
