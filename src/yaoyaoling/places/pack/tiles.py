"""The map of a pack: vector tiles (Mapbox Vector Tile 2.1) in one PMTiles v3 file, zoom 8 to 15.

Layers: landuse{kind,name}, water{kind}, buildings{}, rails{}, roads{class,name,name_en,oneway},
areas{kind,code,name} (polygons), borders{kind} (lines), places{name,name_en,kind,rank}, plates{number}.
"""

import gzip
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mercantile
import numpy as np
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.frame import Floats
from yaoyaoling.places.pack.contract import MAP_FILE, PackInfo
from yaoyaoling.places.pack.mvt import encode_layer, encode_tile

MIN_ZOOM, MAX_ZOOM = 8, 15
LAYERS = ("landuse", "water", "buildings", "rails", "roads", "areas", "borders", "places", "plates")
_EXTENT = 4096
_MARGIN = 96  # of the extent, around each tile, so that lines do not end at its edge
_SMALLEST = 3.0  # polygons of fewer square units of a 256-pixel tile are left out


@dataclass(frozen=True)
class MapFeature:
    """A thing on the map. shape: WGS-84 degrees. It is drawn from min_zoom on."""

    layer: str
    shape: BaseGeometry
    properties: dict[str, Any]
    min_zoom: int = MIN_ZOOM


def write_map(path: Path, info: PackInfo, features: Sequence[MapFeature]) -> int:
    """Write the map file into a pack's directory; gives the number of tiles."""
    shapes = shapely.transform(np.array([feature.shape for feature in features], dtype=object), _mercator)
    tree = shapely.STRtree(shapes)
    tiles = sorted(
        (zxy_to_tileid(tile.z, tile.x, tile.y), tile)
        for tile in mercantile.tiles(*info.bounds, range(MIN_ZOOM, MAX_ZOOM + 1))
    )
    count = 0
    with (path / MAP_FILE).open("wb") as file:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call]
        for tile_id, tile in tiles:
            body = _tile(tile, features, shapes, tree)
            if body:
                # No time in the gzip header: the same map gives the same bytes.
                writer.write_tile(tile_id, gzip.compress(body, mtime=0))
                count += 1
        writer.finalize(_header(info), _metadata(info))
    return count


def _mercator(lonlat: Floats) -> Floats:
    radius_m = 6_378_137.0
    x = np.radians(lonlat[:, 0]) * radius_m
    y = np.log(np.tan(np.pi / 4 + np.radians(lonlat[:, 1]) / 2)) * radius_m
    return np.column_stack([x, y])


def _tile(tile: mercantile.Tile, features: Sequence[MapFeature], shapes: Any, tree: shapely.STRtree) -> bytes | None:
    west, south, east, north = mercantile.xy_bounds(tile)
    unit_m = (east - west) / _EXTENT
    edge = _MARGIN * unit_m
    window = (west - edge, south - edge, east + edge, north + edge)
    found = np.sort(tree.query(shapely.box(*window)))
    found = found[[features[index].min_zoom <= tile.z for index in found]] if len(found) else found
    if not len(found):
        return None
    # The last zoom is also shown enlarged: it keeps its detail.
    tolerance_m = unit_m * (8 if tile.z < MAX_ZOOM else 2)
    pieces = shapely.simplify(_clipped(shapes[found], window), tolerance_m)
    large = (shapely.area(pieces) >= _SMALLEST * (16 * unit_m) ** 2) | (shapely.get_dimensions(pieces) < 2)
    pieces = shapely.transform(pieces, lambda xy: np.round((xy - (west, south)) / unit_m))
    sound, kept = _sound(pieces[large]), found[large]
    by_layer: dict[str, list[int]] = defaultdict(list)
    for nth, (index, piece) in enumerate(zip(kept.tolist(), sound, strict=True)):
        if piece is not None:
            by_layer[features[index].layer].append(nth)
    bodies = [
        encode_layer(
            name,
            np.array([sound[nth] for nth in by_layer[name]], dtype=object),
            [features[kept[nth]].properties for nth in by_layer[name]],
            _EXTENT,
        )
        for name in LAYERS
        if name in by_layer
    ]
    return encode_tile(bodies) or None


