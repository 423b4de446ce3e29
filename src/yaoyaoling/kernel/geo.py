"""Points on the earth and the three datums of Chinese maps.

Inside, everything is WGS-84 (CGCS2000 is equal at our accuracy). GCJ-02 (高德, 腾讯) and BD-09 (百度)
are converted at the edge, and every contract that takes a coordinate names its datum.
"""

from enum import StrEnum
from math import asin, atan2, cos, pi, radians, sin, sqrt

from pydantic import Field, ValidationError

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius R1 of the GRS 80 ellipsoid (Moritz 2000)."""
METRES_PER_DEGREE = EARTH_RADIUS_M * pi / 180
"""Of latitude; of longitude at the equator."""


class Datum(StrEnum):
    """Which grid a pair of numbers is on; never guessed."""

    WGS84 = "WGS84"
    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ02"
    BD09 = "BD09"


class Point(Value):
    """A place in WGS-84 degrees."""

    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance in metres (haversine)."""
    dlat, dlon = radians(b.lat - a.lat), radians(b.lon - a.lon)
    h = sin(dlat / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(dlon / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(h)))


def degrees_around(lat: float, metres: float) -> tuple[float, float]:
    """Half sides of a box that holds all within so many metres of a point there: degrees of longitude, of latitude."""
    high = metres / METRES_PER_DEGREE
    return high / max(0.01, cos(radians(lat))), high


def moved(point: Point, bearing_deg: float, metres: float) -> Point:
    """The point so many metres away in a direction (degrees from north, clockwise); good within some 30 km."""
    north = metres * cos(radians(bearing_deg))
    east = metres * sin(radians(bearing_deg))
    lon = point.lon + east / (METRES_PER_DEGREE * max(0.01, cos(radians(point.lat))))
    return Point(lon=lon, lat=point.lat + north / METRES_PER_DEGREE)


# Krasovsky 1940 ellipsoid, on which the GCJ-02 offset is defined.
_GCJ_A = 6_378_245.0
_GCJ_EE = 0.006_693_421_622_965_943


def in_gcj_area(point: Point) -> bool:
    """Whether the GCJ-02 offset is applied there (a rectangle around the mainland, as map makers use)."""
    return 72.004 <= point.lon <= 137.8347 and 0.8293 <= point.lat <= 55.8271


def _gcj_offset(lon: float, lat: float) -> tuple[float, float]:
    x, y = lon - 105.0, lat - 35.0
    wave = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    dlat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    dlat += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    dlat += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    dlon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    dlon += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    dlon += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    phi = radians(lat)
    magic = 1 - _GCJ_EE * sin(phi) ** 2
    root = sqrt(magic)
    dlat = dlat * 180 / (_GCJ_A * (1 - _GCJ_EE) / (magic * root) * pi)
    dlon = dlon * 180 / (_GCJ_A / root * cos(phi) * pi)
    return dlon, dlat


def wgs84_to_gcj02(point: Point) -> tuple[float, float]:
    """GCJ-02 (lon, lat) of a WGS-84 point; unchanged outside the offset's area."""
    if not in_gcj_area(point):
        return point.lon, point.lat
    dlon, dlat = _gcj_offset(point.lon, point.lat)
    return point.lon + dlon, point.lat + dlat


def gcj02_to_wgs84(lon: float, lat: float) -> Point:
    """The WGS-84 point of a GCJ-02 pair, by fixed-point iteration (error below a centimetre)."""
    guess = Point(lon=lon, lat=lat)
    if not in_gcj_area(guess):
        return guess
    for _ in range(6):
        glon, glat = wgs84_to_gcj02(guess)
        guess = Point(lon=guess.lon + lon - glon, lat=guess.lat + lat - glat)
    return guess


_BD_PI = pi * 3000 / 180


def wgs84_to_bd09(point: Point) -> tuple[float, float]:
    """BD-09 (lon, lat) of a WGS-84 point."""
    lon, lat = wgs84_to_gcj02(point)
    z = sqrt(lon * lon + lat * lat) + 0.00002 * sin(lat * _BD_PI)
    theta = atan2(lat, lon) + 0.000003 * cos(lon * _BD_PI)
    return z * cos(theta) + 0.0065, z * sin(theta) + 0.006


def bd09_to_wgs84(lon: float, lat: float) -> Point:
    """The WGS-84 point of a BD-09 pair (within decimetres; the inverse has no closed form)."""
    x, y = lon - 0.0065, lat - 0.006
    z = sqrt(x * x + y * y) - 0.00002 * sin(y * _BD_PI)
    theta = atan2(y, x) - 0.000003 * cos(x * _BD_PI)
    return gcj02_to_wgs84(z * cos(theta), z * sin(theta))


class BadCoordinate(Refused):
    """Not a place on the earth, on the datum stated."""

    code = "bad_coordinate"
    status = 422
    zh = "坐标（{lon}, {lat}，{datum}）无效，请核对坐标和坐标系；其他内容已保留。"
    en = (
        "({lon}, {lat}) on {datum} is no place on the earth. Look at the coordinates and their datum; the rest is kept."
    )


def to_wgs84(lon: float, lat: float, datum: Datum) -> Point:
    """A pair on a named datum as a WGS-84 point. Raises: BadCoordinate."""
    try:
        if datum is Datum.GCJ02:
            return gcj02_to_wgs84(lon, lat)
        if datum is Datum.BD09:
            return bd09_to_wgs84(lon, lat)
        return Point(lon=lon, lat=lat)
    except ValidationError as error:
        raise BadCoordinate(lon=lon, lat=lat, datum=datum.value) from error


class StatedPosition(Value):
    """Coordinates as they come in: on a datum that is named, never guessed."""

    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    datum: Datum

    def point(self) -> Point:
        """The place in WGS-84. Raises: BadCoordinate."""
        return to_wgs84(self.lon, self.lat, self.datum)
