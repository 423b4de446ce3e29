"""The process that sends what is in the outbox: at least once, under one id, whoever dies meanwhile.

One process works at a time (advisory lock in `apps`), so what it had begun when it died is simply still queued.
"""

import asyncio
import contextlib
import math
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from yaoyaoling.channels import store
from yaoyaoling.channels.contract import (
    Adapter,
    Arrived,
    Inlet,
    Never,
    NotNow,
    Parcel,
    Receipt,
    TextChannel,
    Whereabouts,
    Wish,
)
from yaoyaoling.channels.handlers.note_adapter import NoteAdapter, note_adapter
from yaoyaoling.channels.handlers.note_sent import (
    NotePart,
    NoteReceipt,
    NoteSent,
    NoteTry,
    note_part,
    note_receipt,
    note_sent,
    note_try,
)
from yaoyaoling.channels.handlers.note_told import NoteTold, note_told
from yaoyaoling.channels.handlers.take_crash import TakeCrash
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.principal import system

log = logger("channels")
_SELF = system("channels")
_POLL_S = 0.2
_AT_ONCE = 20
_HEARTBEAT_S = 30.0
_RECEIPT_TRIES = 10
Take = Callable[[str, TextChannel, Arrived], Awaitable[None]]
"""Stores a message that came; the rooms above make a contact of it."""


class Outbox:
    """Sends by the first adapter of a message's channel that is up."""

    def __init__(self, db: Database, adapters: Sequence[Adapter]) -> None:
        self._db = db
        self._adapters = adapters
        self._sending: dict[UUID, asyncio.Task[None]] = {}
        self._told: dict[str, tuple[bool, float]] = {}
        self._has_room = asyncio.Event()

    async def run(self) -> None:
        """Send until cancelled; a lost database is waited for."""
        try:
            while True:
                try:
                    await self._tell_adapters()
                    await self._start_due()
                except DATABASE_AWAY as error:
                    log.warning("outbox_waits", error=repr(error))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._has_room.wait(), _POLL_S)
                self._has_room.clear()
        finally:
            for task in self._sending.values():
                task.cancel()
            await asyncio.gather(*self._sending.values(), return_exceptions=True)

    async def _start_due(self) -> None:
        up = {one.channel: one for one in reversed(self._adapters) if one.is_up}
        named = {one.name: one for one in self._adapters if one.is_up}
        if not up or len(self._sending) >= _AT_ONCE:
            return
        async with self._db.snapshot(_SELF) as tx:
            due = await store.list_due(tx, up, named, _AT_ONCE * 2)
        for message in due:
            if message.id not in self._sending and len(self._sending) < _AT_ONCE:
                adapter = named[message.line] if message.line else up[message.channel]  # type: ignore[index]
                task = asyncio.create_task(self._send(message, adapter))
                self._sending[message.id] = task
                task.add_done_callback(lambda _, one=message.id: self._done(one))  # type: ignore[misc]

    def _done(self, message_id: UUID) -> None:
        self._sending.pop(message_id, None)
        # More are looked for as soon as many have gone, not at the next turn: under load the turns would be the limit.
        if len(self._sending) <= _AT_ONCE // 2:
            self._has_room.set()

    async def _send(self, message: store.Message, adapter: Adapter) -> None:
        try:
            await self._try(message, adapter)
        except DATABASE_AWAY as error:
            log.warning("outbox_waits", error=repr(error))
        except Exception:
            # Whatever a message does to an adapter, the others go on; its own time runs out.
            log.exception("send_failed", message=str(message.id), adapter=adapter.name)
            await self._note_try(message, adapter, "fault", 10.0)

    async def _try(self, message: store.Message, adapter: Adapter) -> None:
        if message.receiver is None or message.words is None:
            await self._note_try(message, adapter, "erased", 0, is_final=True)
            return
        async with self._db.snapshot(_SELF) as tx:
            rows = await tx.fetch(
                "select number, remote_id from channels.message_part where message_id = $1 and adapter = $2",
                message.id,
                adapter.name,
            )
            thread = await store.find_thread(tx, message)
        taken = {row["number"]: row["remote_id"] for row in rows}
        parts = len(taken) or 1

        async def note(number: int, total: int, remote_id: str) -> None:
            nonlocal parts
            parts = total
            part = NotePart(message_id=message.id, adapter=adapter.name, number=number, remote_id=remote_id)
            await execute(self._db, _SELF, note_part, part)

        parcel = Parcel(
            message_id=str(message.id), to=message.receiver, words=message.words, taken=taken, thread=thread
        )
        try:
            await adapter.send(parcel, note)
        except NotNow as error:
            await self._note_try(message, adapter, error.reason, error.after_s)
        except Never as error:
            await self._note_try(message, adapter, error.reason, 0, is_final=True)
        else:
            sent = NoteSent(message_id=message.id, adapter=adapter.name, parts=parts)
            await execute(self._db, _SELF, note_sent, sent)

    async def _note_try(
        self, message: store.Message, adapter: Adapter, reason: str, after_s: float, *, is_final: bool = False
    ) -> None:
        tried = NoteTry(
            message_id=message.id, adapter=adapter.name, reason=reason[:80], after_s=after_s, is_final=is_final
        )
        await execute(self._db, _SELF, note_try, tried)

    async def _tell_adapters(self) -> None:
        now = asyncio.get_running_loop().time()
        for one in self._adapters:
            is_up = one.is_up
            told, at = self._told.get(one.name, (None, -math.inf))
            if told is is_up and now - at < _HEARTBEAT_S:
                continue
            await execute(self._db, _SELF, note_adapter, NoteAdapter(name=one.name, channel=one.channel, is_up=is_up))
            self._told[one.name] = (is_up, now)


class StoredInlet:
    """Stores what adapters hand in: messages by the rooms above, receipts here."""

    def __init__(self, db: Database, take: Take) -> None:
        self._db = db
        self._take = take

    async def arrived(self, adapter: str, channel: TextChannel, one: Arrived) -> None:
        """It is stored when this returns."""
        await self._take(adapter, channel, one)

    async def receipt(self, adapter: str, one: Receipt) -> None:
        """A receipt may overtake the reply that names its message: that is waited for, a moment."""
        command = NoteReceipt(adapter=adapter, receipt=one)
        for _ in range(_RECEIPT_TRIES):
            if await execute(self._db, _SELF, note_receipt, command):
                return
            await asyncio.sleep(_POLL_S)
            command = NoteReceipt(adapter=adapter, receipt=one.model_copy(update={"nonce": None}))
        log.warning("receipt_unknown", adapter=adapter)

    async def told(self, adapter: str, channel: TextChannel, one: Wish | Whereabouts) -> None:
        """A wish, or where a phone is; told twice it is taken once."""
        await execute(self._db, _SELF, note_told, NoteTold(adapter=adapter, channel=channel, told=one))


class CrashInlet:
    """Takes what cars told: noted here, placed by the rooms above."""

    def __init__(self, db: Database, take: Callable[[Tx, TakeCrash], Awaitable[None]]) -> None:
        self._db = db
        self._take = take

    async def take(self, command: TakeCrash) -> None:
        """It is stored when this returns. Raises: AlreadyTakenRequest."""
        await execute(self._db, _SELF, self._take, command)


def is_inlet(inlet: StoredInlet) -> Inlet:
    """It keeps the contract (checked by the type checker)."""
    return inlet