def _clipped(shapes: Any, window: tuple[float, float, float, float]) -> Any:
    try:
        return shapely.clip_by_rect(shapes, *window)
    except shapely.errors.GEOSException:
        # GEOS's quick way fails at some slivers along the window's edge; the slow one leaves lines of areas there.
        pieces = shapely.intersection(shapes, shapely.box(*window))
        mixed = np.flatnonzero(shapely.get_type_id(pieces) == shapely.GeometryType.GEOMETRYCOLLECTION)
        for index in mixed:
            parts = shapely.get_parts(pieces[index])
            widest = shapely.get_dimensions(parts) == shapely.get_dimensions(shapes[index])
            pieces[index] = shapely.union_all(parts[widest])
        return pieces


def _sound(pieces: Any) -> list[BaseGeometry | None]:
    """Rounded to the tile's grid a polygon may cross itself: mended ones, None for what has nothing left."""
    wrong = ~shapely.is_valid(pieces)
    try:
        pieces[wrong] = shapely.make_valid(pieces[wrong])
    except shapely.errors.GEOSException:
        # Some shapes that fall into lines are too much for it; only polygons can be wrong.
        pieces[wrong] = shapely.buffer(pieces[wrong], 0)
    sound: list[BaseGeometry | None] = []
    for piece, is_mended in zip(pieces, wrong, strict=True):
        if is_mended and piece.geom_type == "GeometryCollection":
            piece = shapely.union_all([part for part in piece.geoms if part.geom_type.endswith("Polygon")])
        sound.append(None if piece.is_empty else piece)
    return sound


def _header(info: PackInfo) -> dict[str, Any]:
    west, south, east, north = info.bounds
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_zoom": MIN_ZOOM,
        "max_zoom": MAX_ZOOM,
        "min_lon_e7": round(west * 1e7),
        "min_lat_e7": round(south * 1e7),
        "max_lon_e7": round(east * 1e7),
        "max_lat_e7": round(north * 1e7),
        "center_zoom": 13,
        "center_lon_e7": round(info.center[0] * 1e7),
        "center_lat_e7": round(info.center[1] * 1e7),
    }


def _metadata(info: PackInfo) -> dict[str, Any]:
    return {
        "name": info.title_en,
        "attribution": info.attribution_en,
        "vector_layers": [{"id": name, "fields": _FIELDS.get(name, {})} for name in LAYERS],
    }


_FIELDS = {
    "landuse": {"kind": "String", "name": "String"},
    "water": {"kind": "String"},
    "roads": {"class": "String", "name": "String", "name_en": "String", "oneway": "Boolean"},
    "areas": {"kind": "String", "code": "String", "name": "String"},
    "borders": {"kind": "String"},
    "places": {"name": "String", "name_en": "String", "kind": "String", "rank": "Number"},
    "plates": {"number": "String"},
}

ROAD_ZOOM = {
    "motorway": 8, "trunk": 8, "primary": 9, "secondary": 10, "tertiary": 11, "unclassified": 11,
    "residential": 12, "living_street": 13, "service": 14,
}  # fmt: skip
"""From which zoom a class of road is drawn."""


def area_features(areas: Iterable[Any], shapes: dict[str, BaseGeometry]) -> list[MapFeature]:
    """Areas as polygons, and the lines between them once each, the highest kind of border first."""
    zoom = {"county": 8, "station": 11, "grid": 13}
    features = []
    drawn: list[BaseGeometry] = []
    for kind in ("county", "station", "grid"):
        ours = [area for area in areas if area.kind == kind]
        for area in ours:
            properties = {"kind": kind, "code": area.code, "name": area.name_zh, "name_en": area.name_en}
            features.append(MapFeature("areas", shapes[area.code], properties, zoom[kind]))
        lines = shapely.union_all([shapes[area.code].boundary for area in ours])
        fresh = lines.difference(shapely.union_all(drawn)) if drawn else lines
        drawn.append(lines)
        for line in shapely.get_parts(shapely.line_merge(fresh)):
            features.append(MapFeature("borders", line, {"kind": kind}, zoom[kind]))
    return features
