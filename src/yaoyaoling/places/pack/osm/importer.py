"""A city pack from an OpenStreetMap extract; organisations, areas and crews are invented and marked so."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from yaoyaoling.places.frame import Floats, Frame
from yaoyaoling.places.pack.contract import Address, PackInfo, PlaceKind, RoadClass, Roads
from yaoyaoling.places.pack.divide import Region
from yaoyaoling.places.pack.finder import county_finder
from yaoyaoling.places.pack.invent import Invented, Name, Wish, numbered_stations, split_evenly
from yaoyaoling.places.pack.make import Say, make_pack
from yaoyaoling.places.pack.osm.drawing import draw_extract
from yaoyaoling.places.pack.osm.extract import Extract, read_extract
from yaoyaoling.places.pack.osm.network import Network, make_network
from yaoyaoling.places.pack.osm.register import make_addresses
from yaoyaoling.places.pack.osm.turns import REASONS
from yaoyaoling.places.pack.own.compose import Land, compose, read_own, refuse
from yaoyaoling.places.pack.own.files import Faults, OwnFiles
from yaoyaoling.places.pack.own.roads import RoadTables, read_road_tables
from yaoyaoling.places.pack.refusals import NoRoads
from yaoyaoling.places.pack.tiles import write_map
from yaoyaoling.places.pack.write import write_speeds, write_tables

INVENTED = ("organisations", "areas", "grids", "crews")
_PARTS = {part: (zh, part) for part, zh in zip(INVENTED, ("机构", "辖区", "网格", "警组"), strict=True)}
MARGIN_M = 250.0
_NAMED = 8
KM_PER_STATION = 110.0
"""So many kilometres of road make a station's area; a station has three grids."""
MOST_STATIONS = 120
GRIDS_PER_STATION = 3
STATIONS_PER_COUNTY = 6


@dataclass(frozen=True)
class ImportedCity:
    """How an imported city is to be called. region: 6 digits, one of the fictional ones (99...)."""

    name: str
    title_zh: str
    title_en: str
    region: str = "990000"
    province: Name = ("示范省", "Shifan Province")
    seed: int = 110


def import_osm(path: Path, extract: Path, city: ImportedCity, say: Say, own: OwnFiles | None = None) -> PackInfo:
    """Make a pack at `path` from an extract; `say` hears what is done, and what is left out.

    own: organisations, areas, grids and crews of somebody's; what is not among them is invented.

    Raises: NotAnExtract, ExtractTruncated, NoRoads, CityFilesUnfit.
    """
    return make_pack(
        path,
        lambda partial: _write(partial, extract, lambda: read_extract(extract), _OSM, city, say, own or OwnFiles()),
    )


def import_tables(
    path: Path, tables: RoadTables, city: ImportedCity, say: Say, own: OwnFiles | None = None
) -> PackInfo:
    """The same from tables of nodes, arcs and turns. Raises: NoRoads, CityFilesUnfit."""

    def read() -> Extract:
        faults = Faults()
        extract = read_road_tables(tables, faults, say)
        refuse(faults)
        return extract

    return make_pack(path, lambda partial: _write(partial, tables.arcs, read, _OWN, city, say, own or OwnFiles()))


_OSM = ("ODbL-1.0", "© OpenStreetMap contributors", "© OpenStreetMap contributors")
_OWN = ("proprietary", "道路数据：本单位提供", "Road data: supplied by the user")
"""Licence, and attribution in Chinese and English, of where roads come from."""


def _write(
    path: Path, source: Path, read: Callable[[], Extract], rights: tuple[str, str, str], city: ImportedCity, say: Say,
    own: OwnFiles,
) -> PackInfo:  # fmt: skip
    given = read_own(own, say)
    say(f"正在读取 {source.name} · reading {source.name}")
    extract = read()
    network = make_network(extract)
    if network is None:
        raise NoRoads(file=source.name)
    roads = network.roads
    _tell_roads(network, say)
    _tell_turns(network, say)
    info, frame = _info(city, source, roads, rights)
    box, points = _box(info, frame), _points(roads, frame)
    composed = compose(given, _wish(city, network), Land(roads, frame, box, points), info)
    invented = composed.made
    info = replace(
        info, region=composed.region, invented=composed.invented, bounds=_bounds_with(info, invented),
        source=", ".join([source.name, *own.names()]),
    )  # fmt: skip
    counties = {area.code: area.name_zh for area in invented.areas if area.kind == "county"}
    addresses = make_addresses(roads, extract.things, city.title_zh, county_finder(invented.shapes, counties))
    _tell_addresses(addresses, info, say)
    write_tables(path, info, invented.organisations, invented.areas, invented.crews, addresses, roads)
    if given.speeds is not None:
        write_speeds(path, [row for _, row in given.speeds])
    say("正在绘制地图 · drawing the map")
    write_map(path, info, draw_extract(extract, roads, addresses, invented, info))
    return info


def _tell_roads(network: Network, say: Say) -> None:
    roads = network.roads
    say(
        f"道路：{len(roads.lon)} 个节点，{len(roads.tail)} 条有向路段，{network.kept_km:.0f} 公里；"
        f"舍去无法双向连通的 {network.dropped_nodes} 个节点、{network.dropped_km:.1f} 公里"
        f" · roads: {len(roads.lon)} nodes, {len(roads.tail)} directed arcs, {network.kept_km:.0f} km;"
        f" dropped, because not reachable both ways: {network.dropped_nodes} nodes, {network.dropped_km:.1f} km"
    )
    for zh, en in network.dropped:
        say(f"舍去：{zh} · dropped: {en}")


