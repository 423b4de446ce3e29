"""A generated province as features of the map, in degrees."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.pack.contract import PackInfo
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.drawing import PLACE_ZOOM, in_degrees, inside, road_features
from yaoyaoling.places.pack.generate.estates import make_estates
from yaoyaoling.places.pack.generate.plates import Plate
from yaoyaoling.places.pack.generate.romanise import english_name
from yaoyaoling.places.pack.generate.scenery import make_greens, make_houses, make_village_grounds, soft_shape
from yaoyaoling.places.pack.generate.streets import StreetNet
from yaoyaoling.places.pack.tiles import MapFeature, area_features

if TYPE_CHECKING:
    from yaoyaoling.places.pack.generate.province import CityPart, Province

_CELL_M = 2_000.0
_FIELD_M = 620.0
_FALLOW = 0.4
_WOODS, _PONDS = 130, 90
_LAKE_FROM_SHORE_M = 70.0


def draw_province(made: "Province", info: PackInfo) -> list[MapFeature]:
    """All features of the map; what lies outside the pack's bounds is cut off."""
    ground = in_degrees([*_ground(made)], made.frame)
    others = in_degrees([*_buildings(made), *road_features(made.net, _CELL_M), *_labels(made)], made.frame)
    return [*inside(ground, info), *others, *area_features(made.invented.areas, made.invented.shapes)]


def _ground(made: "Province") -> Iterator[MapFeature]:
    terrain = made.country.terrain
    river = terrain.bent(terrain.river)
    built = shapely.union_all([terrain.bent(quarter.shape) for quarter in made.country.skeleton.quarters])
    villages = make_village_grounds(terrain, [village for village, _ in made.villages])
    taken = shapely.union_all([river, built, *villages, made.railway.buffer(30)])
    woods, ponds = _wild(made, taken, Dice(made.seed, "country"))
    for field in _fields(made, shapely.union_all([taken, *woods, *ponds]), Dice(made.seed, "fields")):
        yield MapFeature("landuse", field, {"kind": "farm"}, 11)
    for part in shapely.get_parts(built):
        yield MapFeature("landuse", part, {"kind": "town"})
    for shape in villages:
        yield MapFeature("landuse", shape, {"kind": "village"}, 10)
    for wood in woods:
        yield MapFeature("landuse", wood, {"kind": "wood"}, 10)
    for green in make_greens(terrain, made.country.skeleton):
        yield MapFeature("landuse", green, {"kind": "park"}, 12)
    for part in made.parts:
        yield from _sites(part)
    for part in shapely.get_parts(river):
        yield MapFeature("water", part, {"kind": "river"})
    for pond in ponds:
        yield MapFeature("water", pond, {"kind": "pond"}, 11)
    for site in (site for part in made.parts for site in part.sites if "湖" in site.name_zh and site.sort == "park"):
        yield MapFeature("water", _lake(site.shape, Dice(made.seed, "lake", site.name_zh)), {"kind": "lake"}, 10)
    yield MapFeature("rails", made.railway, {}, 9)


def _buildings(made: "Province") -> Iterator[MapFeature]:
    terrain = made.country.terrain
    closed = shapely.union_all([terrain.bent(terrain.river), made.railway])
    for part in made.parts:
        for house in [*make_estates(part.sites, part.net, closed, part.old, Dice(made.seed, "estates", part.name[0])),
                      *_village_houses(part, closed, made.seed)]:  # fmt: skip
            yield MapFeature("buildings", house, {}, 14)


def _lake(ground: BaseGeometry, dice: Dice) -> BaseGeometry:
    """Water in the middle of a park, with soft banks."""
    inner = ground.buffer(-_LAKE_FROM_SHORE_M)
    size_m = (inner.area / 3.4) ** 0.5
    soft = soft_shape(inner.centroid, size_m, dice).intersection(inner)
    return soft.buffer(-35).buffer(35, quad_segs=6)


