"""`yyl bench nearest`: the ten crews that are there soonest, by live positions and closures; and whether they are."""

import argparse
import threading
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from yaoyaoling.apps.bench.country import hongkong, made_country
from yaoyaoling.apps.bench.report import Figure, Report, spread_ms
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.frame import lengths_m
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.roads.engine import Reached, RoadEngine
from yaoyaoling.places.roads.live import LivePlaces
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.restrict import Restriction, restricted
from yaoyaoling.places.roads.search import Graph, OnRoad

Array = NDArray[Any]
_K = 10
_QUESTIONS, _CLOSURES = 2000, 20
_FIXES_EVERY_S, _SHARE_MOVED = 0.1, 0.02
_MOST_ARCS_FOR_DIJKSTRA = 400_000
_CHECKED, _CHECKED_LARGE = 100, 12


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench nearest")
    parser.add_argument("--nodes", type=int, default=100_000, help="crossings of the made province")
    parser.add_argument("--crews", type=int, default=5_000)
    parser.add_argument("--hongkong", action="store_true", help="Hong Kong's real roads instead (needs ../shared)")
    options = parser.parse_args(args)
    roads = hongkong() if options.hongkong else made_country(min(4_000_000, max(100, options.nodes)))
    if roads is None:
        print("没有 ../shared 的道路数据 · the road data of ../shared is not here")  # noqa: T201
        return 2
    report = _Bench(roads, min(200_000, max(_K, options.crews))).run(
        "Hong Kong" if options.hongkong else "made province"
    )
    return report.show(as_json)


class _Bench:
    def __init__(self, roads: Roads, crews: int) -> None:
        began = time.perf_counter()
        self.network = RoadNetwork(roads)
        self.engine = RoadEngine(self.network)
        self.loaded_s = time.perf_counter() - began
        self.rng = np.random.default_rng(7)
        self.live = LivePlaces(self.network, crews)
        self.crews = crews
        self.lon, self.lat = self._somewhere(crews)
        self.live.put(np.arange(crews, dtype=np.int32), self.lon, self.lat)
        self.engine.nearest_live(self._target(), self.live, _K)  # machine code is ready before anything is timed
        self.fixes = 0
        self._stop = threading.Event()

    def run(self, ground: str) -> Report:
        """All measurements; the exactness is judged with the positions at rest."""
        quiet = self._ask(_QUESTIONS)
        stream = threading.Thread(target=self._move_crews)
        stream.start()
        began = time.perf_counter()
        busy = self._ask(_QUESTIONS)
        visible_s, wrong_closures = self._close_roads()
        streamed_s = time.perf_counter() - began
        self._stop.set()
        stream.join()
        closed_share = float(np.isinf(self.engine.graph.cost_s).mean())
        exact, straight, checked = self._judge()
        figures: dict[str, Figure] = {
            "nodes": self.network.node_count,
            "arcs": self.network.arc_count,
            "crews": self.crews,
            **{name.removeprefix("x_"): value for name, value in spread_ms("x", busy).items()},
            **spread_ms("at_rest", quiet),
            "exact_share": exact,
            "checked": checked,
            "closure_visible_ms": round(max(visible_s) * 1000, 2),
            "closures": len(visible_s),
            "closures_not_seen": wrong_closures,
            "closed_arcs_share": round(closed_share, 6),
            "straight_line_wrong_share": straight,
            "fixes_per_s_meanwhile": round(self.fixes / streamed_s),
            "network_loaded_s": round(self.loaded_s, 2),
        }
        work = (
            f"{ground}: {_QUESTIONS} questions for the {_K} soonest of {self.crews} crews, one after the other in the"
            f" road process's own engine (no bus), while a thread moves {_SHARE_MOVED:.0%} of the crews every"
            f" {_FIXES_EVERY_S} s; {len(visible_s)} roads on the way of the first crew closed one after the other;"
            " every answer of a sample against scipy's Dijkstra over the same arcs"
        )
        return Report("nearest", work, figures, self._against(), "the stream of positions in the same process")

    def _somewhere(self, count: int) -> tuple[Array, Array]:
        arc, share = self.rng.integers(0, self.network.arc_count, count), self.rng.random(count)
        a, b = self.network.tail[arc], self.network.head[arc]
        lon = self.network.lon[a] + share * (self.network.lon[b] - self.network.lon[a])
        lat = self.network.lat[a] + share * (self.network.lat[b] - self.network.lat[a])
        return lon + self.rng.normal(0, 1e-5, count), lat + self.rng.normal(0, 1e-5, count)

    def _target(self) -> Point:
        lon, lat = self._somewhere(1)
        return Point(lon=float(lon[0]), lat=float(lat[0]))

    def _ask(self, count: int) -> list[float]:
        spent = []
        for _ in range(count):
            target = self._target()
            began = time.perf_counter()
            self.engine.nearest_live(target, self.live, _K)
            spent.append(time.perf_counter() - began)
        return spent

    def _move_crews(self) -> None:
        rng = np.random.default_rng(8)
        count = max(1, int(self.crews * _SHARE_MOVED))
        while not self._stop.wait(_FIXES_EVERY_S):
            moved = rng.permutation(self.crews)[:count].astype(np.int32)
            self.lon[moved] += rng.normal(0, 3e-4, count)
            self.lat[moved] += rng.normal(0, 3e-4, count)
            self.live.put(moved, self.lon[moved], self.lat[moved])
            self.fixes += count

    def _close_roads(self) -> tuple[list[float], int]:
        """Close roads on the way of whoever comes first: seconds until an answer goes by it, and how often none did."""
        restrictions: list[Restriction] = []
        spent: list[float] = []
        not_seen = 0
        while len(spent) < _CLOSURES:
            target = self._target()
            first = self.engine.nearest_live(target, self.live, 1)
            if not first:
                continue
            start = Point(lon=float(self.lon[first[0].index]), lat=float(self.lat[first[0].index]))
            way = self.engine.route(start, target)
            if way is None or len(way.points) < 5:
                continue
            middle = len(way.points) // 2
            restrictions.append(Restriction(line=way.points[middle - 1 : middle + 1], both_ways=True, speed_kmh=None))
            began = time.perf_counter()
            self.engine.graph = restricted(self.network, restrictions)
            again = self.engine.route(start, target)
            spent.append(time.perf_counter() - began)
            not_seen += again is not None and again.eta_s <= way.eta_s and again.points == way.points
        return spent, not_seen

    def _judge(self) -> tuple[float, float, int]:
        """Share of exact answers, and share of targets whose nearest crew by straight line is not the soonest."""
        graph = self.engine.graph
        is_large = len(graph.tail) > _MOST_ARCS_FOR_DIJKSTRA
        count = _CHECKED_LARGE if is_large else _CHECKED
        is_open = np.isfinite(graph.cost_s)
        nodes = len(self.network.crossing)
        backwards = csr_matrix(
            (graph.cost_s[is_open], (graph.head[is_open], graph.tail[is_open])), shape=(nodes, nodes)
        )
        exact, straight = 0, 0
        for _ in range(count):
            target = self._target()
            found = self.engine.nearest_live(target, self.live, _K) or []
            times = _independent(self.network, graph, backwards, target, self.live.positions)
            order = np.argsort(times, kind="stable")[: len(found)]
            exact += _is_exact(found, times, order)
            apart = lengths_m(self.lon, self.lat, np.full(self.crews, target.lon), np.full(self.crews, target.lat))
            straight += bool(times[int(apart.argmin())] > times.min() + 1e-6)
        return exact / count, straight / count, count

    def _against(self) -> dict[str, Figure]:
        """scipy's Dijkstra of the whole network, for one question."""
        graph, nodes = self.engine.graph, len(self.network.crossing)
        is_open = np.isfinite(graph.cost_s)
        backwards = csr_matrix(
            (graph.cost_s[is_open], (graph.head[is_open], graph.tail[is_open])), shape=(nodes, nodes)
        )
        spent = []
        for _ in range(3):
            began = time.perf_counter()
            _independent(self.network, graph, backwards, self._target(), self.live.positions)
            spent.append(time.perf_counter() - began)
        return {"scipy_dijkstra_ms": round(min(spent) * 1000, 1)}


