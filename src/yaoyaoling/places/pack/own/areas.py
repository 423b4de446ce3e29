"""Own areas: whether they fit together, and which grids make which station."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.pack.check_land import area_shape, place_in
from yaoyaoling.places.pack.contract import Area, AreaKind, Organisation, OrganisationKind, Roads
from yaoyaoling.places.pack.divide import Region
from yaoyaoling.places.pack.invent import Name
from yaoyaoling.places.pack.own.files import Faults, OwnFiles

OVERLAP_SHARE = 0.005
"""Areas drawn by hand miss each other by a little: so much of the smaller one may lie in another."""
INSIDE_SHARE = 0.98
"""So much of a grid lies in its station's area."""
_CLOSED_DEGREES = 2e-4
"""Gaps of twice so much (some forty metres) between grids are taken for the drawing hand's and closed."""
_ORG_OF = {
    AreaKind.COUNTY: OrganisationKind.COUNTY,
    AreaKind.STATION: OrganisationKind.STATION,
    AreaKind.GRID: OrganisationKind.STATION,
}


@dataclass
class Station:
    """A station, its county, and what is known of its ground (degrees). grids: code, name, shape."""

    org: Organisation
    county: str
    county_name: Name
    shape: Region | None = None
    grids: list[tuple[str, Name, Region]] = field(default_factory=list)

    @property
    def name(self) -> Name:
        """Without what it is."""
        return self.org.name_zh.removesuffix("派出所"), self.org.name_en.removesuffix(" Police Station")


def check_own_areas(
    file: Path, table: Sequence[tuple[int, Area]], codes: Mapping[str, Organisation], city: Polygon, faults: Faults
) -> None:
    """Codes are unique, organisations exist, shapes are sound, lie in the city and do not overlap."""
    seen: dict[tuple[AreaKind, str], int] = {}
    sound: dict[AreaKind, list[tuple[int, Area, BaseGeometry]]] = {kind: [] for kind in AreaKind}
    for line, area in table:
        earlier = seen.setdefault((area.kind, area.code), line)
        if earlier != line:
            zh = f"代码 {area.code} 与第 {earlier} 行重复；请改为唯一。"
            faults.note(file, line, zh, f"The code {area.code} is also on line {earlier}; make it unique.")
        org, wanted = codes.get(area.org_code), _ORG_OF[area.kind]
        if org is None or org.kind is not wanted:
            zh = f"org_code「{area.org_code}」不是已知的 {wanted} 机构；请改正，或在机构表中补上。"
            faults.note(
                file, line, zh, f"org_code '{area.org_code}' is no {wanted} we know; correct it, or add it to --orgs."
            )
        shape = area_shape(area)
        if not shape.is_valid:
            zh = f"多边形无效（{shapely.is_valid_reason(shape)}）；请修正自相交等问题。"
            faults.note(file, line, zh, f"The polygon is not valid ({shapely.is_valid_reason(shape)}); mend it.")
        elif not shape.intersects(city):
            zh = f"区域 {area.code} 不在道路数据范围内；请核对坐标系（--datum）与经纬度次序。"
            faults.note(
                file,
                line,
                zh,
                f"The area {area.code} lies outside the roads; look at --datum and at the order of lon, lat.",
            )
        else:
            sound[area.kind].append((line, area, shape))
    for areas in sound.values():
        _note_overlaps(file, areas, faults)


def _note_overlaps(file: Path, areas: Sequence[tuple[int, Area, BaseGeometry]], faults: Faults) -> None:
    tree = shapely.STRtree([shape for *_, shape in areas])
    for nth, (line, area, shape) in enumerate(areas):
        for other in sorted(int(index) for index in tree.query(shape, predicate="intersects") if index < nth):
            _, first, ground = areas[other]
            shared = shape.intersection(ground).area
            if shared > OVERLAP_SHARE * min(shape.area, ground.area):
                percent = 100 * shared / min(shape.area, ground.area)
                zh = f"{area.code} 与 {first.code} 重叠（较小者的 {percent:.1f}%）；请修正边界。"
                en = f"{area.code} and {first.code} overlap ({percent:.1f} % of the smaller one); mend the border."
                faults.note(file, line, zh, en)


