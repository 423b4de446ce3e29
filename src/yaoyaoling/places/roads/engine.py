"""Road times by name: which positions reach a target soonest, and which way one place leads to another."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.frame import Floats
from yaoyaoling.places.roads.live import LIVE, Flags, LivePlaces
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.search import (
    DIRECT,
    Best,
    Graph,
    Heap,
    Hung,
    Labels,
    OnRoad,
    hang,
    nearest,
    seconds_of_all,
)

NO_LIMIT_S = float("inf")
Floats32: TypeAlias = NDArray[np.float32]
_NOBODY = OnRoad(np.zeros(0, np.int32), np.zeros((0, 2), np.int32), np.zeros((0, 2)))


@dataclass(frozen=True, slots=True)
class Reached:
    """A position that reaches the target by road. index: where it stood in the question."""

    index: int
    eta_s: float
    distance_m: float


@dataclass(frozen=True, slots=True)
class Way:
    """A way by road. points: (lon, lat), WGS-84, from the first place on the road to the last."""

    points: tuple[tuple[float, float], ...]
    eta_s: float
    distance_m: float


class _Scratch:
    """Arrays one thread searches on; a stamp makes them fresh without clearing them."""

    def __init__(self, nodes: int, arcs: int, most_copies: int) -> None:
        def whole() -> np.ndarray[tuple[int], np.dtype[np.int32]]:
            return np.zeros(nodes, np.int32)

        self.labels = Labels(np.zeros(nodes), np.zeros(nodes), whole(), whole())
        self.hung_first, self.hung_stamp = whole(), whole()
        self._of_one, self._of_target = arcs + nodes, 2 + 2 * most_copies
        self.heap = _heap(self._of_one + self._of_target)
        self.stamp = 0

    def make_room(self, targets: int) -> None:
        """Have room on the heap for a search from so many places."""
        room = self._of_one + self._of_target * targets
        if room > len(self.heap.key):
            self.heap = _heap(room)

    def next_stamp(self) -> int:
        if self.stamp == np.iinfo(np.int32).max:
            self.labels.stamp[:] = 0
            self.hung_stamp[:] = 0
            self.stamp = 0
        self.stamp += 1
        return self.stamp


def _heap(room: int) -> Heap:
    return Heap(np.zeros(room), np.zeros(room, np.int32))


class RoadEngine:
    """Searches on one network; safe to be asked from several threads, each of which keeps its own scratch.

    graph: the network as it is driven now (`restrict.restricted`). Another may be put in its place at any time:
    searches under way end on the one they began with.
    """

    def __init__(self, network: RoadNetwork) -> None:
        self.network = network
        self.graph = network.graph
        self._of_thread = threading.local()

    def nearest(
        self, target: Point, origins: Sequence[Point], k: int, limit_s: float = NO_LIMIT_S
    ) -> list[Reached] | None:
        """At most k origins by the time they need to the target, soonest first; equal times by index.

        Origins off the network or further than limit_s are left out. None when the target is off it.
        """
        lon = np.array([point.lon for point in origins], np.float64)
        lat = np.array([point.lat for point in origins], np.float64)
        goal, _ = self.network.snap(np.array([target.lon]), np.array([target.lat]))
        return self.nearest_on_road(goal, self.network.snap(lon, lat)[0], k, limit_s)

    def nearest_lonlat(
        self, target: tuple[float, float], lon: Floats, lat: Floats, k: int, limit_s: float = NO_LIMIT_S
    ) -> tuple[list[Reached] | None, list[int]]:
        """As `nearest`, of arrays; also the indices of the origins that are off the network."""
        goal, _ = self.network.snap(np.array([target[0]]), np.array([target[1]]))
        places, _ = self.network.snap(lon, lat)
        off = np.flatnonzero((places.node < 0) & (places.arc < 0).all(axis=1))
        return self.nearest_on_road(goal, places, k, limit_s), [int(index) for index in off]

    def nearest_on_road(self, goal: OnRoad, places: OnRoad, k: int, limit_s: float) -> list[Reached] | None:
        """As `nearest`, of places that were snapped before. None when the goal is nowhere."""
        if _is_nowhere(goal):
            return None
        best, found, _ = self._search(goal, places, k, limit_s)
        return _reached(best, found)

    def route(self, a: Point, b: Point) -> Way | None:
        """The quickest way from a to b; None when there is none, or one of them is off the network."""
        places, _ = self.network.snap(np.array([a.lon, b.lon]), np.array([a.lat, b.lat]))
        if ((places.node < 0) & (places.arc < 0).all(axis=1)).any():
            return None
        start, goal = _only(places, 0), _only(places, 1)
        best, found, labels = self._search(goal, start, 1, NO_LIMIT_S)
        if not found:
            return None
        points = [self.network.point_of(start)]
        node = int(best.way[0])
        while node not in (-1, DIRECT):
            at = self.network.crossing[node]
            points.append((float(self.network.lon[at]), float(self.network.lat[at])))
            node = int(labels.onward[node])
        points.append(self.network.point_of(goal))
        unlike = [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
        return Way(tuple(unlike), float(best.eta_s[0]), float(best.metres[0]))

    def times(self, place: OnRoad, limit_s: float, direction: Literal["from", "to"]) -> Floats:
        """Seconds from one place to every node, or from every node to it; infinite beyond the limit.

        place: of several the soonest counts.
        """
        searched = self.search_times(place, limit_s, direction)
        found = searched[: self.network.node_count].copy()
        if direction == "from":
            arrived = self.graph.also[self.graph.also >= 0]
            np.minimum.at(found, self.network.crossing[arrived], searched[arrived])
        return found

    def search_times(self, place: OnRoad, limit_s: float, direction: Literal["from", "to"]) -> Floats:
        """As `times`, of every node that is searched: of a crossing with forbidden turns there are several.

        place: one or many; of many the soonest counts, in one search.
        """
        graph = self.graph
        if direction == "from":
            graph = self.network.backwards._replace(cost_s=graph.cost_s, own_s=graph.own_s)
            place = OnRoad(place.node, place.arc, 1 - place.share)
        _, _, labels = self._search(place, _NOBODY, 1, limit_s, graph)
        within = (labels.stamp == self._scratch().stamp) & (labels.time_s <= limit_s)
        found: Floats = np.where(within, labels.time_s, np.inf)
        return found

    def seconds_to(self, goal: OnRoad, places: OnRoad, limit_s: float, seconds: Floats32) -> None:
        """Write how long each place needs to the goal into float32[places]; what is beyond the limit stays as it is."""
        if _is_nowhere(goal):
            return
        graph = self.graph
        _, _, labels = self._search(goal, _NOBODY, 1, limit_s, graph)
        seconds_of_all(graph, goal, places, labels, self._scratch().stamp, limit_s, seconds)

    def nearest_live(
        self, target: Point, live: LivePlaces, k: int, limit_s: float = NO_LIMIT_S, may: Flags | None = None
    ) -> list[Reached] | None:
        """As `nearest`, of positions that are kept up to date. index: their slot. may: bool[slots], who is looked for.

        None when the target is off the network.
        """
        goal, _ = self.network.snap(np.array([target.lon]), np.array([target.lat]))
        if _is_nowhere(goal):
            return None
        scratch, best = self._scratch(), _room(k, live.slots)
        with live.lock:
            found = nearest(
                self.graph, goal, live.positions, live.is_there if may is None else may & live.is_there,
                live.hung, LIVE, limit_s, scratch.next_stamp(), scratch.labels, scratch.heap, best,
            )  # fmt: skip
        return _reached(best, int(found))

    def _scratch(self) -> _Scratch:
        scratch: _Scratch | None = getattr(self._of_thread, "scratch", None)
        if scratch is None:
            network = self.network
            scratch = _Scratch(len(network.crossing), len(network.graph.tail), network.most_copies)
            self._of_thread.scratch = scratch
        return scratch

    def _search(
        self, goal: OnRoad, places: OnRoad, k: int, limit_s: float, graph: Graph | None = None
    ) -> tuple[Best, int, Labels]:
        scratch, best = self._scratch(), _room(k, len(places.node))
        graph = graph or self.graph
        scratch.make_room(len(goal.node))
        stamp = scratch.next_stamp()
        hung = Hung(scratch.hung_first, scratch.hung_stamp, np.zeros(2 * len(places.node), np.int32))
        hang(graph, places, hung, stamp)
        everybody = np.ones(len(places.node), np.bool_)
        found = nearest(graph, goal, places, everybody, hung, stamp, limit_s, stamp, scratch.labels, scratch.heap, best)
        return best, int(found), scratch.labels


def _room(k: int, count: int) -> Best:
    k = max(1, min(k, count))
    return Best(np.zeros(k), np.zeros(k), np.zeros(k, np.int32), np.zeros(k, np.int32))


def _reached(best: Best, found: int) -> list[Reached]:
    return [Reached(int(best.position[i]), float(best.eta_s[i]), float(best.metres[i])) for i in range(found)]


def _is_nowhere(place: OnRoad) -> bool:
    return bool(place.node[0] < 0 and (place.arc[0] < 0).all())


def _only(places: OnRoad, index: int) -> OnRoad:
    one = slice(index, index + 1)
    return OnRoad(places.node[one], places.arc[one], places.share[one])