def _independent(network: RoadNetwork, graph: Graph, backwards: Any, target: Point, places: OnRoad) -> Array:
    """Seconds from every place to the target by scipy over the reversed arcs; infinite where there is no way."""
    goal, _ = network.snap(np.array([target.lon]), np.array([target.lat]))
    nodes = len(network.crossing)
    starts = [(int(goal.node[0]), 0.0)] if goal.node[0] >= 0 else []
    for side in range(2):
        arc = int(goal.arc[0, side])
        ahead_s = 0.0 if arc < 0 else float(goal.share[0, side] * graph.own_s[arc])
        while arc >= 0:
            starts.append((int(graph.tail[arc]), ahead_s))
            arc = int(graph.twin[arc])
    time_s = np.full(nodes, np.inf)
    for node, ahead_s in starts:
        time_s = np.minimum(time_s, dijkstra(backwards, indices=node) + ahead_s)
    found: Array = np.where(places.node >= 0, time_s[places.node], np.inf)
    for lane in range(2):
        arcs = places.arc[:, lane]
        left_s = (1 - places.share[:, lane]) * graph.own_s[arcs] + time_s[graph.head[arcs]]
        found = np.minimum(found, np.where((arcs >= 0) & (places.node < 0), left_s, np.inf))
        for other in range(2):
            same = (arcs >= 0) & (arcs == goal.arc[0, other]) & (goal.share[0, other] >= places.share[:, lane])
            ahead_s = (goal.share[0, other] - places.share[:, lane]) * graph.own_s[arcs]
            found = np.where(same & (places.node < 0), np.minimum(found, ahead_s), found)
    return found


def _is_exact(found: list[Reached], times: Array, order: Array) -> bool:
    """Whether those are the soonest, with their times; crews that tie may stand for each other."""
    own = np.array([one.eta_s for one in found])
    return bool(
        np.allclose(own, times[order], atol=1e-6) and np.allclose(own, times[[one.index for one in found]], atol=1e-6)
    )
