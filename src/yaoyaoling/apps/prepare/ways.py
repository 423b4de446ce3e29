"""Ways by road while no road process runs yet: the quickest between places of a plan, straight from the pack's arcs."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from yaoyaoling.field.public import thinned
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.places.pack.contract import Roads

Line = tuple[tuple[float, float], ...]


def way_by_road(roads: Roads, places: Sequence[Point]) -> tuple[Line, float] | None:
    """(lon, lat) along the way through the places, and its metres; None when the roads do not join them all."""
    cost_s = roads.length_m.astype(np.float64) / np.maximum(roads.speed_kmh, 1) * 3.6
    nodes = len(roads.lon)
    # Parallel arcs would be added up: the quickest of each pair stands for them.
    order = np.lexsort((cost_s, roads.head, roads.tail))
    tail, head, cost = roads.tail[order], roads.head[order], cost_s[order]
    is_first = np.r_[True, (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])]
    graph = coo_array((cost[is_first], (tail[is_first], head[is_first])), shape=(nodes, nodes)).tocsr()
    near = [_nearest(roads, place) for place in places]
    line: list[Point] = []
    for a, b in pairwise(near):
        _, before = dijkstra(graph, indices=a, return_predecessors=True)
        path = [b]
        while path[-1] != a:
            step = int(before[path[-1]])
            if step < 0:
                return None
            path.append(step)
        line += [Point(lon=float(roads.lon[one]), lat=float(roads.lat[one])) for one in reversed(path)]
    return thinned(line), sum(distance_m(one, other) for one, other in pairwise(line))


def _nearest(roads: Roads, place: Point) -> int:
    scale = np.cos(np.radians(place.lat))
    return int(np.argmin(((roads.lon - place.lon) * scale) ** 2 + (roads.lat - place.lat) ** 2))
