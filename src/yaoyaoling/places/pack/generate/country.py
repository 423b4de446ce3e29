"""The country around and between the cities: rivers, the cities' main lines in one plan, highways that join them."""

import math
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.metropolis import Exit, make_metropolis
from yaoyaoling.places.pack.generate.province_plan import ProvincePlan, River, SmallCity
from yaoyaoling.places.pack.generate.skeleton import Line, Quarter, Skeleton, make_skeleton
from yaoyaoling.places.pack.generate.terrain import RIVERSIDE_M, Terrain, Waves, make_waves, water_between

_BEND = ((15_000.0, 170.0, math.inf, 4), (4_200.0, 34.0, math.inf, 5), (2_300.0, 12.0, math.inf, 4))
_OLD_BEND_M = 1_500.0
_LONGEST_LINK_M = 12_000.0
_FROM_EDGE_M = 350.0
T = TypeVar("T", bound=BaseGeometry)


@dataclass(frozen=True)
class CityLines:
    """One city's part of the plan. built: its outline."""

    quarters: tuple[Quarter, ...]
    built: BaseGeometry
    parks: tuple[tuple[Polygon, str], ...] = ()


@dataclass(frozen=True)
class Country:
    """All main lines in one plan; cities: the larger one first."""

    terrain: Terrain
    skeleton: Skeleton
    cities: tuple[CityLines, ...]


def make_country(plan: ProvincePlan, dice: Dice) -> Country:
    """Lay the rivers, draw every city's main lines, and join the cities."""
    rivers = [_river(river, plan, dice) for river in plan.rivers]
    middle = plan.metropolis.rings[0]
    waves = make_waves((*_BEND, (280, 3.2, _OLD_BEND_M, 6)), dice)
    terrain = _terrain(rivers, (middle.x_m, middle.y_m), waves)
    large = make_metropolis(plan.metropolis, terrain, dice)
    lines, highways = list(large.skeleton.lines), list(large.skeleton.highways)
    exits = [list(large.exits)]
    cities = [CityLines(large.skeleton.quarters, large.skeleton.ring, large.parks)]
    for city in plan.cities:
        small = _small(city, rivers, dice)
        lines += small.lines
        highways += small.highways
        cities.append(CityLines(small.quarters, small.ring))
        exits.append([_outer_end(part, city) for part in small.highways])
    links = _links(plan, exits, terrain, [city.built for city in cities], dice)
    lines += [Line(link, RoadClass.TRUNK) for link in links]
    built = shapely.union_all([city.built for city in cities])
    quarters = tuple(quarter for city in cities for quarter in city.quarters)
    return Country(terrain, Skeleton(tuple(lines), tuple(highways + links), quarters, built), tuple(cities))


_River = tuple[LineString, BaseGeometry]


def _river(river: River, plan: ProvincePlan, dice: Dice) -> _River:
    _, south, _, north = plan.bounds_m
    y = np.arange(south - 3_000, north + 3_000, 60.0)
    phase, turn = dice.between(0, 2 * math.pi), dice.between(0, 2 * math.pi)
    x = river.at_m + river.sway_m * np.sin(2 * math.pi * y / 9_400 + phase)
    x = x + 0.28 * river.sway_m * np.sin(2 * math.pi * y / 3_100 + turn)
    half = river.width_m / 2 * (1 + 0.2 * np.sin(2 * math.pi * y / 4_700 + turn))
    centre = np.column_stack([x, y])
    return LineString(centre), water_between(centre, half)


def _terrain(rivers: list[_River], middle: tuple[float, float], waves: Waves) -> Terrain:
    water = shapely.union_all([river for _, river in rivers])
    return Terrain(middle, shapely.union_all([line for line, _ in rivers]), water, water.buffer(RIVERSIDE_M), waves)


