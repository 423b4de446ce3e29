"""The division of a larger city: the same, with cuts computed here instead of in GEOS, at half the time.

Last digits differ from those of `Division`, so that a town divided with it keeps its bytes.
"""

from shapely import LineString, Polygon, get_coordinates

from yaoyaoling.places.pack.generate.blocks import Cut, Division

Ring = list[list[float]]


class QuickDivision(Division):
    """Blocks are simple polygons; a cut that does not go through one in one piece is not made."""

    _last: tuple[Polygon, Ring] | None = None

    def _ring(self, block: Polygon) -> Ring:
        """Its corners, read out once for all the cuts that are tried on it."""
        if self._last is None or self._last[0] is not block:
            self._last = (block, get_coordinates(block).tolist())
        return self._last[1]

    def _inside(self, cut: Cut, block: Polygon) -> Cut | None:
        met = _met(cut, self._ring(block))
        if len(met) != 2:
            return None
        (ax, ay), (bx, by) = cut
        (low, _), (high, _) = met
        if low < 0 or high > 1:
            return None
        return (ax + (bx - ax) * low, ay + (by - ay) * low), (ax + (bx - ax) * high, ay + (by - ay) * high)

    def _parted(self, block: Polygon, cut: Cut) -> tuple[list[Polygon], list[LineString]]:
        ring = self._ring(block)
        ends, met = self._inside(cut, block), _met(cut, ring)
        if ends is None:
            return [], []
        (first, start), (last, stop) = sorted(zip((side for _, side in met), ends, strict=True))
        between = ring[first + 1 : last + 1]
        around = ring[last + 1 : -1] + ring[: first + 1]
        if len(between) < 1 or len(around) < 1:
            return [], []
        return [Polygon([start, *between, stop]), Polygon([stop, *around, start])], [LineString(ends)]


def _met(cut: Cut, ring: Ring) -> list[tuple[float, int]]:
    """Where the line of a cut meets a closed ring: the share along the cut, and the number of the side."""
    (ax, ay), (bx, by) = cut
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    met = []
    px, py = ring[0]
    before = dx * (py - ay) - dy * (px - ax)
    for side in range(len(ring) - 1):
        qx, qy = ring[side + 1]
        here = dx * (qy - ay) - dy * (qx - ax)
        if (before < 0) != (here < 0):
            share = before / (before - here)
            x, y = px + (qx - px) * share, py + (qy - py) * share
            met.append((((x - ax) * dx + (y - ay) * dy) / square, side))
        px, py, before = qx, qy, here
    met.sort()
    return met
