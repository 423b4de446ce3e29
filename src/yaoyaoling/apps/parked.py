"""What was put aside after repeated failure: listed, tried again, settled."""

from uuid import UUID

import asyncpg
import orjson

from yaoyaoling.apps import rooms
from yaoyaoling.apps.addresses import worker_url
from yaoyaoling.apps.open import open_database
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row
from yaoyaoling.platform.ledger.tail import SELECT_AFTER, Decoder
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.settings import HallSettings


class NotParked(Refused):
    """There is none of that id that still waits."""

    code = "not_parked"
    status = 404
    zh = "没有待处理的搁置事项 {id}。"
    en = "Nothing that waits is parked under {id}."


class CannotRetry(Refused):
    """Nobody in this program handles it."""

    code = "cannot_retry"
    zh = "程序中没有名为 {name} 的处理者，无法重试；可用 yyl parked settle 标记。"
    en = "Nothing in this program handles {name}, so it cannot be tried again; `yyl parked settle` marks it as seen to."


async def list_parked(settings: HallSettings, *, with_settled: bool) -> list[tuple[str, ...]]:
    """id, kind, name, reference, time, settled at, error of each, as texts."""
    conn = await asyncpg.connect(worker_url(settings))
    try:
        rows = await conn.fetch(
            "select id, kind, name, reference, at, settled_at, error from platform.parked"
            " where $1 or settled_at is null order by at",
            with_settled,
        )
    finally:
        await conn.close()
    return [tuple("" if value is None else str(value)[:200] for value in row) for row in rows]


async def settle_parked(settings: HallSettings, parked_id: UUID) -> None:
    """Mark one as seen to. Raises: NotParked."""
    db, _ = await open_database(settings)
    try:
        async with db.transaction(system("parked")) as tx:
            await _claim(tx, parked_id)
    finally:
        await db.close()


async def retry_parked(settings: HallSettings, parked_id: UUID) -> None:
    """Do once more what failed, and settle it, in one transaction. Raises: NotParked, CannotRetry, what failed."""
    db, _ = await open_database(settings)
    try:
        async with db.transaction(system("parked")) as tx:
            parked = await _claim(tx, parked_id)
            if parked["kind"] == "timer":
                await _fire(tx, parked)
            else:
                await _handle(db, tx, parked)
    finally:
        await db.close()


async def _claim(tx: Tx, parked_id: UUID) -> Row:
    row = await tx.fetchrow(
        "update platform.parked set settled_at = $2 where id = $1 and settled_at is null returning *",
        parked_id,
        tx.now,
    )
    if row is None:
        raise NotParked(id=parked_id)
    return row


async def _fire(tx: Tx, parked: Row) -> None:
    handler = rooms.TIMERS.get(parked["name"])
    if handler is None:
        raise CannotRetry(name=parked["name"])
    await handler(tx, orjson.loads(parked["payload"]))


async def _handle(db: Database, tx: Tx, parked: Row) -> None:
    """The same fact to the same handler; the ledger has it whole, with what is sealed."""
    subscription = next((one for one in rooms.AFTER if one.name == parked["name"]), None)
    position: int | None = await tx.fetchval(
        "select position from ledger.position where event_id = $1", UUID(parked["reference"])
    )
    if subscription is None or position is None:
        raise CannotRetry(name=parked["name"])
    row = await tx.fetchrow(SELECT_AFTER, position - 1, 1)
    recorded = await Decoder(rooms.CATALOG, db.vault).decode(tx.conn, row)
    tx.causation = recorded.event_id
    await subscription.handle(tx, recorded)
