"""`yyl bench hypercube`: the twin against the three-unit city of Urban Operations Research, whose figures are exact."""

import argparse
import time

import numpy as np

from yaoyaoling.apps.bench.report import Figure, Report
from yaoyaoling.planning.public import (
    EXAMPLE,
    PUBLISHED,
    ByTable,
    draw_requests,
    estimate,
    hypercube_ground,
    hypercube_ranks,
    play,
    solve_hypercube,
    workloads,
)

_SEED = 1981
_NAMES = ("workload_1", "workload_2", "workload_3", "waits_share", "interarea_share")


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench hypercube")
    parser.add_argument("--replications", type=int, default=30)
    parser.add_argument("--services", type=float, default=40_000.0, help="length of each, in mean service times")
    options = parser.parse_args(args)
    report = _run(max(2, options.replications), max(100.0, options.services))
    return report.show(as_json)


def _run(replications: int, span: float) -> Report:
    warm = min(200.0, span / 10)
    began = time.perf_counter()
    ground, policy = hypercube_ground(EXAMPLE), ByTable(hypercube_ranks(EXAMPLE))
    seen, count = [], 0
    for replication in range(replications):
        calls = draw_requests(EXAMPLE, _SEED, replication, warm + span)
        played = play(ground, calls, policy)
        counted = calls.at_s >= warm
        first = np.array([order[0] for order in EXAMPLE.orders])[calls.place]
        waited = (played.sent_s > played.due_s)[counted].mean()
        other = (played.unit != first)[counted].mean()
        seen.append([*workloads(played, EXAMPLE.units, warm, warm + span), waited, other])
        count += len(calls)
    seconds = time.perf_counter() - began
    truth, book = ((*one.workload, one.waits, one.interarea) for one in (solve_hypercube(EXAMPLE), PUBLISHED))
    found = [estimate(column) for column in np.array(seen).T]
    figures: dict[str, Figure] = {}
    for name, one in zip(_NAMES, found, strict=True):
        figures[name], figures[f"{name}_half_95"] = round(one.mean, 5), round(one.half, 5)
    figures["max_error_pct"] = _worst_pct([one.mean for one in found], book)
    figures["exact_max_error_pct"] = _worst_pct(truth, book)
    figures["calls"], figures["calls_per_s"] = count, round(count / seconds)
    against: dict[str, Figure] = {f"published_{name}": value for name, value in zip(_NAMES, book, strict=True)}
    against |= {f"exact_{name}": round(value, 5) for name, value in zip(_NAMES, truth, strict=True)}
    work = (
        f"Larson and Odoni's three-unit, ten-atom city (§5.4): {replications} replications of {span:g} mean service"
        f" times in the twin's core, {warm:g} left out at the start of each; against the published figures and our own"
        " solution of the balance equations"
    )
    return Report("hypercube", work, figures, against, "nothing of ours")


def _worst_pct(found: tuple[float, ...] | list[float], book: tuple[float, ...]) -> float:
    return round(100 * max(abs(a - b) / b for a, b in zip(found, book, strict=True)), 4)
