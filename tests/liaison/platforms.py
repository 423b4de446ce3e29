"""A partner's own platform beside the small world: the 12345 stand-in on a real port, and the line to it."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from pydantic import SecretStr

from tests.engines import free_port
from tests.liaison.partners import HOTLINE
from tests.world import World
from yaoyaoling.apps.callers.hotline import Hotline
from yaoyaoling.apps.callers.weixin import serve_app
from yaoyaoling.liaison.commands import PutLine
from yaoyaoling.liaison.exchange.messages import read_message
from yaoyaoling.liaison.exchange.outbox import ExchangeOutbox
from yaoyaoling.liaison.handlers.put_line import put_line
from yaoyaoling.liaison.handlers.take_message import ExchangeAnswer, TakeMessage, digest_of, take_message
from yaoyaoling.liaison.settings import LiaisonSettings
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system

SECRET = "a-secret-of-the-hotline"
SELF = system("exchange")


async def connect(world: World, db: Database, url: str, *, code: str = HOTLINE, is_active: bool = True) -> None:
    """An administrator sets the line of a desk."""
    line = PutLine(org_code=code, url=url, secret=SecretStr(SECRET), is_active=is_active)
    await execute(db, world.people["admin"], put_line, line)


@asynccontextmanager
async def serving(hall_url: str, port: int | None = None) -> AsyncIterator[tuple[Hotline, str]]:
    """The stand-in, listening; gives it and where it takes messages."""
    port = port or free_port()
    hotline, ready = Hotline(hall_url, SECRET), asyncio.Event()
    task = asyncio.create_task(serve_app(hotline.app(), port, ready.set))
    try:
        async with asyncio.timeout(20):
            await ready.wait()
        yield hotline, f"http://127.0.0.1:{port}/inbox"
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await hotline.close()


@asynccontextmanager
async def sending(db: Database, **settings: Any) -> AsyncIterator[None]:
    """The outbox at work."""
    task = asyncio.create_task(ExchangeOutbox(db, LiaisonSettings(**settings)).run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(is_so: Callable[[], Awaitable[bool] | bool], within_s: float = 30) -> None:
    """Wait for it."""
    async with asyncio.timeout(within_s):
        while True:
            found = is_so()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.05)


async def queued(world: World, order: UUID | None = None) -> list[tuple[str, str]]:
    """Kind and state of all messages, or of an order's, in their order."""
    sql = (
        "select kind, state from liaison.outgoing where $1::uuid is null or work_order_id = $1"
        " order by queued_at, seq, id"
    )
    return [(row["kind"], row["state"]) for row in await world.stage.fetch(sql, order)]


async def say(world: World, said: dict[str, Any], *, desk: str = HOTLINE) -> ExchangeAnswer:
    """A platform's message, signed rightly, as the route hands it on."""
    body = json.dumps(said).encode()
    command = TakeMessage(
        desk_code=desk, nonce=secrets.token_urlsafe(18), digest=digest_of(body), message=read_message(body)
    )
    answer: ExchangeAnswer = await world.do(SELF, take_message, command)
    return answer


def told(kind: str, number: str, seq: int, **more: Any) -> dict[str, Any]:
    """A message of a platform."""
    return {"id": f"m-{number}-{kind}-{seq}", "type": kind, "seq": seq, "number": number,
            "handler": {"name": "何雨桐"}, **more}  # fmt: skip
