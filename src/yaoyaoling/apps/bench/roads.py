"""`yyl bench roads`: ways to find the ten crews that are there soonest, on one network with forbidden turns."""

import argparse
import sys
import time
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.apps.bench.country import made_country
from yaoyaoling.apps.bench.report import Figure, Report, spread_ms
from yaoyaoling.apps.bench.road_methods import Full, Hierarchies, Method, Ours, Scipy, whole_ms
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.turns import without_traps

Array = NDArray[Any]
_K = 10
_QUESTIONS = 300
_SLOW_QUESTIONS = 60
_CHECKED, _CHECKED_LARGE, _LARGE = 60, 8, 300_000
_CLOSURES = 10


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench roads")
    parser.add_argument("--nodes", type=int, default=100_000, help="crossings of the made province")
    parser.add_argument("--crews", type=int, default=5_000)
    parser.add_argument(
        "--skip", action="append", default=[], help="a method to leave out: scipy_limited, routingkit_cch"
    )
    parser.add_argument("--turns", type=float, default=0.1, help="share of crossings with a forbidden turn")
    options = parser.parse_args(args)
    roads = with_turns(made_country(min(4_000_000, max(100, options.nodes))), max(0.0, options.turns))
    report = _Comparison(roads, min(200_000, max(_K, options.crews)), frozenset(options.skip)).run()
    return report.show(as_json)


def with_turns(roads: Roads, share: float, seed: int = 7) -> Roads:
    """The roads with one turn forbidden at so large a share of the crossings; none shuts a road in."""
    rng = np.random.default_rng(seed)
    order = np.argsort(roads.tail, kind="stable")
    start = np.searchsorted(roads.tail[order], np.arange(len(roads.lon) + 1))
    degree = np.diff(start)
    come = np.flatnonzero(rng.random(len(roads.tail)) < share / 2.2)
    via = roads.head[come]
    come, via = come[degree[via] > 2], via[degree[via] > 2]
    go = order[start[via] + rng.integers(0, degree[via])]
    turns = np.stack([roads.tail[come], via, roads.head[go]], axis=1).astype(np.int32)
    mended, _ = without_traps(replace(roads, turns=np.unique(turns, axis=0)))
    return mended


class _Comparison:
    def __init__(self, roads: Roads, crews: int, skip: frozenset[str]) -> None:
        self._roads, self._skip = roads, skip
        began = time.perf_counter()
        self._network = RoadNetwork(roads)
        self._loaded_s = time.perf_counter() - began
        self._graph = whole_ms(self._network.graph)
        rng = np.random.default_rng(11)
        self._crews = rng.integers(0, self._network.node_count, crews)
        self._targets = rng.integers(0, self._network.node_count, _QUESTIONS).tolist()
        # An arc into each of the first targets: whoever came by it has to come another way.
        into = [np.flatnonzero(self._network.head == target) for target in self._targets[: 2 * _CLOSURES]]
        self._closed = np.array([arcs[0] for arcs in into if len(arcs) > 1][:_CLOSURES])
        self._truth_after: dict[int, Array] = {}

    def run(self) -> Report:
        """Each method in its turn; the next begins when the last is gone from memory."""
        network = self._network
        figures: dict[str, Figure] = {
            "nodes": network.node_count,
            "arcs": network.arc_count,
            "forbidden_turns": len(self._roads.turns),
            "search_nodes": len(network.crossing),
            "crews": len(self._crews),
            "network_loaded_s": round(self._loaded_s, 2),
        }
        truth, judged_s = self._judge(figures)
        figures |= self._measure(Ours(network, self._graph, self._crews), truth)
        skipped = [f"{name}: not wanted" for name in sorted(self._skip)]
        if Scipy.name not in self._skip:
            figures |= self._measure(Scipy(self._graph, self._crews), truth)
        if Hierarchies.name not in self._skip:
            try:
                figures |= self._hierarchies(truth)
            except ImportError:
                skipped.append(f"{Hierarchies.name}: not installed (pip install routingkit-cch)")
        figures |= self._without_turns()
        work = (
            f"made province: {_QUESTIONS} questions for the {_K} soonest of {len(self._crews)} crews at crossings, one"
            f" after the other, costs in whole ms; the closure is one arc, the median of {_CLOSURES};"
            f" every answer of a sample against scipy's Dijkstra of everything, before and after the closures;"
            f" left out: {'; '.join(skipped) or 'nothing'}"
        )
        return Report("roads", work, figures, spread_ms(Full.name, judged_s), "nothing of ours")

    def _judge(self, figures: dict[str, Figure]) -> tuple[dict[int, Array], list[float]]:
        """The true answers to a sample, before and after the closures, and what each took."""
        full = Full(self._graph, self._crews)
        count = _CHECKED_LARGE if self._network.node_count > _LARGE else _CHECKED
        spent: list[float] = []

        def asked(targets: list[int]) -> dict[int, Array]:
            found = {}
            for target in targets:
                began = time.perf_counter()
                found[target] = full.soonest_s(target, _K)
                spent.append(time.perf_counter() - began)
            return found

        truth = asked(self._targets[:count])
        full.close(self._closed)
        self._truth_after = asked(list(truth)[:_CLOSURES])
        changed = [not _same(wanted, truth[target]) for target, wanted in self._truth_after.items()]
        figures |= {"checked": len(truth), "answers_changed_by_closures": sum(changed)}
        return truth, spent

    def _hierarchies(self, truth: dict[int, Array]) -> dict[str, Figure]:
        made = Hierarchies(self._network, self._graph, self._crews)
        return self._measure(made, truth, _SLOW_QUESTIONS) | {
            "routingkit_cch_ordered_s": round(made.ordered_s, 2),
            "routingkit_cch_customised_s": round(made.customised_s, 3),
            "routingkit_cch_pinned_s": round(made.pinned_s, 4),
            "routingkit_cch_other_weights_s": round(made.customise(), 3),
        }

    def _measure(self, method: Method, truth: dict[int, Array], questions: int = _QUESTIONS) -> dict[str, Figure]:
        print(f"{method.name} …", file=sys.stderr, flush=True)  # noqa: T201 - some take minutes
        spent = []
        for target in self._targets[:questions]:
            began = time.perf_counter()
            method.soonest_s(target, _K)
            spent.append(time.perf_counter() - began)
        exact = [_same(method.soonest_s(target, _K), wanted) for target, wanted in truth.items()]
        closing = [method.close(self._closed[: count + 1]) for count in range(len(self._closed))]
        after = [_same(method.soonest_s(target, _K), wanted) for target, wanted in self._truth_after.items()]
        return {
            f"{method.name}_made_s": round(method.made_s, 3),
            **spread_ms(method.name, spent),
            f"{method.name}_exact": round(float(np.mean(exact)), 4),
            f"{method.name}_exact_with_closures": round(float(np.mean(after)), 4),
            f"{method.name}_closure_ms": round(float(np.median(closing)) * 1000, 3),
        }

    def _without_turns(self) -> dict[str, Figure]:
        """What the forbidden turns cost: ours on the same roads without them."""
        network = RoadNetwork(replace(self._roads, turns=self._roads.turns[:0]))
        plain = Ours(network, whole_ms(network.graph), self._crews)
        spent = []
        for target in self._targets:
            began = time.perf_counter()
            plain.soonest_s(target, _K)
            spent.append(time.perf_counter() - began)
        return spread_ms("ours_without_turns", spent)


def _same(found: Array, wanted: Array) -> bool:
    return len(found) == len(wanted) and bool(np.allclose(found, wanted, atol=1e-6))