def _small(city: SmallCity, rivers: list[_River], dice: Dice) -> Skeleton:
    """A smaller city's main lines, drawn about its own middle and moved to where it lies."""
    line, river = min(rivers, key=lambda one: one[0].distance(Point(city.x_m, city.y_m)))
    line, river = translate(line, -city.x_m, -city.y_m), translate(river, -city.x_m, -city.y_m)
    local = Terrain(city.plan.old_centre, line, river, river.buffer(RIVERSIDE_M), ())
    drawn = make_skeleton(city.plan, local, dice)

    def moved(shape: T) -> T:
        return translate(shape, city.x_m, city.y_m)

    return Skeleton(
        tuple(replace(one, shape=moved(one.shape)) for one in drawn.lines),
        tuple(moved(one) for one in drawn.highways),
        tuple(replace(one, shape=moved(one.shape)) for one in drawn.quarters),
        moved(drawn.ring),
    )


def _outer_end(highway: LineString, city: SmallCity) -> Exit:
    ends = sorted((highway.coords[0], highway.coords[-1]), key=lambda p: math.dist(p, (city.x_m, city.y_m)))
    (ax, ay), (bx, by) = ends
    size = math.dist(*ends)
    return Exit((bx, by), ((bx - ax) / size, (by - ay) / size))


def _links(
    plan: ProvincePlan, exits: list[list[Exit]], terrain: Terrain, built: list[BaseGeometry], dice: Dice
) -> list[LineString]:
    """Highways from the smaller cities to what lies nearest, then from every loose end to the edge of the map."""
    towns = shapely.union_all(built)
    loose = {(number, nth) for number, some in enumerate(exits) for nth in range(len(some))}
    links: list[LineString] = []

    def is_free(link: LineString) -> bool:
        crosses = any(link.crosses(other) for other in links)
        return not crosses and not link.intersects(terrain.corridor) and not link.intersects(towns)

    for number in range(len(exits) - 1, 0, -1):
        for nth, start in enumerate(exits[number]):
            near = sorted(
                (math.dist(start.at, exits[a][b].at), a, b) for a, b in loose if a != number and (number, nth) in loose
            )
            for far_m, a, b in near:
                link = _curve(start, exits[a][b])
                if far_m < _LONGEST_LINK_M and _is_ahead(start, exits[a][b]) and is_free(link):
                    links.append(link)
                    loose -= {(number, nth), (a, b)}
                    break
    for number, nth in sorted(loose):
        link = _until_met(_to_edge(exits[number][nth], plan, dice), links)
        if not link.intersects(towns):
            links.append(link)
    return links


def _until_met(link: LineString, others: list[LineString]) -> LineString:
    """A way up to the first other that it meets."""
    met = link.intersection(shapely.union_all(others)) if others else LineString()
    if met.is_empty:
        return link
    first = min(shapely.get_coordinates(met).tolist(), key=lambda point: link.project(Point(point)))
    met_link = substring(link, 0, link.project(Point(first)) + 1.5)
    return met_link if isinstance(met_link, LineString) else link


def _is_ahead(start: Exit, end: Exit) -> bool:
    dx, dy = end.at[0] - start.at[0], end.at[1] - start.at[1]
    far_m = math.hypot(dx, dy) or 1.0
    leaves = (start.direction[0] * dx + start.direction[1] * dy) / far_m
    arrives = -(end.direction[0] * dx + end.direction[1] * dy) / far_m
    return leaves > 0.2 and arrives > 0.2


def _curve(start: Exit, end: Exit) -> LineString:
    """A way that leaves and arrives straight on (cubic Bézier)."""
    pull = 0.38 * math.dist(start.at, end.at)
    a, d = np.array(start.at), np.array(end.at)
    b, c = a + pull * np.array(start.direction), d + pull * np.array(end.direction)
    t = np.linspace(0, 1, 25)[:, None]
    points = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    points[0], points[-1] = a, d
    return LineString(points)


def _to_edge(start: Exit, plan: ProvincePlan, dice: Dice) -> LineString:
    west, south, east, north = plan.bounds_m
    (x, y), (dx, dy) = start.at, start.direction
    reach = min(
        ((east if dx > 0 else west) - x) / dx if abs(dx) > 1e-9 else math.inf,
        ((north if dy > 0 else south) - y) / dy if abs(dy) > 1e-9 else math.inf,
    )
    reach = max(200.0, reach - _FROM_EDGE_M)
    sway, points = dice.around(0, 0.05) * reach, []
    for step in range(17):
        along = reach * step / 16
        off = sway * math.sin(math.pi * step / 16)
        points.append((x + dx * along - dy * off, y + dy * along + dx * off))
    return LineString(points)
