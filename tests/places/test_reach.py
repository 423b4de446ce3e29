"""Areas by minutes and restricted roads against scipy's Dijkstra on a graph made here, from the raw roads."""

from pathlib import Path

import numpy as np
import pytest
import shapely
import shapely.geometry
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from tests.places.test_road_engine import FRAME, QUICK, make_roads, points_near, random_roads, reference_s
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.roads.cells import CELL_M, _faces, area_on_cells, ends_of
from yaoyaoling.places.roads.engine import RoadEngine
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.reach import (
    BESIDE_M,
    Direction,
    Stretches,
    area,
    on_road,
    stretches,
    stretches_of_many,
)
from yaoyaoling.places.roads.restrict import Restriction, restricted
from yaoyaoling.places.roads.search import OnRoad

Pairs = dict[tuple[int, int], float]
Line = tuple[tuple[float, float], ...]


def costs(roads: Roads, closed: set[tuple[int, int]], slow: Pairs) -> Pairs:
    """Seconds of the quickest arc between each two nodes, as the raw table has them."""
    found: Pairs = {}
    columns = (roads.tail.tolist(), roads.head.tolist(), roads.length_m.tolist(), roads.speed_kmh.tolist())
    for tail, head, metres, kmh in zip(*columns, strict=True):
        if (tail, head) in closed or tail == head:
            continue
        seconds = metres / (min(kmh, slow.get((tail, head), kmh)) / 3.6)
        found[tail, head] = min(found.get((tail, head), np.inf), seconds)
    return found


def all_times(nodes: int, found: Pairs, source: int) -> NDArray[np.float64]:
    """Seconds from one node to all."""
    pairs = np.array(list(found))
    graph = csr_matrix((list(found.values()), (pairs[:, 0], pairs[:, 1])), shape=(nodes, nodes))
    reached: NDArray[np.float64] = dijkstra(graph, indices=source)
    return reached


def line_of(roads: Roads, tail: int, head: int) -> Line:
    """The straight line of an arc."""
    return tuple((float(roads.lon[node]), float(roads.lat[node])) for node in (tail, head))


@QUICK
@given(
    seed=st.integers(0, 2**32 - 1),
    nodes=st.integers(3, 40),
    direction=st.sampled_from(["from", "to"]),
    limit_s=st.sampled_from([5.0, 40.0, 200.0]),
)
def test_stretches_are_exact(seed: int, nodes: int, direction: Direction, limit_s: float) -> None:
    rng = np.random.default_rng(seed)
    roads = random_roads(rng, nodes)
    network = RoadNetwork(roads)
    point = points_near(roads, rng, 1)[0]
    found = stretches(RoadEngine(network), point, limit_s, direction)
    place, _ = network.snap(np.array([point.lon]), np.array([point.lat]))
    if place.node[0] < 0 and (place.arc[0] < 0).all():
        assert found is None
        return
    assert found is not None
    assert ((found.begin >= 0) & (found.begin <= found.end) & (found.end <= 1)).all()
    # Any place on any arc lies within a stretch just when Dijkstra says it is within the limit.
    arcs = rng.integers(0, len(network.graph.tail), 60)
    shares = rng.uniform(0.02, 0.98, 60)
    for arc, share in zip(arcs.tolist(), shares.tolist(), strict=True):
        spot = OnRoad(np.array([-1], np.int32), np.array([[arc, -1]], np.int32), np.array([[share, 0.0]]))
        goal, start = (spot, place) if direction == "from" else (place, spot)
        seconds = float(reference_s(network, goal, start)[0])
        if abs(seconds - limit_s) < 1e-6:
            continue
        on = (found.arc == arc) & (found.begin - 1e-9 <= share) & (share <= found.end + 1e-9)
        assert on.any() == (seconds < limit_s)


