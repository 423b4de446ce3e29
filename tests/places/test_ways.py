"""Ways that are not allowed, over several crossings and at some hours, against a Dijkstra that knows how one came.

The reference made here tries every way arc by arc and looks at all it drove before; it knows nothing of copies.
"""

import asyncio
import heapq
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.places.judge import assert_nearest, assert_stretches, assert_times, driven
from tests.places.test_road_engine import FRAME, QUICK, make_roads, random_roads
from tests.places.test_turns import closed_somewhere, some_turns
from yaoyaoling.kernel.clock import HALL_ZONE, SteadyClock, boottime_s
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.pack.hours_of_week import MINUTES, minutes_of, packed, table_of
from yaoyaoling.places.roads.engine import RoadEngine
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.reach import Direction
from yaoyaoling.places.roads.restrict import restricted
from yaoyaoling.places.roads.search import OnRoad
from yaoyaoling.places.roads.server import CityRoads, follow_hours

Seconds = NDArray[np.float64]
Came = tuple[int, ...]


class ByMemory:
    """Arcs as the network has them, the node by node ways nobody may drive now, and costs after restrictions."""

    def __init__(self, network: RoadNetwork, forbidden: set[Came], cost_s: Seconds, own_s: Seconds) -> None:
        self.tail, self.head = network.tail.tolist(), network.head.tolist()
        self.forbidden, self.cost_s, self.own_s = forbidden, cost_s.tolist(), own_s.tolist()
        self.longest = max([len(way) for way in forbidden], default=2)
        self.out: dict[int, list[int]] = defaultdict(list)
        for arc, node in enumerate(self.tail):
            self.out[node].append(arc)
        self._asked: OnRoad | None = None
        self._at: dict[Came, float] = {}

    def may(self, came: Came, arc: int) -> bool:
        """Whether who came by these arcs may go on by another."""
        nodes = [self.tail[came[0]], *(self.head[one] for one in came), self.head[arc]]
        return not any(tuple(nodes[-size:]) in self.forbidden for size in range(3, len(nodes) + 1))

    def arrivals(self, start: OnRoad) -> dict[Came, float]:
        """Seconds from a place until one is at the end of the last arc, by the last arcs one came by."""
        at: dict[Came, float] = {}
        queue: list[tuple[float, Came]] = []
        if start.node[0] >= 0:
            queue = [(self.cost_s[arc], (arc,)) for arc in self.out[int(start.node[0])]]
        for arc, share in zip(start.arc[0].tolist(), start.share[0].tolist(), strict=True):
            if arc >= 0:
                queue.append(((1 - share) * self.own_s[arc], (arc,)))
        heapq.heapify(queue)
        while queue:
            time_s, came = heapq.heappop(queue)
            if came in at or time_s == np.inf:
                continue
            at[came] = time_s
            for arc in self.out[self.head[came[-1]]]:
                if self.may(came, arc):
                    heapq.heappush(queue, (time_s + self.cost_s[arc], (*came, arc)[-(self.longest - 2) or len(came) :]))
        return at

    def seconds(self, start: OnRoad, goal: OnRoad) -> float:
        """From one place to another."""
        if self._asked is not start:
            self._asked, self._at = start, self.arrivals(start)
        at = self._at
        if goal.node[0] >= 0:
            node = int(goal.node[0])
            here = 0.0 if start.node[0] == node else np.inf
            return float(min([here, *(time_s for came, time_s in at.items() if self.head[came[-1]] == node)]))
        best = np.inf
        for arc, share in zip(goal.arc[0].tolist(), goal.share[0].tolist(), strict=True):
            if arc < 0:
                continue
            ahead = share * self.own_s[arc]
            if start.node[0] == self.tail[arc]:
                best = min(best, ahead)
            before = [t for came, t in at.items() if self.head[came[-1]] == self.tail[arc] and self.may(came, arc)]
            best = min([best, *(time_s + ahead for time_s in before)])
            for own, left in zip(start.arc[0].tolist(), start.share[0].tolist(), strict=True):
                if own == arc and left <= share:
                    best = min(best, (share - left) * self.own_s[arc])
        return float(best)


