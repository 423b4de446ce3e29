"""Which county a place is in, while a pack is made."""

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry


def county_finder(shapes: dict[str, BaseGeometry], names: dict[str, str]) -> Callable[..., list[str]]:
    """Which county a point in degrees is in; the first of two on their border."""

    def county_of(spots: Sequence[tuple[float, float]]) -> list[str]:
        if not spots:
            return []
        lonlat = np.array(spots)
        found = [""] * len(spots)
        for code in sorted(names):
            for index in np.flatnonzero(shapely.intersects_xy(shapes[code], lonlat[:, 0], lonlat[:, 1])):
                found[index] = found[index] or names[code]
        return found

    return county_of
