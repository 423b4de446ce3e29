"""A flat map around one point: metres east and north instead of degrees, for work inside one city."""

from dataclasses import dataclass
from math import cos, radians
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.kernel.geo import EARTH_RADIUS_M, METRES_PER_DEGREE

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Frame:
    """Equirectangular projection about (lon0, lat0), WGS-84; within 30 km lengths err by less than 0.5 %."""

    lon0: float
    lat0: float

    @property
    def lon_scale(self) -> float:
        """How much shorter a degree of longitude is here than a degree of latitude."""
        return cos(radians(self.lat0))

    def to_xy(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Metres east and north of the centre."""
        x = (np.asarray(lon, dtype=np.float64) - self.lon0) * (METRES_PER_DEGREE * self.lon_scale)
        y = (np.asarray(lat, dtype=np.float64) - self.lat0) * METRES_PER_DEGREE
        return x, y

    def to_lonlat(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """WGS-84 degrees of metres east and north."""
        lon = np.asarray(x, dtype=np.float64) / (METRES_PER_DEGREE * self.lon_scale) + self.lon0
        lat = np.asarray(y, dtype=np.float64) / METRES_PER_DEGREE + self.lat0
        return lon, lat

    def point_xy(self, lon: float, lat: float) -> tuple[float, float]:
        """Metres east and north of one point."""
        return (lon - self.lon0) * METRES_PER_DEGREE * self.lon_scale, (lat - self.lat0) * METRES_PER_DEGREE

    def point_lonlat(self, x: float, y: float) -> tuple[float, float]:
        """WGS-84 degrees of one point."""
        return x / (METRES_PER_DEGREE * self.lon_scale) + self.lon0, y / METRES_PER_DEGREE + self.lat0


def lengths_m(lon_a: Floats, lat_a: Floats, lon_b: Floats, lat_b: Floats) -> Floats:
    """Great-circle metres between pairs of points (haversine), elementwise."""
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    h = np.sin((phi_b - phi_a) / 2) ** 2
    h = h + np.cos(phi_a) * np.cos(phi_b) * np.sin(np.radians(np.subtract(lon_b, lon_a)) / 2) ** 2
    result: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(h)))
    return result
