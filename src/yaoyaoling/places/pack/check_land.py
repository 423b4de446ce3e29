"""Checking what lies on the ground: areas, addresses, the map."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.pack.contract import (
    ADDRESSES_FILE,
    AREAS_FILE,
    MAP_FILE,
    Address,
    Area,
    AreaKind,
    Organisation,
    OrganisationKind,
    PackInfo,
    PlaceKind,
    Problem,
)
from yaoyaoling.places.pack.read import Numbered

_SLIVER = 1e-9
"""Square degrees (some ten square metres) that rounding may leave between areas."""
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


def place_in(shape: BaseGeometry) -> str:
    """Where the largest part of a shape in degrees lies, to be looked at on a map."""
    spot = max(shapely.get_parts(shape), key=lambda part: float(part.area)).representative_point()
    return f"{spot.x:.5f}, {spot.y:.5f}"


def _overlaps(areas: list[tuple[int, Area, BaseGeometry]]) -> Iterator[Problem]:
    for position, (_, first, shape) in enumerate(areas):
        for line, second, other in areas[position + 1 :]:
            shared = shape.intersection(other)
            if shared.area > _SLIVER:
                at = place_in(shared)
                zh = f"{second.code} 与 {first.code} 重叠（{at} 一带）；同类区域不得重叠，请修正边界。"
                en = f"{second.code} and {first.code} overlap about {at}; areas of a kind must not: mend the border."
                yield Problem(AREAS_FILE, line, zh, en)


def _covers(
    parts: list[tuple[int, Area, BaseGeometry]], wholes: list[tuple[int, Area, BaseGeometry]]
) -> Iterator[Problem]:
    """Whether the parts that lie in each whole fill it."""
    united = shapely.union_all([shape for *_, shape in parts])
    for line, area, shape in wholes:
        bare = shape.difference(united)
        if bare.area > _SLIVER:
            kind, at = parts[0][1].kind if parts else "part", place_in(bare)
            zh = f"{area.code} 未被其 {kind} 区域完全覆盖（空缺在 {at} 一带）；请补上空缺。"
            en = f"{area.code} is not wholly covered by its {kind} areas, not about {at}; fill the gap."
            yield Problem(AREAS_FILE, line, zh, en)


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
