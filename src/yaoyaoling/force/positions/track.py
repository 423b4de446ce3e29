"""A stretch of history in the database: points as differences, compressed."""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_AT, _DEGREES = 10.0, 1e6
"""Tenths of a second; millionths of a degree, a decimetre."""
_LEVEL = 6

Points = NDArray[np.float64]


def pack_points(points: Points) -> bytes:
    """points: float64[n, 3] (epoch s, lon, lat), in the order of time."""
    whole = np.rint(points * [_AT, _DEGREES, _DEGREES]).astype("<i8")
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 3), "<i8"))
    # High bytes are nearly all zero: put side by side they take no room.
    return zlib.compress(steps.T.copy().view(np.uint8).reshape(-1, 8).T.tobytes(), _LEVEL)


def unpack_points(packed: bytes) -> Points:
    """The points again, to a tenth of a second and a decimetre."""
    planes = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(8, -1).T.copy()
    steps = planes.view("<i8").reshape(3, -1).T
    whole: Points = np.cumsum(steps, axis=0) / [_AT, _DEGREES, _DEGREES]
    return whole


def joined(stretches: Sequence[Points]) -> Points:
    """Stretches of one crew as one drive, in the order of time; a point that two have stands once."""
    if not stretches:
        return np.zeros((0, 3))
    points = np.concatenate(stretches)
    points = points[np.argsort(points[:, 0], kind="stable")]
    return points[np.r_[True, np.diff(points[:, 0]) > 0]]
