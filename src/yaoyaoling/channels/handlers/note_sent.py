"""What became of a message: noted by the process that sends, and by receipts."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import Field

from yaoyaoling.channels import store
from yaoyaoling.channels.contract import Receipt
from yaoyaoling.channels.handlers.note_nonce import note_nonce
from yaoyaoling.channels.policy import pause_s
from yaoyaoling.channels.states import MessageSignal, MessageState
from yaoyaoling.kernel.contract import Command
from yaoyaoling.platform.db.tx import Tx


class NotePart(Command):
    """The other side took a piece."""

    message_id: UUID
    adapter: str
    number: int
    remote_id: str = Field(max_length=200)


class NoteSent(Command):
    """The other side took the whole message."""

    message_id: UUID
    adapter: str
    parts: int


class NoteTry(Command):
    """It could not be sent now; or, is_final, never."""

    message_id: UUID
    adapter: str | None
    reason: str = Field(max_length=80)
    after_s: float = 1.0
    is_final: bool = False


class NoteReceipt(Command):
    """The other side says what became of a piece."""

    adapter: str
    receipt: Receipt


async def note_part(tx: Tx, command: NotePart) -> None:
    """Remember under which name the other side knows it."""
    await tx.execute(
        "insert into channels.message_part (message_id, number, adapter, remote_id, state)"
        " values ($1, $2, $3, $4, 'sent') on conflict (message_id, number) do update set adapter = excluded.adapter,"
        " remote_id = excluded.remote_id, state = 'sent'",
        command.message_id,
        command.number,
        command.adapter,
        command.remote_id,
    )


async def note_sent(tx: Tx, command: NoteSent) -> None:
    """It is sent; a receipt that came before says more."""
    message = await store.find_message(tx, command.message_id)
    if message is not None:
        changed = {"adapter": command.adapter, "parts": command.parts}
        if await store.move_message(tx, message, MessageSignal.SEND, **changed):
            await _follow_parts(tx, command.message_id)


async def note_try(tx: Tx, command: NoteTry) -> None:
    """Try again later, or say that it failed."""
    message = await store.find_message(tx, command.message_id)
    if message is None or message.state is not MessageState.QUEUED:
        return
    if command.is_final:
        reason, adapter = command.reason, command.adapter
        await store.move_message(tx, message, MessageSignal.FAIL, reason=reason, adapter=adapter)
        return
    await tx.execute(
        "update channels.message set tries = tries + 1, next_try_at = $2 where id = $1",
        message.id,
        tx.now + timedelta(seconds=pause_s(message.tries, command.after_s)),
    )


async def note_receipt(tx: Tx, command: NoteReceipt) -> bool:
    """Note it; gives whether the piece is known. A message is delivered when all its pieces are."""
    await note_nonce(tx, command.adapter, command.receipt.nonce)
    row = await tx.fetchrow(
        "update channels.message_part set state = $3 where (message_id, number) = (select message_id, number"
        " from channels.message_part where adapter = $1 and remote_id = any($2::text[])"
        " order by remote_id = ($2::text[])[1] desc limit 1) returning message_id",
        command.adapter,
        [command.receipt.remote_id, *command.receipt.also],
        command.receipt.state,
    )
    if row is None:
        return False
    await _follow_parts(tx, row["message_id"], command.receipt.reason)
    return True


async def _follow_parts(tx: Tx, message_id: UUID, reason: str | None = None) -> None:
    message = await store.find_message(tx, message_id)
    if message is None:
        return
    rows = await tx.fetch("select state from channels.message_part where message_id = $1", message_id)
    states = [row["state"] for row in rows]
    if "failed" in states:
        if message.state is MessageState.SENT:
            await store.move_message(tx, message, MessageSignal.FAIL, reason=reason or "undelivered")
    elif message.parts is not None and states.count("delivered") == message.parts:
        await store.move_message(tx, message, MessageSignal.DELIVER)


async def give_up(tx: Tx, payload: dict[str, Any]) -> None:
    """Timer: it was not sent in its time; a message that comes hours late may do harm."""
    message = await store.find_message(tx, UUID(payload["message_id"]))
    if message is not None:
        await store.move_message(tx, message, MessageSignal.EXPIRE, reason="expired")
