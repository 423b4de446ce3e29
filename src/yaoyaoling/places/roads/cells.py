"""The ground beside very many stretches, drawn on cells: what a whole city's posts reach, in a second or two."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from yaoyaoling.places.frame import Floats
from yaoyaoling.places.roads.engine import RoadEngine
from yaoyaoling.places.roads.reach import BESIDE_M, Stretches, coordinates, without_blocks

CELL_M = 20.0
MOST_CELLS = 12_000_000
"""On wider ground cells grow."""
Cells = NDArray[np.bool_]


def area_on_cells(engine: RoadEngine, found: Stretches) -> list[list[list[list[float]]]]:
    """As `reach.area`, true to about a cell: coordinates of a GeoJSON MultiPolygon, WGS-84."""
    begin, end = ends_of(engine, found)
    if not len(begin):
        return []
    low, high = (edge(np.concatenate([begin, end]), axis=0) for edge in (np.min, np.max))
    wide, tall = (high - low + 2 * BESIDE_M).tolist()
    cell_m = max(CELL_M, float(np.sqrt(wide * tall / MOST_CELLS)))
    margin = int(np.ceil(BESIDE_M / cell_m)) + 1
    origin = low - margin * cell_m
    columns, rows = (int(np.ceil(size / cell_m)) + 2 * margin + 1 for size in high - low)
    is_road = np.zeros((rows, columns), np.bool_)
    at = ((_along(begin, end, cell_m / 2) - origin) // cell_m).astype(np.int64)
    is_road[at[:, 1], at[:, 0]] = True
    inside = _widened(is_road, BESIDE_M / cell_m)
    faces = shapely.transform(_faces(inside), lambda xy: xy * cell_m + origin)
    # Holes go before the corners do: most of the corners are theirs.
    ground = shapely.MultiPolygon(without_blocks(engine, shapely.MultiPolygon(faces.tolist())))
    return coordinates(engine, shapely.get_parts(shapely.simplify(ground, cell_m)).tolist())


def ends_of(engine: RoadEngine, found: Stretches) -> tuple[Floats, Floats]:
    """float64[s, 2] each, metres: where the stretches begin and end; of a road reached both ways once."""
    network = engine.network
    x, y = network.frame.to_xy(network.lon, network.lat)
    tail, head = network.tail[found.arc], network.head[found.arc]
    is_whole = (found.begin == 0) & (found.end == 1)
    pair = np.minimum(tail, head).astype(np.int64) * network.node_count + np.maximum(tail, head)
    _, once = np.unique(np.where(is_whole, pair, -1 - np.arange(len(pair))), return_index=True)
    tail, head, begin, end = tail[once], head[once], found.begin[once], found.end[once]

    def at(share: Floats) -> Floats:
        return np.stack([x[tail] + share * (x[head] - x[tail]), y[tail] + share * (y[head] - y[tail])], axis=1)

    return at(begin), at(end)


def _along(begin: Floats, end: Floats, step_m: float) -> Floats:
    """Points on the lines, no further apart than a step."""
    length = np.hypot(*(end - begin).T)
    count = np.ceil(length / step_m).astype(np.int64) + 1
    line = np.repeat(np.arange(len(begin)), count)
    nth = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
    share = nth / np.maximum(count - 1, 1)[line]
    found: Floats = begin[line] + share[:, None] * (end - begin)[line]
    return found


def _widened(is_road: Cells, radius: float) -> Cells:
    """The cells within so many cells of one."""
    found = is_road.copy()
    reach = int(np.ceil(radius))
    rows, columns = is_road.shape
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            if (down, right) != (0, 0) and np.hypot(down, right) <= radius:
                to = slice(max(down, 0), rows + min(down, 0)), slice(max(right, 0), columns + min(right, 0))
                of = slice(max(-down, 0), rows + min(-down, 0)), slice(max(-right, 0), columns + min(-right, 0))
                found[to] |= is_road[of]
    return found


def _faces(inside: Cells) -> NDArray[Any]:
    """Polygons of the cells that are inside, in cells; the margin is not."""
    row, column = np.nonzero(inside[1:] != inside[:-1])
    level = np.stack([column, row + 1, column + 1, row + 1], axis=1)
    row, column = np.nonzero(inside[:, 1:] != inside[:, :-1])
    upright = np.stack([column + 1, row, column + 1, row + 1], axis=1)
    edges: Any = shapely.linestrings(np.concatenate([level, upright]).reshape(-1, 2, 2))
    faces = shapely.get_parts(shapely.polygonize(edges))
    # The inside of a hole is a face too: it is told by a cell at a corner of it.
    x, y = shapely.get_coordinates(shapely.point_on_surface(faces)).T
    found: NDArray[Any] = faces[inside[y.astype(np.int64), x.astype(np.int64)]]
    return found
