"""Reading an OpenStreetMap extract once: ways that can be driven, places with names, addresses, ground."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import osmium
import shapely
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.osm.tags import Direction, direction, names, road_class, speed_kmh, turn_rules
from yaoyaoling.places.pack.refusals import ExtractTruncated, NotAnExtract

_AREA_KEYS = (
    "natural", "landuse", "leisure", "waterway", "water", "building", "amenity", "shop", "tourism", "office",
    "historic", "railway", "addr:housenumber",
)  # fmt: skip
_RAILS = {"rail", "light_rail", "subway", "tram"}


@dataclass(frozen=True, slots=True)
class DrivenWay:
    """A way to drive on. nodes: OpenStreetMap ids, in its order; forward_kmh, backward_kmh: None where closed.

    id: its own; pieces of a way that was cut share it. metres: of all of it, where not the straight line counts.
    """

    nodes: tuple[int, ...]
    road_class: RoadClass
    forward_kmh: float | None
    backward_kmh: float | None
    name_zh: str
    name_en: str
    id: int = 0
    metres: float | None = None


@dataclass(frozen=True, slots=True)
class TurnRelation:
    """What a relation forbids (`tags.turn_rules`); its members by role, as OpenStreetMap ids.

    hours: the minutes of the week it holds at, None for all.
    """

    id: int
    rule: str
    from_ways: tuple[int, ...]
    via_nodes: tuple[int, ...]
    via_ways: tuple[int, ...]
    to_ways: tuple[int, ...]
    hours: bytes | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a place in degrees and its tags."""

    lon: float
    lat: float
    tags: Mapping[str, str]


Ban: TypeAlias = tuple[tuple[int, ...], bytes | None]
"""The nodes of a way that is not allowed, and at which minutes of the week (`hours_of_week`); None: at all."""


@dataclass
class Extract:
    """What an extract holds for a pack. locations: (lon, lat) of every node of the ways.

    forbidden: ways that are told node by node and not allowed, with the line that says so.
    drawn: those of nodes with negative ids (drawn by hand), which osmium's own index does not keep.
    """

    ways: list[DrivenWay] = field(default_factory=list)
    turns: list[TurnRelation] = field(default_factory=list)
    forbidden: dict[Ban, int] = field(default_factory=dict)
    locations: dict[int, tuple[float, float]] = field(default_factory=dict)
    drawn: dict[int, tuple[float, float]] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)
    grounds: list[tuple[BaseGeometry, Mapping[str, str]]] = field(default_factory=list)
    rails: list[BaseGeometry] = field(default_factory=list)
    streams: list[BaseGeometry] = field(default_factory=list)


def read_extract(path: Path) -> Extract:
    """Read a .osm.pbf (or another format of OpenStreetMap).

    Areas made of several ways are put together; in a file whose ids are not sorted (drawn by hand, or
    filtered) only closed ways are areas.

    Raises: NotAnExtract, ExtractTruncated.
    """
    try:
        try:
            return _read(path, with_areas=True)
        except RuntimeError as error:
            if "out of order" not in str(error):
                raise
            return _read(path, with_areas=False)
    except (RuntimeError, OSError) as error:
        reason = str(error).rstrip(".")
        is_cut = "EOF" in reason or "truncated" in reason
        raise (ExtractTruncated if is_cut else NotAnExtract)(file=path.name, reason=reason) from error


def _read(path: Path, *, with_areas: bool) -> Extract:
    # A file of nothing would read as an extract without roads.
    if path.is_file() and path.stat().st_size == 0:
        raise OSError("the file is empty")
    entities: Any = osmium.FileProcessor(str(path)).with_locations()
    if with_areas:
        entities = entities.with_areas(osmium.filter.KeyFilter(*_AREA_KEYS))
    extract = Extract()
    for entity in entities:
        if entity.is_node():
            _take_node(extract, entity)
        elif entity.is_way():
            _take_way(extract, entity)
            if not with_areas and entity.is_closed() and any(key in entity.tags for key in _AREA_KEYS):
                _take_closed_way(extract, entity)
        elif entity.is_relation():
            _take_relation(extract, entity)
        elif entity.is_area():
            _take_area(extract, entity)
    return extract


