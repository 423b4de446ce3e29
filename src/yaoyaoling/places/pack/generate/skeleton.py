"""The town's main lines in plan space: ring, avenues, riverside roads, highways, quarters outside the ring."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.plan import NEW_TOWN, OLD_TOWN, Annex, Avenue, Style, TownPlan
from yaoyaoling.places.pack.generate.terrain import Terrain

RING_STEP_DEG = 3
HIGHWAY_STEP_M = 400.0


@dataclass(frozen=True)
class Line:
    """A road as drawn, before crossings are cut. name: whole ("人民东路"), or "" when it is named later."""

    shape: LineString
    road_class: RoadClass
    name: str = ""


@dataclass(frozen=True)
class Quarter:
    """A piece of town between main lines, to be divided into blocks."""

    shape: Polygon
    style: Style


@dataclass(frozen=True)
class Skeleton:
    """Main lines and the quarters between them; ring: the town's outline; highways: the lines that leave it."""

    lines: tuple[Line, ...]
    highways: tuple[LineString, ...]
    quarters: tuple[Quarter, ...]
    ring: BaseGeometry


def make_skeleton(plan: TownPlan, terrain: Terrain, dice: Dice) -> Skeleton:
    """Draw the main lines and find the quarters between them."""
    outline = _ring_points(plan, dice)
    ring = Polygon(outline)
    lines = [*_ring_lines(outline), *_riversides(terrain, ring)]
    highways = []
    for avenue in plan.avenues:
        axis = _avenue_axis(avenue, plan, dice)
        lines += _in_town(avenue, plan, axis, terrain, ring)
        if avenue.leaves_town:
            outside = _outside(axis, ring)
            highways += outside
            lines += [Line(part, RoadClass.TRUNK) for part in outside]
    annexes = [(_annex_points(annex, outline, dice), annex.style) for annex in plan.annexes]
    for (inner, outer), _ in annexes:
        lines.append(Line(LineString([inner[0], *outer, inner[-1]]), RoadClass.SECONDARY))
    quarters = _quarters(plan, terrain, ring, lines, annexes)
    return Skeleton(tuple(lines), tuple(highways), tuple(quarters), ring)


Points = list[tuple[float, float]]


def _ring_points(plan: TownPlan, dice: Dice) -> Points:
    """A rounded rectangle (superellipse), somewhat out of true."""
    phases = [dice.between(0, 2 * math.pi) for _ in range(2)]
    points = []
    for degrees in range(0, 360, RING_STEP_DEG):
        angle = math.radians(degrees)
        c, s = math.cos(angle), math.sin(angle)
        radius = (abs(c / plan.ring_x_m) ** 3 + abs(s / plan.ring_y_m) ** 3) ** (-1 / 3)
        radius *= 1 + 0.030 * math.sin(2 * angle + phases[0]) + 0.022 * math.sin(3 * angle + phases[1])
        points.append((radius * c, radius * s))
    return points


def _ring_lines(outline: Points) -> Iterator[Line]:
    quarter = len(outline) // 4
    for index, side in enumerate("北西南东"):
        start = quarter // 2 + index * quarter
        points = [outline[i % len(outline)] for i in range(start, start + quarter + 1)]
        yield Line(LineString(points), RoadClass.PRIMARY, f"环城{side}路")


def _riversides(terrain: Terrain, ring: Polygon) -> Iterator[Line]:
    for part in lines_of(terrain.corridor.boundary.intersection(ring)):
        middle = part.interpolate(0.5, normalized=True)
        river_x = terrain.river_line.interpolate(terrain.river_line.project(middle)).x
        yield Line(part, RoadClass.SECONDARY, "滨河东路" if middle.x > river_x else "滨河西路")


