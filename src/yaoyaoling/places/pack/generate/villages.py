"""Villages outside the town: a handful of lanes each, and the country roads that join them to the network."""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.skeleton import Line, Skeleton
from yaoyaoling.places.pack.generate.terrain import Terrain
from yaoyaoling.places.pack.generate.vocabulary import VILLAGE_STEMS

APART_M = 1_050.0
FROM_TOWN_M = 420.0
FROM_RIVER_M = 300.0
FROM_HIGHWAY_M = 120.0
FROM_RAILWAY_M = 170.0
LONGEST_LINK_M = 3_600.0
BESIDE_M = 260.0
_TRIES = 6_000


@dataclass(frozen=True)
class Village:
    """Where a village's street has its middle, and its lanes, in plan space."""

    name: str
    middle: Point
    lanes: tuple[Line, ...]

    @property
    def shape(self) -> MultiLineString:
        """All its lanes."""
        return MultiLineString([lane.shape for lane in self.lanes])


@dataclass(frozen=True)
class Countryside:
    """Where villages may lie (width, height and middle in metres), how many, and what they may be called."""

    width_m: float
    height_m: float
    villages: int
    stems: tuple[str, ...] = VILLAGE_STEMS
    middle: tuple[float, float] = (0.0, 0.0)


def place_villages(
    land: Countryside, terrain: Terrain, skeleton: Skeleton, railway: BaseGeometry, dice: Dice
) -> list[Village]:
    """Scatter the villages: apart from each other, out of town, dry, beside the highways and not on them."""
    town = shapely.union_all([skeleton.ring, *(quarter.shape for quarter in skeleton.quarters)])
    highways = shapely.union_all(list(skeleton.highways))
    crowded = shapely.union_all(
        [
            town.buffer(FROM_TOWN_M),
            terrain.river.buffer(FROM_RIVER_M),
            railway.buffer(FROM_RAILWAY_M),
            highways.buffer(FROM_HIGHWAY_M),
        ]
    )
    shapely.prepare(crowded)
    names = [f"{stem}村" for stem in dice.shuffled(land.stems)]
    villages: list[Village] = []
    for _ in range(_TRIES):
        if len(villages) == land.villages:
            break
        spot = Point(
            land.middle[0] + dice.between(-0.44, 0.44) * land.width_m,
            land.middle[1] + dice.between(-0.44, 0.44) * land.height_m,
        )
        if crowded.intersects(spot) or any(spot.distance(other.middle) < APART_M for other in villages):
            continue
        village = _village(names[len(villages)], spot, dice)
        if not crowded.intersects(village.shape):
            villages.append(village)
    return villages


