"""Machine code of the p-median search: the Lagrangian bound of a subproblem, and the interchange of sites.

Relaxing "every client is served once" leaves a choice of the p sites with the smallest reduced costs
(Cornuéjols, Fisher, Nemhauser 1977); multipliers move by subgradient steps (Held, Wolfe, Crowder 1974). Its best
value is that of the linear relaxation. The interchange is Whitaker's (1983): for each site that may come in, the
one whose leaving costs least is found in one pass over the clients.

Arrays: cost float64[sites, clients]; status int8[sites], 1 opened, -1 closed, 0 open to choice.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.kernel.compiled import compiled

Array = NDArray[Any]
_PATIENCE = 15
"""Rounds without a better bound before steps get shorter."""


@compiled
def serve(cost: Array, sites: Array, first: Array, second: Array, at: Array) -> float:
    """Fill each client's least and second least cost and the number of its site; gives the sum."""
    total = 0.0
    for client in range(cost.shape[1]):
        best, next_best, which = np.inf, np.inf, -1
        for number in range(len(sites)):
            value = cost[sites[number], client]
            if value < best:
                best, next_best, which = value, best, number
            elif value < next_best:
                next_best = value
        first[client], second[client], at[client] = best, next_best, which
        total += best
    return total


@compiled
def interchange(cost: Array, sites: Array, status: Array) -> float:
    """Exchange sites in place while that makes the whole cheaper; opened ones stay, closed ones stay away.

    Gives the sum of the clients' costs.
    """
    n, m = cost.shape
    first, second, at = np.empty(m), np.empty(m), np.empty(m, np.int64)
    is_in = np.zeros(n, np.bool_)
    for site in sites:
        is_in[site] = True
    total = serve(cost, sites, first, second, at)
    while True:
        best_change, best_in, best_out = -1e-9, -1, -1
        leaving = np.empty(len(sites))
        for come in range(n):
            if is_in[come] or status[come] < 0:
                continue
            gain = 0.0
            leaving[:] = 0.0
            for client in range(m):
                value = cost[come, client]
                if value < first[client]:
                    gain += first[client] - value
                else:
                    leaving[at[client]] += min(value, second[client]) - first[client]
            for number in range(len(sites)):
                if status[sites[number]] <= 0 and leaving[number] - gain < best_change:
                    best_change, best_in, best_out = leaving[number] - gain, come, number
        if best_in < 0:
            return total
        is_in[sites[best_out]], is_in[best_in] = False, True
        sites[best_out] = best_in
        total = serve(cost, sites, first, second, at)


@compiled
def _reduce(cost: Array, status: Array, multipliers: Array, reduced: Array, key: Array) -> None:
    """What opening each site saves at these multipliers; `key` orders them, opened first, closed last."""
    for site in range(cost.shape[0]):
        total = 0.0
        if status[site] >= 0:
            for client in range(cost.shape[1]):
                saved = cost[site, client] - multipliers[client]
                if saved < 0:
                    total += saved
        reduced[site] = total
        key[site] = -np.inf if status[site] == 1 else (np.inf if status[site] < 0 else total)


@compiled
def _slope(cost: Array, chosen: Array, multipliers: Array, slope: Array) -> float:
    """By how much each client is served too little or too often; gives the sum of squares."""
    slope[:] = 1.0
    for site in chosen:
        for client in range(cost.shape[1]):
            if cost[site, client] < multipliers[client]:
                slope[client] -= 1.0
    return float((slope * slope).sum())


@compiled
def relax(
    cost: Array, status: Array, p: int, upper: float, multipliers: Array, rounds: int, slack: float
) -> tuple[float, float, Array, Array, Array]:
    """The best bound of a subproblem within so many rounds; `multipliers` float64[clients] are moved in place.

    upper: the cheapest whole solution known. Ends early when no whole solution under `upper - slack` can lie here.
    Gives bound, cost of the cheapest solution met, its sites int64[p], the sites' reduced costs at the bound
    float64[sites], and how often each site was chosen lately, 0 to 1.
    """
    n, m = cost.shape
    step, best, stale = 1.5, -np.inf, 0
    held, held_reduced, often = multipliers.copy(), np.zeros(n), np.zeros(n)
    found, found_sites = np.inf, np.zeros(p, np.int64)
    reduced, key, slope = np.empty(n), np.empty(n), np.empty(m)
    first, second, at = np.empty(m), np.empty(m), np.empty(m, np.int64)
    for _ in range(rounds):
        _reduce(cost, status, multipliers, reduced, key)
        chosen = np.argsort(key)[:p]
        value = multipliers.sum()
        for site in chosen:
            value += reduced[site]
            often[site] += 0.05
        often *= 0.95
        whole = serve(cost, chosen, first, second, at)
        if whole < found:
            found = whole
            found_sites[:] = chosen
        if value > best + 1e-7:
            best, stale = value, 0
            held[:] = multipliers
            held_reduced[:] = reduced
        else:
            stale += 1
        if stale >= _PATIENCE:
            step, stale = step * 0.6, 0
            multipliers[:] = held
        if best > min(upper, found) - slack or step < 1e-4:
            break
        norm = _slope(cost, chosen, multipliers, slope)
        if norm == 0:
            break
        multipliers += step * (1.02 * min(upper, found) - value) / norm * slope
    multipliers[:] = held
    return best, found, found_sites, held_reduced, often
