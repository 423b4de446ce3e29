"""The main lines of a larger city: rings, a net of avenues, riversides, and the quarters between them."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.city_vocabulary import AVENUE_STEMS
from yaoyaoling.places.pack.generate.plan import Annex, Avenue, Style
from yaoyaoling.places.pack.generate.province_plan import CORE, EDGE, INNER, OUTER, Metropolis, RingRoad
from yaoyaoling.places.pack.generate.skeleton import Line, Quarter, Skeleton, lines_of, polygons_of
from yaoyaoling.places.pack.generate.terrain import Terrain

BEYOND_M = 1_500.0
"""So far outside the last ring an avenue that leaves the city ends; the country's roads go on from there."""
_STEP_DEG = 1
_STYLES = ((2_000.0, CORE), (4_700.0, INNER), (7_000.0, OUTER), (math.inf, EDGE))
_GAP_SHARE = 0.16
"""Pieces of lesser avenues that were never built."""
_SIDES = {True: "北南", False: "东西"}
_PARK_MOST_M2 = 1_400_000.0

Points = list[tuple[float, float]]


@dataclass(frozen=True)
class Exit:
    """Where an avenue goes on as a highway, and in which direction (unit vector)."""

    at: tuple[float, float]
    direction: tuple[float, float]


@dataclass(frozen=True)
class MetropolisLines:
    """The skeleton, the parks among its quarters, and its exits."""

    skeleton: Skeleton
    parks: tuple[tuple[Polygon, str], ...]
    exits: tuple[Exit, ...]


def make_metropolis(plan: Metropolis, terrain: Terrain, dice: Dice) -> MetropolisLines:
    """Draw rings and avenues, and find the quarters between them."""
    outlines = [_outline(ring, dice) for ring in plan.rings]
    built, outer = Polygon(outlines[-2]), Polygon(outlines[-1])
    lines = [line for ring, points in zip(plan.rings, outlines, strict=True) for line in _ring(ring, points)]
    lines += _riversides(terrain, built)
    exits: list[Exit] = []
    highways: list[LineString] = [LineString([*outlines[-1], outlines[-1][0]])]
    for avenue in plan.mains:
        axis = _axis(avenue, plan, dice)
        lines += _main(avenue, plan, axis, terrain, built)
        if avenue.leaves_town:
            outside = [part for part in lines_of(axis.difference(built)) if part.length > 50]
            highways += outside
            lines += [Line(part, RoadClass.TRUNK) for part in outside]
            exits += [_exit(part, outer) for part in outside]
    lines += _lesser(plan, terrain, built, dice)
    annexes = [(_annex(annex, outlines[-2], dice), annex.style) for annex in plan.annexes]
    for (inner, far), _ in annexes:
        lines.append(Line(LineString([inner[0], *far, inner[-1]]), RoadClass.SECONDARY))
    quarters, parks = _faces(plan, terrain, built, lines, annexes)
    return MetropolisLines(Skeleton(tuple(lines), tuple(highways), tuple(quarters), built), tuple(parks), tuple(exits))


def _outline(ring: RingRoad, dice: Dice) -> Points:
    phases = [dice.between(0, 2 * math.pi) for _ in range(2)]
    points = []
    for degrees in range(0, 360, _STEP_DEG):
        angle = math.radians(degrees)
        c, s = math.cos(angle), math.sin(angle)
        radius = (abs(c / ring.width_x_m) ** 3.4 + abs(s / ring.width_y_m) ** 3.4) ** (-1 / 3.4)
        radius *= 1 + 0.020 * math.sin(2 * angle + phases[0]) + 0.014 * math.sin(3 * angle + phases[1])
        points.append((ring.x_m + radius * c, ring.y_m + radius * s))
    return points


def _ring(ring: RingRoad, outline: Points) -> Iterator[Line]:
    """A street by sides (二环东路); a motorway has one name all around."""
    if ring.road_class is RoadClass.MOTORWAY:
        yield Line(LineString([*outline, outline[0]]), ring.road_class, ring.name)
        return
    quarter = len(outline) // 4
    for index, side in enumerate("北西南东"):
        start = quarter // 2 + index * quarter
        points = [outline[i % len(outline)] for i in range(start, start + quarter + 1)]
        yield Line(LineString(points), ring.road_class, f"{ring.name}{side}路")


def _riversides(terrain: Terrain, built: Polygon) -> Iterator[Line]:
    for part in lines_of(terrain.corridor.boundary.intersection(built)):
        middle = part.interpolate(0.5, normalized=True)
        river = shapely.shortest_line(middle, terrain.river_line)
        x = shapely.get_coordinates(river)[-1][0]
        yield Line(part, RoadClass.SECONDARY, "滨江东路" if middle.x > x else "滨江西路")


def _axis(avenue: Avenue, plan: Metropolis, dice: Dice) -> LineString:
    last = plan.rings[-1] if avenue.leaves_town else plan.rings[-2]
    reach = (last.width_y_m if avenue.is_north_south else last.width_x_m) + (BEYOND_M if avenue.leaves_town else 400.0)
    phase, lean = dice.between(0, 2 * math.pi), dice.between(-0.03, 0.03)
    points = []
    for along in np.linspace(-reach, reach, round(reach / 120)):
        off = avenue.at_m + 26 * math.sin(along / 900 + phase) + lean * along
        points.append((off, float(along)) if avenue.is_north_south else (float(along), off))
    return LineString(points)


