"""An extract as features of the map, in degrees."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
import shapely

from yaoyaoling.places.pack.contract import Address, PackInfo, PlaceKind, RoadClass, Roads
from yaoyaoling.places.pack.invent import Invented
from yaoyaoling.places.pack.osm.extract import Extract
from yaoyaoling.places.pack.tiles import ROAD_ZOOM, MapFeature, area_features

_PARKS = {"park", "garden", "golf_course", "nature_reserve", "pitch", "playground", "recreation_ground"}
_WOODS = {"wood", "forest", "scrub"}
_USES = {
    "residential": "residential", "commercial": "commercial", "retail": "commercial", "industrial": "industrial",
    "railway": "industrial", "farmland": "farm", "cemetery": "park", "grass": "park",
}  # fmt: skip
_AMENITIES = {"school": "school", "university": "school", "college": "school", "hospital": "hospital"}


def draw_extract(
    extract: Extract, roads: Roads, addresses: list[Address], invented: Invented, info: PackInfo
) -> list[MapFeature]:
    """All features of the map; what lies outside the pack's bounds is cut off."""
    window = shapely.box(*info.bounds)
    features = [
        *_grounds(extract),
        *_roads(roads),
        *_labels(addresses, info),
        *area_features(invented.areas, invented.shapes),
    ]
    return [
        MapFeature(feature.layer, shape, feature.properties, feature.min_zoom)
        for feature in features
        if not (shape := shapely.intersection(feature.shape, window)).is_empty
    ]


def _grounds(extract: Extract) -> Iterator[MapFeature]:
    for shape, tags in extract.grounds:
        name = {"name": tags["name"]} if "name" in tags else {}
        if tags.get("natural") == "water" or tags.get("waterway") == "riverbank" or tags.get("landuse") == "reservoir":
            yield MapFeature("water", shape, {"kind": "water"})
        elif use := _use(tags):
            yield MapFeature("landuse", shape, {"kind": use, **name}, 10)
        elif "building" in tags:
            yield MapFeature("buildings", shape, {}, 14)
    for line in extract.streams:
        yield MapFeature("water", line, {"kind": "stream"}, 11)
    for line in extract.rails:
        yield MapFeature("rails", line, {}, 11)


def _use(tags: Mapping[str, str]) -> str | None:
    if tags.get("leisure") in _PARKS or tags.get("landuse") in _PARKS:
        return "park"
    if tags.get("natural") in _WOODS or tags.get("landuse") in _WOODS:
        return "wood"
    return _AMENITIES.get(tags.get("amenity", "")) or _USES.get(tags.get("landuse", ""))


def _roads(roads: Roads) -> Iterator[MapFeature]:
    """Arcs that look alike as one feature; of a street open both ways one arc is drawn."""
    arcs = set(zip(roads.tail.tolist(), roads.head.tolist(), strict=True))
    groups: dict[tuple[int, int, bool], list[int]] = defaultdict(list)
    for index, (tail, head) in enumerate(zip(roads.tail.tolist(), roads.head.tolist(), strict=True)):
        is_one_way = (head, tail) not in arcs
        if is_one_way or tail < head:
            groups[int(roads.road_class[index]), int(roads.name[index]), is_one_way].append(index)
    ends = np.stack(
        [
            np.column_stack([roads.lon[roads.tail], roads.lat[roads.tail]]),
            np.column_stack([roads.lon[roads.head], roads.lat[roads.head]]),
        ],
        axis=1,
    )
    for (kind, name, is_one_way), members in sorted(groups.items(), reverse=True):
        label = RoadClass(kind).label
        named = (str(roads.names_zh[name]), str(roads.names_en[name])) if name >= 0 else ("", "")
        properties = {"class": label, "name": named[0], "name_en": named[1], "oneway": is_one_way}
        lines = shapely.multilinestrings([shapely.LineString(pair) for pair in ends[members]])
        for line in shapely.get_parts(shapely.line_merge(lines, directed=is_one_way)):
            yield MapFeature("roads", line, properties, ROAD_ZOOM[label])


def _labels(addresses: list[Address], info: PackInfo) -> Iterator[MapFeature]:
    zoom = {PlaceKind.VILLAGE: 12, PlaceKind.LANDMARK: 13, PlaceKind.POI: 15}
    properties: dict[str, object] = {"name": info.title_zh, "name_en": info.title_en, "kind": "city", "rank": 0}
    yield MapFeature("places", shapely.Point(info.center), properties)
    for row in addresses:
        if row.kind in zoom:
            kind, rank = row.kind.value, zoom[row.kind] - 11
            properties = {"name": row.name_zh, "name_en": row.name_en, "kind": kind, "rank": rank}
            yield MapFeature("places", shapely.Point(row.lon, row.lat), properties, zoom[row.kind])
        elif row.kind is PlaceKind.DOORPLATE:
            number = row.name_en.split(" ", 1)[0] or row.name_zh
            yield MapFeature("plates", shapely.Point(row.lon, row.lat), {"number": number}, 15)
