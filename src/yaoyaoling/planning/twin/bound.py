"""No policy is served better: a bound on the share of calls reached in time, from cover and the number of free units.

After Maxwell, Ni, Tong, Henderson, Topaloglu and Hunter (2014): were no time lost on the way to scenes, at least as
many units would be free whenever a call is due; and n free units, wherever they stand, reach at most the best cover
of n sites. It holds for policies that send a unit that is free when the call is due and do not place units by where
waiting calls are. Units under way are taken to stand at one of the places of the ground.
"""

import heapq
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.planning.twin.contract import Calls, Ground

Array = NDArray[Any]


def most_free(ground: Ground, calls: Calls) -> Array:
    """For each call how many units are free when it is due if nothing but the response drive takes no time."""
    onward = np.where(calls.then >= 0, ground.times_s[ground.quiet][calls.place, calls.then], 0.0)
    work_s = calls.scene_s + np.where(calls.then >= 0, onward + calls.handover_s, 0.0)
    due_s = calls.at_s + calls.delay_s
    ready = [0.0] * len(ground.homes)
    found = np.zeros(len(calls), np.int64)
    for call in np.argsort(due_s, kind="stable"):
        now_s = float(due_s[call])
        found[call] = sum(1 for at_s in ready if at_s <= now_s)
        heapq.heapreplace(ready, max(now_s, ready[0]) + float(work_s[call]))
    return found


def least_late(free: Array, cover: Sequence[float]) -> float:
    """No policy has a smaller late share. free: units free at each call; cover[n]: best share n units reach in time.

    A call that finds nobody free may still be served in time, so it counts as such.
    """
    best = np.asarray(cover, np.float64).copy()
    best[0] = 1.0
    return float(1.0 - best[np.minimum(free, len(best) - 1)].mean()) if len(free) else 0.0
