"""Buildings in the blocks of a larger city: rows of slabs that face south, old low houses, halls of works."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.land import Site
from yaoyaoling.places.pack.generate.streets import XY, StreetNet, lines_through

FROM_EDGE_M = 2.0
FROM_LANE_M = 4.5
FROM_RAIL_M = 24.0
_EMPTY_SHARE = 0.07
_CORNER_U, _CORNER_V = np.array([-1, 1, 1, -1]), np.array([-1, -1, 1, 1])


@dataclass(frozen=True)
class Build:
    """How a block is built, in metres: a building's length and depth, from one to the next along and across."""

    length_m: float
    depth_m: float
    along_m: float
    across_m: float


_OLD = Build(15, 10, 18, 16)
_BUILDS = {
    "residential": Build(44, 12.5, 54, 30),
    "commercial": Build(34, 24, 44, 38),
    "industrial": Build(62, 34, 78, 52),
    "public": Build(48, 15, 66, 40),
    "school": Build(46, 14, 70, 42),
    "hospital": Build(52, 17, 66, 42),
}


def make_estates(
    sites: Sequence[Site], net: StreetNet, closed: BaseGeometry, old: tuple[XY, float], dice: Dice
) -> list[BaseGeometry]:
    """Buildings on all sites that are built on. closed: water, railways. old: middle and radius of the old town."""
    built = [site for site in sites if site.use in _BUILDS and site.shape.area > 500]
    boxes, owner = [], []
    envelopes = shapely.minimum_rotated_rectangle(np.array([site.shape for site in built], dtype=object))
    for index, site in enumerate(built):
        is_old = math.dist((site.shape.centroid.x, site.shape.centroid.y), old[0]) < old[1]
        how = _OLD if is_old and site.use == "residential" else _BUILDS[site.use]
        corners = _rows(envelopes[index], how, dice)
        boxes.append(corners)
        owner.append(np.full(len(corners), index))
    houses = np.asarray(shapely.polygons(np.concatenate(boxes)), dtype=object)
    grounds = shapely.buffer(np.array([site.shape for site in built], dtype=object), -FROM_EDGE_M)
    inside = shapely.covers(grounds[np.concatenate(owner)], houses)
    houses = houses[inside]
    lanes = shapely.STRtree(lines_through([edge.course for edge in net.edges]))
    bad = np.zeros(len(houses), bool)
    bad[np.unique(lanes.query(houses, predicate="dwithin", distance=FROM_LANE_M)[0])] = True
    wet = shapely.STRtree(shapely.get_parts(closed))
    bad[np.unique(wet.query(houses, predicate="dwithin", distance=FROM_RAIL_M)[0])] = True
    return list(houses[~bad])


def _rows(around: BaseGeometry, how: Build, dice: Dice) -> NDArray[np.float64]:
    """Corners (n, 4, 2) of the buildings of a block, row behind row; some are still to be built.

    around: the smallest rectangle around the block.
    """
    envelope = shapely.get_coordinates(around)
    if len(envelope) < 4:
        return np.empty((0, 4, 2))
    side, other = envelope[1] - envelope[0], envelope[2] - envelope[1]
    # Rows run from west to east as nearly as the block allows: the windows look south.
    along = side if abs(side[0]) * np.hypot(*other) >= abs(other[0]) * np.hypot(*side) else other
    u = along / np.hypot(*along)
    v = np.array([-u[1], u[0]])
    middle = envelope[:4].mean(axis=0)
    relative = envelope[:4] - middle
    half_u, half_v = np.abs(relative @ u).max() - 3, np.abs(relative @ v).max() - 3
    columns, rows = int(2 * half_u // how.along_m), int(2 * half_v // how.across_m)
    columns, rows = max(columns, 1), max(rows, 1)
    i, j = np.tile(np.arange(columns), rows), np.repeat(np.arange(rows), columns)
    at_u = (i - (columns - 1) / 2) * how.along_m
    at_v = (j - (rows - 1) / 2) * how.across_m
    built = dice.draws(len(at_u)) >= _EMPTY_SHARE
    length = how.length_m / 2 * (0.72 + (1.0 - 0.72) * dice.draws(len(at_u)))
    at_u, at_v, length = at_u[built], at_v[built], length[built]
    corner_u = at_u[:, None] + _CORNER_U * length[:, None]
    corner_v = at_v[:, None] + _CORNER_V * (how.depth_m / 2)
    return np.asarray(middle + corner_u[..., None] * u + corner_v[..., None] * v)
