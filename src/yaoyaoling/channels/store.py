"""Rows of messages, and the one way their state moves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.channels.contract import Thread
from yaoyaoling.channels.events import MessageAdvanced
from yaoyaoling.channels.states import MESSAGE_TABLE, MessageSignal, MessageState, advance_message
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.numbers import number_key

_MESSAGE = (
    "id", "contact_id", "channel", "receiver", "digest", "words", "template", "is_urgent", "by_name", "state",
    "queued_at", "next_try_at", "tries", "adapter", "parts", "sent_at", "ended_at", "reason", "version", "line",
)  # fmt: skip
SELECT_MESSAGE = f"select {', '.join(_MESSAGE)} from channels.message"
GIVE_UP_TIMER = "channels.give_up"


@dataclass(frozen=True)
class Message:
    """A message to a citizen."""

    id: UUID
    contact_id: UUID
    channel: str
    receiver: str | None
    digest: bytes
    words: str | None
    template: str | None
    is_urgent: bool
    by_name: str
    state: MessageState
    queued_at: datetime
    next_try_at: datetime
    tries: int
    adapter: str | None
    parts: int | None
    sent_at: datetime | None
    ended_at: datetime | None
    reason: str | None
    version: int
    line: str | None


def message_of(row: Any) -> Message:
    """A row with the columns of `SELECT_MESSAGE`."""
    fields = {name: row[name] for name in _MESSAGE}
    fields["state"] = MessageState(fields["state"])
    return Message(**fields)


def person_digest(tx: Tx, channel: str, sender: str) -> bytes:
    """What a person on a channel is found by, under the installation's key: a number however it is written."""
    key = number_key(sender) if channel == "sms" else None
    return tx.vault.digest(f"number:{key}" if key else f"{channel}:{sender.strip().casefold()}")


def text_digest(tx: Tx, channel: str, sender: str, *, is_proven: bool) -> bytes:
    """What the writer of a text is found by: whoever only says to be somebody is somebody else."""
    return person_digest(tx, channel, sender if is_proven else f"{sender}?")


async def find_thread(tx: Tx, message: Message) -> Thread | None:
    """Of the newest mail of the receiver that lies with the message's contact; None where there is none."""
    row = await tx.fetchrow(
        "select mail_id, refers_to, subject from channels.text where contact_id = $1 and channel = $2 and sender = $3"
        " and mail_id is not null order by at desc, id desc limit 1",
        message.contact_id,
        message.channel,
        message.receiver,
    )
    if row is None:
        return None
    return Thread(mail_id=row["mail_id"], refers_to=tuple(row["refers_to"]), subject=row["subject"] or "")


async def find_message(tx: Tx, message_id: UUID) -> Message | None:
    """A message, locked; or None."""
    row = await tx.fetchrow(f"{SELECT_MESSAGE} where id = $1 for update", message_id)
    return None if row is None else message_of(row)


async def list_due(tx: Tx, channels: Iterable[str], lines: Iterable[str], most: int) -> list[Message]:
    """Messages these lines may send now: those about open reports first, then the oldest."""
    rows = await tx.fetch(
        f"{SELECT_MESSAGE} where state = 'queued' and channel = any($1::text[]) and next_try_at <= $2"
        " and (line is null or line = any($4::text[])) order by is_urgent desc, queued_at, id limit $3",
        list(channels),
        tx.now,
        most,
        list(lines),
    )
    return [message_of(row) for row in rows]


async def move_message(tx: Tx, message: Message, signal: MessageSignal, **changed: Any) -> bool:
    """Take the message to its next state with changed columns, and tell; gives whether it moved.

    What the other side tells late or twice is no fault: it moves nothing.
    """
    if (message.state, signal) not in MESSAGE_TABLE:
        return False
    state = advance_message(message.state, signal)
    ended = None if state in (MessageState.QUEUED, MessageState.SENT) else tx.now
    changed |= {"state": state.value, "ended_at": ended, "version": message.version + 1}
    if signal is MessageSignal.SEND:
        changed |= {"sent_at": tx.now, "reason": None}
    columns = ", ".join(f"{name} = ${place}" for place, name in enumerate(changed, 2))
    await tx.execute(f"update channels.message set {columns} where id = $1", message.id, *changed.values())
    await tx.cancel_timer(GIVE_UP_TIMER, str(message.id))
    event = MessageAdvanced(
        message_id=message.id,
        contact_id=message.contact_id,
        signal=signal,
        state=state,
        adapter=changed.get("adapter", message.adapter),
        parts=changed.get("parts", message.parts),
        reason=changed.get("reason"),
    )
    stream = f"text_message:{message.id}"
    tx.record(event, stream=stream, seq=message.version + 1, about=message.contact_id)
    return True
