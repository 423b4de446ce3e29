"""A hall on a stage: real database, rooms wired as in production, time moved by hand.

Sequencer, follower and timers run when the test says so, so that every journey is the same each time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.engines import Urls
from yaoyaoling.apps import rooms
from yaoyaoling.kernel.clock import ManualClock
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.feeds.contract import Change, View
from yaoyaoling.platform.followers import Follower
from yaoyaoling.platform.ledger.checkpoint import Signer
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.platform.ledger.sequencer import Sequencer
from yaoyaoling.platform.ledger.tail import Decoder, Tail
from yaoyaoling.platform.principal import Principal, system
from yaoyaoling.platform.timers import Timers

TEST_KEY = Ed25519PrivateKey.from_private_bytes(b"t" * 32)


class NoWake:
    """Nobody wakes a stage: it asks."""

    async def wait(self, timeout_s: float) -> None:
        """Not used: the stage reads what is there and stops."""
        raise AssertionError("a stage does not wait")


@dataclass
class Stage:
    """One installation under test."""

    db: Database
    clock: ManualClock
    urls: Urls
    conn: asyncpg.Connection
    signer: Signer = field(default_factory=lambda: Signer("yaoyaoling/T1", TEST_KEY))

    def __post_init__(self) -> None:
        self.decoder = Decoder(rooms.CATALOG, self.db.vault)
        self.tail = Tail(self.db.worker_pool, self.decoder, NoWake())
        self.follower = Follower(self.db, self.tail, "stage", rooms.AFTER)
        self.timers = Timers(self.db, rooms.TIMERS)
        self._sequencer: Sequencer | None = None
        self._followed = 0

    async def sequencer(self) -> Sequencer:
        """The sequencer, loaded from the database at first use."""
        if self._sequencer is None:
            self._sequencer = Sequencer(self.conn, self.clock, self.signer)
            await self._sequencer.load()
        return self._sequencer

    async def settle(self) -> None:
        """Let everything that follows from what was committed happen, until nothing more does."""
        sequencer = await self.sequencer()
        while True:
            while await sequencer.step():
                pass
            batch = await self.tail.after(self._followed)
            if not batch:
                return
            await self.follower.handle(batch)
            self._followed = batch[-1].position or self._followed

    async def advance(self, seconds: float) -> None:
        """Move the clock, fire what falls due on the way in its order, and settle after each."""
        target = self.clock.now().timestamp() + seconds
        await self.settle()
        while True:
            due = await self.db.worker_pool.fetchval("select min(due) from platform.timer")
            if due is None or due.timestamp() > target:
                break
            self.clock.at = max(self.clock.at, due)
            while await self.timers.fire_one():
                await self.settle()
        self.clock.advance(max(0.0, target - self.clock.now().timestamp()))
        await self.settle()

    async def facts(self, after: int = 0) -> list[Recorded]:
        """All sequenced facts after a position."""
        found: list[Recorded] = []
        while batch := await self.tail.after(after):
            found += batch
            after = batch[-1].position or after
        return found

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
