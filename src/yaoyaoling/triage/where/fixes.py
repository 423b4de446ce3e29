"""Where a caller is by other means than words: numbers' addresses, phones, masts, codes; each with its error."""

import math
from typing import Literal

from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Datum, Point, distance_m, moved, to_wgs84

Source = Literal["gps", "aml", "cell", "ani", "qr", "map"]
NAMES: dict[Source, tuple[str, str]] = {
    "gps": ("手机定位", "the phone's position"),
    "aml": ("手机紧急定位（AML）", "the handset's position (AML)"),
    "cell": ("基站扇区", "the cell sector"),
    "ani": ("主叫号码登记地址", "the number's registered address"),
    "qr": ("扫码门牌", "the scanned door-plate"),
    "map": ("地图选点", "the point chosen on the map"),
}
_TRUST: dict[Source, float] = {"gps": 1.0, "aml": 1.0, "cell": 1.0, "ani": 0.5, "qr": 0.9, "map": 1.0}
"""How surely the caller is there at all: who rings from a number need not stand at its address."""
_LEAST_M = 10.0


class Fix(Value):
    """A position with its error. lon, lat: on `datum`. radius_m: 95 % of the time it is not further off.

    bearing_deg, opening_deg: of a cell's sector, its middle (from north, clockwise) and its width; the position is the
    mast's then, and radius_m how far it reaches.
    """

    source: Source
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    radius_m: float = Field(ge=0, le=1_000_000, allow_inf_nan=False)
    datum: Datum = Datum.WGS84
    bearing_deg: float | None = Field(default=None, ge=0, le=360, allow_inf_nan=False)
    opening_deg: float | None = Field(default=None, gt=0, le=360, allow_inf_nan=False)

    def circle(self) -> tuple[Point, float]:
        """A circle in WGS-84 that holds the area: of a sector, about its middle. Raises: BadCoordinate."""
        mast = to_wgs84(self.lon, self.lat, self.datum)
        if self.bearing_deg is None or self.opening_deg is None or self.opening_deg >= 180:
            return mast, max(self.radius_m, _LEAST_M)
        # The smallest circle about a sector below a half: through its corners and the mast, or about its chord.
        half = math.radians(self.opening_deg / 2)
        reach = self.radius_m / (2 * math.cos(half)) if half < math.pi / 4 else self.radius_m * math.sin(half)
        out = reach if half < math.pi / 4 else self.radius_m * math.cos(half)
        return moved(mast, self.bearing_deg, out), max(reach, _LEAST_M)


class Circle(Value):
    """A fix in WGS-84, ready to be compared."""

    source: Source
    point: Point
    radius_m: float


def circles(near: tuple[Fix, ...]) -> tuple[Circle, ...]:
    """The fixes in WGS-84, the narrowest first."""
    found = []
    for fix in near:
        point, radius = fix.circle()
        found.append(Circle(source=fix.source, point=point, radius_m=radius))
    return tuple(sorted(found, key=lambda circle: circle.radius_m))


def likelihood(circle: Circle, point: Point, radius_m: float) -> tuple[float, float]:
    """How well a place agrees with a fix, 0 to 1, and the metres between. radius_m: the place's own.

    Rayleigh: a fix's 95 % radius is 2.45 deviations. Never 0, since a caller may tell of a place where he is not.
    """
    metres = distance_m(circle.point, point)
    deviation = math.hypot(circle.radius_m, radius_m) / 2.45
    agreed = math.exp(-0.5 * (metres / max(deviation, 1.0)) ** 2)
    least = 0.35
    trust = _TRUST[circle.source]
    return 1 - trust * (1 - least) * (1 - agreed), metres