@QUICK
@given(seed=st.integers(0, 2**32 - 1), nodes=st.integers(4, 40), both=st.booleans())
def test_restricted_roads_are_exact(seed: int, nodes: int, both: bool) -> None:
    rng = np.random.default_rng(seed)
    roads = random_roads(rng, nodes)
    network = RoadNetwork(roads)
    closed: set[tuple[int, int]] = set()
    slow: Pairs = {}
    restrictions = []
    for number, arc in enumerate(rng.choice(len(roads.tail), min(3, len(roads.tail)), replace=False).tolist()):
        tail, head = int(roads.tail[arc]), int(roads.head[arc])
        line = line_of(roads, tail, head)
        middle = np.mean(line, axis=0)
        over = network.arcs_near(middle[:1], middle[1:], 30.0)[0]
        if (tail, head) not in {(int(network.graph.tail[a]), int(network.graph.head[a])) for a in over if a >= 0}:
            return  # roads that cross exactly there: which one is meant cannot be said
        pairs = {(tail, head), (head, tail)} if both else {(tail, head)}
        speed = float(rng.uniform(2, 10)) if number else None
        restrictions.append(Restriction(line=line, both_ways=both, speed_kmh=speed))
        if speed is None:
            closed |= pairs
        else:
            slow |= {pair: min(speed, slow.get(pair, np.inf)) for pair in pairs}
    driven = costs(roads, closed, slow)
    if not driven:
        return
    engine = RoadEngine(network)
    engine.graph = graph = restricted(network, restrictions)
    assert np.isfinite(graph.own_s).all()
    for tail, head, seconds in zip(graph.tail.tolist(), graph.head.tolist(), graph.cost_s.tolist(), strict=True):
        assert seconds == pytest.approx(driven.get((tail, head), np.inf), rel=1e-5)
    source = int(rng.integers(nodes))
    at = OnRoad(np.array([source], np.int32), np.full((1, 2), -1, np.int32), np.zeros((1, 2)))
    np.testing.assert_allclose(engine.times(at, np.inf, "from"), all_times(nodes, driven, source), rtol=1e-5)


def test_whoever_stands_on_a_closed_stretch_drives_out_of_it() -> None:
    xy = np.array([[0.0, 0.0], [1000.0, 0.0], [2000.0, 0.0]])
    roads = make_roads(xy, [0, 1, 1, 2], [1, 0, 2, 1], [36.0] * 4)
    network = RoadNetwork(roads)
    engine = RoadEngine(network)
    engine.graph = restricted(network, [Restriction(line_of(roads, 0, 1), True, None)])
    lon, lat = FRAME.to_lonlat(np.array([2000.0, 500.0, 0.0]), np.zeros(3))
    end, inside, there = (Point(lon=float(x), lat=float(y)) for x, y in zip(lon, lat, strict=True))
    found = engine.nearest(end, [inside, there], 2)
    assert found is not None
    assert [(one.index, round(one.eta_s)) for one in found] == [(0, 150)], "150 s from inside; nobody comes through"
    assert [one.index for one in engine.nearest(inside, [end], 1) or ()] == [0], "and who is called to it gets in"


def test_pace_does_not_slow_a_stated_speed(xiaozhen: Path) -> None:
    roads = read_roads(xiaozhen)
    network = RoadNetwork(roads, pace=0.5)
    tail, head = int(roads.tail[0]), int(roads.head[0])
    graph = restricted(network, [Restriction(line_of(roads, tail, head), True, 9.0)])
    arc = np.flatnonzero((graph.tail == tail) & (graph.head == head))[0]
    assert graph.length_m[arc] / graph.cost_s[arc] * 3.6 == pytest.approx(9.0, rel=1e-5)


