"""The road process over a real bus, and what callers get when it is silent."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest

from tests.engines import Engines
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.places.public import Origin, RoadClient
from yaoyaoling.places.roads.client import DETOUR, FALLBACK_SPEED_KMH
from yaoyaoling.places.roads.contract import NEAREST, ROUTE
from yaoyaoling.places.roads.engine import RoadEngine
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.server import answer_nearest, answer_route, serve_roads
from yaoyaoling.platform.bus import Bus


@pytest.fixture
async def bus(engines: Engines, request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    """A connection under a prefix of its own."""
    opened = Bus(engines.nats.url, f"yyl.{request.node.name}")
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
def network(xiaozhen: Path) -> RoadNetwork:
    """The town's roads."""
    return RoadNetwork.load(xiaozhen)


def _node(network: RoadNetwork, index: int) -> Point:
    return Point(lon=float(network.lon[index]), lat=float(network.lat[index]))


async def test_the_process_answers_as_the_engine_does(bus: Bus, network: RoadNetwork) -> None:
    await serve_roads(bus, network)
    client = RoadClient(bus, deadline_s=10)
    origins = [Origin(id=f"crew-{i}", point=_node(network, i)) for i in range(0, 900, 30)]
    target = _node(network, 444)
    times = await client.nearest(target, origins, k=5)
    reached = RoadEngine(network).nearest(target, [origin.point for origin in origins], 5)
    assert reached is not None
    assert [(t.id, t.eta_s, t.distance_m) for t in times] == [
        (origins[one.index].id, one.eta_s, one.distance_m) for one in reached
    ]
    assert not any(time.is_estimated for time in times)
    assert await client.nearest(target, origins, k=5, limit_s=times[2].eta_s) == times[:3]
    route = await client.route(origins[0].point, target)
    assert not route.is_estimated and len(route.points) > 2
    many = await asyncio.gather(*(client.nearest(target, origins, k=5) for _ in range(40)))
    assert all(one == times for one in many)


async def test_a_silent_process_is_replaced_by_a_straight_line(bus: Bus, network: RoadNetwork) -> None:
    client = RoadClient(bus, deadline_s=0.2)
    target, origin = _node(network, 0), Origin(id="a", point=_node(network, 500))
    (time,) = await client.nearest(target, [origin], k=3)
    assert time.is_estimated
    assert time.distance_m == pytest.approx(DETOUR * distance_m(target, origin.point))
    assert time.eta_s == pytest.approx(time.distance_m / (FALLBACK_SPEED_KMH / 3.6))
    route = await client.route(origin.point, target)
    assert route.is_estimated and route.points == (origin.point, target)
    assert await client.nearest(target, [], k=3) == []


async def test_a_process_that_talks_nonsense_is_replaced_too(bus: Bus, network: RoadNetwork) -> None:
    async def nonsense(_: bytes) -> bytes:
        return b"{]"

    await bus.serve(NEAREST, nonsense)
    await bus.serve(ROUTE, nonsense)
    client = RoadClient(bus, deadline_s=5)
    target, origin = _node(network, 0), Origin(id="a", point=_node(network, 500))
    assert [time.is_estimated for time in await client.nearest(target, [origin], k=1)] == [True]
    assert (await client.route(origin.point, target)).is_estimated


async def test_who_stands_far_from_roads_is_estimated(bus: Bus, network: RoadNetwork) -> None:
    await serve_roads(bus, network)
    client = RoadClient(bus, deadline_s=10)
    here = _node(network, 100)
    lost = Origin(id="lost", point=Point(lon=here.lon + 0.3, lat=here.lat))
    near = Origin(id="near", point=_node(network, 700))
    times = await client.nearest(here, [lost, near], k=2)
    assert [(time.id, time.is_estimated) for time in times] == [("near", False), ("lost", True)]
    everybody = await client.nearest(lost.point, [near, lost], k=2)
    assert [(time.id, time.is_estimated) for time in everybody] == [("lost", True), ("near", True)]


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'{"target": [900, 0], "origins": [], "k": 1}'])
def test_a_malformed_question_is_answered_with_its_fault(network: RoadNetwork, body: bytes) -> None:
    engine = RoadEngine(network)
    assert orjson.loads(answer_nearest(engine, body))["fault"]
    assert orjson.loads(answer_route(engine, body))["fault"]
