"""Ways to find who is there soonest by road, on one network with whole milliseconds: ours and those of others."""

import importlib
import time
from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.roads.engine import NO_LIMIT_S, RoadEngine
from yaoyaoling.places.roads.live import LivePlaces
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.restrict import Restriction, restricted
from yaoyaoling.places.roads.search import Graph, OnRoad

Array = NDArray[Any]
CLOSED_MS = 2**31 - 1
"""What routingkit takes for infinite."""
_FIRST_LIMIT_S = 300.0


def whole_ms(graph: Graph) -> Graph:
    """The graph with costs of whole milliseconds, at least one for an arc that is driven."""
    cost_ms = np.where(graph.cost_s > 0, np.maximum(1, np.round(graph.cost_s * 1000)), 0)
    return graph._replace(cost_s=cost_ms / 1000, own_s=cost_ms / 1000)


def arrivals(graph: Graph, crossing: int) -> list[int]:
    """Every search node at which one arrives at a crossing."""
    found = [crossing]
    while graph.also[found[-1]] >= 0:
        found.append(int(graph.also[found[-1]]))
    return found


class Method(ABC):
    """made_s: seconds until the first question can be asked, what is read from the disk aside."""

    name: str
    made_s: float

    @abstractmethod
    def soonest_s(self, crossing: int, k: int) -> Array:
        """float[≤ k]: seconds of the k crews that are there soonest, in order."""

    @abstractmethod
    def close(self, arcs: Array) -> float:
        """Close these arcs; seconds until a question goes by it."""


class Ours(Method):
    """The bounded search backwards over live positions."""

    name = "ours"

    def __init__(self, network: RoadNetwork, graph: Graph, crews: Array) -> None:
        began = time.perf_counter()
        self._network = network
        self._engine = RoadEngine(network)
        self._engine.graph = graph
        self._live = LivePlaces(network, len(crews))
        none = np.full((len(crews), 2), -1, np.int32)
        places = OnRoad(crews.astype(np.int32), none, np.zeros((len(crews), 2)))
        self._live.put_on_road(np.arange(len(crews), dtype=np.int32), places)
        self.made_s = time.perf_counter() - began
        network.graph = graph
        self.soonest_s(int(crews[0]), 1)

    def soonest_s(self, crossing: int, k: int) -> Array:
        """As asked of `yyl roads`, snapping included."""
        target = Point(lon=float(self._network.lon[crossing]), lat=float(self._network.lat[crossing]))
        found = self._engine.nearest_live(target, self._live, k, NO_LIMIT_S)
        return np.array([one.eta_s for one in found or ()])

    def close(self, arcs: Array) -> float:
        """By a restriction along the arcs, as a desk draws it."""
        n, began = self._network, time.perf_counter()
        lines = [
            tuple((float(n.lon[end]), float(n.lat[end])) for end in (n.tail[arc], n.head[arc])) for arc in arcs.tolist()
        ]
        closed = [Restriction(line=line, both_ways=False, speed_kmh=None) for line in lines]
        self._engine.graph = restricted(n, closed)
        return time.perf_counter() - began

    @property
    def graph(self) -> Graph:
        """As it is driven now."""
        return self._engine.graph


class Scipy(Method):
    """scipy's Dijkstra on the reversed arcs, within a limit that is doubled until it holds k crews."""

    name = "scipy_limited"

    def __init__(self, graph: Graph, crews: Array) -> None:
        began = time.perf_counter()
        self._graph, self._crews = graph, crews
        nodes = len(graph.also)
        order = np.lexsort((graph.tail, graph.head))
        self._place = np.empty(len(order), np.int64)
        self._place[order] = np.arange(len(order))
        start = np.zeros(nodes + 1, np.int64)
        np.cumsum(np.bincount(graph.head, minlength=nodes), out=start[1:])
        self._csr = csr_matrix((graph.cost_s[order], graph.tail[order], start), shape=(nodes, nodes))
        self.made_s = time.perf_counter() - began

    def times_s(self, crossing: int, limit_s: float) -> Array:
        """float[crews]: seconds to a crossing, infinite beyond the limit."""
        starts = arrivals(self._graph, crossing)
        found: Array = dijkstra(self._csr, indices=starts, limit=limit_s, min_only=True)[self._crews]
        return found

    def soonest_s(self, crossing: int, k: int) -> Array:
        """Of all crews the k first."""
        limit_s = _FIRST_LIMIT_S
        while True:
            times = self.times_s(crossing, limit_s)
            if np.isfinite(times).sum() >= k or limit_s > 100 * _FIRST_LIMIT_S:
                return _first(times, k)
            limit_s *= 2

    def close(self, arcs: Array) -> float:
        """One weight each."""
        began = time.perf_counter()
        self._csr.data[self._place[arcs]] = np.inf
        return time.perf_counter() - began


class Full(Scipy):
    """The judge: scipy's Dijkstra of everything."""

    name = "scipy_full"

    def soonest_s(self, crossing: int, k: int) -> Array:
        """Without a limit."""
        return _first(self.times_s(crossing, np.inf), k)


class Hierarchies(Method):
    """RoutingKit's customisable contraction hierarchies (routingkit-cch), many to one with the crews pinned."""

    name = "routingkit_cch"

    def __init__(self, network: RoadNetwork, graph: Graph, crews: Array) -> None:
        """Raises: ImportError where it is not installed."""
        kit: Any = importlib.import_module("routingkit_cch")
        began = time.perf_counter()
        self._kit, self._graph, self._crews = kit, graph, crews.tolist()
        lat, lon = network.lat[network.crossing].tolist(), network.lon[network.crossing].tolist()
        tail, head = graph.tail.tolist(), graph.head.tolist()
        order = kit.compute_order_inertial(len(graph.also), tail, head, lat, lon)
        self._cch = kit.CCH(order, tail, head, False)
        self.ordered_s = time.perf_counter() - began
        self._weights = np.round(graph.cost_s * 1000).astype(np.int64).tolist()
        began = time.perf_counter()
        self._metric = kit.CCHMetric(self._cch, self._weights)
        self.customised_s = time.perf_counter() - began
        began = time.perf_counter()
        self._pin()
        self.pinned_s = time.perf_counter() - began
        self.made_s = self.ordered_s + self.customised_s + self.pinned_s

    def _pin(self) -> None:
        self._to_one: Any = self._kit.CCHManyToOne(self._metric, self._crews)

    def soonest_s(self, crossing: int, k: int) -> Array:
        """Of all crews the k first: it cannot stop at them."""
        starts = [(node, 0) for node in arrivals(self._graph, crossing)]
        found = self._to_one.distances_to_multi(starts)
        return _first(np.array([np.inf if one is None or one >= CLOSED_MS else one / 1000 for one in found]), k)

    def close(self, arcs: Array) -> float:
        """By a partial update; the crews are pinned anew, because no question may be open meanwhile."""
        updater = self._kit.CCHMetricPartialUpdater(self._cch)
        began = time.perf_counter()
        self._to_one = None
        updater.apply(self._metric, dict.fromkeys(arcs.tolist(), CLOSED_MS))
        self._pin()
        return time.perf_counter() - began

    def customise(self) -> float:
        """Customise for other weights altogether; seconds."""
        began = time.perf_counter()
        self._to_one = None
        self._metric.reset(self._weights)
        self._pin()
        return time.perf_counter() - began


def _first(times: Array, k: int) -> Array:
    found: Array = np.sort(np.partition(times, min(k, len(times)) - 1)[:k])
    return found[np.isfinite(found)]
