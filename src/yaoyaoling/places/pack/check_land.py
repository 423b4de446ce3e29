"""Checking what lies on the ground: areas, addresses, roads, the map."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.frame import Frame, lengths_m
from yaoyaoling.places.pack.contract import (
    ADDRESSES_FILE,
    AREAS_FILE,
    CREWS_FILE,
    MAP_FILE,
    ROADS_FILE,
    Address,
    Area,
    AreaKind,
    CrewPost,
    Organisation,
    OrganisationKind,
    PackInfo,
    PlaceKind,
    Problem,
    RoadClass,
    Roads,
)
from yaoyaoling.places.pack.read import Numbered
from yaoyaoling.places.roads.turns import cut_off_by_turns

_SLIVER = 1e-9
"""Square degrees (some ten square metres) that rounding may leave between areas."""
POST_FROM_ROAD_M = 40.0
_ORG_KIND = {
    AreaKind.COUNTY: OrganisationKind.COUNTY,
    AreaKind.STATION: OrganisationKind.STATION,
    AreaKind.GRID: OrganisationKind.STATION,
}


def area_shape(area: Area) -> BaseGeometry:
    """An area as one geometry in degrees."""
    parts = [Polygon(ring) for ring in area.rings]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def check_areas(
    table: list[tuple[int, Area]], organisations: Numbered[Organisation], info: PackInfo
) -> Iterator[Problem]:
    """Shapes are sound, organisations exist, stations part their counties, grids part their stations."""
    kinds = {row.code: row.kind for _, row in organisations}
    sound: dict[AreaKind, list[tuple[int, Area, BaseGeometry]]] = {kind: [] for kind in AreaKind}
    seen: set[tuple[AreaKind, str]] = set()
    for line, area in table:
        shape = area_shape(area)
        if (area.kind, area.code) in seen:
            yield Problem(AREAS_FILE, line, f"代码 {area.code} 重复。", f"The code {area.code} is there twice.")
        seen.add((area.kind, area.code))
        if kinds.get(area.org_code) is not _ORG_KIND[area.kind]:
            wanted = _ORG_KIND[area.kind]
            zh = f"org_code {area.org_code} 不是 {wanted}；请改正。"
            yield Problem(AREAS_FILE, line, zh, f"org_code {area.org_code} is not a {wanted}; correct it.")
        if not shape.is_valid:
            reason = shapely.is_valid_reason(shape)
            zh = f"多边形无效（{reason}）；请修正自相交等问题。"
            yield Problem(AREAS_FILE, line, zh, f"The polygon is not valid ({reason}); mend it.")
        elif not shapely.box(*info.bounds).buffer(1e-5).covers(shape):
            zh = "区域超出 pack.json 的 bounds；请核对坐标（WGS-84）。"
            yield Problem(AREAS_FILE, line, zh, "The area leaves the bounds of pack.json; look at its datum (WGS-84).")
        else:
            sound[area.kind].append((line, area, shape))
    for kind in AreaKind:
        if not any(area.kind is kind for _, area in table):
            yield Problem(AREAS_FILE, 0, f"没有 {kind} 区域。", f"There is no {kind} area.")
        yield from _overlaps(sound[kind])
    yield from _covers(sound[AreaKind.STATION], sound[AreaKind.COUNTY])
    yield from _covers(sound[AreaKind.GRID], sound[AreaKind.STATION])


def _overlaps(areas: list[tuple[int, Area, BaseGeometry]]) -> Iterator[Problem]:
    for position, (_, first, shape) in enumerate(areas):
        for line, second, other in areas[position + 1 :]:
            if shape.intersection(other).area > _SLIVER:
                zh = f"{second.code} 与 {first.code} 重叠；同类区域不得重叠。"
                yield Problem(
                    AREAS_FILE, line, zh, f"{second.code} and {first.code} overlap; areas of a kind must not."
                )


def _covers(
    parts: list[tuple[int, Area, BaseGeometry]], wholes: list[tuple[int, Area, BaseGeometry]]
) -> Iterator[Problem]:
    """Whether the parts that lie in each whole fill it."""
    united = shapely.union_all([shape for *_, shape in parts])
    for line, area, shape in wholes:
        if shape.difference(united).area > _SLIVER:
            kind = parts[0][1].kind if parts else "part"
            zh = f"{area.code} 未被其 {kind} 区域完全覆盖；请补上空缺。"
            yield Problem(AREAS_FILE, line, zh, f"{area.code} is not wholly covered by its {kind} areas; fill the gap.")


def check_addresses(table: Numbered[Address], areas: list[tuple[int, Area]], info: PackInfo) -> Iterator[Problem]:
    """Addresses lie within the bounds; every door-plate in exactly one station's area."""
    if not table:
        yield Problem(ADDRESSES_FILE, 0, "没有地址。", "There is no address.")
        return
    lon = np.array([row.lon for _, row in table])
    lat = np.array([row.lat for _, row in table])
    west, south, east, north = info.bounds
    outside = (lon < west) | (lon > east) | (lat < south) | (lat > north)
    held = np.zeros(len(table), np.int64)
    for _, area in areas:
        if area.kind is AreaKind.STATION:
            held += shapely.contains_xy(area_shape(area), lon, lat)
    for index, (line, row) in enumerate(table):
        if outside[index]:
            zh = f"「{row.name_zh}」在 bounds 之外；请核对坐标（WGS-84）。"
            yield Problem(
                ADDRESSES_FILE, line, zh, f"'{row.name_zh}' lies outside the bounds; look at its datum (WGS-84)."
            )
        elif row.kind is PlaceKind.DOORPLATE and held[index] != 1:
            zh = f"门牌「{row.name_zh}」在 {held[index]} 个派出所辖区内，应恰为 1 个。"
            en = f"The door-plate '{row.name_zh}' lies in {held[index]} station areas, one is wanted."
            yield Problem(ADDRESSES_FILE, line, zh, en)


