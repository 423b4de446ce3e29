"""Pictures that lie with the other side: which are due, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.channels.contract import Media, TextChannel
from yaoyaoling.channels.policy import pause_s
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx

_GONE = timedelta(hours=70)
"""The other side keeps a picture for three days (WeChat); after that nobody has it."""


@dataclass(frozen=True)
class DueMedia:
    """A picture to fetch, and the contact its message is with; None while that waits."""

    id: UUID
    adapter: str
    channel: TextChannel
    media: Media
    contact_id: UUID | None


async def keep_due(tx: Tx, text_id: UUID, adapter: str, media: Sequence[Media]) -> None:
    """Remember to fetch them, in the transaction of their message."""
    for one in media:
        await tx.execute(
            "insert into channels.media_due (id, text_id, adapter, kind, remote_id, at, next_try_at)"
            " values ($1, $2, $3, $4, $5, $6, $6)",
            new_id(),
            text_id,
            adapter,
            one.kind,
            one.remote_id,
            tx.now,
        )


async def list_due_media(tx: Tx, adapters: Sequence[str], most: int) -> list[DueMedia]:
    """What these adapters are to fetch now, the oldest first."""
    rows = await tx.fetch(
        "select due.id, due.adapter, due.kind, due.remote_id, message.channel, message.contact_id"
        " from channels.media_due due join channels.text message on message.id = due.text_id"
        " where due.adapter = any($1::text[]) and due.next_try_at <= $2 order by due.at, due.id limit $3",
        list(adapters),
        tx.now,
        most,
    )
    return [
        DueMedia(
            row["id"],
            row["adapter"],
            row["channel"],
            Media(kind=row["kind"], remote_id=row["remote_id"]),
            row["contact_id"],
        )
        for row in rows
    ]


async def end_due(tx: Tx, due_id: UUID) -> bool:
    """It is kept, or is nowhere any more; gives whether it was still due."""
    return bool(await tx.execute("delete from channels.media_due where id = $1", due_id))


async def try_later(tx: Tx, due_id: UUID, after_s: float) -> bool:
    """Try again; gives whether that is in vain, because the other side has it no longer."""
    row: Any = await tx.fetchrow("select tries, at from channels.media_due where id = $1 for update", due_id)
    if row is None:
        return False
    if tx.now - row["at"] > _GONE:
        return True
    await tx.execute(
        "update channels.media_due set tries = tries + 1, next_try_at = $2 where id = $1",
        due_id,
        tx.now + timedelta(seconds=pause_s(row["tries"], after_s)),
    )
    return False
