"""Datum: what comes in on GCJ-02 or BD-09 is turned to WGS-84, many at a time. The formulas stand in `kernel.geo`."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_A, _EE = 6_378_245.0, 0.006_693_421_622_965_943
_BD_PI = np.pi * 3000 / 180
_ROUNDS = 6
GCJ02, BD09 = 2, 3
"""As records state them (`batch.DATUMS`)."""


def to_wgs84(lon: Floats, lat: Floats, datum: NDArray[np.uint8]) -> tuple[Floats, Floats]:
    """WGS-84 degrees of pairs, each on its stated datum; a datum nobody knows gives NaN."""
    if not (datum >= GCJ02).any():
        return lon, lat
    lon, lat = lon.copy(), lat.copy()
    bd = datum == BD09
    x, y = lon[bd] - 0.0065, lat[bd] - 0.006
    z = np.sqrt(x * x + y * y) - 0.00002 * np.sin(y * _BD_PI)
    theta = np.arctan2(y, x) - 0.000003 * np.cos(x * _BD_PI)
    lon[bd], lat[bd] = z * np.cos(theta), z * np.sin(theta)
    shifted = (datum == BD09) | (datum == GCJ02)
    lon[shifted], lat[shifted] = _from_gcj02(lon[shifted], lat[shifted])
    lon[datum > BD09] = np.nan
    return lon, lat


def _from_gcj02(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    is_there = _in_area(lon, lat)
    guess_lon, guess_lat = lon, lat
    for _ in range(_ROUNDS):
        dlon, dlat = _offset(guess_lon, guess_lat)
        moved = is_there & _in_area(guess_lon, guess_lat)
        there_lon, there_lat = guess_lon + np.where(moved, dlon, 0), guess_lat + np.where(moved, dlat, 0)
        guess_lon = np.where(is_there, guess_lon + lon - there_lon, lon)
        guess_lat = np.where(is_there, guess_lat + lat - there_lat, lat)
    return guess_lon, guess_lat


def _in_area(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (lon >= 72.004) & (lon <= 137.8347) & (lat >= 0.8293) & (lat <= 55.8271)
    return inside


def _offset(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    x, y, pi = lon - 105.0, lat - 35.0, np.pi
    wave = (20 * np.sin(6 * x * pi) + 20 * np.sin(2 * x * pi)) * 2 / 3
    dlat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + wave
    dlat = dlat + (20 * np.sin(y * pi) + 40 * np.sin(y / 3 * pi)) * 2 / 3
    dlat = dlat + (160 * np.sin(y / 12 * pi) + 320 * np.sin(y * pi / 30)) * 2 / 3
    dlon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + wave
    dlon = dlon + (20 * np.sin(x * pi) + 40 * np.sin(x / 3 * pi)) * 2 / 3
    dlon = dlon + (150 * np.sin(x / 12 * pi) + 300 * np.sin(x / 30 * pi)) * 2 / 3
    phi = np.radians(lat)
    magic = 1 - _EE * np.sin(phi) ** 2
    root = np.sqrt(magic)
    return dlon * 180 / (_A / root * np.cos(phi) * pi), dlat * 180 / (_A * (1 - _EE) / (magic * root) * pi)
