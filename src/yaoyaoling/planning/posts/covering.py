"""Maximal covering: p sites from which the most demand is reached in time, with a proven bound.

The integer programme of Church and ReVelle (1974), solved by HiGHS: a client counts when a chosen site covers it. Its
linear relaxation is nearly always whole, so the bound is close even when time runs out.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy  # its parts load when they are first used: not at the start of every process
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack

from yaoyaoling.planning.posts.pmedian import NoSuchChoice

Array = NDArray[Any]


@dataclass(frozen=True)
class Cover:
    """sites: the chosen ones, ascending. objective: demand they cover. bound: no choice covers more."""

    sites: tuple[int, ...]
    objective: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """How far the objective may lie below the optimum, as a share of the bound."""
        return max(0.0, (self.bound - self.objective) / max(self.bound, 1e-12))


def solve_covering(covers: Array, demand: Array, p: int, *, within_s: float = 60.0) -> Cover:
    """The p sites that cover most demand. covers: bool[clients, sites]; demand: float[clients], none negative.

    Ends with the optimum proven (to 1e-6 of it), or after `within_s` with the best found and the bound reached.
    Raises: NoSuchChoice.
    """
    began = time.perf_counter()
    covers = np.asarray(covers, np.bool_)
    sites = covers.shape[1]
    if not 1 <= p <= sites:
        raise NoSuchChoice(sites=sites, wanted=p)
    # Clients that the same sites cover are one; those that none covers, or nobody asks for, are none.
    rows, which = np.unique(np.packbits(covers, axis=1), axis=0, return_inverse=True)
    weight = np.bincount(which.ravel(), demand, len(rows))
    kinds = np.unpackbits(rows, axis=1, count=sites).astype(np.bool_)
    asked = kinds.any(axis=1) & (weight > 0)
    kinds, weight = kinds[asked], weight[asked]
    chosen = _greedy(kinds, weight, p)
    bound = float(weight.sum())
    if len(kinds) and _covered(kinds, weight, chosen) < bound:
        chosen, bound = _prove(kinds, weight, p, chosen, bound, within_s)
    objective = float(np.asarray(demand)[covers[:, chosen].any(axis=1)].sum())
    picked = tuple(sorted(int(site) for site in chosen))
    return Cover(picked, objective, max(float(bound), objective), time.perf_counter() - began)


def _covered(kinds: Array, weight: Array, chosen: Array) -> float:
    return float(weight[kinds[:, chosen].any(axis=1)].sum())


def _greedy(kinds: Array, weight: Array, p: int) -> Array:
    """p sites, each the one that adds most: what there is when time runs out at once."""
    left, chosen = weight.copy(), []
    may = np.ones(kinds.shape[1], np.bool_)
    for _ in range(p):
        adds = np.where(may, left @ kinds, -1.0)
        site = int(adds.argmax())
        chosen.append(site)
        may[site] = False
        left = np.where(kinds[:, site], 0.0, left)
    return np.array(chosen)


def _prove(kinds: Array, weight: Array, p: int, start: Array, bound: float, within_s: float) -> tuple[Array, float]:
    """The integer programme: x[client] ≤ sum of y over the sites that cover it, p of y are 1."""
    clients, sites = kinds.shape
    scale = weight.sum()
    link = hstack([eye_array(clients, format="csr"), -csr_array(kinds.astype(np.float64))], format="csr")
    count = csr_array(np.concatenate([np.zeros(clients), np.ones(sites)])[None, :])
    result = scipy.optimize.milp(
        np.concatenate([-weight / scale, np.zeros(sites)]),
        constraints=[scipy.optimize.LinearConstraint(link, -np.inf, 0), scipy.optimize.LinearConstraint(count, p, p)],
        integrality=np.concatenate([np.zeros(clients), np.ones(sites)]),
        bounds=scipy.optimize.Bounds(0, 1),
        options={"time_limit": max(0.0, within_s), "mip_rel_gap": 1e-7},
    )
    if result.mip_dual_bound is not None and np.isfinite(result.mip_dual_bound):
        bound = min(bound, -float(result.mip_dual_bound) * scale)
    if result.x is None:
        return start, bound
    found = np.argsort(-result.x[clients:], kind="stable")[:p]
    return (found if _covered(kinds, weight, found) >= _covered(kinds, weight, start) else start), bound