def note_holes(
    file: Path,
    grids: Sequence[tuple[int, Area]],
    areas: Sequence[tuple[int, Area]] | None,
    roads: Roads,
    faults: Faults,
) -> None:
    """Ground with roads on it that lies in no grid: inside of them all, or in an area that was given."""
    drawn = shapely.union_all([area_shape(grid) for _, grid in grids]).buffer(_CLOSED_DEGREES)
    whole: list[BaseGeometry] = [shapely.Polygon(part.exterior) for part in shapely.get_parts(drawn)]
    whole += [area_shape(area) for _, area in areas or ()]
    bare = shapely.union_all(whole).difference(drawn)
    for hole in shapely.get_parts(bare):
        crossings = int(shapely.contains_xy(hole, roads.lon, roads.lat).sum())
        if crossings:
            zh = f"{place_in(hole)} 一带有 {crossings} 个路口不在任何网格内；请补上网格，或扩大相邻网格。"
            en = (
                f"{crossings} crossings about {place_in(hole)} lie in no grid; draw one there, or widen its neighbours."
            )
            faults.note(file, 0, zh, en)


def stations_of(
    given: OwnFiles,
    areas: Sequence[tuple[int, Area]] | None,
    grids: Sequence[tuple[int, Area]] | None,
    codes: Mapping[str, Organisation],
    faults: Faults,
) -> list[Station]:
    """All stations with the areas and grids that were given for them."""
    stations: dict[str, Station] = {}
    for row in codes.values():
        if row.kind is OrganisationKind.STATION and row.parent_code is not None:
            county = codes[row.parent_code]
            name = county.name_zh.removesuffix("公安局"), county.name_en.removesuffix(" Public Security Bureau")
            stations[row.code] = Station(row, county.code, name)
    for _, area in areas or ():
        if area.kind is AreaKind.STATION:
            stations[area.org_code].shape = area_shape(area)
    for line, grid in grids or ():
        station, shape = stations[grid.org_code], area_shape(grid)
        station.grids.append((grid.code, (grid.name_zh, grid.name_en), shape))
        if station.shape is not None and shape.intersection(station.shape).area < INSIDE_SHARE * shape.area:
            assert given.grids is not None
            zh = f"网格 {grid.code} 超出派出所 {grid.org_code} 的辖区；请修正边界或 org_code。"
            en = f"The grid {grid.code} leaves the area of station {grid.org_code}; mend the border or org_code."
            faults.note(given.grids, line, zh, en)
    _note_gaps(given, areas, grids, stations, faults)
    return list(stations.values())


def _note_gaps(
    given: OwnFiles,
    areas: Sequence[tuple[int, Area]] | None,
    grids: Sequence[tuple[int, Area]] | None,
    stations: Mapping[str, Station],
    faults: Faults,
) -> None:
    """A file that names areas names one for every station, and for every county of theirs."""
    if grids is not None:
        assert given.grids is not None
        for one in stations.values():
            if not one.grids:
                zh = f"派出所 {one.org.code}（{one.org.name_zh}）没有网格；请补上。"
                faults.note(given.grids, 0, zh, f"The station {one.org.code} has no grid; add one.")
        return
    has_stations = any(one.shape is not None for one in stations.values())
    drawn = {area.org_code for _, area in areas or ()}
    for one in stations.values():
        missing = one.org.code if has_stations else one.county
        if areas is not None and missing not in drawn:
            assert given.areas is not None
            zh = f"机构 {missing} 没有辖区；请补上。"
            faults.note(given.areas, 0, zh, f"The organisation {missing} has no area; add one.")
