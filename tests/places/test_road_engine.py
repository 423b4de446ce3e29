"""The road engine against scipy's Dijkstra on a graph in which positions and target are nodes of their own."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.places.frame import Frame, lengths_m
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.roads.engine import RoadEngine
from yaoyaoling.places.roads.network import AT_NODE_M, RoadNetwork
from yaoyaoling.places.roads.search import OnRoad

FRAME = Frame(112.4, 30.1)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def make_roads(xy: NDArray[np.float64], tail: list[int], head: list[int], speed: list[float]) -> Roads:
    """Roads of straight arcs between points in metres."""
    lon, lat = FRAME.to_lonlat(xy[:, 0], xy[:, 1])
    t, h = np.array(tail, np.int32), np.array(head, np.int32)
    none = np.array([], np.str_)
    return Roads(
        lon=lon,
        lat=lat,
        tail=t,
        head=h,
        length_m=np.maximum(lengths_m(lon[t], lat[t], lon[h], lat[h]), 0.01).astype(np.float32),
        speed_kmh=np.array(speed, np.float32),
        road_class=np.full(len(t), 7, np.int8),
        name=np.full(len(t), -1, np.int32),
        names_zh=none,
        names_en=none,
    )


def random_roads(rng: np.random.Generator, nodes: int) -> Roads:
    """Arcs between near points: one-ways, both ways with unlike speeds, parts that hang together with nothing."""
    xy = rng.uniform(0, 1_500, (nodes, 2))
    apart = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    tail: list[int] = []
    head: list[int] = []
    for a in range(nodes):
        for b in np.argsort(apart[a])[1 : 1 + rng.integers(1, 4)]:
            for one, other in ((a, int(b)), (int(b), a))[: rng.integers(1, 3)]:
                tail.append(one)
                head.append(other)
    return make_roads(xy, tail, head, list(rng.uniform(5, 90, len(tail))))


def reference_s(network: RoadNetwork, goal: OnRoad, places: OnRoad) -> NDArray[np.float64]:
    """Seconds from each place to the goal; infinite where there is no way."""
    graph, nodes, count = network.graph, network.node_count, len(places.node)
    goal_at = nodes + count
    cost: dict[tuple[int, int], float] = {}

    def edge(a: int, b: int, seconds: float) -> None:
        # scipy takes a weight of zero for no edge.
        cost[a, b] = min(cost.get((a, b), np.inf), max(seconds, 1e-12))

    for a, b, seconds in zip(graph.tail.tolist(), graph.head.tolist(), graph.cost_s.tolist(), strict=True):
        edge(a, b, seconds)
    if goal.node[0] >= 0:
        edge(int(goal.node[0]), goal_at, 0)
    for side in range(2):
        arc = int(goal.arc[0, side])
        if arc >= 0:
            edge(int(graph.tail[arc]), goal_at, goal.share[0, side] * graph.cost_s[arc])
    for place in range(count):
        if places.node[place] >= 0:
            edge(nodes + place, int(places.node[place]), 0)
        for side in range(2):
            arc = int(places.arc[place, side])
            if arc < 0:
                continue
            edge(nodes + place, int(graph.head[arc]), (1 - places.share[place, side]) * graph.cost_s[arc])
            for other in range(2):
                if goal.arc[0, other] == arc and goal.share[0, other] >= places.share[place, side]:
                    ahead = goal.share[0, other] - places.share[place, side]
                    edge(nodes + place, goal_at, ahead * graph.cost_s[arc])
    pairs = np.array(list(cost))
    backwards = csr_matrix((list(cost.values()), (pairs[:, 1], pairs[:, 0])), shape=(goal_at + 1, goal_at + 1))
    reached: NDArray[np.float64] = dijkstra(backwards, indices=goal_at)[nodes:goal_at]
    return reached


def check(network: RoadNetwork, goal: Point, spots: list[Point], k: int, limit_s: float) -> None:
    """Every result is exact, none is missing, and they come in order."""
    engine = RoadEngine(network)
    at, _ = network.snap(np.array([goal.lon]), np.array([goal.lat]))
    lon, lat = np.array([spot.lon for spot in spots]), np.array([spot.lat for spot in spots])
    places, _ = network.snap(lon, lat)
    reached = engine.nearest(goal, spots, k, limit_s)
    if at.node[0] < 0 and (at.arc[0] < 0).all():
        assert reached is None
        return
    assert reached is not None
    wanted = reference_s(network, at, places)
    wanted[wanted > limit_s] = np.inf
    near = np.sort(wanted[np.isfinite(wanted)])[:k]
    np.testing.assert_allclose([one.eta_s for one in reached], near, rtol=1e-9, atol=1e-9)
    for one in reached:
        assert one.eta_s == pytest.approx(wanted[one.index], rel=1e-9, abs=1e-9)
    assert len({one.index for one in reached}) == len(reached)
    assert reached == sorted(reached, key=lambda one: (one.eta_s, one.index))
    assert reached == engine.nearest(goal, spots, k, limit_s)


def points_near(roads: Roads, rng: np.random.Generator, count: int) -> list[Point]:
    """Places on arcs, on nodes, beside roads and far from any."""
    points = []
    for _ in range(count):
        arc, share = rng.integers(len(roads.tail)), rng.choice([0.0, 1.0, rng.uniform()])
        a, b = roads.tail[arc], roads.head[arc]
        lon = (
            roads.lon[a]
            + share * (roads.lon[b] - roads.lon[a])
            + rng.choice([0, 1e-5, 1e-4, 0.05], p=[0.4, 0.3, 0.2, 0.1])
        )
        points.append(Point(lon=lon, lat=roads.lat[a] + share * (roads.lat[b] - roads.lat[a])))
    return points


@QUICK
@given(seed=st.integers(0, 2**32 - 1), nodes=st.integers(2, 40), crews=st.integers(1, 30), k=st.integers(1, 12))
def test_exact_on_random_roads(seed: int, nodes: int, crews: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    roads = random_roads(rng, nodes)
    limit_s = float(rng.choice([np.inf, 20.0, 120.0]))
    spots = points_near(roads, rng, crews)
    check(RoadNetwork(roads), points_near(roads, rng, 1)[0], spots, k, limit_s)


@QUICK
@given(seed=st.integers(0, 2**32 - 1), k=st.integers(1, 6))
def test_exact_where_all_stand_on_one_arc(seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 600, (4, 2))
    both = bool(rng.integers(2))
    tail, head = ([0, 1, 1, 2, 2, 3, 3, 0], [1, 0, 2, 1, 3, 2, 0, 3]) if both else ([0, 1, 2, 3], [1, 2, 3, 0])
    network = RoadNetwork(make_roads(xy, tail, head, [float(v) for v in rng.uniform(10, 60, len(tail))]))
    lon, lat = FRAME.to_lonlat(xy[:, 0], xy[:, 1])

    def on_first(share: float) -> Point:
        return Point(lon=lon[0] + share * (lon[1] - lon[0]), lat=lat[0] + share * (lat[1] - lat[0]))

    check(network, on_first(rng.uniform()), [on_first(share) for share in rng.uniform(0, 1, 8)], k, np.inf)


def test_exact_on_the_generated_town(xiaozhen: Path) -> None:
    network = RoadNetwork.load(xiaozhen)
    rng = np.random.default_rng(5)
    west, south, east, north = network.lon.min(), network.lat.min(), network.lon.max(), network.lat.max()
    spots = [Point(lon=lon, lat=lat) for lon, lat in rng.uniform((west, south), (east, north), (300, 2))]
    for goal in rng.choice(np.array(spots), 25):
        check(network, goal, spots, 10, np.inf)
        check(network, goal, spots, 400, 240.0)


def test_a_one_way_street_is_driven_one_way() -> None:
    # 0 → 1 → 2 → 0, a triangle: who has passed the incident drives all around.
    xy = np.array([[0.0, 0.0], [400.0, 0.0], [200.0, 300.0]])
    engine = RoadEngine(RoadNetwork(make_roads(xy, [0, 1, 2], [1, 2, 0], [36.0] * 3)))
    lon, lat = FRAME.to_lonlat(np.array([100.0, 200.0, 300.0]), np.zeros(3))
    before, here, after = (Point(lon=x, lat=y) for x, y in zip(lon, lat, strict=True))
    reached = engine.nearest(here, [after, before, here], 3)
    assert reached is not None
    assert [one.index for one in reached] == [2, 1, 0]
    assert [round(one.eta_s) for one in reached] == [0, 10, round((100 + 2 * np.hypot(200, 300) + 200) / 10)]


def test_pace_stretches_time_not_distance(xiaozhen: Path) -> None:
    fast, slow = (RoadEngine(RoadNetwork.load(xiaozhen, pace=pace)) for pace in (1.0, 0.5))
    a, b = (Point(lon=float(fast.network.lon[i]), lat=float(fast.network.lat[i])) for i in (3, 900))
    quick, late = fast.route(a, b), slow.route(a, b)
    assert quick is not None and late is not None
    assert late.eta_s == pytest.approx(2 * quick.eta_s)
    assert late.distance_m == pytest.approx(quick.distance_m)
    assert late.points == quick.points


def test_routes_are_as_long_as_they_say(xiaozhen: Path) -> None:
    network = RoadNetwork.load(xiaozhen)
    engine = RoadEngine(network)
    rng = np.random.default_rng(8)
    for i, j in rng.integers(0, network.node_count, (60, 2)):
        a, b = (Point(lon=network.lon[n] + 2e-5, lat=network.lat[n] - 1e-5) for n in (i, j))
        way = engine.route(a, b)
        assert way is not None
        walked = sum(
            distance_m(Point(lon=p[0], lat=p[1]), Point(lon=q[0], lat=q[1]))
            for p, q in zip(way.points, way.points[1:], strict=False)
        )
        assert walked == pytest.approx(way.distance_m, rel=1e-3, abs=0.5)
        reached = engine.nearest(b, [a], 1)
        assert reached is not None
        assert (reached[0].eta_s, reached[0].distance_m) == (way.eta_s, way.distance_m)


def test_nobody_near_a_road_is_told_so(xiaozhen: Path) -> None:
    engine = RoadEngine(RoadNetwork.load(xiaozhen))
    lon, lat = float(engine.network.lon[0]), float(engine.network.lat[0])
    far, here = Point(lon=lon + 1, lat=lat), Point(lon=lon, lat=lat)
    assert engine.nearest(far, [here], 1) is None
    assert engine.nearest(here, [far], 1) == []
    assert engine.nearest(here, [], 1) == []
    assert engine.route(far, here) is None
    _, off_road = engine.nearest_lonlat((lon, lat), np.array([lon, lon + 1]), np.array([lat, lat]), 2)
    assert off_road == [1]


# Snapping -------------------------------------------------------------------------------------------------


@QUICK
@given(
    seed=st.integers(0, 2**32 - 1), nodes=st.integers(2, 60), furthest_m=st.sampled_from([30.0, 150.0, 500.0, 3_000.0])
)
def test_snapping_finds_the_nearest_road(seed: int, nodes: int, furthest_m: float) -> None:
    rng = np.random.default_rng(seed)
    roads = random_roads(rng, nodes)
    network = RoadNetwork(roads)
    x, y = network.frame.to_xy(roads.lon, roads.lat)
    ax, ay, bx, by = x[roads.tail], y[roads.tail], x[roads.head], y[roads.head]
    spots = rng.uniform(-2_500, 4_000, (25, 2)) if rng.integers(2) else rng.uniform(0, 1_500, (25, 2))
    lon, lat = FRAME.to_lonlat(spots[:, 0], spots[:, 1])
    px, py = network.frame.to_xy(lon, lat)
    places, apart_m = network.snap(lon, lat, furthest_m=furthest_m)
    for i in range(len(px)):
        square = (bx - ax) ** 2 + (by - ay) ** 2
        share = np.clip(((px[i] - ax) * (bx - ax) + (py[i] - ay) * (by - ay)) / np.maximum(square, 1e-9), 0, 1)
        best_m = np.hypot(ax + share * (bx - ax) - px[i], ay + share * (by - ay) - py[i]).min()
        is_off = places.node[i] < 0 and (places.arc[i] < 0).all()
        assert is_off == (best_m >= furthest_m)
        if not is_off:
            assert apart_m[i] == pytest.approx(best_m, abs=1e-6)
            on = network.frame.point_xy(*network.point_of(places, i))
            assert np.hypot(on[0] - px[i], on[1] - py[i]) == pytest.approx(best_m, abs=AT_NODE_M + 1e-6)
            shares = [float(places.share[i, side]) for side in range(2) if places.arc[i, side] >= 0]
            assert all(0 <= one <= 1 for one in shares)
