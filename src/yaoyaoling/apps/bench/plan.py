"""`yyl bench plan`: how close planned posts come to the best there is, and how long the proof takes."""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array
from scipy.spatial.distance import cdist

import yaoyaoling
from yaoyaoling.apps.bench.report import Figure, Report
from yaoyaoling.planning.public import Instance, Medians, read_orlib, solve_pmedian

_BESIDE = Path(yaoyaoling.__file__).parents[3] / "shared" / "data" / "orlib_pmed"
_MOST_FOR_HIGHS = 100
_HIGHS_S = 60.0
Array = NDArray[Any]


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench plan")
    parser.add_argument("--instances", type=Path, default=_BESIDE, help="folder of OR-Library files pmed*.txt")
    parser.add_argument("--within", type=float, default=60.0, help="seconds for each instance")
    options = parser.parse_args(args)
    report = _run(options.instances, max(0.1, options.within))
    return report.show(as_json)


def _run(folder: Path, within_s: float) -> Report:
    optima = _read_optima(folder / "pmedopt.txt")
    named = list(_read(folder)) or list(_made())
    solve_pmedian(np.eye(8) + 1.0, 2)  # the machine code is made or loaded before anything is timed
    found = {name: solve_pmedian(one.cost, one.p, within_s=within_s) for name, one in named}
    known = {name: optima[name] for name in found if name in optima}
    gaps = [100 * (found[name].objective - best) / best for name, best in known.items()]
    figures: dict[str, Figure] = {
        "instances": len(found),
        "proven_optimal": sum(1 for one in found.values() if one.gap == 0),
        "max_gap_pct": round(max(gaps or [100 * one.gap for one in found.values()]), 4),
        "max_bound_gap_pct": round(max(100 * one.gap for one in found.values()), 4),
        "bounds_above_the_optimum": sum(1 for name, best in known.items() if found[name].bound > best + 1e-6),
        "seconds_total": round(sum(one.seconds for one in found.values()), 2),
        "seconds_max": round(max(one.seconds for one in found.values()), 2),
        "subproblems": sum(one.subproblems for one in found.values()),
    }
    source = "OR-Library p-median instances" if known else "instances made here (no OR-Library folder is at hand)"
    sizes = f"{min(len(one.cost) for _, one in named)} to {max(len(one.cost) for _, one in named)} nodes"
    work = (
        f"{len(found)} {source}, {sizes}, each within {within_s:g} s; gap to the published optimum"
        " where one is known, else to our own bound"
    )
    return Report("plan", work, figures, _against(named, found), "nothing of ours")


def _read(folder: Path) -> Iterator[tuple[str, Instance]]:
    for path in sorted(folder.glob("pmed*.txt"), key=lambda one: (len(one.stem), one.stem)):
        if path.stem != "pmedopt":
            yield path.stem, read_orlib(path)


def _read_optima(path: Path) -> dict[str, float]:
    if not path.exists():
        return {}
    rows = (line.split() for line in path.read_text(encoding="ascii").splitlines()[1:])
    return {row[0]: float(row[1]) for row in rows if len(row) == 2}


def _made() -> Iterator[tuple[str, Instance]]:
    """Points on a square, ways straight and in whole metres."""
    rng = np.random.default_rng(110)
    for n, p in ((60, 6), (100, 10), (200, 20), (400, 40)):
        points = rng.uniform(0, 10_000, (n, 2))
        yield f"made{n}", Instance(cost=np.round(cdist(points, points)), p=p)


def _against(named: list[tuple[str, Instance]], found: dict[str, Medians]) -> dict[str, Figure]:
    """HiGHS, a general solver, on the small ones: same optimum, its seconds beside ours."""
    small = [(name, one) for name, one in named if len(one.cost) <= _MOST_FOR_HIGHS]
    seconds, differ = 0.0, 0
    for name, one in small:
        began = time.perf_counter()
        best = _highs(one.cost, one.p)
        seconds += time.perf_counter() - began
        differ += best is None or abs(best - found[name].objective) > 1e-6
    ours = sum(found[name].seconds for name, _ in small)
    return {
        "highs_instances": len(small),
        "highs_seconds_total": round(seconds, 2),
        "ours_seconds_on_those": round(ours, 2),
        "highs_other_optimum": differ,
    }


def _highs(cost: Array, p: int) -> float | None:
    """The optimum by integer programming: x[i, j] client i served by site j, y[j] opened. None: not within its time."""
    m, n = cost.shape
    pairs = m * n
    served = coo_array((np.ones(pairs), (np.repeat(np.arange(m), n), np.arange(pairs))), shape=(m, pairs + n))
    rows = np.concatenate([np.arange(pairs), np.arange(pairs)])
    columns = np.concatenate([np.arange(pairs), pairs + np.tile(np.arange(n), m)])
    opened = coo_array((np.repeat([1.0, -1.0], pairs), (rows, columns)), shape=(pairs, pairs + n))
    chosen = coo_array((np.ones(n), (np.zeros(n, int), pairs + np.arange(n))), shape=(1, pairs + n))
    result = milp(
        np.concatenate([cost.ravel(), np.zeros(n)]),
        constraints=[
            LinearConstraint(served.tocsr(), 1, 1),
            LinearConstraint(opened.tocsr(), -np.inf, 0),
            LinearConstraint(chosen.tocsr(), p, p),
        ],
        integrality=np.concatenate([np.zeros(pairs), np.ones(n)]),
        bounds=Bounds(0, 1),
        options={"time_limit": _HIGHS_S},
    )
    return float(result.fun) if result.success else None
