"""Turns that are not allowed, against a Dijkstra over arcs made here: it knows nothing of parted crossings."""

import heapq
from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.places.judge import assert_nearest, assert_stretches, assert_times, driven
from tests.places.test_road_engine import FRAME, QUICK, make_roads, random_roads
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.roads.engine import RoadEngine
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.reach import Direction
from yaoyaoling.places.roads.restrict import Restriction, restricted
from yaoyaoling.places.roads.search import OnRoad

Seconds = NDArray[np.float64]


@dataclass
class ByArcs:
    """Arcs as the network has them, and where one may go on to from each; costs after restrictions."""

    network: RoadNetwork
    turns: set[tuple[int, int, int]]
    cost_s: Seconds
    own_s: Seconds

    def __post_init__(self) -> None:
        self.tail, self.head = self.network.tail.tolist(), self.network.head.tolist()
        self.out: dict[int, list[int]] = defaultdict(list)
        for arc, node in enumerate(self.tail):
            self.out[node].append(arc)

    def onward(self, arc: int) -> list[int]:
        """The arcs one may go on by."""
        via = self.head[arc]
        return [b for b in self.out[via] if (self.tail[arc], via, self.head[b]) not in self.turns]

    def arrivals(self, start: OnRoad) -> Seconds:
        """Seconds from a place until one is at the end of each arc; infinite where one never is."""
        at = np.full(len(self.tail), np.inf)
        queue: list[tuple[float, int]] = []
        if start.node[0] >= 0:
            queue = [(self.cost_s[arc], arc) for arc in self.out[int(start.node[0])]]
        for arc, share in zip(start.arc[0].tolist(), start.share[0].tolist(), strict=True):
            if arc >= 0:
                queue.append(((1 - share) * self.own_s[arc], arc))
        heapq.heapify(queue)
        while queue:
            time_s, arc = heapq.heappop(queue)
            if time_s < at[arc]:
                at[arc] = time_s
                for b in self.onward(arc):
                    heapq.heappush(queue, (time_s + self.cost_s[b], b))
        return at

    def seconds(self, start: OnRoad, goal: OnRoad) -> float:
        """From one place to another."""
        at = self.arrivals(start)
        if goal.node[0] >= 0:
            node = int(goal.node[0])
            here = 0.0 if start.node[0] == node else np.inf
            return float(min([here, *(at[arc] for arc, head in enumerate(self.head) if head == node)]))
        best = np.inf
        for arc, share in zip(goal.arc[0].tolist(), goal.share[0].tolist(), strict=True):
            if arc < 0:
                continue
            ahead = share * self.own_s[arc]
            if start.node[0] == self.tail[arc]:
                best = min(best, ahead)
            before = [at[a] for a in range(len(self.tail)) if self.head[a] == self.tail[arc] and arc in self.onward(a)]
            best = min([best, *(time_s + ahead for time_s in before)])
            for own, left in zip(start.arc[0].tolist(), start.share[0].tolist(), strict=True):
                if own == arc and left <= share:
                    best = min(best, (share - left) * self.own_s[arc])
        return float(best)


def some_turns(roads: Roads, rng: np.random.Generator, share: float) -> Roads:
    """The roads with some of their turns not allowed, and with some that are of no arcs."""
    into: dict[int, list[int]] = defaultdict(list)
    out: dict[int, list[int]] = defaultdict(list)
    for a, b in zip(roads.tail.tolist(), roads.head.tolist(), strict=True):
        into[b].append(a)
        out[a].append(b)
    turns = [(a, via, b) for via in into for a in into[via] for b in out[via] if rng.random() < share]
    turns.append((0, len(roads.lon) - 1, 0))
    return replace(roads, turns=np.array(turns, np.int32))


def closed_somewhere(network: RoadNetwork, roads: Roads, rng: np.random.Generator) -> list[Restriction]:
    """A closed stretch and a slow one."""
    found = []
    for speed in (None, 4.0):
        arc = int(rng.integers(len(roads.tail)))
        ends = (int(roads.tail[arc]), int(roads.head[arc]))
        line = tuple((float(roads.lon[node]), float(roads.lat[node])) for node in ends)
        found.append(Restriction(line=line, both_ways=bool(rng.integers(2)), speed_kmh=speed))
    return found


