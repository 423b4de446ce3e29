"""Door-plates along the streets: odd numbers on the left, even on the right, counted from the town's middle."""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.streets import XY, StreetNet, lines_through

# Half the road with its pavement, and the usual width of a plot along it, in metres.
_HALF_M = {
    RoadClass.MOTORWAY: 18, RoadClass.TRUNK: 14, RoadClass.PRIMARY: 15, RoadClass.SECONDARY: 12, RoadClass.TERTIARY: 9,
    RoadClass.UNCLASSIFIED: 8, RoadClass.RESIDENTIAL: 7, RoadClass.LIVING_STREET: 4.5,
}  # fmt: skip
_PLOT_M = {
    RoadClass.MOTORWAY: 9_000, RoadClass.TRUNK: 90, RoadClass.PRIMARY: 34, RoadClass.SECONDARY: 30,
    RoadClass.TERTIARY: 26, RoadClass.UNCLASSIFIED: 160, RoadClass.RESIDENTIAL: 22, RoadClass.LIVING_STREET: 17,
}  # fmt: skip
_CROWDED_M = 9.0
_FROM_WATER_M = 8.0
_GAP_SHARE = 0.10


@dataclass(frozen=True)
class Plate:
    """A door. at: ground metres, beside the road. facing: the direction of the road there; side: +1 left, -1 right."""

    street: str
    number: int
    at: XY
    facing: XY
    side: int
    plot_m: float
    half_road_m: float


@dataclass
class _Occupied:
    """Which places are taken, by cells as wide as two doors must be apart."""

    cells: dict[tuple[int, int], list[XY]] = field(default_factory=lambda: defaultdict(list))

    def take(self, at: XY) -> bool:
        column, row = int(at[0] // _CROWDED_M), int(at[1] // _CROWDED_M)
        for i in (column - 1, column, column + 1):
            for j in (row - 1, row, row + 1):
                if any(math.dist(at, other) < _CROWDED_M for other in self.cells.get((i, j), ())):
                    return False
        self.cells[column, row].append(at)
        return True


def make_plates(
    net: StreetNet, closed: BaseGeometry, middle: XY, dice: Dice, *, plot_scale: float = 1.0
) -> list[Plate]:
    """Number every named street from its end nearest to `middle`; nothing stands in `closed` (water, parks).

    plot_scale: how much wider plots are than in a small town.
    """
    by_name: dict[str, list[int]] = defaultdict(list)
    for index, edge in enumerate(net.edges):
        if edge.name:
            by_name[edge.name].append(index)
    lines = lines_through([edge.course for edge in net.edges])
    halves = np.array([_HALF_M[edge.road_class] for edge in net.edges])
    roads, occupied = shapely.STRtree(lines), _Occupied()
    wet = closed.buffer(_FROM_WATER_M)
    shapely.prepare(wet)
    drafts = [draft for name in sorted(by_name) for draft in _along(net, name, by_name[name], middle, plot_scale, dice)]
    points = shapely.points([draft.at for draft in drafts])
    bad = shapely.intersects(wet, points)
    draft, road = roads.query(points, predicate="dwithin", distance=float(halves.max()) + 3.0)
    bad[draft[shapely.distance(lines[road], points[draft]) < halves[road] + 1.5]] = True
    return [draft for draft, is_bad in zip(drafts, bad.tolist(), strict=True) if not is_bad and occupied.take(draft.at)]


def _ordered(net: StreetNet, edges: list[int], middle: XY) -> list[list[XY]]:
    """The courses of a street's edges, one after the other, beginning near the middle of the town."""
    left = sorted(edges)
    degree: dict[int, int] = defaultdict(int)
    for index in left:
        degree[net.edges[index].a] += 1
        degree[net.edges[index].b] += 1
    courses: list[list[XY]] = []
    at: int | None = None
    while left:
        touching = [i for i in left if at in (net.edges[i].a, net.edges[i].b)]
        if not touching:
            loose = [j for i in left for j in (net.edges[i].a, net.edges[i].b)]
            at = min(loose, key=lambda j: (degree[j] != 1, math.dist(net.junctions[j], middle), j))
            continue
        index = (
            touching[0]
            if len(touching) == 1 or not courses
            else min(touching, key=lambda i: _bend(net, i, at, courses))
        )
        edge = net.edges[index]
        courses.append(edge.course if edge.a == at else edge.course[::-1])
        left.remove(index)
        for end in (edge.a, edge.b):
            degree[end] -= 1
        at = edge.b if edge.a == at else edge.a
    return courses


def _bend(net: StreetNet, index: int, at: int | None, courses: list[list[XY]]) -> tuple[float, int]:
    """How far the way turns onto an edge; the straightest goes first."""
    edge = net.edges[index]
    course = edge.course if edge.a == at else edge.course[::-1]
    (px, py), (qx, qy) = courses[-1][-2], courses[-1][-1]
    turn = math.atan2(course[1][1] - course[0][1], course[1][0] - course[0][0]) - math.atan2(qy - py, qx - px)
    return abs(math.remainder(turn, 2 * math.pi)), index


def _along(net: StreetNet, name: str, edges: list[int], middle: XY, plot_scale: float, dice: Dice) -> list[Plate]:
    classes = {net.edges[index].road_class for index in edges}
    road_class = max(classes) if name.endswith("村") else min(classes)
    plot_m, half_m = _PLOT_M[road_class] * plot_scale, _HALF_M[road_class]
    drafts: list[Plate] = []
    numbers = {1: 1, -1: 2}
    for course in _ordered(net, edges, middle):
        line = LineString(course)
        end_m = line.length - plot_m * 0.3
        doors: list[_Door] = []
        for side in (1, -1):
            along = plot_m * dice.between(0.4, 0.7)
            while along < end_m:
                width_m = plot_m * dice.between(0.75, 1.3)
                if not dice.chance(_GAP_SHARE):
                    doors.append(_Door(along, side, numbers[side], width_m, half_m + dice.between(2.0, 4.5)))
                numbers[side] += 2
                along += width_m
        drafts += _beside(line, doors, name, half_m)
    return drafts


class _Door(NamedTuple):
    """A door before it has its place: metres along its line, and beside it."""

    along_m: float
    side: int
    number: int
    plot_m: float
    off_m: float


def _beside(line: LineString, doors: list[_Door], name: str, half_m: float) -> list[Plate]:
    """The doors of a line in their places; all points are found at once."""
    around = [at_m for door in doors for at_m in (max(0.0, door.along_m - 2), door.along_m + 2)]
    found = shapely.get_coordinates(shapely.line_interpolate_point(line, around)).tolist()
    plates = []
    for nth, door in enumerate(doors):
        (px, py), (qx, qy) = found[2 * nth], found[2 * nth + 1]
        size = math.hypot(qx - px, qy - py) or 1.0
        fx, fy = (qx - px) / size, (qy - py) / size
        off = door.off_m * door.side
        at = ((px + qx) / 2 - fy * off, (py + qy) / 2 + fx * off)
        plates.append(Plate(name, door.number, at, (fx, fy), door.side, door.plot_m, half_m))
    return plates