def _tell_turns(network: Network, say: Say) -> None:
    """How many turns are forbidden; every relation left out is counted, some are named."""
    turns = network.turns
    if not turns.turns and not turns.left_out and not turns.void:
        return
    roads, void = network.roads, len(turns.void)
    count = len(roads.turns) + len(roads.paths)
    over, timed = int(((roads.paths >= 0).sum(axis=1) > 3).sum()), int((roads.path_hours >= 0).sum())
    say(
        f"禁止转弯：{count} 处（经由道路 {over} 处，分时段 {timed} 处）；另有 {void} 条只涉及路网以外的道路"
        f" · forbidden turns: {count} ({over} over a way, {timed} at some hours);"
        f" {void} relations forbid what lies outside of the network"
    )
    for reason, ids in turns.left_out.items():
        zh, en = REASONS[reason]
        few = ", ".join(str(one) for one in ids[:_NAMED]) + (" …" if len(ids) > _NAMED else "")
        say(f"未采用的转弯限制 {len(ids)} 条（{zh}）· turn restrictions left out, {en}: {len(ids)} ({few})")


def _tell_addresses(addresses: list[Address], info: PackInfo, say: Say) -> None:
    count = {kind: sum(row.kind is kind for row in addresses) for kind in PlaceKind}
    say(
        f"地址：{count[PlaceKind.ROAD]} 条道路，{count[PlaceKind.INTERSECTION]} 个路口，"
        f"{count[PlaceKind.POI] + count[PlaceKind.LANDMARK]} 个地点，{count[PlaceKind.DOORPLATE]} 个门牌"
        f" · addresses: {count[PlaceKind.ROAD]} streets, {count[PlaceKind.INTERSECTION]} crossings,"
        f" {count[PlaceKind.POI] + count[PlaceKind.LANDMARK]} places, {count[PlaceKind.DOORPLATE]} door-plates"
    )
    if info.invented:
        parts = [_PARTS[part] for part in info.invented]
        say(f"虚构：{'、'.join(zh for zh, _ in parts)} · invented: {', '.join(en for _, en in parts)}")


def _info(city: ImportedCity, source: Path, roads: Roads, rights: tuple[str, str, str]) -> tuple[PackInfo, Frame]:
    lon, lat = float(roads.lon.mean()), float(roads.lat.mean())
    frame = Frame(lon, lat)
    x, y = frame.to_xy(roads.lon, roads.lat)
    west, south = frame.point_lonlat(float(x.min()) - MARGIN_M, float(y.min()) - MARGIN_M)
    east, north = frame.point_lonlat(float(x.max()) + MARGIN_M, float(y.max()) + MARGIN_M)
    info = PackInfo(
        name=city.name,
        title_zh=city.title_zh,
        title_en=city.title_en,
        region=city.region,
        bounds=(round(west, 6), round(south, 6), round(east, 6), round(north, 6)),
        center=(round(lon, 6), round(lat, 6)),
        is_generated=False,
        invented=INVENTED,
        source=source.name,
        licence=rights[0],
        attribution_zh=rights[1],
        attribution_en=rights[2],
        seed=city.seed,
    )
    return info, frame


def _box(info: PackInfo, frame: Frame) -> shapely.Polygon:
    west, south, east, north = info.bounds
    box: shapely.Polygon = shapely.box(*frame.point_xy(west, south), *frame.point_xy(east, north))
    return box


def _bounds_with(info: PackInfo, made: Invented) -> tuple[float, float, float, float]:
    """The bounds, made larger where areas go beyond the roads."""
    west, south, east, north = shapely.total_bounds(list(made.shapes.values())).tolist()
    w, s, e, n = info.bounds
    return (
        min(w, math.floor(west * 1e6) / 1e6), min(s, math.floor(south * 1e6) / 1e6),
        max(e, math.ceil(east * 1e6) / 1e6), max(n, math.ceil(north * 1e6) / 1e6),
    )  # fmt: skip


def _points(roads: Roads, frame: Frame) -> Floats:
    """What stations share fairly: the nodes of all roads but motorways."""
    on_street = np.zeros(len(roads.lon), bool)
    on_street[roads.tail[roads.road_class > RoadClass.TRUNK]] = True
    if not on_street.any():
        on_street[:] = True
    return np.column_stack(frame.to_xy(roads.lon[on_street], roads.lat[on_street]))


def _wish(city: ImportedCity, network: Network) -> Wish:
    stations = min(MOST_STATIONS, max(2, round(network.kept_km / KM_PER_STATION)))
    per_county = split_evenly(stations, max(2, round(stations / STATIONS_PER_COUNTY)))
    return Wish(
        region=city.region,
        province=city.province,
        city=(city.title_zh, city.title_en),
        name_counties=county_names,
        stations_per_county=per_county,
        grids_per_station=GRIDS_PER_STATION,
        name_station=numbered_stations,
        seed=city.seed,
    )


def county_names(shapes: list[Region]) -> list[Name]:
    """Two counties are called by where they lie, more of them by number."""
    if len(shapes) != 2:
        return [(f"第{number}区", f"District {number}") for number in range(1, len(shapes) + 1)]
    (ax, ay), (bx, by) = ((shape.centroid.x, shape.centroid.y) for shape in shapes)
    if abs(ax - bx) > abs(ay - by):
        pair = [("西区", "West District"), ("东区", "East District")]
        return pair if ax < bx else pair[::-1]
    pair = [("南区", "South District"), ("北区", "North District")]
    return pair if ay < by else pair[::-1]