def some_ways(roads: Roads, rng: np.random.Generator, count: int) -> Roads:
    """The roads with some ways of two to four arcs that are not allowed, some at some hours; and one of no arcs."""
    out: dict[int, list[int]] = defaultdict(list)
    for a, b in zip(roads.tail.tolist(), roads.head.tolist(), strict=True):
        out[a].append(b)
    ways = [[0, len(roads.lon) - 1, 0, len(roads.lon) - 1]]
    for _ in range(count):
        way = [int(rng.integers(len(roads.lon)))]
        while len(way) < rng.integers(3, 6) and out[way[-1]]:
            way.append(int(rng.choice(out[way[-1]])))
        if len(way) > 2:
            ways.append(way)
            if rng.random() < 0.3:  # and another end of the same beginning, as `only_` has it
                ways.append([*way[:-1], int(rng.choice(out[way[-2]]))])
    hours = np.zeros((3, MINUTES), np.bool_)
    hours[0, :600], hours[1, 300:900], hours[2, 7000:] = True, True, True
    return replace(
        roads, paths=np.array([way + [-1] * (5 - len(way)) for way in ways], np.int32),
        path_hours=rng.choice(np.array([-1, -1, -1, 0, 1, 2], np.int32), len(ways)).astype(np.int32),
        hours=table_of([packed(row) for row in hours]),
    )  # fmt: skip


def holding(roads: Roads, minute: int) -> set[Came]:
    """The ways nobody may drive at a minute of the week."""
    bits = np.unpackbits(roads.hours, axis=1)
    found = {tuple(row) for row in roads.turns.tolist()}
    for row, hours in zip(roads.paths.tolist(), roads.path_hours.tolist(), strict=True):
        if hours < 0 or bits[hours, minute]:
            found.add(tuple(node for node in row if node >= 0))
    return found


def world(seed: int, nodes: int, count: int) -> tuple[Roads, RoadEngine, ByMemory, np.random.Generator]:
    """Random roads with forbidden ways and restrictions at some hour, and the two that are compared on them."""
    rng = np.random.default_rng(seed)
    roads = some_ways(random_roads(rng, nodes), rng, count)
    if rng.integers(2):
        roads = some_turns(roads, rng, 0.1)
    network = RoadNetwork(roads)
    engine = RoadEngine(network)
    minute = int(rng.choice([100, 400, 800, 5000, 8000]))
    closed = closed_somewhere(network, roads, rng) if rng.integers(2) else []
    engine.graph = restricted(network, closed, shut=network.shut_at(minute))
    arcs = network.arc_count
    graph = engine.graph
    return roads, engine, ByMemory(network, holding(roads, minute), graph.cost_s[:arcs], graph.own_s[:arcs]), rng


COUNTS = st.sampled_from([0, 3, 12, 40])
SEEDS = st.integers(0, 2**32 - 1)


@QUICK
@given(seed=SEEDS, nodes=st.integers(3, 14), k=st.integers(1, 8), count=COUNTS)
def test_nearest_matrix_and_live_are_exact(seed: int, nodes: int, k: int, count: int) -> None:
    roads, engine, by_memory, rng = world(seed, nodes, count)
    assert_nearest(roads, engine, by_memory, rng, k, most=8)


@QUICK
@given(seed=SEEDS, nodes=st.integers(3, 14), count=COUNTS)
def test_times_of_crossings_are_exact_both_ways(seed: int, nodes: int, count: int) -> None:
    roads, engine, by_memory, rng = world(seed, nodes, count)
    assert_times(roads, engine, by_memory, rng)


@QUICK
@given(
    seed=SEEDS, nodes=st.integers(3, 14), count=COUNTS, direction=st.sampled_from(["from", "to"]),
    limit_s=st.sampled_from([20.0, 90.0, 300.0]),
)  # fmt: skip
def test_stretches_are_exact(seed: int, nodes: int, count: int, direction: Direction, limit_s: float) -> None:
    roads, engine, by_memory, rng = world(seed, nodes, count)
    assert_stretches(roads, engine, by_memory, rng, direction, limit_s)