def _place(extract: Extract, node: Any) -> tuple[float, float] | None:
    """Where a node of a way lies; None when the extract was cut before it."""
    return (node.location.lon, node.location.lat) if node.location.valid() else extract.drawn.get(node.ref)


def _course(extract: Extract, way: Any) -> list[tuple[float, float]]:
    return [place for node in way.nodes if (place := _place(extract, node)) is not None]


def _take_node(extract: Extract, node: Any) -> None:
    if node.id < 0:
        extract.drawn[node.id] = (node.location.lon, node.location.lat)
    if len(node.tags) and ("name" in node.tags or "addr:housenumber" in node.tags):
        extract.things.append(Thing(node.location.lon, node.location.lat, dict(node.tags)))


def _take_way(extract: Extract, way: Any) -> None:
    tags = way.tags
    if "highway" in tags:
        _take_road(extract, way, dict(tags))
    elif tags.get("railway") in _RAILS:
        _take_line(extract, extract.rails, way)
    elif tags.get("waterway") in ("river", "stream", "canal"):
        _take_line(extract, extract.streams, way)


def _take_road(extract: Extract, way: Any, tags: dict[str, str]) -> None:
    kind, allowed = road_class(tags), direction(tags)
    if kind is None or allowed is None:
        return
    zh, en = names(tags)
    forward = speed_kmh(tags) if allowed is not Direction.BACKWARD else None
    backward = speed_kmh(tags, backward=True) if allowed is not Direction.FORWARD else None
    # An extract cut from a larger one has ways that lead out of it: each piece inside is a way of its own.
    piece: list[int] = []
    for node in [*way.nodes, None]:
        place = None if node is None else _place(extract, node)
        if place is not None:
            extract.locations[node.ref] = place
            piece.append(node.ref)
            continue
        if len(piece) > 1:
            extract.ways.append(DrivenWay(tuple(piece), kind, forward, backward, zh, en, way.id))
        piece = []


def _take_relation(extract: Extract, relation: Any) -> None:
    if relation.tags.get("type") != "restriction":
        return
    rules = turn_rules(dict(relation.tags))
    if rules:
        members = [(member.role, member.type, member.ref) for member in relation.members]

        def of(role: str, kind: str) -> tuple[int, ...]:
            return tuple(ref for own, what, ref in members if own == role and what == kind)

        found = (of("from", "w"), of("via", "n"), of("via", "w"), of("to", "w"))
        extract.turns += [TurnRelation(relation.id, rule, *found, hours) for rule, hours in rules.items()]


def _take_line(extract: Extract, lines: list[BaseGeometry], way: Any) -> None:
    points = _course(extract, way)
    if len(points) > 1:
        lines.append(shapely.LineString(points))


def _take_closed_way(extract: Extract, way: Any) -> None:
    ring = _course(extract, way)
    if len(ring) > 3:
        _take_ground(extract, shapely.Polygon(ring), dict(way.tags))


def _take_area(extract: Extract, area: Any) -> None:
    tags = dict(area.tags)
    if not tags:
        return
    rings = []
    for outer in area.outer_rings():
        holes = [[(node.lon, node.lat) for node in ring] for ring in area.inner_rings(outer)]
        rings.append(shapely.Polygon([(node.lon, node.lat) for node in outer], holes))
    _take_ground(extract, shapely.union_all(rings), tags)


def _take_ground(extract: Extract, drawn: BaseGeometry, tags: dict[str, str]) -> None:
    shape = shapely.make_valid(drawn)
    if shape.is_empty:
        return
    extract.grounds.append((shape, tags))
    if "name" in tags or "addr:housenumber" in tags:
        spot = shape.representative_point()
        extract.things.append(Thing(spot.x, spot.y, tags))
