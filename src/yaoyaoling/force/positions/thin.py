"""History, thinned: of a drive the points are kept between which it is a straight line in space and time.

A cone for each axis (the swinging door of process historians, Bristol 1990; with the whole bound kept as in the swing
filter, Elmeleegy et al. 2009): a candidate end is one whose line from the last kept point passes every fix between
within the tolerance. What is read between two kept points is therefore at most so far from the fix that was left out,
on each axis.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.force.positions.plausible import KEPT, METRES
from yaoyaoling.kernel.compiled import compiled

Array = NDArray[Any]
CONE = np.dtype(
    [("kept_at", "<f8"), ("kept_lon", "<f8"), ("kept_lat", "<f8"), ("last_at", "<f8"), ("last_lon", "<f8"),
     ("last_lat", "<f8"), ("low_lon", "<f8"), ("high_lon", "<f8"), ("low_lat", "<f8"), ("high_lat", "<f8")]
)  # fmt: skip
"""The last kept point, the candidate that may be kept next (last_at 0: none), and the slopes still allowed."""


@compiled
def open_cone(cone: Any, at: float, lon: float, lat: float) -> None:
    """Begin anew from a point that is kept."""
    cone.kept_at, cone.kept_lon, cone.kept_lat = at, lon, lat
    cone.last_at = 0.0
    cone.low_lon, cone.high_lon, cone.low_lat, cone.high_lat = -np.inf, np.inf, -np.inf, np.inf


@compiled
def fits(cone: Any, at: float, lon: float, lat: float, longest_s: float) -> bool:
    """Whether a line from the kept point to this fix passes all between within the tolerance."""
    seconds = at - cone.kept_at
    slope_lon, slope_lat = (lon - cone.kept_lon) / seconds, (lat - cone.kept_lat) / seconds
    return bool(
        seconds <= longest_s
        and cone.low_lon <= slope_lon <= cone.high_lon
        and cone.low_lat <= slope_lat <= cone.high_lat
    )


@compiled
def narrow(cone: Any, at: float, lon: float, lat: float, tolerance_m: float) -> None:
    """Make this fix the candidate."""
    seconds = at - cone.kept_at
    off_lat = tolerance_m / METRES
    off_lon = off_lat / max(0.01, np.cos(np.radians(lat)))
    cone.low_lon = max(cone.low_lon, (lon - off_lon - cone.kept_lon) / seconds)
    cone.high_lon = min(cone.high_lon, (lon + off_lon - cone.kept_lon) / seconds)
    cone.low_lat = max(cone.low_lat, (lat - off_lat - cone.kept_lat) / seconds)
    cone.high_lat = min(cone.high_lat, (lat + off_lat - cone.kept_lat) / seconds)
    cone.last_at, cone.last_lon, cone.last_lat = at, lon, lat


@compiled
def thin(
    cones: Array, slots: Array, at: Array, lon: Array, lat: Array, verdicts: Array, tolerance_m: float,
    longest_s: float, points: Array, owners: Array,
) -> int:  # fmt: skip
    """Take the kept fixes; gives how many points are to be kept for ever: points[n, 3] (at, lon, lat) of owners[n].

    Room for twice as many points as fixes.
    """
    found = 0
    for i in range(len(slots)):
        if verdicts[i] != KEPT:
            continue
        cone = cones[slots[i]]
        if cone.kept_at > 0 and fits(cone, at[i], lon[i], lat[i], longest_s):
            narrow(cone, at[i], lon[i], lat[i], tolerance_m)
            continue
        if cone.kept_at > 0 and cone.last_at > 0:
            points[found, 0], points[found, 1], points[found, 2] = cone.last_at, cone.last_lon, cone.last_lat
            owners[found] = slots[i]
            found += 1
            open_cone(cone, cone.last_at, cone.last_lon, cone.last_lat)
            if fits(cone, at[i], lon[i], lat[i], longest_s):
                narrow(cone, at[i], lon[i], lat[i], tolerance_m)
                continue
        points[found, 0], points[found, 1], points[found, 2] = at[i], lon[i], lat[i]
        owners[found] = slots[i]
        found += 1
        open_cone(cone, at[i], lon[i], lat[i])
    return found
