"""Figures of what was played: workloads, waiting, lateness; means with intervals, and differences of the same calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy  # its parts load when they are first used: not at the start of every process
from numpy.typing import NDArray

from yaoyaoling.planning.twin.contract import Calls, Played

Array = NDArray[Any]


@dataclass(frozen=True)
class Estimate:
    """A mean over replications; half: half the width of its confidence interval (NaN for one replication)."""

    mean: float
    half: float


def estimate(values: Sequence[float] | Array, level: float = 0.95) -> Estimate:
    """Mean and Student interval of independent replications. Raises: ValueError for none."""
    data = np.asarray(values, np.float64)
    if not len(data):
        raise ValueError("nothing was played")
    if len(data) == 1:
        return Estimate(float(data[0]), float("nan"))
    half = scipy.stats.t.ppf(0.5 + level / 2, len(data) - 1) * data.std(ddof=1) / np.sqrt(len(data))
    return Estimate(float(data.mean()), float(half))


def difference(ours: Sequence[float], theirs: Sequence[float]) -> Estimate:
    """Ours less theirs, replication by replication: of the same calls, so most of the chance falls away."""
    return estimate(np.subtract(ours, theirs))


def workloads(played: Played, units: int, begin_s: float, end_s: float) -> Array:
    """For each unit the share of the time between two moments in which it was sent or at work."""
    begin, end = np.clip(played.sent_s, begin_s, end_s), np.clip(played.free_s, begin_s, end_s)
    came = played.unit >= 0
    busy_s = np.bincount(played.unit[came], (end - begin)[came], units)
    return np.asarray(busy_s / (end_s - begin_s))


@dataclass(frozen=True)
class Service:
    """How the calls that came between two moments were served. response: from the call to the arrival, seconds.

    late: share that waited longer than allowed for their priority. waited: share for which nobody was free when due.
    """

    calls: int
    late: float
    mean_response_s: float
    waited: float
    by_priority: dict[int, tuple[int, float, float]]


def service(calls: Calls, played: Played, allowed_s: Sequence[float], begin_s: float, end_s: float) -> Service:
    """Service of the calls in a span. by_priority: (calls, late, mean response). Raises: ValueError, no call."""
    counted = (calls.at_s >= begin_s) & (calls.at_s < end_s)
    if not counted.any():
        raise ValueError("no call came in that time")
    response_s = played.there_s[counted] - calls.at_s[counted]
    priority = calls.priority[counted]
    late = response_s > np.asarray(allowed_s)[priority]
    kinds = {
        int(one): (int(is_it.sum()), float(late[is_it].mean()), float(response_s[is_it].mean()))
        for one in np.unique(priority)
        for is_it in [priority == one]
    }
    waited = played.sent_s[counted] > played.due_s[counted] + 1e-9
    return Service(int(counted.sum()), float(late.mean()), float(response_s.mean()), float(waited.mean()), kinds)
