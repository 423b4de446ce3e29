"""Demand from incidents and addresses: pure. One piece for coverage, relocation and the planner.

The weights are the posterior mean of a Dirichlet process (Ferguson 1973): addresses are what is believed before
anything happened and count as much as `prior` incidents; every incident then stands for itself. With few incidents
demand is where people are, with many it is where calls came from. The hours are mixed in the same way: all hours are
what is believed of a watch before it has incidents of its own.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
LEVEL_WEIGHT = (4.0, 2.0, 1.0, 0.5)
"""An incident of level 1 … 4 counts so much: a graver one binds more crews, and waiting costs more."""


@dataclass(frozen=True)
class Past:
    """Incidents, a row for those of one place, level and watch. level: 1 … 4; watch: 0 … 2; count: of each."""

    level: Array
    watch: Array
    count: Array


@dataclass(frozen=True)
class Mixed:
    """Shares of demand; both together sum to one. counted: how many incidents; by_incidents: their share of it all."""

    addresses: Array
    incidents: Array
    counted: int

    @property
    def by_incidents(self) -> float:
        """0..1."""
        return float(self.incidents.sum())


def mix_demand(addresses: Array, past: Past, prior: float, watch: int | None = None) -> Mixed:
    """Mix them. addresses: float[…], weight of each; prior: so many incidents count as much as all addresses.

    watch: of which watch (0: 0–8, 1: 8–16, 2: 16–24 o'clock); None: of the whole day. All zero without any demand.
    """
    people = _share(addresses)
    count = past.count.astype(np.float64)
    weight = np.asarray(LEVEL_WEIGHT)[past.level.astype(np.int64) - 1] * count
    believed = prior if people.sum() > 0 else 0.0
    of_people, of_all = _parts(believed, float(count.sum()))
    shares = of_all * _share(weight)
    if watch is not None:
        own = past.watch == watch
        before, of_watch = _parts(prior, float(count[own].sum()))
        of_people, shares = of_people * before, shares * before + of_watch * _share(weight * own)
    return Mixed(people * of_people, shares, int(count.sum()))


def _parts(prior: float, seen: float) -> tuple[float, float]:
    """How much of what was believed is still believed, and how much what was seen counts."""
    whole = prior + seen
    return (prior / whole, seen / whole) if whole > 0 else (1.0, 0.0)


def _share(weight: Array) -> Array:
    total = float(weight.sum())
    return weight / total if total > 0 else np.zeros(len(weight))
