"""Fetches citizens' pictures that still lie with the other side, at least once, whoever dies meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from yaoyaoling.channels.contract import Adapter, FetchesMedia, Never, NotNow
from yaoyaoling.channels.handlers.fetched import DueMedia, list_due_media, try_later
from yaoyaoling.kernel.contract import Command
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.principal import system

log = logger("channels")
_SELF = system("channels")
_POLL_S = 0.5
_AT_ONCE = 4
KeepMedia = Callable[[DueMedia, bytes | None], Awaitable[None]]
"""Checks the octets and keeps them with the contact, or says there that the picture could not be had (None)."""


class TryLater(Command):
    """It could not be fetched now."""

    due_id: UUID
    after_s: float


async def note_later(tx: Tx, command: TryLater) -> bool:
    """Try again; gives whether that is in vain."""
    return await try_later(tx, command.due_id, command.after_s)


class Fetching:
    """Fetches by whichever adapters can."""

    def __init__(self, db: Database, adapters: Sequence[Adapter], keep: KeepMedia) -> None:
        self._db = db
        self._adapters = {one.name: one for one in adapters if isinstance(one, FetchesMedia)}
        self._keep = keep

    async def run(self) -> None:
        """Fetch until cancelled; a lost database is waited for."""
        while self._adapters:
            try:
                await self._fetch_due()
            except DATABASE_AWAY as error:
                log.warning("fetching_waits", error=repr(error))
            await asyncio.sleep(_POLL_S)

    async def _fetch_due(self) -> None:
        up = [name for name, one in self._adapters.items() if one.is_up]
        if not up:
            return
        async with self._db.snapshot(_SELF) as tx:
            due = await list_due_media(tx, up, _AT_ONCE)
        await asyncio.gather(*(self._fetch(one) for one in due if one.contact_id is not None))

    async def _fetch(self, due: DueMedia) -> None:
        try:
            await self._keep(due, await self._adapters[due.adapter].fetch(due.media))
        except NotNow as error:
            await self._later(due, error.after_s)
        except Never as error:
            log.warning("media_unavailable", adapter=due.adapter, reason=error.reason)
            await self._keep(due, None)
        except DATABASE_AWAY:
            raise
        except Exception:
            # Whatever one picture does, the others go on.
            log.exception("fetch_failed", adapter=due.adapter)
            await self._later(due, 30.0)

    async def _later(self, due: DueMedia, after_s: float) -> None:
        if await execute(self._db, _SELF, note_later, TryLater(due_id=due.id, after_s=after_s)):
            await self._keep(due, None)