@QUICK
@given(seed=SEEDS, nodes=st.integers(3, 14), count=COUNTS)
def test_a_route_drives_no_forbidden_way(seed: int, nodes: int, count: int) -> None:
    roads, engine, by_memory, _ = world(seed, nodes, count)
    nodes_on_way = driven(roads, engine, by_memory, np.random.default_rng(seed), nodes)
    for size in range(3, 6):
        assert not by_memory.forbidden.intersection(zip(*(nodes_on_way[first:] for first in range(size)), strict=False))


def dual() -> Roads:
    """Two carriageways 0 → 1 → 2 and 3 → 4 → 5 of 200 m a piece, joined by 1 → 4 (20 m) and at both ends."""
    xy = np.array([[-200, 0], [0, 0], [200, 0], [200, 20], [0, 20], [-200, 20]], np.float64)
    pairs = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0), (1, 4)]
    return make_roads(xy, [a for a, _ in pairs], [b for _, b in pairs], [36.0] * len(pairs))


def spot(x: float, y: float) -> Point:
    """A point so many metres off the middle."""
    lon, lat = FRAME.to_lonlat(np.array([x]), np.array([y]))
    return Point(lon=float(lon[0]), lat=float(lat[0]))


def seconds(engine: RoadEngine, a: Point, b: Point) -> int:
    way = engine.route(a, b)
    assert way is not None
    return round(way.eta_s)


def test_no_turning_back_over_the_gap_between_carriageways() -> None:
    roads = replace(dual(), paths=np.array([[0, 1, 4, 5]], np.int32), path_hours=np.array([-1], np.int32))
    plain, barred = RoadEngine(RoadNetwork(dual())), RoadEngine(RoadNetwork(roads))
    before, behind, gap = spot(-100, 0), spot(-100, 20), spot(0, 10)
    assert seconds(plain, before, behind) == 22
    assert seconds(barred, before, behind) == 62, "by the end of the road"
    assert seconds(barred, before, gap) == seconds(plain, before, gap) == 11, "the gap itself one may drive into"
    assert seconds(barred, gap, behind) == 11, "who stands in it is free: nobody knows how they came"


def test_it_counts_when_its_hour_comes() -> None:
    mornings = minutes_of("Mo-Fr 07:30-09:00")
    assert mornings is not None
    roads = replace(
        dual(), paths=np.array([[0, 1, 4, 5]], np.int32), path_hours=np.array([0], np.int32),
        hours=table_of([packed(mornings)]),
    )  # fmt: skip
    city = CityRoads(roads, pace=1.0)
    assert city.has_hours
    a, b = spot(-100, 0), spot(-100, 20)

    def at(day: int, hour: int, minute: int) -> int:
        city.at(datetime(2026, 3, day, hour, minute, tzinfo=HALL_ZONE))
        return seconds(city.engine, a, b)

    monday, saturday = 2, 7
    assert [at(monday, 7, 29), at(monday, 7, 30), at(monday, 8, 59), at(monday, 9, 0)] == [22, 62, 62, 22]
    assert at(saturday, 8, 0) == 22


async def test_the_minute_is_taken_on_as_it_comes() -> None:
    mornings = minutes_of("07:30-09:00")
    assert mornings is not None
    city = CityRoads(
        replace(
            dual(), paths=np.array([[0, 1, 4, 5]], np.int32), path_hours=np.array([0], np.int32),
            hours=table_of([packed(mornings)]),
        ),
        pace=1.0,
    )  # fmt: skip
    clock = SteadyClock(datetime(2026, 3, 2, 7, 29, 59, 500_000, tzinfo=HALL_ZONE).astimezone(UTC), boottime_s())
    city.at(clock.now())
    assert seconds(city.engine, spot(-100, 0), spot(-100, 20)) == 22
    following = asyncio.create_task(follow_hours(city, clock))
    try:
        async with asyncio.timeout(20):
            while seconds(city.engine, spot(-100, 0), spot(-100, 20)) != 62:
                await asyncio.sleep(0.02)
    finally:
        following.cancel()
