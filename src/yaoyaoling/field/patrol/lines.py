"""The way a patrol takes: by road for cars, as drawn on foot; thinned to what a map can show."""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, hypot, radians

from yaoyaoling.field.patrol.contract import Line, PatrolKind
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import METRES_PER_DEGREE, Point, distance_m
from yaoyaoling.places.public import RoadClient, Route

_OFF_M = 6.0


class Way(Value):
    """line: (lon, lat) along it. is_estimated: some of it is straight, because the roads have none or are silent."""

    line: Line
    length_m: float
    is_estimated: bool


async def way_of(
    roads: RoadClient | None, kind: PatrolKind, waypoints: Sequence[Point], points: Sequence[Point]
) -> Way:
    """The way through the corners that were drawn, or through the points when none were. Nobody walks in a video.

    roads None: they were asked before and are silent; the way is straight then.
    """
    corners = list(waypoints) if len(waypoints) > 1 else list(points)
    if kind == "video" or len(corners) < 2:
        return Way(line=(), length_m=0, is_estimated=False)
    if kind == "foot":
        length = sum(distance_m(a, b) for a, b in pairwise(corners))
        return Way(line=tuple((one.lon, one.lat) for one in corners), length_m=length, is_estimated=False)
    line: list[Point] = []
    length, is_estimated = 0.0, False
    for a, b in pairwise(corners):
        route = Route((a, b), 0.0, distance_m(a, b), True) if roads is None else await roads.route(a, b)
        line += route.points
        length += route.distance_m
        is_estimated |= route.is_estimated
    return Way(line=thinned(line), length_m=length, is_estimated=is_estimated)


def thinned(points: Sequence[Point]) -> Line:
    """The line without points that lie within a few metres of it (Douglas and Peucker), to five decimals."""
    if not points:
        return ()
    x_m = METRES_PER_DEGREE * cos(radians(points[0].lat))
    flat = [(one.lon * x_m, one.lat * METRES_PER_DEGREE) for one in points]
    kept = {0, len(flat) - 1}
    spans = [(0, len(flat) - 1)]
    while spans:
        first, last = spans.pop()
        far, at = max(
            ((_off(flat[i], flat[first], flat[last]), i) for i in range(first + 1, last)), default=(0.0, first)
        )
        if far > _OFF_M:
            kept.add(at)
            spans += [(first, at), (at, last)]
    return tuple((round(points[i].lon, 5), round(points[i].lat, 5)) for i in sorted(kept))


def _off(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    share = 0.0 if square == 0 else max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square))
    return hypot(p[0] - a[0] - share * dx, p[1] - a[1] - share * dy)