@pytest.mark.parametrize("direction", ["from", "to"])
def test_the_ground_is_that_beside_the_stretches(xiaozhen: Path, direction: Direction) -> None:
    engine = RoadEngine(RoadNetwork.load(xiaozhen))
    network = engine.network
    point = Point(lon=float(network.lon[500]) + 1e-4, lat=float(network.lat[500]))
    found = stretches(engine, point, 90.0, direction)
    assert found is not None
    ground = shapely.geometry.shape({"type": "MultiPolygon", "coordinates": area(engine, found)})
    assert ground.is_valid
    place, _ = network.snap(np.array([point.lon]), np.array([point.lat]))
    inside = shapely.contains_xy(ground, network.lon, network.lat)
    assert inside[engine.times(place, 90.0, direction) <= 90].all()  # every node that is reached
    x, y = network.frame.to_xy(network.lon, network.lat)
    ends = np.stack([x, y], axis=1)
    tail, head = ends[network.graph.tail[found.arc]], ends[network.graph.head[found.arc]]
    lines = np.stack([tail + found.begin[:, None] * (head - tail), tail + found.end[:, None] * (head - tail)], axis=1)
    apart_m = shapely.distance(shapely.MultiLineString(list(lines)), shapely.points(x, y))
    assert not inside[apart_m > BESIDE_M + 5].any()  # and nothing that is not beside a reached road


@QUICK
@given(
    seed=st.integers(0, 2**32 - 1), nodes=st.integers(3, 30), posts=st.integers(1, 8),
    direction=st.sampled_from(["from", "to"]),
)  # fmt: skip
def test_many_places_at_once_reach_what_any_of_them_does(
    seed: int, nodes: int, posts: int, direction: Direction
) -> None:
    rng = np.random.default_rng(seed)
    roads = random_roads(rng, nodes)
    engine = RoadEngine(RoadNetwork(roads))
    points = points_near(roads, rng, posts)
    places, off = on_road(engine, points)
    assert len(places.node) + len(off) == posts
    if not len(places.node):
        return
    limits = [20.0, 90.0]
    arcs, shares = rng.integers(0, engine.network.arc_count, 80), rng.uniform(0.01, 0.99, 80)
    for found, limit_s in zip(stretches_of_many(engine, places, limits, direction), limits, strict=True):
        alone = [one for point in points if (one := stretches(engine, point, limit_s, direction)) is not None]
        for arc, share in zip(arcs.tolist(), shares.tolist(), strict=True):
            assert holds(found, arc, share) == any(holds(one, arc, share) for one in alone)


def holds(found: Stretches, arc: int, share: float) -> bool:
    """Whether a place on an arc lies in a stretch."""
    return bool(((found.arc == arc) & (found.begin <= share + 1e-9) & (share - 1e-9 <= found.end)).any())


def test_ground_on_cells_is_the_ground_beside_the_stretches(xiaozhen: Path) -> None:
    engine = RoadEngine(RoadNetwork.load(xiaozhen))
    network = engine.network
    points = [Point(lon=float(network.lon[node]), lat=float(network.lat[node])) for node in range(0, 1_000, 90)]
    places, _ = on_road(engine, points)
    (found,) = stretches_of_many(engine, places, [60.0], "from")
    exact, drawn = (
        shapely.geometry.shape({"type": "MultiPolygon", "coordinates": one(engine, found)})
        for one in (area, area_on_cells)
    )
    assert drawn.is_valid and exact.is_valid
    assert drawn.intersection(exact).area > 0.9 * drawn.union(exact).area
    x, y = network.frame.to_xy(network.lon, network.lat)
    begin, end = ends_of(engine, found)
    apart_m = shapely.distance(shapely.MultiLineString(list(np.stack([begin, end], axis=1))), shapely.points(x, y))
    inside = shapely.contains_xy(drawn, network.lon, network.lat)
    assert inside[apart_m < 1].all() and not inside[apart_m > BESIDE_M + 2 * CELL_M].any()


def test_ground_on_cells_takes_every_shape(xiaozhen: Path) -> None:
    engine = RoadEngine(RoadNetwork.load(xiaozhen))
    nothing = np.zeros(0)
    assert area_on_cells(engine, Stretches(np.zeros(0, np.int64), nothing, nothing)) == []
    inside = np.zeros((9, 9), np.bool_)
    inside[2:7, 2:7] = True
    inside[4, 4] = False  # a hole
    inside[7, 7] = True  # touches at a corner
    faces = _faces(inside)
    assert sum(one.area for one in faces) == inside.sum() and len(faces) == 2
