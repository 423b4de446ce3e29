"""Reading the ledger by position, and following it: gap-free, in order, whatever the bus does.

The bus only makes it faster. A message that follows the last one is taken; a gap, a repetition or silence
is settled by reading the ledger itself.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any, ClassVar, Protocol
from uuid import UUID

import asyncpg
import orjson
from pydantic import ValidationError

from yaoyaoling.kernel.contract import Event
from yaoyaoling.platform.db.types import DATABASE_AWAY, Conn
from yaoyaoling.platform.ledger.envelope import Catalog, Recorded, UnknownEventError
from yaoyaoling.platform.ledger.vault import KeyDestroyedError, Vault
from yaoyaoling.platform.logs import logger

_BATCH = 500
log = logger("platform")

SELECT_COLUMNS = """p.position, e.event_id, e.origin, e.origin_seq, e.stream, e.stream_seq, e.name, e.version, e.at,
e.actor, e.actor_name, e.org_path, e.about, e.incident, e.correlation, e.causation, e.subject,
e.payload::text as payload, e.sealed"""
SELECT_AFTER = f"""
select {SELECT_COLUMNS} from ledger.position p join ledger.event e using (event_id)
where p.position > $1 order by p.position limit $2"""
SELECT_INCIDENT = f"""
select {SELECT_COLUMNS} from ledger.event e left join ledger.position p using (event_id)
where e.incident = $1 order by e.origin_seq"""


class Unreadable(Event):
    """Stands for a fact that a newer program wrote, or that is broken: the ones after it still get through."""

    name: ClassVar[str] = "platform.fact.unreadable"

    fact_name: str
    fact_version: int


class Decoder:
    """Rows of the ledger to facts, personal fields opened where their key still exists."""

    def __init__(self, catalog: Catalog, vault: Vault) -> None:
        self.catalog = catalog
        self.vault = vault

    async def decode(self, conn: Conn, row: Any) -> Recorded:
        """One row with the columns of `SELECT_AFTER`. What cannot be read comes as `Unreadable`, with an alarm."""
        fields: dict[str, Any] = orjson.loads(row["payload"])
        if row["sealed"] is not None:
            fields |= await self._opened(conn, row["subject"], row["event_id"], row["sealed"])
        event: Event
        try:
            event = self.catalog.decode(row["name"], row["version"], fields)
        except (UnknownEventError, ValidationError) as error:
            log.error("fact_unreadable", name=row["name"], version=row["version"], error=repr(error)[:300])
            event = Unreadable(fact_name=row["name"], fact_version=row["version"])
        return Recorded(
            event=event,
            **{
                name: row[name]
                for name in (
                    "event_id", "stream", "stream_seq", "at", "actor", "actor_name", "org_path", "about",
                    "incident", "correlation", "causation", "subject", "origin", "position",
                )
            },
        )  # fmt: skip

    async def _opened(self, conn: Conn, subject: UUID, event_id: UUID, sealed: bytes) -> dict[str, Any]:
        try:
            key = await self.vault.find_key(conn, subject)
        except KeyDestroyedError:
            return {}
        return {} if key is None else self.vault.open(key, event_id, sealed)

    async def decode_all(self, conn: Conn, rows: Iterable[Any]) -> list[Recorded]:
        """All of them, in order."""
        return [await self.decode(conn, row) for row in rows]


class Wake(Protocol):
    """Something that tells of new positions sooner than asking would."""

    async def wait(self, timeout_s: float) -> None:
        """Return when there may be news, or after the timeout."""
        ...


class Tail:
    """Follows the ledger from a position on."""

    def __init__(self, pool: asyncpg.Pool, decoder: Decoder, wake: Wake, *, poll_s: float = 0.5) -> None:
        self._pool = pool
        self._decoder = decoder
        self._wake = wake
        self._poll_s = poll_s

    async def after(self, position: int, limit: int = _BATCH) -> list[Recorded]:
        """The facts after a position, at most `limit`."""
        async with self._pool.acquire() as conn:
            return await self._decoder.decode_all(conn, await conn.fetch(SELECT_AFTER, position, limit))

    async def follow(self, position: int) -> AsyncIterator[list[Recorded]]:
        """Batches of facts after `position`, for ever; a lost database is waited for."""
        while True:
            try:
                batch = await self.after(position)
            except DATABASE_AWAY as error:
                log.warning("ledger_unreachable", error=repr(error))
                await asyncio.sleep(self._poll_s)
                continue
            if batch:
                position = batch[-1].position or position
                yield batch
            else:
                await self._wake.wait(self._poll_s)


class NotifyWake:
    """Listens to the sequencer's notifications on a connection of its own, and reconnects when it is lost."""

    def __init__(self, url: str, channel: str) -> None:
        self._url = url
        self._channel = channel
        self._news = asyncio.Event()
        self._conn: Conn | None = None

    async def wait(self, timeout_s: float) -> None:
        """Return at the next notification or after the timeout."""
        try:
            await self._ensure()
        except DATABASE_AWAY:
            await asyncio.sleep(timeout_s)
            return
        try:
            await asyncio.wait_for(self._news.wait(), timeout_s)
        except TimeoutError:
            return
        self._news.clear()

    async def _ensure(self) -> None:
        if self._conn is None or self._conn.is_closed():
            self._conn = await asyncpg.connect(self._url)
            await self._conn.add_listener(self._channel, lambda *_: self._news.set())
            self._news.set()

    async def close(self) -> None:
        """Stop listening."""
        if self._conn is not None:
            await self._conn.close()
