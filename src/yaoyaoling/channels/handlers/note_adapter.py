"""Whether a line to citizens is there: told by the process that keeps it, kept for whoever writes."""

from pydantic import Field

from yaoyaoling.channels.contract import TextChannel
from yaoyaoling.channels.events import AdapterMoved
from yaoyaoling.kernel.contract import Command
from yaoyaoling.platform.db.tx import Tx


class NoteAdapter(Command):
    """How a line is now."""

    name: str = Field(max_length=40)
    channel: TextChannel
    is_up: bool


async def note_adapter(tx: Tx, command: NoteAdapter) -> None:
    """Note that it was heard of; a change is a fact."""
    row = await tx.fetchrow("select is_up, version from channels.adapter where name = $1 for update", command.name)
    if row is not None and row["is_up"] is command.is_up:
        if command.is_up:
            await tx.execute("update channels.adapter set seen_at = $2 where name = $1", command.name, tx.now)
        return
    version = 1 if row is None else row["version"] + 1
    await tx.execute(
        "insert into channels.adapter (name, channel, is_up, since, seen_at, version) values ($1, $2, $3, $4, $4, $5)"
        " on conflict (name) do update set channel = $2, is_up = $3, since = $4, version = $5,"
        " seen_at = case when $3 then $4 else channels.adapter.seen_at end",
        command.name,
        command.channel,
        command.is_up,
        tx.now,
        version,
    )
    event = AdapterMoved(adapter=command.name, channel=command.channel, is_up=command.is_up)
    tx.record(event, stream=f"adapter:{command.name}", seq=version, about=None)
