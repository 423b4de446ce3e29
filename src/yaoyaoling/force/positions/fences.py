"""Geofences: who is at the place it was sent to, and who has left its own grid."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.force.positions.plausible import METRES
from yaoyaoling.kernel.compiled import compiled
from yaoyaoling.platform.positions import OFF_GRID

Array = NDArray[Any]
Ring = Sequence[Sequence[float]]
SURE = 3
"""So many looks in a row outside of the grid, or inside, before it is said: at a border positions tremble."""


def near(lon: Array, lat: Array, goal_lon: Array, goal_lat: Array, within_m: float) -> NDArray[np.bool_]:
    """Which of the places are within so many metres of their goals."""
    x = (goal_lon - lon) * np.cos(np.radians(lat)) * METRES
    found: NDArray[np.bool_] = np.hypot(x, (goal_lat - lat) * METRES) <= within_m
    return found


class Grids:
    """Outlines of grids, rings one behind the other; a grid is a number."""

    def __init__(self, rings: Mapping[str, Sequence[Ring]]) -> None:
        """rings: the outer rings of each grid by its code, closed or not; (lon, lat)."""
        self.number_of = {code: number for number, code in enumerate(rings)}
        flat = [np.asarray(ring, np.float64) for many in rings.values() for ring in many]
        self.rings = np.cumsum([0, *(len(many) for many in rings.values())]).astype(np.int64)
        self.corners = np.cumsum([0, *(len(ring) for ring in flat)]).astype(np.int64)
        corners = np.concatenate(flat) if flat else np.zeros((0, 2))
        self.lon, self.lat = np.ascontiguousarray(corners[:, 0]), np.ascontiguousarray(corners[:, 1])

    def look(self, held: Array, slots: Array, grids: Array, looks: Array) -> None:
        """Note who has left its grid and who is back. looks: int8[all slots], how often in a row it was outside."""
        look_at_grids(held, slots, grids, looks, self.rings, self.corners, self.lon, self.lat)


@compiled
def is_inside(lon: float, lat: float, corners_lon: Array, corners_lat: Array, first: int, last: int) -> bool:
    """Whether a place is within the ring of corners first … last - 1 (even-odd rule)."""
    inside = False
    j = last - 1
    for i in range(first, last):
        if (corners_lat[i] > lat) != (corners_lat[j] > lat):
            share = (lat - corners_lat[i]) / (corners_lat[j] - corners_lat[i])
            if lon < corners_lon[i] + share * (corners_lon[j] - corners_lon[i]):
                inside = not inside
        j = i
    return inside


@compiled
def look_at_grids(
    held: Array, slots: Array, grids: Array, looks: Array, rings: Array, corners: Array, lon: Array, lat: Array
) -> None:
    """See `Grids.look`."""
    for i in range(len(slots)):
        slot = slots[i]
        grid = grids[slot]
        if grid < 0:
            continue
        one = held[slot]
        inside = False
        for ring in range(rings[grid], rings[grid + 1]):
            if is_inside(one.lon, one.lat, lon, lat, corners[ring], corners[ring + 1]):
                inside = True
                break
        looks[slot] = max(0, looks[slot] - 1) if inside else min(SURE, looks[slot] + 1)
        if looks[slot] == SURE:
            one.notes = one.notes | OFF_GRID
        elif looks[slot] == 0:
            one.notes = one.notes & ~OFF_GRID
