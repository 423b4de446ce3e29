"""Whom a message can go to, and who wrote before."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from yaoyaoling.channels.contract import TextChannel
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx


class Address(Value):
    """Where a person was last heard of. line: the adapter that alone knows the receiver by this name; a telephone
    number every line of its channel knows."""

    channel: TextChannel
    receiver: str
    line: str | None = None


class Line(Value):
    """An adapter as its process last said."""

    name: str
    channel: TextChannel
    is_up: bool
    since: datetime
    seen_at: datetime


async def find_address(tx: Tx, contact_id: UUID) -> Address | None:
    """Where the contact's newest message came from that can be answered; None when there is none."""
    row = await tx.fetchrow(
        "select channel, sender, adapter from channels.text"
        " where contact_id = $1 and sender is not null and is_answerable order by at desc, id desc limit 1",
        contact_id,
    )
    if row is None:
        return None
    line = None if row["channel"] == "sms" else row["adapter"]
    return Address(channel=row["channel"], receiver=row["sender"], line=line)


async def list_contacts_with(tx: Tx, digest: bytes, since: datetime) -> list[UUID]:
    """Contacts that wrote from this person, or were written to, newest first."""
    rows = await tx.fetch(
        "select contact_id, max(at) as at from ("
        " select contact_id, at from channels.text where digest = $1 and at > $2 and contact_id is not null"
        " union all select contact_id, queued_at from channels.message where digest = $1 and queued_at > $2) known"
        " group by contact_id order by 2 desc limit 20",
        digest,
        since,
    )
    return [row["contact_id"] for row in rows]


async def find_contact_named(tx: Tx, adapter: str, mail_ids: Sequence[str]) -> UUID | None:
    """The contact of the newest message, theirs or ours, that goes by one of these names on the adapter."""
    if not mail_ids:
        return None
    contact_id: UUID | None = await tx.fetchval(
        "select contact_id from (select message.contact_id, message.queued_at as at from channels.message message"
        " join channels.message_part part on part.message_id = message.id"
        " where part.adapter = $1 and part.remote_id = any($2::text[])"
        " union all select contact_id, at from channels.text"
        " where adapter = $1 and mail_id = any($2::text[]) and contact_id is not null) named order by at desc limit 1",
        adapter,
        list(mail_ids),
    )
    return contact_id


async def was_taken(tx: Tx, adapter: str, key: str) -> bool:
    """Whether the message of this name is with us."""
    sql = "select exists (select from channels.text where adapter = $1 and key = $2)"
    return bool(await tx.fetchval(sql, adapter, key))


async def list_lines(tx: Tx) -> list[Line]:
    """All adapters that were ever there."""
    rows = await tx.fetch("select name, channel, is_up, since, seen_at from channels.adapter order by name")
    return [Line(**dict(row)) for row in rows]
