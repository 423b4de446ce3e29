"""The hypercube queueing model (Larson 1974) with infinite line: exact by balance equations, and as input of the twin.

Example: the three-unit city of Larson and Odoni, Urban Operations Research (1981), §5.4.3. Its text gives the primary
areas, their shares (0.75, 0.35, 0.40 of 1.5 requests a service time), that unit 1 is first backup of areas 2 and 3,
that unit 2 backs up atoms 1 and 2 and unit 3 atom 4, and f(1, 1) = 8.7 %, from which atom 1 has 0.25; how the rest of
an area is split between atoms of the same order of units changes none of its figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.planning.twin.contract import Calls, Ground
from yaoyaoling.planning.twin.streams import poisson_moments, stream

Array = NDArray[Any]


@dataclass(frozen=True)
class City:
    """rates: requests for each atom a second (or any unit of time). orders: for each atom the units, best first.

    service_s: mean service of every unit, in the same unit of time.
    """

    rates: tuple[float, ...]
    orders: tuple[tuple[int, ...], ...]
    service_s: float = 1.0

    @property
    def units(self) -> int:
        """How many units."""
        return len(self.orders[0])


EXAMPLE = City(
    rates=(0.25, 0.25, 0.10, 0.25, 0.15, 0.10, 0.10, 0.10, 0.10, 0.10),
    orders=((0, 1, 2), (0, 1, 2), (1, 0, 2), (0, 2, 1), (1, 0, 2), (1, 0, 2), *[(2, 0, 1)] * 4),
)


@dataclass(frozen=True)
class Steady:
    """workload: share of time each unit is busy. waits: share of requests that queue (P'Q).

    interarea: share of requests to which another than the first unit of the atom goes.
    """

    workload: tuple[float, ...]
    waits: float
    interarea: float


PUBLISHED = Steady((0.5574, 0.4734, 0.4693), 0.23684, 0.43529)
"""Of the example, as §5.4.4 prints it: equations (5.30) and after."""


def solve_hypercube(city: City) -> Steady:
    """The steady state by its 2^N balance equations (N up to about 12). Raises: ValueError, more work than units.

    With all busy the line is a birth-death chain, so the states above "all busy" are one geometric sum; a request that
    queued goes to each unit alike, service being exponential and equal.
    """
    n, load = city.units, sum(city.rates) * city.service_s
    if load >= city.units:
        raise ValueError("more work comes than the units can do")
    rate, full = 1.0 / city.service_s, 2**n - 1
    flow = np.zeros((2**n, 2**n))
    interarea = 0.0
    for state in range(2**n):
        for unit in range(n):
            if state >> unit & 1:
                flow[state, state & ~(1 << unit)] += rate
        for per_s, order in zip(city.rates, city.orders, strict=True):
            if state != full:
                flow[state, state | 1 << _first_free(state, order)] += per_s
    balance = flow.T - np.diag(flow.sum(axis=1))
    balance[0] = 1.0
    share = np.linalg.solve(balance, np.eye(2**n)[0])
    share[full] /= 1.0 - load / n
    share /= share.sum()
    waits = float(share[full])
    for per_s, order in zip(city.rates, city.orders, strict=True):
        other = sum(share[state] for state in range(full) if _first_free(state, order) != order[0])
        interarea += per_s / sum(city.rates) * float(other + waits * (n - 1) / n)
    busy = tuple(float(sum(share[s] for s in range(2**n) if s >> unit & 1)) for unit in range(n))
    return Steady(busy, waits, interarea)


def _first_free(state: int, order: Sequence[int]) -> int:
    return next(unit for unit in order if not state >> unit & 1)


def hypercube_ground(city: City) -> Ground:
    """The city as ground of the twin: no way takes time, all of it lies in the service."""
    atoms = len(city.rates)
    return Ground((np.zeros((atoms, atoms)),), (0,), 0, (0,), (0,) * city.units)


def hypercube_ranks(city: City) -> list[list[float]]:
    """rank[atom][unit] of the orders."""
    return [[float(order.index(unit)) for unit in range(city.units)] for order in city.orders]


def draw_requests(city: City, seed: int, replication: int, until_s: float) -> Calls:
    """Requests of one replication: Poisson, exponential service."""
    at_s = poisson_moments(stream(seed, replication, "arrivals"), sum(city.rates), until_s)
    count = len(at_s)
    share = np.asarray(city.rates) / sum(city.rates)
    place = stream(seed, replication, "places").choice(len(share), count, p=share)
    scene_s = stream(seed, replication, "scenes").exponential(city.service_s, count)
    nothing, nowhere = np.zeros(count), np.full(count, -1)
    return Calls(at_s, nothing, place, np.zeros(count, np.int64), scene_s, nowhere, nothing)
