"""How the lines to citizens are, for `/readyz`."""

from datetime import timedelta

import asyncpg

from yaoyaoling.channels.queries import list_lines
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.http.health import Part
from yaoyaoling.platform.principal import system

_SILENT = timedelta(minutes=2)


async def channels_part(db: Database) -> Part:
    """Degraded when a line that was there is away, or nobody sends: messages wait, and are given up after a while."""
    try:
        async with db.snapshot(system("readyz")) as tx:
            lines = [one for one in await list_lines(tx) if tx.now - one.seen_at < timedelta(days=1)]
            silent = [one.name for one in lines if not one.is_up or tx.now - one.seen_at > _SILENT]
    except (asyncpg.PostgresError, *DATABASE_AWAY):
        return Part(name="channels", state="ok")  # the database says for itself that it is away
    if not lines:
        zh, en = "未接入短信等消息通道。", "No line for text messages is set up."
        return Part(name="channels", state="ok", zh=zh, en=en)
    if silent:
        names = "、".join(silent)
        zh = f"消息通道 {names} 未接通：发给群众的消息在排队。"
        en = f"No line by {', '.join(silent)}: messages to citizens wait."
        return Part(name="channels", state="degraded", zh=zh, en=en)
    return Part(name="channels", state="ok")
