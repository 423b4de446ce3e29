"""p-median: p sites for which the sum of every client's cost to its nearest one is least, with a proven bound.

Branch and bound over the sites (Lagrangian bounds, `relax.py`). Sites are opened or closed for good where their
reduced cost proves that no cheaper solution has them otherwise; what remains open is branched on.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.kernel.refused import Refused
from yaoyaoling.planning.posts.relax import interchange, relax

Array = NDArray[Any]
_ROOT_ROUNDS, _ROUNDS = 3000, 250
_STARTS = 6


class NoSuchChoice(Refused):
    """Sites cannot be chosen so."""

    code = "no_such_choice"
    status = 422
    zh = "候选点共 {sites} 个，无法从中选 {wanted} 个。"
    en = "There are {sites} sites; {wanted} of them cannot be chosen."


@dataclass(frozen=True)
class Medians:
    """sites: the chosen ones, ascending. served_by: for each client its site. bound: no choice costs less.

    subproblems: how many the proof took.
    """

    sites: tuple[int, ...]
    served_by: tuple[int, ...]
    objective: float
    bound: float
    seconds: float
    subproblems: int

    @property
    def gap(self) -> float:
        """How far the objective may lie above the optimum, as a share of it."""
        return 0.0 if self.objective <= self.bound else (self.objective - self.bound) / max(self.bound, 1e-12)


@dataclass
class _Search:
    cost: Array
    p: int
    slack: float
    upper: float
    sites: Array

    def take(self, total: float, sites: Array) -> None:
        if total < self.upper - 1e-9:
            self.upper, self.sites = total, np.sort(sites)

    def round_up(self, bound: float) -> float:
        """Whole costs make whole totals: a bound between two of them is as good as the next."""
        return float(np.ceil(bound - 1e-6)) if self.slack > 0.5 else bound

    def settle(self, status: Array, bound: float, reduced: Array) -> Array:
        """Close and open what no cheaper solution has otherwise. Gives the new status."""
        new = status.copy()
        free = np.flatnonzero(status == 0)
        left = self.p - int((status == 1).sum())
        order = free[np.argsort(reduced[free], kind="stable")]
        if 0 < left < len(order):
            last_in, first_out = reduced[order[left - 1]], reduced[order[left]]
            limit = self.upper - self.slack
            inside, outside = order[:left], order[left:]
            new[outside[bound + reduced[outside] - last_in > limit]] = -1
            new[inside[bound - reduced[inside] + first_out > limit]] = 1
        return new


def solve_pmedian(cost: Array, p: int, *, within_s: float = 60.0, seed: int = 0) -> Medians:
    """The cheapest p sites. cost: float64[clients, sites], demand already in it; finite, none negative.

    Ends with the optimum proven, or after `within_s` with the best found and the bound reached. Raises: NoSuchChoice.
    """
    began = time.perf_counter()
    by_site = np.ascontiguousarray(np.asarray(cost, np.float64).T)
    n = by_site.shape[0]
    if not 1 <= p <= n:
        raise NoSuchChoice(sites=n, wanted=p)
    is_whole = bool((by_site == np.round(by_site)).all())
    search = _Search(by_site, p, 1.0 - 1e-6 if is_whole else 1e-7, np.inf, np.arange(p))
    _begin(search, np.random.default_rng(seed))
    bound, count = _prove(search, began + within_s)
    served = search.sites[by_site[search.sites].argmin(axis=0)]
    return Medians(
        sites=tuple(int(one) for one in search.sites),
        served_by=tuple(int(one) for one in served),
        objective=search.upper,
        bound=min(bound, search.upper),
        seconds=time.perf_counter() - began,
        subproblems=count,
    )


def _begin(search: _Search, rng: np.random.Generator) -> None:
    """Some solutions no single exchange improves."""
    free = np.zeros(search.cost.shape[0], np.int8)
    for _ in range(_STARTS):
        sites = rng.choice(search.cost.shape[0], search.p, replace=False).astype(np.int64)
        search.take(interchange(search.cost, sites, free), sites)


def _prove(search: _Search, until: float) -> tuple[float, int]:
    """Search until nothing cheaper can exist, or until then; gives the bound and the number of subproblems."""
    n = search.cost.shape[0]
    # Each site serves n / p clients when all are alike; multipliers end near what half as many others would pay.
    rank = min(n - 1, max(1, n // (2 * search.p)))
    start: Array = np.partition(search.cost, rank, axis=0)[rank].copy()
    waiting: list[tuple[float, Array, Array]] = [(-np.inf, np.zeros(n, np.int8), start)]
    count = 0
    while waiting:
        if time.perf_counter() > until:
            return search.round_up(min(one[0] for one in waiting)), count
        above, status, multipliers = waiting.pop()
        if above > search.upper - search.slack:
            continue
        rounds = _ROUNDS if count else _ROOT_ROUNDS
        count += 1
        bound, found, sites, reduced, often = relax(
            search.cost, status, search.p, search.upper, multipliers, rounds, search.slack
        )
        if found < search.upper * 1.05:
            search.take(interchange(search.cost, sites, np.zeros(n, np.int8)), sites)
        bound = max(bound, above)
        if bound > search.upper - search.slack:
            continue
        status = search.settle(status, bound, reduced)
        free = np.flatnonzero(status == 0)
        left = search.p - int((status == 1).sum())
        if left == 0 or left == len(free):
            rest = np.flatnonzero(status == 1) if left == 0 else np.flatnonzero(status >= 0)
            total = float(search.cost[rest].min(axis=0).sum())
            search.take(total, rest.astype(np.int64))
            continue
        pick = free[np.abs(often[free] - 0.5).argmin()]
        likely = 1 if often[pick] >= 0.5 else -1
        for value in (-likely, likely):  # the likelier one is taken up first
            branch = status.copy()
            branch[pick] = value
            waiting.append((bound, branch, multipliers.copy()))
    return search.upper, count