def _avenue_axis(avenue: Avenue, plan: TownPlan, dice: Dice) -> LineString:
    """From edge to edge of the map; outside the town it drifts away from the middle, as highways do."""
    inner, reach = (plan.ring_y_m, plan.height_m / 2) if avenue.is_north_south else (plan.ring_x_m, plan.width_m / 2)
    drift = math.copysign(dice.between(0.20, 0.42), avenue.at_m)
    phase, points = dice.between(0, 2 * math.pi), []
    for along in np.arange(-reach, reach + 1, reach / round(reach / 200)):
        beyond = max(0.0, abs(along) - inner)
        off = avenue.at_m + drift * beyond + 18 * math.sin(along / 420 + phase)
        off += min(1.0, beyond / 600) * 150 * math.sin(along / 800 + phase)
        points.append((off, along) if avenue.is_north_south else (along, off))
    return LineString(points)


def _in_town(avenue: Avenue, plan: TownPlan, axis: LineString, terrain: Terrain, ring: Polygon) -> Iterator[Line]:
    inside = axis.intersection(ring)
    if not avenue.crosses_river:
        inside = inside.difference(terrain.corridor)
    halves = _crossing(avenue, plan)
    for part in lines_of(inside):
        if not halves:
            yield Line(part, avenue.road_class, f"{avenue.name}路")
            continue
        for half in lines_of(shapely.difference(part, halves.buffer(1e-6))):
            middle = half.interpolate(0.5, normalized=True)
            along, across = (middle.y, "北南") if avenue.is_north_south else (middle.x, "东西")
            limit = halves.coords[0][1] if avenue.is_north_south else halves.coords[0][0]
            yield Line(half, avenue.road_class, f"{avenue.name}{across[0] if along > limit else across[1]}路")


def _crossing(avenue: Avenue, plan: TownPlan) -> LineString | None:
    """Where a main avenue changes its name (人民东路, 人民西路): at the first avenue the other way."""
    if avenue.road_class is not RoadClass.PRIMARY:
        return None
    other = next(other for other in plan.avenues if other.is_north_south is not avenue.is_north_south)
    far = plan.width_m + plan.height_m
    ends = [(-far, other.at_m), (far, other.at_m)] if avenue.is_north_south else [(other.at_m, -far), (other.at_m, far)]
    return LineString(ends)


def _outside(axis: LineString, ring: Polygon) -> list[LineString]:
    return [shapely.segmentize(part, HIGHWAY_STEP_M) for part in lines_of(axis.difference(ring))]


def _annex_points(annex: Annex, outline: Points, dice: Dice) -> tuple[Points, Points]:
    first, last = round(annex.from_deg / RING_STEP_DEG), round(annex.to_deg / RING_STEP_DEG)
    inner = [outline[i % len(outline)] for i in range(first, last + 1)]
    depths = [annex.depth + dice.between(-0.02, 0.02) for _ in inner]
    return inner, [(x * depth, y * depth) for (x, y), depth in zip(inner, depths, strict=True)]


def _quarters(
    plan: TownPlan,
    terrain: Terrain,
    ring: Polygon,
    lines: list[Line],
    annexes: list[tuple[tuple[Points, Points], Style]],
) -> Iterator[Quarter]:
    styled = [(Polygon([*inner, *reversed(outer)]).buffer(0), style) for (inner, outer), style in annexes]
    drawn = shapely.union_all([line.shape for line in lines], grid_size=0.5)
    for face in polygons_of(shapely.polygonize([drawn])):
        spot = face.representative_point()
        if terrain.corridor.contains(spot):
            continue
        if ring.contains(spot):
            ox, oy = plan.old_centre
            is_old = math.hypot(face.centroid.x - ox, face.centroid.y - oy) < plan.old_radius_m
            yield Quarter(face, OLD_TOWN if is_old else NEW_TOWN)
            continue
        for shape, style in styled:
            if shape.contains(spot):
                yield Quarter(face, style)
                break


def lines_of(shape: BaseGeometry) -> list[LineString]:
    """The lines of any geometry, merged where they meet, too short ones left out."""
    parts: Iterable[BaseGeometry] = shapely.get_parts(shapely.line_merge(shape))
    return [part for part in parts if isinstance(part, LineString) and part.length > 5.0]


def polygons_of(shape: BaseGeometry) -> list[Polygon]:
    """The polygons of any geometry."""
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
