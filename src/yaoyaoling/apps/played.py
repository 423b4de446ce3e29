"""A hall in time that is moved by hand: real database, rooms wired as in production, no processes.

Sequencer, follower and timers run when whoever plays says so: days pass in minutes, and the same way each time.
"""

from dataclasses import dataclass

import asyncpg

from yaoyaoling.apps import rooms
from yaoyaoling.kernel.clock import ManualClock
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.followers import Follower
from yaoyaoling.platform.ledger.checkpoint import Signer
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.platform.ledger.sequencer import Sequencer
from yaoyaoling.platform.ledger.tail import Decoder, Tail
from yaoyaoling.platform.timers import Timers


class _NoWake:
    """Nobody wakes a played hall: it asks."""

    async def wait(self, timeout_s: float) -> None:
        """Not used: what is there is read, and that is all."""
        raise AssertionError(f"a played hall does not wait, not even {timeout_s} s")


@dataclass(kw_only=True)
class Played:
    """db: opened with that clock. conn: a connection of the worker's for the sequencer.

    follows_after: position of the newest fact that was followed already.
    """

    db: Database
    clock: ManualClock
    conn: asyncpg.Connection
    signer: Signer
    follows_after: int = 0

    def __post_init__(self) -> None:
        self.decoder = Decoder(rooms.CATALOG, self.db.vault)
        self.tail = Tail(self.db.worker_pool, self.decoder, _NoWake())
        self.follower = Follower(self.db, self.tail, "played", rooms.AFTER)
        self.timers = Timers(self.db, rooms.TIMERS)
        self._sequencer: Sequencer | None = None
        self._followed = self.follows_after

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
