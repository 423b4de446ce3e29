"""What makes the map a town: houses behind the doors, green river banks, ponds, woods, villages, the railway."""

import math

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.plan import TownPlan
from yaoyaoling.places.pack.generate.plates import Plate
from yaoyaoling.places.pack.generate.skeleton import Skeleton
from yaoyaoling.places.pack.generate.streets import StreetNet
from yaoyaoling.places.pack.generate.terrain import Terrain
from yaoyaoling.places.pack.generate.villages import Village


def make_houses(plates: list[Plate], net: StreetNet, closed: BaseGeometry, dice: Dice) -> list[Polygon]:
    """A house behind each door, unless it would stand on a street, in the water or in another house."""
    houses = []
    for plate in plates:
        (fx, fy), inward = plate.facing, plate.side
        nx, ny = -fy * inward, fx * inward
        half = min(plate.plot_m * dice.between(0.32, 0.46), 17.0)
        front, depth = dice.between(0.0, 2.0), dice.between(9.0, 15.0) * (1.25 if plate.half_road_m > 8 else 1.0)
        corners = [
            (plate.at[0] + fx * s * half + nx * d, plate.at[1] + fy * s * half + ny * d)
            for s, d in ((-1, front), (1, front), (1, front + depth), (-1, front + depth))
        ]
        houses.append(Polygon(corners))
    lines = shapely.union_all([edge.line for edge in net.edges])
    shapely.prepare(lines)
    fit = ~shapely.dwithin(houses, lines, 3.0) & ~shapely.intersects(houses, closed)
    tree = shapely.STRtree(houses)
    gone = set(np.flatnonzero(~fit).tolist())
    for one, other in sorted(map(tuple, tree.query(houses, predicate="intersects").T.tolist())):
        if one < other and one not in gone and other not in gone:
            gone.add(other)
    return [house for index, house in enumerate(houses) if index not in gone]


def make_greens(terrain: Terrain, skeleton: Skeleton) -> list[BaseGeometry]:
    """The strips between the water and the riverside roads."""
    strips = terrain.corridor.buffer(-8).difference(terrain.river).intersection(skeleton.ring)
    return [terrain.bent(part) for part in shapely.get_parts(strips)]


def make_village_grounds(terrain: Terrain, villages: list[Village]) -> list[BaseGeometry]:
    """The built ground of each village."""
    return [terrain.bent(village.shape.buffer(42).simplify(3)) for village in villages]


def make_country(
    plan: TownPlan, net: StreetNet, taken: BaseGeometry, dice: Dice
) -> tuple[list[Polygon], list[Polygon]]:
    """Woods and ponds outside, clear of roads and of what is taken."""
    roads = shapely.union_all([edge.line for edge in net.edges])
    shapely.prepare(roads)
    shapely.prepare(taken)
    woods: list[Polygon] = []
    ponds: list[Polygon] = []
    for number in range(90):
        is_pond = number % 3 == 0
        spot = Point(dice.between(-0.5, 0.5) * plan.width_m, dice.between(-0.5, 0.5) * plan.height_m)
        blob = soft_shape(spot, dice.between(35, 95) if is_pond else dice.between(90, 280), dice)
        others = ponds + woods
        if roads.dwithin(blob, 25) or taken.dwithin(blob, 60) or any(blob.intersects(other) for other in others):
            continue
        (ponds if is_pond else woods).append(blob)
    return woods, ponds


def make_fields(plan: TownPlan, net: StreetNet, taken: BaseGeometry, dice: Dice) -> list[BaseGeometry]:
    """Fields around the town: cells of a jittered grid (Voronoi), some left fallow, cut by roads and what is taken."""
    step, points = 330.0, []
    for i in range(-round(plan.width_m / 2 / step) - 1, round(plan.width_m / 2 / step) + 2):
        for j in range(-round(plan.height_m / 2 / step) - 1, round(plan.height_m / 2 / step) + 2):
            points.append((i * step + dice.between(-130, 130), j * step + dice.between(-130, 130)))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), ordered=True))
    lanes = shapely.union_all([edge.line for edge in net.edges]).buffer(14, quad_segs=2)
    shapely.prepare(taken)
    fields = []
    for cell in cells:
        if dice.chance(0.62):
            field = cell.buffer(-7).difference(lanes).difference(taken)
            fields += [part for part in shapely.get_parts(field) if part.area > 4_000]
    return fields


def soft_shape(middle: Point, size_m: float, dice: Dice) -> Polygon:
    """A soft shape of about that radius."""
    phases = [(wave, dice.between(0, 2 * math.pi), dice.between(0.05, 0.22)) for wave in (2, 3, 5)]
    turn, stretch, points = dice.between(0, math.pi), dice.between(1.0, 1.7), []
    for step in range(36):
        angle = 2 * math.pi * step / 36
        radius = size_m * (1 + sum(size * math.sin(wave * angle + phase) for wave, phase, size in phases))
        x, y = radius * stretch * math.cos(angle), radius / stretch * math.sin(angle)
        points.append(
            (middle.x + x * math.cos(turn) - y * math.sin(turn), middle.y + x * math.sin(turn) + y * math.cos(turn))
        )
    return Polygon(points)


def make_railway(plan: TownPlan, skeleton: Skeleton, terrain: Terrain, dice: Dice) -> LineString:
    """One line past the west of the town, clear of its quarters."""
    west = min(quarter.shape.bounds[0] for quarter in skeleton.quarters) - 130.0
    reach, lean, phase = plan.height_m * 0.7, dice.between(-0.1, 0.1), dice.between(0, 2 * math.pi)
    y = np.arange(-reach, reach + 1, 120.0)
    x = west + lean * y * np.abs(y) / reach - 260 * (1 - np.cos(np.clip(y / 2_600, -1.5, 1.5)))
    x = x - 40 * np.sin(y / 1_700 + phase) * np.clip(np.abs(y) / 2_000, 0, 1)
    return LineString(terrain.bend(np.column_stack([x, y])))
