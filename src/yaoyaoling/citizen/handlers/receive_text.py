"""A citizen's text message becomes a contact in the queue, or joins the open one of the same person."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.channels.public import (
    SETTINGS,
    Arrived,
    PhonePlace,
    Taken,
    TakeText,
    TextChannel,
    list_contacts_with,
    person_digest,
    place_text,
    take_held,
    take_overdue_parts,
    take_text,
)
from yaoyaoling.citizen.handlers.place_phone import place_phone
from yaoyaoling.citizen.handlers.say import keep_message
from yaoyaoling.evidence.public import MediaFiles, Upload, claim_uploads
from yaoyaoling.intake.public import (
    Contact,
    ReceiveContact,
    add_words,
    find_earlier,
    find_open_contacts,
    receive_contact,
    show_with_incident,
)
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.public import find_territory
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.numbers import number_key
from yaoyaoling.platform.principal import system

_VOUCHED = frozenset({"voice", "sms", "wechat", "device", "mail"})
"""Channels that say themselves who writes; the number of a report on the web is what somebody typed. A mail whose
sender is not proved has a digest of its own, so it joins mails of that kind only."""
_NO_WORDS = "〔无文字〕"
_NO_PICTURE = "〔附件无法识别〕"
_MOST = 4000
_THREAD = timedelta(days=30)
"""An answer under a mail of ours comes back to its contact for so long, if that is open still."""


class ReceiveText(TakeText):
    """With its pictures, which lie in the store already and wait to be claimed."""

    uploads: tuple[Upload, ...] = ()


async def receive_text(tx: Tx, command: ReceiveText) -> None:
    """Take what an adapter hands in; when this is committed, the other side is told that we have it."""
    taken = await take_text(tx, command)
    if isinstance(taken, PhonePlace):
        await place_phone(tx, taken)
    elif taken is not None:
        contact_id = await place(tx, taken)
        if contact_id is not None:
            await claim_uploads(tx, command.uploads, purpose="report", contact_id=contact_id)


async def store_text(db: Database, files: MediaFiles, adapter: str, channel: TextChannel, arrived: Arrived) -> None:
    """Store a message with its pictures; what cannot be read as one is said, and stops nothing."""
    uploads, words = [], arrived.words
    for picture in arrived.pictures:
        try:
            uploads.append(await asyncio.to_thread(files.keep, picture))
        except Refused:
            words = f"{words}{_NO_PICTURE}"
    bare = arrived.model_copy(update={"pictures": (), "words": words})
    command = ReceiveText(adapter=adapter, channel=channel, arrived=bare, uploads=tuple(uploads))
    await execute(db, system("channels"), receive_text, command)


async def on_parts_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Timer: a long message did not become whole."""
    taken = await take_overdue_parts(tx, payload)
    if isinstance(taken, PhonePlace):
        await place_phone(tx, taken)
    elif taken is not None:
        await place(tx, taken)


async def on_held_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Timer: what somebody sent beyond the limit, as one message."""
    taken = await take_held(tx, payload)
    if taken is not None:
        await place(tx, taken)


async def place(tx: Tx, taken: Taken) -> UUID | None:
    """Put it with a contact. A wish to be left alone that answers a message of ours makes no contact of its own."""
    if taken.named_contact is not None:
        return await _place_named(tx, taken, taken.named_contact)
    since = tx.now - timedelta(hours=SETTINGS.tie_hours)
    number = taken.sender if taken.channel == "sms" else None
    written = await list_contacts_with(tx, taken.digest, since)
    known = await find_open_contacts(tx, number, written, since)
    words = _words_of(taken)
    for contact in known:
        is_own = contact.id in written or number_key(contact.caller_number) == number_key(number)
        if contact.channel in _VOUCHED and is_own:
            await add_words(tx, contact.id, words)
            return await _join(tx, contact, taken, words)
        if contact.id in written:
            # We wrote to that number; whether it is the reporter's is for the seat to see: it is no part of the report.
            return await _join(tx, contact, taken, words)
    if taken.wish is not None and taken.was_written_to:
        return None
    return await _receive(tx, taken, words, known[0].id if known else None)


async def _place_named(tx: Tx, taken: Taken, contact_id: UUID) -> UUID | None:
    """An answer: it joins the contact it names when the address is of that contact, proved or not, for the name was
    told to nobody else. Somebody else's answer is a contact of its own, shown with that one."""
    since = tx.now - _THREAD
    plain = person_digest(tx, taken.channel, taken.sender)
    of_person = [one for digest in {taken.digest, plain} for one in await list_contacts_with(tx, digest, since)]
    known = await find_open_contacts(tx, None, (contact_id,), since)
    words = _words_of(taken)
    if known and contact_id in of_person:
        await add_words(tx, contact_id, words)
        return await _join(tx, known[0], taken, words)
    if taken.wish is not None and taken.was_written_to:
        return None
    return await _receive(tx, taken, words, known[0].id if known else None)


def _words_of(taken: Taken) -> str:
    """What the seat reads. A mail says whom it is from, for nothing else does, and whether that is proved."""
    words = taken.words[:_MOST] or _NO_WORDS
    if taken.channel != "mail":
        return words
    proof = "" if taken.is_proven else "，未经验证"
    machine = "" if taken.is_answerable else "，自动发出，不能回复"
    return f"〔发件人 {taken.sender}{proof}{machine}〕\n{words}"[:_MOST]


async def _join(tx: Tx, contact: Contact, taken: Taken, words: str) -> UUID:
    await keep_message(tx, contact, words, is_from_citizen=True, via=taken.channel)
    await place_text(tx, taken, contact.id, is_new=False)
    return contact.id


async def _receive(tx: Tx, taken: Taken, words: str, earlier: UUID | None) -> UUID:
    """A new contact; shown with the incident of an earlier one of its number until a person says otherwise."""
    contact_id = new_id()
    outside = taken.point is not None and await find_territory(tx, taken.point) is None
    command = ReceiveContact(
        contact_id=contact_id,
        channel=taken.channel,
        hall_code=await get_hall_code(tx),
        caller_number=taken.sender[:24] if taken.channel == "sms" else None,
        text=words,
        point=taken.point,
        uncertainty_m=taken.uncertainty_m,
        is_outside_city=outside,
        **({} if earlier is None else await find_earlier(tx, earlier)),
    )
    contact = await receive_contact(tx, command)
    await show_with_incident(tx, contact)
    await keep_message(tx, contact, words, is_from_citizen=True, via=taken.channel)
    await place_text(tx, taken, contact_id, is_new=True)
    return contact_id
