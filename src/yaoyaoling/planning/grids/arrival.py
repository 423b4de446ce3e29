"""How soon somebody is there: arrival shares, means and balance of posts or grids, today's beside a proposal's."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Arrival:
    """within: share of demand reached in time. mean_s, p90_s: driving time to demand that is reached.

    heaviest: load of the heaviest post or grid over the mean. unreached: share of demand nobody reaches.
    """

    within: float
    mean_s: float
    p90_s: float
    heaviest: float
    unreached: float


@dataclass(frozen=True)
class Part:
    """One post or grid. load: its share of all demand; within: of that, the share reached in time; mean_s: its drive,
    nan when nobody is reached.
    """

    load: float
    within: float
    mean_s: float


def arrival_of_nearest(times_s: Array, demand: Array, within_s: float) -> Arrival:
    """Everybody is served from the nearest post. times_s: float[posts, places], infinite where there is no way."""
    nearest = times_s.argmin(axis=0)
    return _arrival(times_s[nearest, np.arange(len(demand))], nearest, len(times_s), demand, within_s)


def arrival_of_own(times_s: Array, of_place: Array, demand: Array, within_s: float) -> Arrival:
    """Everybody is served from the own grid. times_s: float[grids, places]; of_place: the grid, -1 for none."""
    return _arrival(_own(times_s, of_place), of_place, len(times_s), demand, within_s)


def parts_by_nearest(times_s: Array, demand: Array, within_s: float) -> tuple[Part, ...]:
    """The same post by post."""
    nearest = times_s.argmin(axis=0)
    return _parts(times_s[nearest, np.arange(len(demand))], nearest, len(times_s), demand, within_s)


def parts_by_own(times_s: Array, of_place: Array, demand: Array, within_s: float) -> tuple[Part, ...]:
    """The same grid by grid."""
    return _parts(_own(times_s, of_place), of_place, len(times_s), demand, within_s)


def _own(times_s: Array, of_place: Array) -> Array:
    return np.where(of_place >= 0, times_s[np.maximum(of_place, 0), np.arange(len(of_place))], np.inf)


def _parts(soonest_s: Array, served_by: Array, count: int, demand: Array, within_s: float) -> tuple[Part, ...]:
    own = served_by >= 0
    by, weight, times_s = served_by[own], demand[own], soonest_s[own]
    reached = np.isfinite(times_s)
    load = np.bincount(by, weight, count)
    in_time = np.bincount(by, weight * (times_s <= within_s), count)
    served = np.bincount(by[reached], weight[reached], count)
    driven = np.bincount(by[reached], weight[reached] * times_s[reached], count)
    within, mean_s = (
        np.divide(of, by_all, out=np.full(count, none), where=by_all > 0)
        for of, by_all, none in ((in_time, load, 0.0), (driven, served, np.nan))
    )
    share = load / max(float(demand.sum()), 1e-12)
    return tuple(Part(*row) for row in zip(share.tolist(), within.tolist(), mean_s.tolist(), strict=True))


def _arrival(soonest_s: Array, served_by: Array, count: int, demand: Array, within_s: float) -> Arrival:
    total = float(demand.sum())
    reached = np.isfinite(soonest_s) & (demand > 0)
    if total <= 0 or not reached.any():
        return Arrival(0.0, float("nan"), float("nan"), float("nan"), 1.0 if total > 0 else 0.0)
    share = demand[reached] / total
    times_s = soonest_s[reached]
    order = np.argsort(times_s, kind="stable")
    upto = np.cumsum(share[order])
    p90_s = float(times_s[order][min(len(order) - 1, int(np.searchsorted(upto, 0.9 * upto[-1] - 1e-12)))])
    load = np.bincount(served_by[reached], share, count)
    return Arrival(
        within=float(share[times_s <= within_s].sum()),
        mean_s=float((share * times_s).sum() / share.sum()),
        p90_s=p90_s,
        heaviest=float(load.max() / load.mean()),
        unreached=float(1.0 - share.sum()),
    )
