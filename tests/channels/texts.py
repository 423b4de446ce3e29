"""Small things the tests of channels do again and again."""

from typing import Any
from uuid import UUID

from tests.world import World
from yaoyaoling.channels.contract import Arrived, TextChannel
from yaoyaoling.channels.handlers.note_adapter import NoteAdapter, note_adapter
from yaoyaoling.citizen.handlers.receive_text import ReceiveText, receive_text
from yaoyaoling.platform.principal import system

SELF = system("channels")
NUMBER = "13800000000"


async def line_up(world: World, *, channel: TextChannel = "sms", is_up: bool = True) -> None:
    """The line of a channel is there."""
    name = "smpp" if channel == "sms" else "webhook"
    await world.do(SELF, note_adapter, NoteAdapter(name=name, channel=channel, is_up=is_up))


async def text(
    world: World, words: str, *, sender: str = NUMBER, channel: TextChannel = "sms", **more: Any
) -> UUID | None:
    """A citizen writes; gives the contact it is with."""
    arrived = Arrived(sender=sender, words=words, **more)
    adapter = "smpp" if channel == "sms" else "webhook"
    await world.do(SELF, receive_text, ReceiveText(adapter=adapter, channel=channel, arrived=arrived))
    sql = "select contact_id from channels.text order by at desc, id desc limit 1"
    found: UUID | None = await world.stage.value(sql)
    return found


async def states(world: World) -> list[tuple[str, str | None]]:
    """State and reason of all messages, the oldest first."""
    rows = await world.stage.fetch("select state, reason from channels.message order by queued_at, id")
    return [(row["state"], row["reason"]) for row in rows]
