"""Whoever gave up before an answer is written to before anybody rings: a telephone that rings may betray a hider."""

from datetime import timedelta
from uuid import UUID

from yaoyaoling.channels.public import SETTINGS, Language, NoReceiver, NoTextLine, TooManyTexts, words_of
from yaoyaoling.citizen.handlers.say import SaidReply, Say, say
from yaoyaoling.citizen.reach import address_of, is_unsafe
from yaoyaoling.intake.public import get_contact
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx

TEMPLATE = "call_back"
_AGAIN = timedelta(minutes=10)


class TextFirst(Command):
    """Send the sentence for who rang and was not answered."""

    contact_id: UUID
    language: Language = "zh"


class NobodyGaveUp(Refused):
    """Only for callers who hung up before an answer."""

    code = "nobody_gave_up"
    status = 409
    zh = "该报警不在待回拨之列。"
    en = "This caller does not wait to be rung back."


class UnsafeToText(Refused):
    """Nothing is sent."""

    code = "unsafe_to_text"
    status = 409
    zh = "报警人不便联系，不发送短信。"
    en = "It is not safe to contact this caller: nothing is sent."


class TextedAlready(Refused):
    """Once is enough for a while."""

    code = "texted_already"
    status = 409
    zh = "{minutes} 分钟内已发送过短信，请等待回复。"
    en = "A text went out within {minutes} minutes. Wait for the answer."


async def text_first(tx: Tx, command: TextFirst) -> SaidReply:
    """Write to the caller. Raises: NotFound, NobodyGaveUp, UnsafeToText, NoReceiver, NoTextLine, TextedAlready,
    TooManyTexts."""
    contact = await get_contact(tx, command.contact_id, lock=True)
    if not contact.call_back:
        raise NobodyGaveUp
    if await is_unsafe(tx, contact):
        raise UnsafeToText
    if await address_of(tx, contact) is None:
        raise NoReceiver
    sql = "select exists (select from citizen.message where contact_id = $1 and not is_from_citizen and said_at > $2)"
    if await tx.fetchval(sql, contact.id, tx.now - _AGAIN):
        raise TextedAlready(minutes=int(_AGAIN.total_seconds() // 60))
    words = words_of(TEMPLATE, command.language)
    reply = await say(tx, Say(contact_id=contact.id, words=words, is_from_citizen=False, template=TEMPLATE))
    if reply.why_not_by_text == "too_many":
        raise TooManyTexts(most=SETTINGS.sends_per_hour)
    if reply.goes_by != "text" and reply.why_not_by_text != "page_open":
        raise NoTextLine
    return reply
