"""Crews on the maps: what the position process tells goes to the hub, and from there to the screens."""

import asyncio

import orjson
from nats.aio.msg import Msg

from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.feeds.hub import Hub
from yaoyaoling.platform.metrics import PIPELINE
from yaoyaoling.platform.mirror import Mirror
from yaoyaoling.platform.positions import MAP_ROW, MAP_TOPIC, STATUS_TOPIC, Told

SEND_S = 0.05
"""Screens are told so often; a crew more seldom (`YYL_POSITIONS_MAP_EVERY_S`)."""
UNCHECKED_TOPIC = "positions.unchecked"
"""Fixes of phones while the position process is away, as JSON: nobody looked at whether they can be."""


async def follow_positions(hub: Hub, bus: Bus) -> None:
    """Tell the hub's screens where crews are, for ever."""

    async def on_told(told: Told) -> None:
        hub.places.note(told.rows)

    async def on_unchecked(message: Msg) -> None:
        hub.places.note_fixes(orjson.loads(message.data))

    async def on_status(message: Msg) -> None:
        PIPELINE.note(orjson.loads(message.data))

    async def follow() -> None:
        await bus.listen(UNCHECKED_TOPIC, on_unchecked)
        await bus.listen(STATUS_TOPIC, on_status)
        await Mirror(bus, MAP_TOPIC, b"m", MAP_ROW, on_told).run()

    async def send() -> None:
        while True:
            await asyncio.sleep(SEND_S)
            await hub.send_positions()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(follow())
        tasks.create_task(send())
