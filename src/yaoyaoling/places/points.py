"""Coordinates at the edge: read on the datum they state, refused when they are none or lie elsewhere."""

from math import isfinite

from pydantic import ValidationError

from yaoyaoling.kernel.geo import Datum, Point, to_wgs84
from yaoyaoling.kernel.refused import Refused


class BadCoordinate(Refused):
    """Not a place on the earth."""

    code = "bad_coordinate"
    status = 422
    zh = "坐标（{lon}, {lat}）无效；经度应在 ±180、纬度应在 ±90 之内。"
    en = "({lon}, {lat}) is no coordinate: longitude within ±180, latitude within ±90 are wanted."


class OutsideCity(Refused):
    """A place that this city's pack does not hold."""

    code = "outside_city"
    status = 422
    zh = "该位置不在本地管辖范围内，请核对坐标和坐标系（{datum}）。"
    en = "That place lies outside the area answered for here; look at the coordinates and their datum ({datum})."


def read_point(lon: float, lat: float, datum: Datum = Datum.WGS84) -> Point:
    """A pair on a stated datum as a WGS-84 point. Raises: BadCoordinate."""
    if not (isfinite(lon) and isfinite(lat)):
        raise BadCoordinate(lon=str(lon), lat=str(lat))
    try:
        return to_wgs84(lon, lat, datum)
    except ValidationError as error:
        raise BadCoordinate(lon=lon, lat=lat) from error