def world(seed: int, nodes: int, share: float) -> tuple[Roads, RoadEngine, ByArcs, np.random.Generator]:
    """Random roads with turns and restrictions, and the two that are compared on them."""
    rng = np.random.default_rng(seed)
    roads = some_turns(random_roads(rng, nodes), rng, share)
    network = RoadNetwork(roads)
    engine = RoadEngine(network)
    if rng.integers(2):
        engine.graph = restricted(network, closed_somewhere(network, roads, rng))
    turns = {(int(a), int(via), int(b)) for a, via, b in roads.turns}
    count = network.arc_count
    return roads, engine, ByArcs(network, turns, engine.graph.cost_s[:count], engine.graph.own_s[:count]), rng


SHARES = st.sampled_from([0.0, 0.1, 0.3, 0.7])


@QUICK
@given(seed=st.integers(0, 2**32 - 1), nodes=st.integers(2, 30), k=st.integers(1, 8), share=SHARES)
def test_nearest_matrix_and_live_are_exact(seed: int, nodes: int, k: int, share: float) -> None:
    roads, engine, by_arcs, rng = world(seed, nodes, share)
    assert_nearest(roads, engine, by_arcs, rng, k, most=12)


@QUICK
@given(seed=st.integers(0, 2**32 - 1), nodes=st.integers(2, 30), share=SHARES)
def test_times_of_crossings_are_exact_both_ways(seed: int, nodes: int, share: float) -> None:
    roads, engine, by_arcs, rng = world(seed, nodes, share)
    assert_times(roads, engine, by_arcs, rng)


@QUICK
@given(
    seed=st.integers(0, 2**32 - 1), nodes=st.integers(3, 25), share=SHARES, direction=st.sampled_from(["from", "to"]),
    limit_s=st.sampled_from([20.0, 90.0]),
)  # fmt: skip
def test_stretches_are_exact(seed: int, nodes: int, share: float, direction: Direction, limit_s: float) -> None:
    roads, engine, by_arcs, rng = world(seed, nodes, share)
    assert_stretches(roads, engine, by_arcs, rng, direction, limit_s)


@QUICK
@given(seed=st.integers(0, 2**32 - 1), nodes=st.integers(3, 25), share=SHARES)
def test_a_way_takes_no_forbidden_turn(seed: int, nodes: int, share: float) -> None:
    roads, engine, by_arcs, _ = world(seed, nodes, share)
    nodes_on_way = driven(roads, engine, by_arcs, np.random.default_rng(seed), nodes)
    assert not by_arcs.turns.intersection(zip(nodes_on_way, nodes_on_way[1:], nodes_on_way[2:], strict=False))


def crossroads() -> Roads:
    """Four arms of 400 m about a crossing 0; 1 west, 2 south, 3 east, 4 north; and a ring road around it."""
    xy = np.array([[0.0, 0.0], [-400.0, 0.0], [0.0, -400.0], [400.0, 0.0], [0.0, 400.0]])
    pairs = [(0, arm) for arm in range(1, 5)] + [(1, 2), (2, 3), (3, 4), (4, 1)]
    return make_roads(xy, [a for a, _ in pairs] + [b for _, b in pairs], [b for _, b in pairs] + [a for a, _ in pairs],
                      [36.0] * 16)  # fmt: skip


def test_no_left_turn_at_the_arterial() -> None:
    roads = crossroads()
    plain = RoadEngine(RoadNetwork(roads))
    turned = RoadEngine(RoadNetwork(replace(roads, turns=np.array([(2, 0, 1), (2, 0, 2)], np.int32))))
    lon, lat = FRAME.to_lonlat(np.array([0.0, -200.0, 200.0, 0.0]), np.array([-200.0, 0.0, 0.0, 0.0]))
    south, west, east, middle = (Point(lon=float(x), lat=float(y)) for x, y in zip(lon, lat, strict=True))

    def seconds(engine: RoadEngine, a: Point, b: Point) -> int:
        way = engine.route(a, b)
        assert way is not None
        return round(way.eta_s)

    assert seconds(plain, south, west) == 40
    assert seconds(turned, south, west) == round(20 + np.hypot(40, 40) + 20), "back, and by the ring"
    assert seconds(turned, west, south) == 40, "the other way it is allowed"
    assert seconds(turned, south, east) == 40, "and so is every other turn"
    assert seconds(turned, south, middle) == 20, "one may stop at the crossing itself"
    assert seconds(turned, middle, west) == 20, "and who stands at it may leave by any road"
