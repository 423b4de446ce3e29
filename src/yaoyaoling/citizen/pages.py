"""Which follow pages are open: said by the process that serves them, read by whoever writes to the citizen."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system

_FOR = timedelta(seconds=90)
"""A page that was not heard of for so long is closed: its process died, or the phone went out of the network."""
_SELF = system("pages")


class NotePage(Command):
    """A page is open, or closed."""

    page_id: UUID
    contact_id: UUID
    is_open: bool


async def note_page(tx: Tx, command: NotePage) -> None:
    """Note it; what ended long ago goes."""
    if not command.is_open:
        await tx.execute("delete from citizen.open_page where id = $1 or until < $2", command.page_id, tx.now)
        return
    await tx.execute(
        "insert into citizen.open_page (id, contact_id, until) values ($1, $2, $3)"
        " on conflict (id) do update set until = excluded.until",
        command.page_id,
        command.contact_id,
        tx.now + _FOR,
    )


async def has_open_page(tx: Tx, contact_id: UUID) -> bool:
    """Whether the citizen has the follow page before the eyes now."""
    sql = "select exists (select from citizen.open_page where contact_id = $1 and until > $2)"
    return bool(await tx.fetchval(sql, contact_id, tx.now))


@asynccontextmanager
async def open_page(db: Database, contact_id: UUID) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """A page while it is open; what it gives is called again and again, half a minute apart at most."""
    page_id = new_id()
    opened = NotePage(page_id=page_id, contact_id=contact_id, is_open=True)
    told: datetime = db.clock.now()

    async def still_open() -> None:
        nonlocal told
        now = db.clock.now()
        if now - told > _FOR / 4:
            await execute(db, _SELF, note_page, opened)
            told = now

    await execute(db, _SELF, note_page, opened)
    try:
        yield still_open
    finally:
        await execute(db, _SELF, note_page, NotePage(page_id=page_id, contact_id=contact_id, is_open=False))