def check_roads(roads: Roads, crews: Numbered[CrewPost]) -> Iterator[Problem]:
    """Arrays fit together, every node can be reached from every other, posts stand on roads."""
    n, m = len(roads.lon), len(roads.tail)
    per_arc = (roads.head, roads.length_m, roads.speed_kmh, roads.road_class, roads.name)
    faults = (
        (n == 0 or m == 0, "没有道路", "there are no roads"),
        (len(roads.lat) != n or any(len(array) != m for array in per_arc), "数组长度不一", "arrays differ in length"),
        (len(roads.names_zh) != len(roads.names_en), "names_zh 与 names_en 长度不一", "the names differ in number"),
    )
    for is_wrong, zh, en in faults:
        if is_wrong:
            yield Problem(ROADS_FILE, 0, f"{zh}；请重新生成或导入。", f"{en}; make or import the pack again.")
            return
    if not _is_in(roads.tail, 0, n - 1) or not _is_in(roads.head, 0, n - 1):
        yield Problem(ROADS_FILE, 0, "弧的端点编号越界；请重新生成或导入。", "Arcs name nodes that are not there.")
        return
    straight_m = lengths_m(roads.lon[roads.tail], roads.lat[roads.tail], roads.lon[roads.head], roads.lat[roads.head])
    checks = (
        (np.isfinite(roads.lon).all() and np.isfinite(roads.lat).all(), "节点坐标有误", "nodes without coordinates"),
        (_is_in(roads.speed_kmh, 1, 200), "速度应在 1 至 200 km/h", "speeds should be 1 to 200 km/h"),
        (bool((roads.length_m > 0).all()), "长度应大于 0", "lengths should be above 0"),
        (bool((roads.length_m >= 0.98 * straight_m - 0.5).all()), "弧短于两端直线距离", "arcs shorter than straight"),
        (bool(np.isin(roads.road_class, list(RoadClass)).all()), "道路等级未知", "unknown road classes"),
        (_is_in(roads.name, -1, len(roads.names_zh) - 1), "路名编号越界", "names that are not there"),
    )
    for is_right, zh, en in checks:
        if not is_right:
            yield Problem(ROADS_FILE, 0, f"{zh}；请重新生成或导入。", f"{en}; make or import the pack again.")
    parts, _ = connected_components(
        coo_matrix((np.ones(m), (roads.tail, roads.head)), shape=(n, n)), connection="strong"
    )
    if parts != 1:
        zh = f"路网分为 {parts} 个互不可达的部分；应处处可达。"
        yield Problem(
            ROADS_FILE, 0, zh, f"The roads fall into {parts} parts; every place must be reachable from every other."
        )
    elif len(roads.turns):
        yield from _turns(roads)
    yield from _posts(roads, crews)


