"""Durable timers: fired once, in a transaction of their own, also after a restart. One that keeps failing is parked."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import orjson

from yaoyaoling.platform.db.pool import Database, is_retryable
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import DATABASE_AWAY, Row
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.metrics import TIMER_LATENESS_SECONDS, TIMERS_FIRED
from yaoyaoling.platform.parked import park
from yaoyaoling.platform.principal import system

OnTimer = Callable[[Tx, dict[str, Any]], Awaitable[None]]
_POLL_S = 0.2
_BACKOFF_S = (1, 5, 15, 60)
log = logger("platform")

_CLAIM = """
delete from platform.timer t using (
    select name, key from platform.timer where due <= $1 order by due limit 1 for update skip locked
) due where t.name = due.name and t.key = due.key
returning t.name, t.key, t.due, t.payload::text as payload, t.attempts, t.about
"""


class Timers:
    """Fires what is due. Any number of workers may run; `SKIP LOCKED` gives each timer to one of them."""

    def __init__(self, db: Database, handlers: Mapping[str, OnTimer]) -> None:
        self._db = db
        self._handlers = handlers

    async def run(self) -> None:
        """Fire for ever; a lost database is waited for."""
        while True:
            try:
                while await self.fire_one():
                    pass
                await asyncio.sleep(await self._pause_s())
            except DATABASE_AWAY as error:
                log.warning("timers_wait", error=repr(error))
                await asyncio.sleep(_POLL_S)

    async def _pause_s(self) -> float:
        due = await self._db.worker_pool.fetchval("select min(due) from platform.timer")
        if due is None:
            return _POLL_S
        return float(min(_POLL_S, max(0.0, (due - self._db.clock.now()).total_seconds())))

    async def fire_one(self) -> bool:
        """Fire the timer that is longest due; gives whether there was one."""
        claimed: Row | None = None
        try:
            async with self._db.transaction(system("timer")) as tx:
                claimed = await tx.fetchrow(_CLAIM, tx.now)
                if claimed is None:
                    return False
                await self._handlers[claimed["name"]](tx, orjson.loads(claimed["payload"]))
                TIMER_LATENESS_SECONDS.observe((tx.now - claimed["due"]).total_seconds())
                TIMERS_FIRED.labels(timer=claimed["name"]).inc()
        except DATABASE_AWAY:
            raise
        except Exception as error:
            if claimed is None:
                raise
            if not is_retryable(error):
                await self._failed(claimed, error)
        return True

    async def _failed(self, timer: Row, error: Exception) -> None:
        """The transaction is rolled back, so the timer still stands: move it, or park it after the last try."""
        attempts = timer["attempts"] + 1
        log.warning("timer_failed", timer=timer["name"], key=timer["key"], attempts=attempts, error=repr(error))
        now = self._db.clock.now()
        async with self._db.worker_pool.acquire() as conn, conn.transaction():
            if attempts <= len(_BACKOFF_S):
                await conn.execute(
                    "update platform.timer set attempts = $3, due = $4 where name = $1 and key = $2",
                    timer["name"],
                    timer["key"],
                    attempts,
                    now + timedelta(seconds=_BACKOFF_S[attempts - 1]),
                )
            else:
                await conn.execute(
                    "delete from platform.timer where name = $1 and key = $2", timer["name"], timer["key"]
                )
                await park(conn, "timer", timer["name"], timer["key"], error, timer["payload"], now)
