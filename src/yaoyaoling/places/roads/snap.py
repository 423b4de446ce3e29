"""The road nearest to a point: a grid of cells over the segments, searched ring by ring."""

from typing import NamedTuple

import numpy as np

from yaoyaoling.kernel.compiled import compiled
from yaoyaoling.places.frame import Floats
from yaoyaoling.places.roads.search import Array

CELL_M = 60.0
"""Width of a cell in a city; in a wide thin network cells grow, so that there are never many more than segments."""
_CELLS_PER_SEGMENT = 4


class SegmentGrid(NamedTuple):
    """Segments (ax, ay)-(bx, by) in metres; segments[start[c]:start[c + 1]] touch cell c = row * columns + column."""

    ax: Array
    ay: Array
    bx: Array
    by: Array
    west: float
    south: float
    cell_m: float
    columns: int
    rows: int
    start: Array
    segments: Array


def segment_grid(ax: Floats, ay: Floats, bx: Floats, by: Floats) -> SegmentGrid:
    """Sort segments into cells; a segment is in every cell that its bounding box touches."""
    west, south = float(min(ax.min(), bx.min())), float(min(ay.min(), by.min()))
    ground_m2 = (max(ax.max(), bx.max()) - west) * (max(ay.max(), by.max()) - south)
    cell_m = max(CELL_M, float(np.sqrt(ground_m2 / (_CELLS_PER_SEGMENT * len(ax)))))
    first_column = ((np.minimum(ax, bx) - west) // cell_m).astype(np.int64)
    last_column = ((np.maximum(ax, bx) - west) // cell_m).astype(np.int64)
    first_row = ((np.minimum(ay, by) - south) // cell_m).astype(np.int64)
    last_row = ((np.maximum(ay, by) - south) // cell_m).astype(np.int64)
    columns, rows = int(last_column.max()) + 1, int(last_row.max()) + 1
    wide = last_column - first_column + 1
    count = wide * (last_row - first_row + 1)
    segment = np.repeat(np.arange(len(ax)), count)
    nth = np.arange(len(segment)) - np.repeat(np.cumsum(count) - count, count)
    cell = (first_row[segment] + nth // wide[segment]) * columns + first_column[segment] + nth % wide[segment]
    order = np.argsort(cell, kind="stable")
    start = np.zeros(columns * rows + 1, np.int64)
    np.cumsum(np.bincount(cell, minlength=columns * rows), out=start[1:])
    return SegmentGrid(ax, ay, bx, by, west, south, cell_m, columns, rows, start, segment[order].astype(np.int32))


@compiled
def look_in(
    grid: SegmentGrid, cell: int, x: float, y: float, segment: int, share: float, square: float
) -> tuple[int, float, float]:
    """The nearest of a cell's segments and the best so far, as (segment, share, squared metres)."""
    for i in range(grid.start[cell], grid.start[cell + 1]):
        s = grid.segments[i]
        dx, dy = grid.bx[s] - grid.ax[s], grid.by[s] - grid.ay[s]
        whole = dx * dx + dy * dy
        t = 0.0
        if whole > 0:
            t = min(1.0, max(0.0, ((x - grid.ax[s]) * dx + (y - grid.ay[s]) * dy) / whole))
        ex, ey = grid.ax[s] + t * dx - x, grid.ay[s] + t * dy - y
        apart = ex * ex + ey * ey
        # Of segments equally near (they meet in a node there) the first counts: the same answer every time.
        if apart < square or (apart == square and s < segment):
            segment, share, square = s, t, apart
    return segment, share, square


@compiled
def snap(grid: SegmentGrid, x: Array, y: Array, most_m: float, segment: Array, share: Array, apart_m: Array) -> None:
    """Fill for each point its nearest segment (-1: none within most_m), the share along it, and the distance."""
    rings = int(np.ceil(most_m / grid.cell_m)) + 1
    for p in range(len(x)):
        column = int(np.floor((x[p] - grid.west) / grid.cell_m))
        row = int(np.floor((y[p] - grid.south) / grid.cell_m))
        best, along, square = -1, 0.0, most_m * most_m
        for ring in range(rings + 1):
            # Whatever lies in this ring or beyond is at least (ring - 1) cells away.
            if ring > 0 and best >= 0 and square <= ((ring - 1) * grid.cell_m) ** 2:
                break
            for r in range(max(0, row - ring), min(grid.rows, row + ring + 1)):
                step = 1 if abs(r - row) == ring or ring == 0 else 2 * ring
                for c in range(column - ring, column + ring + 1, step):
                    if 0 <= c < grid.columns:
                        best, along, square = look_in(grid, r * grid.columns + c, x[p], y[p], best, along, square)
        segment[p], share[p], apart_m[p] = best, along, np.sqrt(square)