def _main(avenue: Avenue, plan: Metropolis, axis: LineString, terrain: Terrain, built: Polygon) -> Iterator[Line]:
    """An avenue of the first order, in two halves with a name each: 人民东路, 人民西路."""
    inside: BaseGeometry = axis.intersection(built)
    if not avenue.crosses_river:
        inside = inside.difference(terrain.corridor)
    other = next(one for one in plan.mains if one.is_north_south is not avenue.is_north_south)
    far = 4 * plan.rings[-1].width_x_m
    ends = [(-far, other.at_m), (far, other.at_m)] if avenue.is_north_south else [(other.at_m, -far), (other.at_m, far)]
    for half in lines_of(inside.difference(LineString(ends).buffer(1e-6))):
        middle = half.interpolate(0.5, normalized=True)
        along = middle.y if avenue.is_north_south else middle.x
        side = _SIDES[avenue.is_north_south][0 if along > other.at_m else 1]
        yield Line(half, RoadClass.PRIMARY, f"{avenue.name}{side}路")


def _exit(part: LineString, outer: Polygon) -> Exit:
    a, b = np.array(part.coords[0]), np.array(part.coords[-1])
    end, start = (a, b) if outer.distance(Point(a)) > outer.distance(Point(b)) else (b, a)
    direction = (end - start) / np.hypot(*(end - start))
    return Exit((float(end[0]), float(end[1])), (float(direction[0]), float(direction[1])))


def _lesser(plan: Metropolis, terrain: Terrain, built: Polygon, dice: Dice) -> Iterator[Line]:
    """The avenues between those of the first order: some stop at a main one, some were never built through."""
    stems = iter(dice.shuffled(AVENUE_STEMS))
    for is_north_south in (True, False):
        mains = sorted(one.at_m for one in plan.mains if one.is_north_south is is_north_south)
        crossing = sorted(one.at_m for one in plan.mains if one.is_north_south is not is_north_south)
        ring = plan.rings[-2]
        reach = ring.width_x_m if is_north_south else ring.width_y_m
        along_reach = ring.width_y_m if is_north_south else ring.width_x_m
        stops = [-along_reach - 400, *crossing, along_reach + 400]
        for at in _between([-reach, *mains, reach], plan.block_m, dice):
            phase, lean = dice.between(0, 2 * math.pi), dice.between(-0.03, 0.03)
            axis = [(at + 22 * math.sin(y / 700 + phase) + lean * y, y) for y in np.arange(stops[0], stops[-1], 110.0)]
            axis = axis if is_north_south else [(y, x) for x, y in axis]
            whole = LineString(axis).intersection(built).difference(terrain.corridor)
            pieces = [
                whole.intersection(_band(low, high, is_north_south))
                for low, high in itertools.pairwise(stops)
                if not dice.chance(_GAP_SHARE)
            ]
            stem = next(stems)
            for part in lines_of(shapely.line_merge(shapely.union_all(pieces))):
                if part.length > 380:
                    yield Line(part, RoadClass.SECONDARY if part.length > 2_500 else RoadClass.TERTIARY, f"{stem}路")


def _band(low: float, high: float, is_north_south: bool) -> Polygon:
    far = 1e6
    band: Polygon = shapely.box(-far, low, far, high) if is_north_south else shapely.box(low, -far, high, far)
    return band


def _between(stops: list[float], step: tuple[float, float], dice: Dice) -> Iterator[float]:
    for low, high in itertools.pairwise(stops):
        count = max(1, round((high - low) / dice.between(*step)))
        for nth in range(1, count):
            yield low + (high - low) * nth / count + dice.between(-60, 60)


def _annex(annex: Annex, outline: Points, dice: Dice) -> tuple[Points, Points]:
    inner = [outline[i % len(outline)] for i in range(round(annex.from_deg), round(annex.to_deg) + 1, 2)]
    sway = dice.between(0, 2 * math.pi)
    return inner, [
        (x * (annex.depth + 0.02 * math.sin(i / 4 + sway)), y * (annex.depth + 0.02 * math.sin(i / 4 + sway)))
        for i, (x, y) in enumerate(inner)
    ]


def _faces(
    plan: Metropolis,
    terrain: Terrain,
    built: Polygon,
    lines: list[Line],
    annexes: list[tuple[tuple[Points, Points], Style]],
) -> tuple[list[Quarter], list[tuple[Polygon, str]]]:
    """What lies between the lines: quarters to be divided, and the parks."""
    styled = [(Polygon([*inner, *reversed(far)]).buffer(0), style) for (inner, far), style in annexes]
    drawn = shapely.union_all([line.shape for line in lines], grid_size=0.5)
    quarters, parks = [], []
    for face in polygons_of(shapely.polygonize([drawn])):
        spot = face.representative_point()
        if terrain.corridor.contains(spot):
            continue
        name = next((name for x, y, name in plan.parks if face.contains(Point(x, y))), "")
        if name and face.area < _PARK_MOST_M2:
            parks.append((face, name))
        elif built.contains(spot):
            quarters.append(Quarter(face, _style(plan, face)))
        else:
            quarters += [Quarter(face, style) for shape, style in styled if shape.contains(spot)][:1]
    return quarters, parks


def _style(plan: Metropolis, face: Polygon) -> Style:
    middle = plan.rings[0]
    far_m = math.hypot(face.centroid.x - middle.x_m, face.centroid.y - middle.y_m)
    return next(style for limit, style in _STYLES if far_m < limit)
