"""Followers: handlers that react to committed facts, each fact once for each handler.

A handler runs in a transaction of its own, in which (handler, event) is noted: a fact that was handled is
never handled twice, whoever crashed in between. One that keeps failing is parked after `_TRIES` tries.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from yaoyaoling.kernel.contract import Event
from yaoyaoling.platform.db.pool import Database, is_retryable
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.platform.ledger.tail import Tail
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.metrics import FOLLOWER_POSITION
from yaoyaoling.platform.parked import park
from yaoyaoling.platform.principal import system

After = Callable[[Tx, Recorded], Awaitable[None]]
LOCK = 7_110_112
_TRIES = 5
_WAIT_S = 0.2
log = logger("platform")


@dataclass(frozen=True)
class Subscription:
    """A handler's stable name and the events it wants. The name is the key of "once": do not change it."""

    name: str
    events: tuple[type[Event], ...]
    handle: After


class Follower:
    """Runs all subscriptions of a process in the order of the ledger."""

    def __init__(self, db: Database, tail: Tail, name: str, subscriptions: Sequence[Subscription]) -> None:
        self._db = db
        self._tail = tail
        self.name = name
        by_event: dict[type[Event], list[Subscription]] = {}
        for subscription in subscriptions:
            for event in subscription.events:
                by_event.setdefault(event, []).append(subscription)
        self._by_event: Mapping[type[Event], Sequence[Subscription]] = by_event

    async def run(self) -> None:
        """Follow for ever from where it stopped."""
        position = await self._db.worker_pool.fetchval(
            "select position from platform.follower where name = $1", self.name
        )
        async for batch in self._tail.follow(position or 0):
            await self.handle(batch)

    async def handle(self, batch: Sequence[Recorded]) -> None:
        """Deliver a batch in its order, then note how far we are."""
        for recorded in batch:
            for subscription in self._by_event.get(type(recorded.event), ()):
                await self._deliver(subscription, recorded)
        await self._advance(batch[-1].position or 0)

    async def _deliver(self, subscription: Subscription, recorded: Recorded) -> None:
        tries = 0
        while True:
            try:
                await self._once(subscription, recorded)
                return
            except DATABASE_AWAY as error:
                log.warning("follower_waits", handler=subscription.name, error=repr(error))
                await asyncio.sleep(_WAIT_S)  # the database is away: that is no fault of the event
            except Exception as error:  # noqa: BLE001 - whatever a handler raises, the next event must go on
                tries += 0 if is_retryable(error) else 1
                if tries >= _TRIES:
                    await self._park(subscription, recorded, error)
                    return
                log.warning("handler_failed", handler=subscription.name, tries=tries, error=repr(error))
                await asyncio.sleep(_WAIT_S * tries)

    async def _once(self, subscription: Subscription, recorded: Recorded) -> None:
        actor = system(subscription.name)
        async with self._db.transaction(actor, correlation=recorded.correlation) as tx:
            new = await tx.execute(
                "insert into platform.handled (handler, event_id, position) values ($1, $2, $3) on conflict do nothing",
                subscription.name,
                recorded.event_id,
                recorded.position,
            )
            if new:
                tx.causation = recorded.event_id
                await subscription.handle(tx, recorded)

    async def _park(self, subscription: Subscription, recorded: Recorded, error: Exception) -> None:
        async with self._db.worker_pool.acquire() as conn:
            text = recorded.event.model_dump_json(exclude=set(recorded.event.personal_fields()))
            now = self._db.clock.now()
            await park(conn, "event", subscription.name, str(recorded.event_id), error, text, now)

    async def _advance(self, position: int) -> None:
        """Note how far all handlers are; what lies below needs no `handled` rows any more."""
        try:
            async with self._db.worker_pool.acquire() as conn, conn.transaction():
                await conn.execute(
                    "insert into platform.follower (name, position) values ($1, $2)"
                    " on conflict (name) do update set position = excluded.position",
                    self.name,
                    position,
                )
                await conn.execute("delete from platform.handled where position <= $1", position)
        except DATABASE_AWAY as error:
            log.warning("follower_cursor_unsaved", error=repr(error))
        FOLLOWER_POSITION.labels(follower=self.name).set(position)
