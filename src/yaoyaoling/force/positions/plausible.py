"""Plausibility: jumps, clocks, duplicates, what comes out of order, and devices that send without end."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.force.positions.verdict import Verdict
from yaoyaoling.kernel.compiled import compiled

Array = NDArray[Any]
HELD = np.dtype(
    [("at", "<f8"), ("lon", "<f8"), ("lat", "<f8"), ("heading", "<f4"), ("speed_kmh", "<f4"), ("accuracy_m", "<f4"),
     ("suspects", "<i4"), ("suspect_at", "<f8"), ("suspect_lon", "<f8"), ("suspect_lat", "<f8"), ("tokens", "<f8"),
     ("tokens_at", "<f8"), ("is_moved", "?"), ("is_unsaved", "?"), ("is_post", "?"), ("notes", "u1")]
)  # fmt: skip
"""What is held of a crew; at: epoch s, 0 before its first fix. is_post: it was put there, and never said so itself."""

KEPT, LATE, DUPLICATE = int(Verdict.KEPT), int(Verdict.LATE), int(Verdict.DUPLICATE)
FUTURE, TOO_OLD, JUMP, FLOOD = int(Verdict.FUTURE), int(Verdict.TOO_OLD), int(Verdict.JUMP), int(Verdict.FLOOD)
METRES = 6_371_008.8 * np.pi / 180
"""In a degree of latitude."""
SLACK_M = 300.0
"""So far a fix may lie off by itself."""
AGREEING, STUBBORN = 2, 3
"""A jump is believed when the second fix agrees with the first, or the third in a row says it is not where it was."""


class Rules(NamedTuple):
    """Seconds, km/h, fixes a second, fixes at once."""

    future_s: float
    oldest_s: float
    most_kmh: float
    rate: float
    burst: float


@compiled
def apart_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Metres between two places near each other."""
    x = (other_lon - lon) * np.cos(np.radians((lat + other_lat) / 2))
    return float(METRES * np.hypot(x, other_lat - lat))


@compiled
def is_leap(rules: Rules, metres: float, seconds: float, accuracy_m: float) -> bool:
    """Whether nobody gets that far in that time."""
    slack = SLACK_M + (min(accuracy_m, 2000.0) if accuracy_m == accuracy_m else 0.0)
    return bool(metres > rules.most_kmh / 3.6 * seconds + slack)


@compiled
def is_believed(rules: Rules, one: Any, at: float, lon: float, lat: float, accuracy_m: float) -> bool:
    """Whether a fix that cannot follow the held one is taken nevertheless; notes it as a suspect."""
    metres = apart_m(one.suspect_lon, one.suspect_lat, lon, lat)
    agrees = one.suspects > 0 and not is_leap(rules, metres, max(0.0, at - one.suspect_at), accuracy_m)
    one.suspects += 1
    one.suspect_at, one.suspect_lon, one.suspect_lat = at, lon, lat
    return bool((agrees and one.suspects >= AGREEING) or one.suspects >= STUBBORN)


@compiled
def has_room(rules: Rules, one: Any, now: float) -> bool:
    """Take a token of the device's bucket; gives whether there was one."""
    one.tokens = min(rules.burst, one.tokens + max(0.0, now - one.tokens_at) * rules.rate)
    one.tokens_at = now
    if one.tokens < 1.0:
        return False
    one.tokens -= 1.0
    return True


@compiled
def judge_one(rules: Rules, one: Any, now: float, at: float, lon: float, lat: float, accuracy_m: float) -> int:
    """What becomes of a fix of a crew that has room for it. at: not after now."""
    if at < now - rules.oldest_s:
        return TOO_OLD
    if at == one.at:
        return DUPLICATE
    if at < one.at:
        return LATE
    if one.at > 0 and not one.is_post:
        metres = apart_m(one.lon, one.lat, lon, lat)
        if is_leap(rules, metres, at - one.at, accuracy_m) and not is_believed(rules, one, at, lon, lat, accuracy_m):
            return JUMP
    one.suspects = 0
    return KEPT


@compiled
def judge(rules: Rules, now: float, held: Array, slots: Array, fixes: Any, verdicts: Array) -> None:
    """Judge the fixes that are not refused yet, in their order, and hold the newest of each crew.

    fixes: (at, lon, lat, heading, speed_kmh, accuracy_m), an array each; a time a little ahead of now becomes now.
    """
    at, lon, lat, heading, speed_kmh, accuracy_m = fixes
    for i in range(len(slots)):
        if verdicts[i] != KEPT:
            continue
        one = held[slots[i]]
        if not has_room(rules, one, now):
            verdicts[i] = FLOOD
            continue
        if at[i] > now + rules.future_s:
            verdicts[i] = FUTURE
            continue
        at[i] = min(at[i], now)
        verdicts[i] = judge_one(rules, one, now, at[i], lon[i], lat[i], accuracy_m[i])
        if verdicts[i] == KEPT:
            one.at, one.lon, one.lat = at[i], lon[i], lat[i]
            one.heading, one.speed_kmh, one.accuracy_m = heading[i], speed_kmh[i], accuracy_m[i]
            one.is_moved, one.is_unsaved, one.is_post = True, True, False
