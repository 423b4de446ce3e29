"""Connections and the border of a transaction: role, scopes and the hall's time go in with the BEGIN."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import asyncpg
import orjson

from yaoyaoling.kernel.clock import Clock
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Reactions, Tx
from yaoyaoling.platform.faults import pass_by
from yaoyaoling.platform.ledger.vault import Vault
from yaoyaoling.platform.logs import correlation as current_correlation
from yaoyaoling.platform.principal import Principal

_PLAIN = re.compile(r"[A-Za-z0-9_/.:@-]*")
Mode = Literal["write", "read"]


def _plain(text: str) -> str:
    """Text that may stand inside a quoted literal: these values come from our own sign-in, never from a form."""
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"not a plain identifier: {text!r}")
    return text


def begin_statement(principal: Principal, now: datetime, mode: Mode) -> str:
    """BEGIN with everything row-level security will ask for, in one round trip."""
    level = "isolation level repeatable read, read only" if mode == "read" else "isolation level read committed"
    scopes = ",".join(_plain(scope) for scope in principal.scopes)
    return (
        f"begin {level}; set local yyl.scopes = '{{{scopes}}}';"
        f" set local yyl.principal = '{_plain(principal.id)}'; set local yyl.now = '{now.isoformat()}'"
    )


async def _prepare(conn: asyncpg.Connection) -> None:
    await conn.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: orjson.dumps(value, default=str).decode(),
        decoder=orjson.loads,
    )


async def open_pool(url: str, size: int) -> asyncpg.Pool:
    """A pool of connections set up for our types; `size` at most."""
    # Far more distinct statements than the driver keeps by default: each one dropped is prepared again and again.
    return await asyncpg.create_pool(
        url, min_size=min(2, size), max_size=size, init=_prepare, command_timeout=60, statement_cache_size=600
    )


class Database:
    """Two pools: the application role under row-level security, and the worker role for the program itself."""

    def __init__(
        self,
        app: asyncpg.Pool,
        worker: asyncpg.Pool,
        *,
        clock: Clock,
        vault: Vault,
        origin: str,
        reactions: Reactions | None = None,
    ) -> None:
        self._app = app
        self.worker_pool = worker
        self.clock = clock
        self.vault = vault
        self.origin = origin
        self._reactions: Reactions = reactions or {}

    @classmethod
    async def open(cls, app_url: str, worker_url: str, *, connections: int = 12, **rest: Any) -> "Database":
        """Open both pools; `rest` as for the constructor."""
        app = await open_pool(app_url, connections)
        worker = await open_pool(worker_url, connections)
        return cls(app, worker, **rest)

    async def close(self) -> None:
        """Close both pools."""
        await self._app.close()
        await self.worker_pool.close()

    def _pool(self, principal: Principal) -> asyncpg.Pool:
        return self.worker_pool if principal.is_system else self._app

    @asynccontextmanager
    async def transaction(self, principal: Principal, *, correlation: UUID | None = None) -> AsyncIterator[Tx]:
        """One writing transaction: facts recorded in it are written and committed with it, or nothing is."""
        async with self._pool(principal).acquire() as conn:
            tx = self._tx(conn, principal, correlation)
            await conn.execute(begin_statement(principal, tx.now, "write"))
            try:
                yield tx
                await tx.flush()
            except BaseException:
                if _lives(conn):
                    await conn.execute("rollback")
                raise
            pass_by("commit.before")
            await conn.execute("commit")
            pass_by("commit.after")

    @asynccontextmanager
    async def snapshot(self, principal: Principal) -> AsyncIterator[Tx]:
        """One reading transaction on one moment of the whole database (REPEATABLE READ)."""
        async with self._pool(principal).acquire() as conn:
            tx = self._tx(conn, principal, None)
            await conn.execute(begin_statement(principal, tx.now, "read"))
            try:
                yield tx
            finally:
                if _lives(conn):
                    await conn.execute("rollback")

    def _tx(self, conn: Any, principal: Principal, correlation: UUID | None) -> Tx:
        return Tx(
            conn,
            principal,
            self.clock.now(),
            correlation or current_correlation.get() or new_id(),
            origin=self.origin,
            vault=self.vault,
            reactions=self._reactions,
        )


def _lives(conn: Any) -> bool:
    """Whether anything may be asked of it. One that the server cut has left the pool already, and cannot even say so:
    its complaint would stand in the place of the error that says what happened."""
    try:
        return not conn.is_closed()
    except asyncpg.InterfaceError:
        return False


def is_retryable(error: BaseException) -> bool:
    """Whether the whole command may simply be tried again: somebody else was first, nothing was done."""
    if isinstance(error, asyncpg.DeadlockDetectedError | asyncpg.SerializationError):
        return True
    return isinstance(error, asyncpg.UniqueViolationError) and getattr(error, "constraint_name", None) in _RACES


_RACES: Mapping[str, str] = {
    "event_stream_stream_seq_key": "two writers of one version",
    "idempotency_pkey": "one request sent twice at once",
    "subject_key_pkey": "two first sealings for one person",
}
