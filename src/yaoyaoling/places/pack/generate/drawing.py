"""A generated town as features of the map, in degrees."""

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.frame import Floats, Frame
from yaoyaoling.places.pack.contract import PackInfo
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.romanise import english_name
from yaoyaoling.places.pack.generate.scenery import (
    make_country,
    make_fields,
    make_greens,
    make_houses,
    make_village_grounds,
)
from yaoyaoling.places.pack.generate.streets import StreetNet, lines_through
from yaoyaoling.places.pack.tiles import ROAD_ZOOM, MapFeature, area_features

if TYPE_CHECKING:
    from yaoyaoling.places.pack.generate.town import Town

PLACE_ZOOM = {
    "city": 8, "railway": 12, "village": 12, "landmark": 13, "government": 13, "hospital": 13, "bridge": 14,
    "park": 13, "square": 13, "school": 14, "stadium": 14, "bus_station": 14, "police": 13, "market": 14, "mall": 14,
    "compound": 14, "works": 14,
}  # fmt: skip
"""From which zoom a sort of place is shown; the rest from 15."""


def draw_town(town: "Town", info: PackInfo) -> list[MapFeature]:
    """All features of the map; what lies outside the pack's bounds is cut off."""
    features = [
        *_ground(town),
        *in_degrees(list(road_features(town.net)), town.frame),
        *_labels(town),
        *area_features(town.invented.areas, town.invented.shapes),
    ]
    return inside(features, info)


def inside(features: list[MapFeature], info: PackInfo) -> list[MapFeature]:
    """The features (degrees) within the pack's bounds."""
    window = shapely.box(*info.bounds)
    shapes = np.array([feature.shape for feature in features], dtype=object)
    shapes = shapely.intersection(shapes, window)
    return [
        MapFeature(feature.layer, shape, feature.properties, feature.min_zoom)
        for feature, shape in zip(features, shapes, strict=True)
        if not shape.is_empty
    ]


def in_degrees(features: list[MapFeature], frame: Frame) -> list[MapFeature]:
    """Features in ground metres, in degrees."""
    shapes = shapely.transform(
        np.array([feature.shape for feature in features], dtype=object),
        lambda xy: np.column_stack(frame.to_lonlat(xy[:, 0], xy[:, 1])),
    )
    return [
        MapFeature(feature.layer, shape, feature.properties, feature.min_zoom)
        for feature, shape in zip(features, shapes, strict=True)
    ]


def _degrees(town: "Town") -> Callable[[BaseGeometry], BaseGeometry]:
    def to_degrees(xy: Floats) -> Floats:
        return np.column_stack(town.frame.to_lonlat(xy[:, 0], xy[:, 1]))

    return lambda shape: shapely.transform(shape, to_degrees)


def _ground(town: "Town") -> Iterator[MapFeature]:
    degrees, terrain = _degrees(town), town.terrain
    river = terrain.bent(terrain.river)
    built = [terrain.bent(quarter.shape) for quarter in town.skeleton.quarters]
    villages = make_village_grounds(terrain, [village for village, _ in town.villages])
    taken = shapely.union_all([river, *built, *villages, town.railway.buffer(30)])
    woods, ponds = make_country(town.plan, town.net, taken, Dice(town.seed, "country"))
    yield MapFeature("landuse", degrees(shapely.union_all(built)), {"kind": "town"})
    wild = shapely.union_all([taken.buffer(40), *woods, *(pond.buffer(12) for pond in ponds)])
    for field in make_fields(town.plan, town.net, wild, Dice(town.seed, "fields")):
        yield MapFeature("landuse", degrees(field), {"kind": "farm"}, 11)
    for shape in villages:
        yield MapFeature("landuse", degrees(shape), {"kind": "village"}, 10)
    for wood in woods:
        yield MapFeature("landuse", degrees(wood), {"kind": "wood"}, 10)
    for green in make_greens(terrain, town.skeleton):
        yield MapFeature("landuse", degrees(green), {"kind": "park"}, 12)
    for site in town.sites:
        name = {"name": site.name_zh, "name_en": site.name_en} if site.name_zh else {}
        yield MapFeature("landuse", degrees(site.shape), {"kind": site.use, **name}, 12)
    yield MapFeature("water", degrees(river), {"kind": "river"})
    for pond in ponds:
        yield MapFeature("water", degrees(pond), {"kind": "pond"}, 11)
    closed = shapely.union_all([river, *(site.shape for site in town.sites if site.use in ("park", "school"))])
    for house in make_houses(town.plates, town.net, closed, Dice(town.seed, "houses")):
        yield MapFeature("buildings", degrees(house), {}, 14)
    yield MapFeature("rails", degrees(town.railway), {}, 10)


def road_features(net: StreetNet, cell_m: float = math.inf) -> Iterator[MapFeature]:
    """Streets as features in ground metres, each name once; nameless ones by cells of that width."""
    by_look: dict[tuple[str, str, str, bool, int, int], list[LineString]] = {}
    lines_of_edges = lines_through([edge.course for edge in net.edges])
    for edge, line in zip(net.edges, lines_of_edges, strict=True):
        x, y = edge.course[0] if not edge.name and math.isfinite(cell_m) else (0.0, 0.0)
        look = (edge.road_class.label, edge.name, edge.name_en, edge.is_one_way, int(x // cell_m), int(y // cell_m))
        by_look.setdefault(look, []).append(line)
    # The narrow roads first: a map draws in this order.
    for (label, name, name_en, one_way, *_), lines in sorted(by_look.items(), key=lambda item: -ROAD_ZOOM[item[0][0]]):
        shape = lines[0] if len(lines) == 1 else shapely.line_merge(shapely.multilinestrings(lines), directed=one_way)
        properties = {"class": label, "name": name, "name_en": name_en, "oneway": one_way}
        yield MapFeature("roads", shape, properties, ROAD_ZOOM[label])


def _labels(town: "Town") -> Iterator[MapFeature]:
    degrees, plan = _degrees(town), town.plan

    def label(name: str, name_en: str, kind: str, rank: int, at: tuple[float, float]) -> MapFeature:
        properties = {"name": name, "name_en": name_en, "kind": kind, "rank": rank}
        return MapFeature("places", degrees(Point(at)), properties, PLACE_ZOOM.get(kind, 15))

    yield label(plan.city_zh, plan.city_en, "city", 0, plan.old_centre)
    for village, at in town.villages:
        yield label(village.name, english_name(village.name), "village", 1, at)
    for venue in town.venues:
        rank = 2 if venue.is_landmark else PLACE_ZOOM.get(venue.sort, 15) - 10
        yield label(venue.name_zh, venue.name_en, venue.sort, rank, venue.at)
    for plate in town.plates:
        yield MapFeature("plates", degrees(Point(plate.at)), {"number": str(plate.number)}, 15)
