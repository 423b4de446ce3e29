"""How words of the hall reach a citizen: on the page that is open, else by a text message, unless that may do harm."""

from typing import Literal
from uuid import UUID

from yaoyaoling.channels.public import (
    Address,
    NoReceiver,
    NoTextLine,
    QueueMessage,
    TooManyTexts,
    find_address,
    has_line,
    queue_message,
)
from yaoyaoling.citizen.pages import has_open_page
from yaoyaoling.incidents.public import get_incident
from yaoyaoling.intake.public import Contact
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx

WhyNot = Literal[
    "page_open",  # 对方页面已打开
    "no_number",  # 无号码
    "unsafe",  # 不便联系
    "no_line",  # 短信通道未接通
    "too_many",  # 发送过多
]


async def reach(
    tx: Tx, contact: Contact, message_id: UUID, words: str, *, template: str | None = None
) -> WhyNot | None:
    """Queue a text message in this transaction; gives why none is sent. The words stand on the page in any case."""
    if await has_open_page(tx, contact.id):
        return "page_open"
    address = await address_of(tx, contact)
    if address is None:
        return "no_number"
    if await is_unsafe(tx, contact):
        return "unsafe"
    if not await has_line(tx, address.channel, address.line):
        return "no_line"
    command = QueueMessage(
        message_id=message_id,
        contact_id=contact.id,
        channel=address.channel,
        line=address.line,
        receiver=address.receiver,
        words=words,
        template=template,
    )
    try:
        await queue_message(tx, command)
    except TooManyTexts:
        return "too_many"
    except (NoReceiver, NoTextLine):
        return "no_line"
    return None


async def address_of(tx: Tx, contact: Contact) -> Address | None:
    """Where the person wrote from last, else the number that is known."""
    found = await find_address(tx, contact.id)
    if found is not None or contact.caller_number is None:
        return found
    return Address(channel="sms", receiver=contact.caller_number)


async def is_unsafe(tx: Tx, contact: Contact) -> bool:
    """Whether a message that lights up a screen may do harm. Whoever could not speak is taken to be unsafe until
    somebody has asked, but for who writes text messages; an incident that cannot be seen tells nothing."""
    for incident_id in {contact.incident_id, contact.tied_incident_id} - {None}:
        assert incident_id is not None
        try:
            incident = await get_incident(tx, incident_id)
        except NotFound:
            return True
        if incident.is_unsafe_to_contact:
            return True
    if contact.incident_id is not None:
        return False
    return contact.is_silent and await find_address(tx, contact.id) is None
