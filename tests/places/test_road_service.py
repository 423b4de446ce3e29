"""The road process over a real bus, and what callers get when it is silent."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import numpy as np
import orjson
import pytest
import shapely.geometry

from tests.engines import Engines
from tests.world import HALL, World
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.places.commands import RestoreRoad, RestrictRoad
from yaoyaoling.places.handlers.restrict import restore_road, restrict_road
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.public import OffRoad, Origin, RoadClient, RoadsSilent, ask_matrix
from yaoyaoling.places.roads.client import DETOUR, FALLBACK_SPEED_KMH
from yaoyaoling.places.roads.contract import NEAREST, ROUTE
from yaoyaoling.places.roads.engine import RoadEngine
from yaoyaoling.places.roads.matrix import MatrixAsk, pack_matrix_ask, unpack_matrix_ask
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.restrict import Restriction
from yaoyaoling.places.roads.server import (
    CityRoads,
    answer_nearest,
    answer_reach,
    answer_reach_many,
    answer_route,
    serve_roads,
)
from yaoyaoling.places.roads.watch import watch_restrictions
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


async def test_the_process_answers_as_the_engine_does(bus: Bus, network: RoadNetwork, xiaozhen: Path) -> None:
    await serve_roads(bus, CityRoads(read_roads(xiaozhen), pace=1.0))
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


async def test_who_stands_far_from_roads_is_estimated(bus: Bus, network: RoadNetwork, xiaozhen: Path) -> None:
    await serve_roads(bus, CityRoads(read_roads(xiaozhen), pace=1.0))
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
    assert orjson.loads(answer_reach(engine, body))["fault"]


async def test_areas_by_minutes_come_as_asked(bus: Bus, network: RoadNetwork, xiaozhen: Path) -> None:
    await serve_roads(bus, CityRoads(read_roads(xiaozhen), pace=1.0))
    client = RoadClient(bus)
    wide, narrow = await client.reach(_node(network, 444), [180.0, 60.0], "from")
    grounds = [shapely.geometry.shape({"type": "MultiPolygon", "coordinates": one}) for one in (wide, narrow)]
    assert all(one.is_valid for one in grounds)
    assert grounds[0].buffer(1e-4).contains(grounds[1]) and grounds[0].area > 2 * grounds[1].area
    far = Point(lon=_node(network, 0).lon + 1, lat=_node(network, 0).lat)
    with pytest.raises(OffRoad):
        await client.reach(far, [60.0], "to")


async def test_areas_of_many_posts_come_in_one_answer(bus: Bus, network: RoadNetwork, xiaozhen: Path) -> None:
    city = CityRoads(read_roads(xiaozhen), pace=1.0)
    await serve_roads(bus, city)
    client = RoadClient(bus)
    posts = [_node(network, index) for index in (5, 444, 901)]
    far = Point(lon=_node(network, 0).lon + 1, lat=_node(network, 0).lat)
    (wide, narrow), off = await client.reach_of_many([*posts, far], [120.0, 60.0], "from")
    assert off == (3,)
    grounds = [shapely.geometry.shape({"type": "MultiPolygon", "coordinates": one}) for one in (wide, narrow)]
    assert all(one.is_valid for one in grounds) and grounds[0].area > 1.5 * grounds[1].area
    for post in posts:
        assert grounds[1].covers(shapely.Point(post.lon, post.lat))
    for (alone,), post in [(await client.reach(one, [60.0], "from"), one) for one in posts]:
        ground = shapely.geometry.shape({"type": "MultiPolygon", "coordinates": alone})
        assert grounds[1].buffer(3e-4).covers(ground), post
    held = await client.reach_of_many(posts, [60.0], "from")
    assert await client.reach_of_many(posts, [60.0], "from") == held
    around = found_line(city, posts[1])
    city.restrict([Restriction(line=around, both_ways=True, speed_kmh=3.0)])
    assert await client.reach_of_many(posts, [60.0], "from") != held, "a road that is slowed counts at once"
    with pytest.raises(OffRoad):
        await client.reach_of_many([far], [60.0], "to")
    assert orjson.loads(answer_reach_many(city.engine, b"{}"))["fault"]


def found_line(city: CityRoads, post: Point) -> tuple[tuple[float, float], ...]:
    """A street that leaves from a post."""
    way = city.engine.route(post, _node(city.engine.network, 5))
    assert way is not None
    return way.points[:3]


async def test_no_area_without_the_process(bus: Bus, network: RoadNetwork) -> None:
    with pytest.raises(RoadsSilent):
        await RoadClient(bus).reach(_node(network, 0), [60.0], "from")


async def test_a_closed_road_counts_within_a_second_and_after_a_restart(
    bus: Bus, network: RoadNetwork, xiaozhen: Path, world: World
) -> None:
    """The real watcher on the real database: closed, slowed, lifted."""
    found = RoadEngine(network).route(_node(network, 3), _node(network, 900))
    assert found is not None and len(found.points) > 6
    a, b = (Point(lon=lon, lat=lat) for lon, lat in (found.points[0], found.points[-1]))
    middle = len(found.points) // 2
    client = RoadClient(bus, deadline_s=10)
    city = CityRoads(read_roads(xiaozhen), pace=1.0)
    await serve_roads(bus, city)
    watching = asyncio.create_task(_watch(city, world.stage.urls.worker))

    async def becomes(wanted: Callable[[float], bool], within_s: float = 1.0) -> float:
        async with asyncio.timeout(within_s):
            while not wanted(now := (await client.route(a, b)).eta_s):
                await asyncio.sleep(0.02)
        return now

    plain = (await client.route(a, b)).eta_s
    close = RestrictRoad(
        kind="closed", line=found.points[middle : middle + 2], place_text="-", reason="塌方", scopes=(f"h/{HALL}",)
    )
    closed = await world.do("commander", restrict_road, close)
    detour = await becomes(lambda now: now > plain)
    watching.cancel()
    again = CityRoads(read_roads(xiaozhen), pace=1.0)  # a process that starts anew learns what holds
    watching = asyncio.create_task(_watch(again, world.stage.urls.worker))
    async with asyncio.timeout(2):
        while (way := again.engine.route(a, b)) is None or way.eta_s <= plain:
            await asyncio.sleep(0.02)
    assert way.eta_s == pytest.approx(detour)
    watching.cancel()
    watching = asyncio.create_task(_watch(city, world.stage.urls.worker))
    lift = RestoreRoad(restriction_id=closed.restriction_id, reason="已疏通")
    await world.do("commander", restore_road, lift)
    assert await becomes(lambda now: now < detour) == pytest.approx(plain)
    watching.cancel()


async def _watch(city: CityRoads, url: str) -> None:
    async def on_change(restrictions: Sequence[Restriction]) -> None:
        await asyncio.to_thread(city.restrict, restrictions)

    await watch_restrictions(url, on_change)


async def test_many_places_at_once_are_as_one_after_the_other(bus: Bus, network: RoadNetwork, xiaozhen: Path) -> None:
    assert await ask_matrix(bus, [_node(network, 0)], [_node(network, 1)], 60) is None  # nobody answers yet
    await serve_roads(bus, CityRoads(read_roads(xiaozhen), pace=1.0))
    targets = [_node(network, index) for index in (5, 444, 901)]
    origins = [_node(network, index) for index in range(0, 900, 45)]
    found = await ask_matrix(bus, targets, origins, 240.0)
    assert found is not None and found.shape == (3, 20)
    engine = RoadEngine(network)
    for row, target in zip(found, targets, strict=True):
        alone = {one.index: one.eta_s for one in engine.nearest(target, origins, 20, 240.0) or ()}
        assert [round(float(one), 2) for one in row] == [
            round(alone.get(index, float("inf")), 2) for index in range(len(origins))
        ]
        assert 0 < len(alone) < len(origins)  # some lie beyond the limit
    nobody = await ask_matrix(bus, targets, [], 240.0)
    assert nobody is not None and nobody.shape == (3, 0)
    assert await ask_matrix(bus, targets, origins, -1.0) is None
    many = [origins[index % 20] for index in range(70_000)]  # answered in two pieces
    in_pieces = await ask_matrix(bus, targets, many, 240.0)
    assert in_pieces is not None and (in_pieces[:, :20] == found).all() and (in_pieces[:, -10:] == found[:, -10:]).all()


@pytest.mark.parametrize(
    "body",
    [b"", b"x" * 7, pack_matrix_ask(MatrixAsk(np.array([(121.0, 31.0)]), np.array([(np.nan, 31.0)]), 60.0)),
     pack_matrix_ask(MatrixAsk(np.array([(181.0, 31.0)]), np.zeros((0, 2)), 60.0)),
     pack_matrix_ask(MatrixAsk(np.array([(121.0, 31.0)]), np.zeros((0, 2)), np.nan)),
     pack_matrix_ask(MatrixAsk(np.zeros((2, 2)), np.zeros((0, 2)), 60.0))[:-16]],
    ids=["empty", "cut", "not a number", "no such place", "no limit", "fewer places than told"],
)  # fmt: skip
def test_what_is_no_question_is_named(body: bytes) -> None:
    with pytest.raises(ValueError, match="no "):
        unpack_matrix_ask(body)