def _village(name: str, middle: Point, dice: Dice) -> Village:
    """A street through the village, lanes across it, and shorter lanes behind the houses."""
    turn, bow = dice.between(0, math.pi), dice.between(-26, 26)
    columns = dice.whole(4, 7)
    xs = [0.0]
    for _ in range(columns - 1):
        xs.append(xs[-1] + dice.between(48, 82))
    xs = [x - xs[-1] / 2 for x in xs]
    rows = [0.0, dice.between(55, 78), -dice.between(55, 78)]
    if dice.chance(0.5):
        rows.append(rows[1] + dice.between(50, 70))

    def at(x: float, y: float) -> tuple[float, float]:
        y += bow * math.cos(x / 150)
        return (
            middle.x + x * math.cos(turn) - y * math.sin(turn),
            middle.y + x * math.sin(turn) + y * math.cos(turn),
        )

    lines = [Line(LineString([at(x, 0) for x in (xs[0] - 60, *xs, xs[-1] + 60)]), RoadClass.RESIDENTIAL, name)]
    for y in rows[1:]:
        first = dice.whole(0, columns // 2 - 1)
        last = dice.whole(columns // 2 + 1, columns) - 1
        lines.append(
            Line(LineString([at(x, y) for x in xs[first : max(last, first + 1) + 1]]), RoadClass.LIVING_STREET, name)
        )
    for x in xs:
        top = max(rows) if dice.chance(0.5) else rows[1] * dice.between(0.7, 1.0)
        bottom = rows[2] if dice.chance(0.7) else 0.0
        slant = dice.between(-8, 8)
        points = [
            at(x + slant * y / 60, y) for y in sorted({bottom, *(row for row in rows if bottom <= row <= top), top})
        ]
        lines.append(Line(LineString(points), RoadClass.LIVING_STREET, name))
    return Village(name, Point(at(xs[columns // 2], 0)), tuple(lines))


def village_roads(terrain: Terrain, skeleton: Skeleton, villages: list[Village], dice: Dice) -> list[Line]:
    """Join each village to what is nearest: a highway, the town, or a village that is joined already.

    Neighbours get a second road between them where there is none near and none would need a bridge.
    """
    drawn: list[BaseGeometry] = [line.shape for line in skeleton.lines if line.road_class <= RoadClass.SECONDARY]
    lines: list[Line] = []
    waiting = list(villages)
    while waiting:
        joined = shapely.union_all(drawn)
        village = min(waiting, key=lambda one: (one.middle.distance(joined), one.middle.x))
        waiting.remove(village)
        lines.append(_bent_road(village, _nearest_dry(village.middle, joined, drawn, terrain), dice))
        drawn += [lines[-1].shape, village.shape]
    town = shapely.union_all([skeleton.ring, *(quarter.shape for quarter in skeleton.quarters)])
    for village in villages:
        for other in sorted(villages, key=lambda one: one.middle.distance(village.middle))[1:3]:
            road = LineString([village.middle, other.middle])
            steps = shapely.line_interpolate_point(road, np.linspace(0.1, 0.9, 9), normalized=True)
            beside = shapely.STRtree(drawn).query(steps, predicate="dwithin", distance=BESIDE_M)[0]
            near = len(np.unique(beside)) / len(steps)
            dry = not road.intersects(terrain.corridor) and not road.intersects(town)
            if dry and road.length < LONGEST_LINK_M and near < 0.4:
                lines.append(_bent_road(village, other.middle, dice))
                drawn.append(lines[-1].shape)
    return lines


def lanes_and_roads(terrain: Terrain, skeleton: Skeleton, villages: list[Village], dice: Dice) -> list[Line]:
    """The lanes in the villages, and the roads that join them."""
    lanes = [lane for village in villages for lane in village.lanes]
    return [*lanes, *village_roads(terrain, skeleton, villages, dice)]


def placed(villages: list[Village], terrain: Terrain) -> list[tuple[Village, tuple[float, float]]]:
    """Each village with its middle on the ground."""
    at = terrain.bend(np.array([(village.middle.x, village.middle.y) for village in villages]))
    return list(zip(villages, [(float(x), float(y)) for x, y in at], strict=True))


def _nearest_dry(middle: Point, joined: BaseGeometry, drawn: list[BaseGeometry], terrain: Terrain) -> Point:
    """The nearest place on what is drawn that is reached without a bridge, if there is one."""
    way = shapely.shortest_line(middle, joined)
    if way.intersects(terrain.river):
        ways = shapely.shortest_line(middle, np.array(drawn, dtype=object))
        dry = ways[~shapely.intersects(ways, terrain.river)]
        way = dry[np.argmin(shapely.length(dry))] if len(dry) else way
    return Point(shapely.get_coordinates(way)[-1])


def _bent_road(village: Village, end: Point, dice: Dice) -> Line:
    start = village.middle
    straight = LineString([start, end])
    dx, dy = (end.x - start.x) / straight.length, (end.y - start.y) / straight.length
    sway, points = dice.around(0, 0.06) * straight.length, []
    steps = max(2, round(straight.length / 200))
    for step in range(steps + 1):
        along = straight.length * step / steps
        off = sway * math.sin(math.pi * step / steps) + 0.3 * sway * math.sin(3 * math.pi * step / steps)
        points.append((start.x + dx * along - dy * off, start.y + dy * along + dx * off))
    return Line(LineString(points), RoadClass.UNCLASSIFIED, f"{village.name[:-1]}路")
