"""Where one can be within some minutes, or from where a place is reached: stretches of road, and areas around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

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
    places, _ = on_road(engine, [point])
    return None if not len(places.node) else stretches_of_many(engine, places, [limit_s], direction)[0]


def on_road(engine: RoadEngine, points: Sequence[Point]) -> tuple[OnRoad, list[int]]:
    """The places of those points that have a road near, and the indices of those that have none."""
    lon, lat = np.array([one.lon for one in points], np.float64), np.array([one.lat for one in points], np.float64)
    places, _ = engine.network.snap(lon, lat)
    is_on = (places.node >= 0) | (places.arc >= 0).any(axis=1)
    return OnRoad(places.node[is_on], places.arc[is_on], places.share[is_on]), np.flatnonzero(~is_on).tolist()


def stretches_of_many(
    engine: RoadEngine, places: OnRoad, limits_s: Sequence[float], direction: Direction
) -> list[Stretches]:
    """For each limit every piece of road within it of any of the places (or from which any is): one search for all."""
    count, graph = engine.network.arc_count, engine.graph
    time_s = engine.search_times(places, max(limits_s), direction)
    near = time_s[(graph.tail if direction == "from" else graph.head)[:count]]
    copied = engine.network.copied
    if direction == "from" and len(copied):
        # Who came some way drives on a copy of the arc; towards a place everybody on it is free.
        np.minimum.at(near, copied, time_s[graph.tail[-len(copied) :]])
    is_open = np.isfinite(graph.cost_s[:count])
    found = []
    for limit_s in limits_s:
        arc = np.flatnonzero((near < limit_s) & is_open)
        part = np.minimum(1.0, (limit_s - near[arc]) / graph.cost_s[arc])
        zero, one = np.zeros(len(arc)), np.ones(len(arc))
        reached = Stretches(arc, zero, part) if direction == "from" else Stretches(arc, 1 - part, one)
        own = _own(graph.own_s, places, limit_s, direction)
        both = (np.concatenate([getattr(own, name), getattr(reached, name)]) for name in ("arc", "begin", "end"))
        found.append(Stretches(*both))
    return found


def _own(cost_s: NDArray[Any], places: OnRoad, limit_s: float, direction: Direction) -> Stretches:
    """The part of the arc a place itself lies on, ahead of it or behind it."""
    lies = (places.arc >= 0) & (places.node < 0)[:, None]
    arc, at = places.arc[lies].astype(np.int64), places.share[lies]
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
    return coordinates(engine, without_blocks(engine, ground))


def without_blocks(engine: RoadEngine, ground: BaseGeometry) -> list[shapely.Polygon]:
    """The parts of some ground, in metres, without the holes that have no road: the inside of a block belongs to the
    streets around it."""
    network = engine.network
    x, y = network.frame.to_xy(network.lon, network.lat)
    crossings = shapely.STRtree(list(shapely.get_parts(shapely.multipoints(np.stack([x, y], axis=1)))))
    parts = [part for part in shapely.get_parts(ground) if not part.is_empty]
    return [shapely.Polygon(part.exterior, _holes(part, crossings)) for part in parts]


def coordinates(engine: RoadEngine, parts: Sequence[shapely.Polygon]) -> list[list[list[list[float]]]]:
    """Polygons in metres as coordinates of a GeoJSON MultiPolygon, WGS-84."""
    turned = [shapely.orient_polygons(part) for part in parts]
    return [[_ring(engine, part.exterior), *(_ring(engine, hole) for hole in part.interiors)] for part in turned]


def _holes(part: shapely.Polygon, crossings: shapely.STRtree) -> list[shapely.LinearRing]:
    holes = list(part.interiors)
    if not holes:
        return []
    with_road, _ = crossings.query(shapely.polygons(holes), predicate="contains")
    return [holes[index] for index in np.unique(with_road)]


def _ring(engine: RoadEngine, ring: shapely.LinearRing) -> list[list[float]]:
    xy = shapely.get_coordinates(ring)
    lon, lat = engine.network.frame.to_lonlat(xy[:, 0], xy[:, 1])
    return [[round(float(one), 6), round(float(other), 6)] for one, other in zip(lon, lat, strict=True)]