def _turns(roads: Roads) -> Iterator[Problem]:
    """Forbidden turns are of nodes that are there, and leave every road reachable."""
    if not _is_in(roads.turns.ravel(), 0, len(roads.lon) - 1):
        yield Problem(
            ROADS_FILE, 0, "转弯限制的节点编号越界；请重新生成或导入。", "Turns name nodes that are not there."
        )
        return
    tail, head, off = cut_off_by_turns(roads)
    if off.any():
        first = int(np.flatnonzero(off)[0])
        at = ", ".join(f"{(array[tail[first]] + array[head[first]]) / 2:.5f}" for array in (roads.lon, roads.lat))
        zh = f"转弯限制使 {int(off.sum())} 条路段无法到达或无法离开（如 {at}）；请核对该处的转弯限制。"
        en = f"Forbidden turns leave {int(off.sum())} arcs nobody can reach or leave ({at}); look at the turns there."
        yield Problem(ROADS_FILE, 0, zh, en)


def _is_in(array: np.ndarray[tuple[int], np.dtype[np.generic]], low: float, high: float) -> bool:
    return bool(len(array) == 0 or (array.min() >= low and array.max() <= high))


def _posts(roads: Roads, crews: Numbered[CrewPost]) -> Iterator[Problem]:
    frame = Frame(float(roads.lon.mean()), float(roads.lat.mean()))
    x, y = frame.to_xy(roads.lon, roads.lat)
    ends = np.stack([np.stack([x[roads.tail], y[roads.tail]], 1), np.stack([x[roads.head], y[roads.head]], 1)], 1)
    arcs = [LineString(pair) for pair in ends]
    tree = shapely.STRtree(arcs)
    for line, row in crews:
        post = shapely.Point(frame.point_xy(row.lon, row.lat))
        if not len(tree.query(post, predicate="dwithin", distance=POST_FROM_ROAD_M)):
            zh = f"巡组 {row.call_sign} 的驻点不在道路上（{POST_FROM_ROAD_M:.0f} 米内无路）；请移到路上。"
            en = (
                f"The post of '{row.call_sign}' is on no road (none within {POST_FROM_ROAD_M:.0f} m); move it onto one."
            )
            yield Problem(CREWS_FILE, line, zh, en)


def check_map(path: Path, info: PackInfo) -> Iterator[Problem]:
    """The map is PMTiles v3 with vector tiles, and overlaps the bounds."""
    try:
        with (path / MAP_FILE).open("rb") as file:
            head = file.read(127)
    except FileNotFoundError:
        yield Problem(
            MAP_FILE, 0, "缺少此文件；请重新生成或导入城市包。", "The file is missing; make or import the pack again."
        )
        return
    if head[:7] != b"PMTiles" or len(head) < 127 or head[7] != 3 or head[99] != 1:
        zh, en = (
            "不是矢量瓦片的 PMTiles v3 文件；请重新生成或导入。",
            "This is not a PMTiles v3 file of vector tiles; make it again.",
        )
        yield Problem(MAP_FILE, 0, zh, en)
        return
    w, s, e, n = (int.from_bytes(head[at : at + 4], "little", signed=True) / 1e7 for at in range(102, 118, 4))
    west, south, east, north = info.bounds
    if e < west or w > east or n < south or s > north:
        yield Problem(MAP_FILE, 0, "地图范围与 bounds 不重叠。", "The map lies elsewhere than the bounds.")
