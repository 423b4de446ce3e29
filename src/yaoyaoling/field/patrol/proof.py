"""What a position says about a point that is to be visited. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Step = Literal["reach", "leave", "done"]
_OUT_FACTOR, _OUT_M = 1.5, 20.0
"""Who trembles at the edge has not left: it takes half the radius and twenty metres more."""
_FORGIVEN_M = 30.0
"""Of what a phone says it may be wrong by, so much is believed at most."""


@dataclass(frozen=True)
class Watched:
    """A point that is not done: how near is near, how long is long enough, and whether somebody has to look at things.

    arrived_at: since when the crew is there, or None.
    """

    radius_m: float
    stay_s: int
    has_checks: bool
    arrived_at: datetime | None


def look(point: Watched, distance_m: float, at: datetime) -> tuple[Step, ...]:
    """What a fix so far from the point changes. A point with checks is never done by a position alone."""
    if point.arrived_at is None:
        if distance_m > point.radius_m:
            return ()
        return ("reach",) if point.stay_s or point.has_checks else ("reach", "done")
    stayed_s = (at - point.arrived_at).total_seconds()
    if stayed_s < 0:
        return ()  # an older fix that came late
    if distance_m > point.radius_m * _OUT_FACTOR + _OUT_M:
        return ("leave",) if stayed_s < point.stay_s else ()
    if stayed_s >= point.stay_s and not point.has_checks and distance_m <= point.radius_m:
        return ("done",)
    return ()


def is_near(radius_m: float, distance_m: float, accuracy_m: float | None) -> bool:
    """Whether somebody who presses "here" is."""
    return distance_m <= radius_m + min(accuracy_m or 0.0, _FORGIVEN_M)
