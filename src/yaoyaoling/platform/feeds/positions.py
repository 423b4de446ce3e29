"""Crews on the maps: what the position process tells goes to the hub, and from there to the screens."""

import asyncio

import numpy as np
import orjson
from nats.aio.msg import Msg

from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.feeds.hub import Fix, Hub
from yaoyaoling.platform.metrics import PIPELINE
from yaoyaoling.platform.mirror import Mirror
from yaoyaoling.platform.positions import MAP_ROW, MAP_TOPIC, STATUS_TOPIC, Rows, Told, uuid_of

SEND_S = 0.05
"""Screens are told so often; a crew more seldom (`YYL_POSITIONS_MAP_EVERY_S`)."""
UNCHECKED_TOPIC = "positions.unchecked"
"""Fixes of phones while the position process is away, as JSON: nobody looked at whether they can be."""


async def follow_positions(hub: Hub, bus: Bus) -> None:
    """Tell the hub's screens where crews are, for ever."""
    names: dict[tuple[int, int], str] = {}

    async def on_told(told: Told) -> None:
        hub.note_positions(fixes_of(told.rows, names))

    async def on_unchecked(message: Msg) -> None:
        hub.note_positions(orjson.loads(message.data))

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


def fixes_of(rows: Rows, names: dict[tuple[int, int], str]) -> list[Fix]:
    """The rows as the hub takes them. names: crews by their ids as numbers, kept between calls."""
    who = []
    for high, low in rows["crew"].tolist():
        name = names.get((high, low))
        if name is None:
            name = names[high, low] = str(uuid_of((high, low)))
        who.append(name)
    lon, lat = np.round(rows["lon"], 6).tolist(), np.round(rows["lat"], 6).tolist()
    heading, speed_kmh = _known(rows["heading"]), _known(rows["speed_kmh"])
    return list(zip(who, lon, lat, heading, speed_kmh, rows["at"].tolist(), rows["notes"].tolist(), strict=True))


def _known(values: Rows) -> list[float | None]:
    # NaN is the one number that is not itself.
    return [value if value == value else None for value in np.round(values.astype(np.float64), 1).tolist()]
