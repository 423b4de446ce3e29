"""Two people on one item see each other: through any process, and only where both may see it."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import websockets

from tests.conftest import world_database
from tests.dispatch.test_chain import incident_of
from tests.engines import Engines
from tests.journeys.test_http import opened
from tests.livehall import live_hall
from tests.platform.test_feeds import caught_up, open_hub
from tests.stage import Stage
from tests.world import World
from yaoyaoling.apps import rooms
from yaoyaoling.platform.feeds.hub import Feed, Hub


def told(feed: Feed) -> dict[UUID, list[str]]:
    """The newest word on each subject, by name."""
    heard: dict[UUID, list[str]] = {}
    while not feed._queue.empty():
        message: dict[str, Any] = orjson.loads(feed._queue.get_nowait())
        if message["type"] == "presence":
            heard[UUID(message["about"])] = [one["name"] for one in message["people"]]
    return heard


async def second_hub(stage: Stage, first: Hub) -> Hub:
    """Another process of the same hall."""
    hub = Hub(stage.db, stage.tail, rooms.FEEDS)
    hub.cursor = first.cursor
    hub._ready.set()
    return hub


async def test_who_looks_is_seen_in_every_process_until_they_leave(world: World) -> None:
    hub, running = await open_hub(world.stage)
    incident = await incident_of(world)
    await caught_up(world, hub)
    other = await second_hub(world.stage, hub)
    here, there = await hub.open(world.people["north"]), await other.open(world.people["commander"])
    look = await hub.look(here, [incident])
    assert look is not None
    await other.note_looks([look])
    assert told(there) == {incident: ["north"]}
    back = await other.look(there, [incident])
    assert back is not None
    await hub.note_looks([back])
    assert told(here)[incident] == ["commander", "north"]
    late = await other.open(world.people["city"])
    assert told(late) == {incident: ["commander", "north"]}
    gone = await hub.look(here, [])
    assert gone is not None
    await other.note_looks([gone])
    assert told(there)[incident] == ["commander"]
    running.cancel()


async def test_a_process_that_dies_is_forgotten(world: World) -> None:
    hub, running = await open_hub(world.stage)
    incident = await incident_of(world)
    await caught_up(world, hub)
    other = await second_hub(world.stage, hub)
    north, commander = await hub.open(world.people["north"]), await other.open(world.people["commander"])
    look = await hub.look(north, [incident])
    assert look is not None
    await other.note_looks([look])
    for _ in range(4):  # said again every five seconds: nobody is forgotten
        world.stage.clock.advance(5)
        await other.note_looks(hub.own_looks())
        await other.tick()
    assert told(commander) == {incident: ["north"]}
    world.stage.clock.advance(16)
    await other.tick()
    assert told(commander) == {incident: []}
    running.cancel()


async def test_nobody_learns_of_what_they_may_not_see(world: World) -> None:
    hub, running = await open_hub(world.stage)
    incident = await incident_of(world)
    complaint = await incident_of(world, "0702")
    await caught_up(world, hub)
    feeds = {who: await hub.open(world.people[who]) for who in ("north", "south", "inspector", "inspector2")}
    await hub.look(feeds["north"], [incident])
    await hub.look(feeds["inspector"], [complaint])
    assert told(feeds["south"]) == {}
    assert told(feeds["north"]) == {incident: ["north"]}
    assert told(feeds["inspector2"]) == {complaint: ["inspector"]}
    await hub.look(feeds["south"], [incident, complaint, uuid4()])  # looking at what is not in sight says nothing
    assert told(feeds["north"]) == {} and told(feeds["inspector2"]) == {}
    running.cancel()


async def test_two_windows_of_one_person_are_one(world: World) -> None:
    hub, running = await open_hub(world.stage)
    incident = await incident_of(world)
    await caught_up(world, hub)
    one, two = await hub.open(world.people["north"]), await hub.open(world.people["north"])
    watching = await hub.open(world.people["commander"])
    await hub.look(one, [incident])
    await hub.look(two, [incident])
    assert told(watching) == {incident: ["north"]}
    hub.close(one)
    await hub.look(one, [])
    assert told(watching) == {incident: ["north"]}
    running.cancel()


async def test_over_the_socket(engines: Engines, tmp_path: Path) -> None:
    template = await world_database(engines)
    async with live_hall(engines, template, tmp_path) as live:
        incident = UUID((await opened(live))[1])
        url = live.url.replace("http", "ws", 1) + "/api/feed"

        async def heard(socket: Any) -> list[str]:
            async with asyncio.timeout(5):
                while True:
                    message = orjson.loads(await socket.recv())
                    if message["type"] == "presence" and message["about"] == str(incident):
                        return [one["name"] for one in message["people"]]

        def connect(who: str) -> Any:
            return websockets.connect(url, additional_headers={"Authorization": f"Bearer {live.tokens[who]}"})

        async with connect("commander") as watching:
            async with connect("north") as looking:
                await looking.send("nonsense")
                await looking.send(orjson.dumps({"type": "looking", "subjects": ["x"]}).decode())
                await looking.send(orjson.dumps({"type": "looking", "subjects": [str(incident)]}).decode())
                assert await heard(watching) == ["north"]
            assert await heard(watching) == []
