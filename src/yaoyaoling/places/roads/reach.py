"""Where one can be within some minutes, or from where a place is reached: stretches of road, and areas around them."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.roads.engine import RoadEngine
from yaoyaoling.places.roads.search import OnRoad

Direction = Literal["from", "to"]
BESIDE_M = 40.0
"""An area reaches so far to each side of its roads: the houses along them."""
_ROUNDED_M = 4.0


@dataclass(frozen=True)
class Stretches:
    """Parts of arcs, each from one share of its length to another."""

    arc: NDArray[np.int64]
    begin: NDArray[np.float64]
    end: NDArray[np.float64]


def stretches(engine: RoadEngine, point: Point, limit_s: float, direction: Direction) -> Stretches | None:
    """Every piece of road within limit_s of a point, or from which the point is; None when it is off the roads."""
    network = engine.network
    place, _ = network.snap(np.array([point.lon]), np.array([point.lat]))
    if place.node[0] < 0 and (place.arc[0] < 0).all():
        return None
    time_s = engine.search_times(place, limit_s, direction)
    graph = engine.graph
    near = time_s[(graph.tail if direction == "from" else graph.head)[: network.arc_count]]
    arc = np.flatnonzero((near < limit_s) & np.isfinite(graph.cost_s[: network.arc_count]))
    part = np.minimum(1.0, (limit_s - near[arc]) / graph.cost_s[arc])
    zero, one = np.zeros(len(arc)), np.ones(len(arc))
    found = Stretches(arc, zero, part) if direction == "from" else Stretches(arc, 1 - part, one)
    own = _own(graph.own_s, place, limit_s, direction)
    return Stretches(*(np.concatenate([getattr(own, name), getattr(found, name)]) for name in ("arc", "begin", "end")))


def _own(cost_s: NDArray[Any], place: OnRoad, limit_s: float, direction: Direction) -> Stretches:
    """The part of the arc the place itself lies on, ahead of it or behind it."""
    sides = [side for side in range(2) if place.node[0] < 0 and place.arc[0, side] >= 0]
    arc = np.array([place.arc[0, side] for side in sides], np.int64)
    at = np.array([place.share[0, side] for side in sides], np.float64)
    far = limit_s / cost_s[arc]
    if direction == "from":
        return Stretches(arc, at, np.minimum(1.0, at + far))
    return Stretches(arc, np.maximum(0.0, at - far), at)


def area(engine: RoadEngine, found: Stretches) -> list[list[list[list[float]]]]:
    """The ground beside the stretches as coordinates of a GeoJSON MultiPolygon, WGS-84."""
    network = engine.network
    x, y = network.frame.to_xy(network.lon, network.lat)
    tail, head = network.tail[found.arc], network.head[found.arc]

    def at(share: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack([x[tail] + share * (x[head] - x[tail]), y[tail] + share * (y[head] - y[tail])], axis=1)

    lines = shapely.linestrings(np.stack([at(found.begin), at(found.end)], axis=1))
    ground = shapely.union_all(shapely.buffer(lines, BESIDE_M, quad_segs=4)).simplify(_ROUNDED_M)
    parts = [part for part in shapely.get_parts(shapely.orient_polygons(ground)) if not part.is_empty]
    crossings = shapely.STRtree(list(shapely.get_parts(shapely.multipoints(np.stack([x, y], axis=1)))))
    return [
        [_ring(engine, part.exterior), *(_ring(engine, hole) for hole in _holes(part, crossings))] for part in parts
    ]


def _holes(part: shapely.Polygon, crossings: shapely.STRtree) -> list[shapely.LinearRing]:
    """The holes in which there is a road: the inside of a block belongs to the streets around it."""
    holes = list(part.interiors)
    if not holes:
        return []
    with_road, _ = crossings.query(shapely.polygons(holes), predicate="contains")
    return [holes[index] for index in np.unique(with_road)]


def _ring(engine: RoadEngine, ring: shapely.LinearRing) -> list[list[float]]:
    xy = shapely.get_coordinates(ring)
    lon, lat = engine.network.frame.to_lonlat(xy[:, 0], xy[:, 1])
    return [[round(float(one), 6), round(float(other), 6)] for one, other in zip(lon, lat, strict=True)]
