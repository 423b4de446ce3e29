"""A hall on a stage: a played hall (`apps/played.py`) that tests look into."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.engines import Urls
from yaoyaoling.apps import rooms
from yaoyaoling.apps.played import Played
from yaoyaoling.platform.feeds.contract import Change, View
from yaoyaoling.platform.ledger.checkpoint import Signer
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.platform.principal import Principal, system

TEST_KEY = Ed25519PrivateKey.from_private_bytes(b"t" * 32)


@dataclass(kw_only=True)
class Stage(Played):
    """One installation under test."""

    urls: Urls
    signer: Signer = field(default_factory=lambda: Signer("yaoyaoling/T1", TEST_KEY))

    async def names(self, incident: UUID | None = None) -> list[str]:
        """Names of all facts, or of an incident's."""
        return [one.event.name for one in await self.facts() if incident is None or one.incident == incident]

    async def snapshot(self, principal: Principal = system("test")) -> View:  # noqa: B008 - frozen value
        """Everything the actor may see, as a fresh feed would send it."""
        view = View()
        async with self.db.snapshot(principal) as tx:
            for room in rooms.FEEDS:
                for change in await room.snapshot(tx, None):
                    view.apply(change)
        return view

    def changes(self, facts: Sequence[Recorded]) -> list[Change]:
        """What the facts do to a feed."""
        return [change for fact in facts for room in rooms.FEEDS for change in room.changes(fact)]

    async def fetch(self, sql: str, *args: Any) -> list[asyncpg.Record]:
        """Rows, as the worker."""
        return await self.db.worker_pool.fetch(sql, *args)

    async def value(self, sql: str, *args: Any) -> Any:
        """One value, as the worker."""
        return await self.db.worker_pool.fetchval(sql, *args)


Having = Callable[[], Stage]
