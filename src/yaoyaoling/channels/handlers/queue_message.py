"""Put a message to a citizen into the outbox, in the transaction of whatever says it."""

from datetime import timedelta
from uuid import UUID

from pydantic import Field

from yaoyaoling.channels.contract import TextChannel
from yaoyaoling.channels.events import MessageQueued
from yaoyaoling.channels.refusals import NoReceiver, NoTextLine, PersonOptedOut, TooManyTexts
from yaoyaoling.channels.settings import SETTINGS
from yaoyaoling.channels.states import MessageState
from yaoyaoling.channels.store import GIVE_UP_TIMER, person_digest
from yaoyaoling.kernel.contract import Command
from yaoyaoling.platform.db.tx import Tx

_FORGOTTEN = timedelta(hours=1)
"""A line that was not heard of for so long is not waited for."""


class QueueMessage(Command):
    """A message. message_id: of what was said; it is the message's own id in all tries. line: the one adapter that
    knows the receiver; none: any of the channel. is_urgent: about an open report; others are not sent to whoever opted
    out."""

    message_id: UUID
    contact_id: UUID
    channel: TextChannel = "sms"
    line: str | None = None
    receiver: str | None = Field(default=None, max_length=254)
    words: str = Field(min_length=1, max_length=1000)
    template: str | None = Field(default=None, max_length=40)
    is_urgent: bool = True


async def queue_message(tx: Tx, command: QueueMessage) -> None:
    """It is in the outbox with this transaction, or nothing is.

    Raises: NoReceiver, NoTextLine, PersonOptedOut, TooManyTexts.
    """
    if not command.receiver:
        raise NoReceiver
    if not await has_line(tx, command.channel, command.line):
        raise NoTextLine
    digest = person_digest(tx, command.channel, command.receiver)
    if not command.is_urgent and await is_opted_out(tx, digest, command.channel):
        raise PersonOptedOut
    await _check_rate(tx, digest)
    due = tx.now + timedelta(seconds=SETTINGS.give_up_s)
    payload = {"message_id": command.message_id}
    await tx.execute(
        "insert into channels.message (id, contact_id, channel, receiver, digest, words, template, is_urgent, by_name,"
        " state, queued_at, next_try_at, version, line)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued', $10, $10, 1, $11)",
        command.message_id,
        command.contact_id,
        command.channel,
        command.receiver,
        digest,
        command.words,
        command.template,
        command.is_urgent,
        tx.principal.name,
        tx.now,
        command.line,
    )
    await tx.set_timer(GIVE_UP_TIMER, str(command.message_id), due, payload, about=command.contact_id, is_new=True)
    event = MessageQueued(
        message_id=command.message_id,
        contact_id=command.contact_id,
        channel=command.channel,
        state=MessageState.QUEUED,
        is_urgent=command.is_urgent,
        template=command.template,
        by_name=tx.principal.name,
        receiver=command.receiver,
        words=command.words,
    )
    stream = f"text_message:{command.message_id}"
    tx.record(event, stream=stream, seq=1, about=command.contact_id, subject=command.contact_id)


async def has_line(tx: Tx, channel: str, line: str | None = None) -> bool:
    """Whether an adapter of the channel, or that one, is there, or was a while ago: then it is waited for."""
    sql = (
        "select exists (select from channels.adapter where channel = $1 and ($3::text is null or name = $3)"
        " and (is_up or seen_at > $2))"
    )
    return bool(await tx.fetchval(sql, channel, tx.now - _FORGOTTEN, line))


async def is_opted_out(tx: Tx, digest: bytes, channel: str) -> bool:
    """Whether the person wants nothing but what is about an open report."""
    sql = "select exists (select from channels.opt_out where digest = $1 and channel = $2 and ended_at is null)"
    return bool(await tx.fetchval(sql, digest, channel))


async def _check_rate(tx: Tx, digest: bytes) -> None:
    sql = "select count(*) from channels.message where digest = $1 and queued_at > $2"
    if await tx.fetchval(sql, digest, tx.now - timedelta(hours=1)) >= SETTINGS.sends_per_hour:
        raise TooManyTexts(most=SETTINGS.sends_per_hour)
