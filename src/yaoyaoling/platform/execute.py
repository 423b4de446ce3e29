"""Running a command: one transaction, done once for one key, tried again when somebody was faster."""

import hashlib
import inspect
import typing
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import orjson
from pydantic import TypeAdapter

from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.refused import Conflict, Refused
from yaoyaoling.platform.db.pool import Database, is_retryable
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.metrics import COMMAND_SECONDS
from yaoyaoling.platform.principal import Principal

C = TypeVar("C", bound=Command)
R = TypeVar("R")
_TRIES = 4


class KeyReused(Refused):
    """The idempotency key was used before, for another request."""

    code = "idempotency_key_reused"
    status = 409
    zh = "同一幂等键已用于另一请求，请更换后重试。"
    en = "This idempotency key was used for another request; take a new one."


@lru_cache(maxsize=512)
def _reply_adapter(handler: Callable[..., Any]) -> TypeAdapter[Any]:
    return TypeAdapter(typing.get_type_hints(inspect.unwrap(handler)).get("return", type(None)))


async def execute(
    db: Database,
    principal: Principal,
    handler: Callable[[Tx, C], Awaitable[R]],
    command: C,
    *,
    key: str | None = None,
    fingerprint: bytes | None = None,
    correlation: UUID | None = None,
) -> R:
    """Run a command in a transaction of its own and give the handler's reply.

    key: the caller's idempotency key. The same key with the same request gives the first reply again,
    without doing anything; with another request it is refused. fingerprint: hash of the request as it came
    (of the command when left out: what was computed on the way, a ranking say, may differ next time).
    The record is written in the command's own transaction: what was done and what was answered cannot part.

    Raises: Refused as the handler does; Conflict when others kept being faster.
    """
    adapter = _reply_adapter(handler)
    digest = fingerprint or (b"" if key is None else _digest(command))
    with COMMAND_SECONDS.labels(command=type(command).__name__).time():
        for attempt in range(_TRIES):
            try:
                return await _once(db, principal, handler, command, adapter, key, digest, correlation)
            except asyncpg.PostgresError as error:
                if not is_retryable(error):
                    raise
                if attempt == _TRIES - 1:
                    raise Conflict from error
    raise AssertionError("unreachable")


async def _once(
    db: Database,
    principal: Principal,
    handler: Callable[[Tx, C], Awaitable[R]],
    command: C,
    adapter: TypeAdapter[R],
    key: str | None,
    digest: bytes,
    correlation: UUID | None,
) -> R:
    async with db.transaction(principal, correlation=correlation) as tx:
        if key is None:
            return await handler(tx, command)
        earlier = await tx.fetchrow(
            "select body_hash, reply from platform.idempotency where principal = $1 and key = $2",
            principal.id,
            key,
        )
        if earlier is not None:
            if earlier["body_hash"] != digest:
                raise KeyReused
            return adapter.validate_json(earlier["reply"])
        reply = await handler(tx, command)
        await tx.execute(
            "insert into platform.idempotency (principal, key, body_hash, reply, at) values ($1, $2, $3, $4, $5)",
            principal.id,
            key,
            digest,
            adapter.dump_json(reply).decode(),
            tx.now,
        )
        return reply


def _digest(command: Command) -> bytes:
    whole = {"command": type(command).__name__, "fields": command.model_dump(mode="json")}
    return hashlib.sha256(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)).digest()
