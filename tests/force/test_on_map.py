"""From a device to a screen: the hub shows what the position process tells, to whoever may see the crew."""

import asyncio
from typing import Any

import orjson
from prometheus_client import generate_latest

from tests.force.conftest import Town, until
from tests.force.test_positions_process import fix, report
from yaoyaoling.apps import rooms
from yaoyaoling.kernel.geo import Point
from yaoyaoling.platform.feeds.hub import Feed, Hub
from yaoyaoling.platform.feeds.positions import UNCHECKED_TOPIC, follow_positions


def shown(feed: Feed) -> dict[str, list[Any]]:
    """Crews by what came last."""
    found: dict[str, list[Any]] = {}
    while not feed._queue.empty():
        message = orjson.loads(feed._queue.get_nowait())
        if message["type"] == "positions":
            found |= {row[0]: row for row in message["crews"]}
    return found


async def test_a_fix_is_on_the_maps_of_those_who_may_see_the_crew(town: Town) -> None:
    world = town.world
    hub = Hub(world.stage.db, world.stage.tail, rooms.FEEDS)
    hub._ready.set()
    following = asyncio.create_task(follow_positions(hub, town.bus))
    await town.start_positions()
    feeds = {who: await hub.open(world.people[who]) for who in ("commander", "north", "south")}
    seen: dict[str, dict[str, list[Any]]] = {who: {} for who in feeds}
    north, south = str(world.crews["N1"]), str(world.crews["S1"])

    async def is_shown() -> bool:
        for who, feed in feeds.items():
            seen[who] |= shown(feed)
        rows = seen["commander"]
        return north in rows and south in rows and rows[north][1] == 114.3456 and rows[south][1] == 114.2456

    world.stage.clock.advance(5)
    north_fix = fix(world, world.crews["N1"], Point(lon=114.3456, lat=30.6))
    await report(town, north_fix, fix(world, world.crews["S1"], Point(lon=114.2456, lat=30.5)))
    await until(is_shown)
    assert seen["commander"][north][2:] == [30.6, None, 30.0, 0.0, 0]
    assert north in seen["north"] and south not in seen["north"]
    assert south in seen["south"] and north not in seen["south"]

    # A screen that opens later, and a hub that starts later, learn where those stand that do not move.
    assert {north, south} <= set(shown(await hub.open(world.people["commander"])))
    other = Hub(world.stage.db, world.stage.tail, rooms.FEEDS)
    other._ready.set()
    late = asyncio.create_task(follow_positions(other, town.bus))

    async def is_told() -> bool:
        return {north, south} <= set(shown(await other.open(world.people["commander"])))

    await until(is_told)

    async def is_counted() -> bool:
        text = generate_latest().decode()
        return 'yyl_positions_total{outcome="kept"} 2.0' in text and "yyl_positions_crews 5.0" in text

    await until(is_counted)
    # While the position process is away, a phone's fix goes to the maps as it came.
    await town.stop("positions")
    at = world.stage.clock.now().timestamp() + 1
    await town.bus.tell(UNCHECKED_TOPIC, orjson.dumps([[north, 114.35, 30.6, None, None, at, 0]]))

    async def is_unchecked() -> bool:
        seen["north"] |= shown(feeds["north"])
        return bool(seen["north"][north][1] == 114.35)

    await until(is_unchecked)
    for task in (following, late):
        task.cancel()