def _sites(part: "CityPart") -> Iterator[MapFeature]:
    """What stands out from the homes all around."""
    for site in part.sites:
        if site.use != "residential" or site.name_zh:
            name = {"name": site.name_zh, "name_en": site.name_en} if site.name_zh else {}
            is_large = site.shape.area > 60_000 and site.use != "residential"
            yield MapFeature("landuse", site.shape, {"kind": site.use, **name}, 11 if is_large else 13)


def _village_houses(part: "CityPart", closed: BaseGeometry, seed: int) -> list[BaseGeometry]:
    edges = [edge for edge in part.net.edges if edge.name.endswith("村")]
    plates: list[Plate] = [plate for plate in part.plates if plate.street.endswith("村")]
    if not plates:
        return []
    lanes = StreetNet(part.net.junctions, edges)
    return list(make_houses(plates, lanes, closed, Dice(seed, "houses", part.name[0])))


def _wild(made: "Province", taken: BaseGeometry, dice: Dice) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    """Woods and ponds outside, clear of roads and of what is taken."""
    west, south, east, north = made.plan.bounds_m
    country = [edge.line for edge in made.net.edges if edge.length_m > 300]
    clear = shapely.STRtree([*country, *shapely.get_parts(taken)])
    found: tuple[list[BaseGeometry], list[BaseGeometry]] = ([], [])
    for number in range(_WOODS + _PONDS):
        is_pond = number >= _WOODS
        spot = Point(dice.between(west, east), dice.between(south, north))
        shape = soft_shape(spot, dice.between(45, 150) if is_pond else dice.between(140, 520), dice)
        is_clear = not len(clear.query(shape, predicate="dwithin", distance=30.0))
        if is_clear and not any(shape.intersects(other) for others in found for other in others):
            found[is_pond].append(shape)
    return found


def _fields(made: "Province", taken: BaseGeometry, dice: Dice) -> Sequence[BaseGeometry]:
    """Fields around the cities: cells of a jittered grid (Voronoi), some fallow; roads are drawn over them."""
    west, south, east, north = made.plan.bounds_m
    across, up = np.arange(west, east, _FIELD_M), np.arange(south, north, _FIELD_M)
    points = [(x + dice.between(-240, 240), y + dice.between(-240, 240)) for x in across for y in up]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), ordered=True))
    cells = cells[[not dice.chance(_FALLOW) for _ in cells]]
    cells = shapely.buffer(cells, -8, join_style="mitre")
    # Only the cells at an edge are cut: a difference with everything costs much.
    tree = shapely.STRtree(cells)
    met = np.unique(np.concatenate([tree.query(part, predicate="intersects") for part in shapely.get_parts(taken)]))
    far = np.delete(cells, met)
    near = shapely.difference(cells[met], taken)
    return [part for part in shapely.get_parts(np.r_[far, near]) if part.area > 9_000]


def _labels(made: "Province") -> Iterator[MapFeature]:
    for nth, part in enumerate(made.parts):
        name = {"name": part.name[0], "name_en": part.name[1], "kind": "city", "rank": 0}
        yield MapFeature("places", Point(part.old[0]), name, PLACE_ZOOM["city"] if nth == 0 else 8)
    for village, at in made.villages:
        label = {"name": village.name, "name_en": english_name(village.name), "kind": "village", "rank": 1}
        yield MapFeature("places", Point(at), label, PLACE_ZOOM["village"])
    for part in made.parts:
        for venue in part.venues:
            zoom = PLACE_ZOOM.get(venue.sort, 15)
            rank = 2 if venue.is_landmark else zoom - 10
            label = {"name": venue.name_zh, "name_en": venue.name_en, "kind": venue.sort, "rank": rank}
            yield MapFeature("places", Point(venue.at), label, zoom)
        doors = shapely.points([plate.at for plate in part.plates])
        for plate, door in zip(part.plates, doors, strict=True):
            yield MapFeature("plates", door, {"number": str(plate.number)}, 15)
