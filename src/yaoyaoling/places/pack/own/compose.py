"""Somebody's own organisations, areas, grids and crews put together; what they left out is invented and marked so.

Everything is read and checked before anything is made. Grids decide: stations and counties are the unions of theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from yaoyaoling.places.frame import Floats, Frame
from yaoyaoling.places.pack.check import check_organisations
from yaoyaoling.places.pack.check_land import area_shape
from yaoyaoling.places.pack.contract import (
    Area,
    AreaKind,
    CrewPost,
    Organisation,
    OrganisationKind,
    PackInfo,
    Roads,
)
from yaoyaoling.places.pack.divide import Region, divide, tidy
from yaoyaoling.places.pack.invent import Invented, Inventor, Wish, invent
from yaoyaoling.places.pack.own.areas import Station, check_own_areas, note_holes, stations_of
from yaoyaoling.places.pack.own.crews import place_crews
from yaoyaoling.places.pack.own.files import (
    Faults,
    OwnCrew,
    OwnFiles,
    OwnOrganisation,
    Say,
    read_crews,
    read_features,
    read_organisations,
    read_own_speeds,
)
from yaoyaoling.places.pack.refusals import CityFilesUnfit
from yaoyaoling.places.pack.speeds import Speed
from yaoyaoling.places.pack.write import PLACES

Kind = OrganisationKind
_MOST_TOLD = 40


@dataclass(frozen=True)
class Composed:
    """What goes into the pack. invented: which parts nobody gave; region: of the province."""

    made: Invented
    invented: tuple[str, ...]
    region: str


@dataclass(frozen=True)
class Land:
    """The imported city: box and points (metres) as `invent` takes them."""

    roads: Roads
    frame: Frame
    box: Polygon
    points: Floats


@dataclass(frozen=True)
class OwnCity:
    """The files as they stand; None where none was given."""

    given: OwnFiles
    organisations: list[tuple[int, OwnOrganisation]] | None
    areas: list[tuple[int, Area]] | None
    grids: list[tuple[int, Area]] | None
    crews: list[tuple[int, OwnCrew]] | None
    speeds: list[tuple[int, Speed]] | None


def read_own(given: OwnFiles, say: Say) -> OwnCity:
    """Read the files, before anything else is done. Raises: CityFilesUnfit with every fault of their rows."""
    faults = Faults()
    above = (AreaKind.COUNTY, AreaKind.STATION)
    read = OwnCity(
        given,
        read_organisations(given, faults, say) if given.organisations else None,
        read_features(given.areas, above, given, faults, say) if given.areas else None,
        read_features(given.grids, (AreaKind.GRID,), given, faults, say) if given.grids else None,
        read_crews(given, faults, say) if given.crews else None,
        read_own_speeds(given, faults, say) if given.speeds else None,
    )
    refuse(faults)
    return read


def compose(read: OwnCity, wish: Wish, land: Land, info: PackInfo) -> Composed:
    """Put the files together. Raises: CityFilesUnfit with every fault."""
    faults, given = Faults(), read.given
    if read.organisations is None and read.areas is None and read.grids is None:
        made = invent(wish, land.roads, land.frame, land.box, land.points)
        return _with_crews(given, read, made, wish, land, faults, ["organisations", "areas", "grids"])
    organisations = _organisations(given, read, wish, info, faults)
    refuse(faults)
    codes = {row.code: row for row, _ in organisations}
    bounds = shapely.box(*info.bounds)
    for file, table in ((given.areas, read.areas), (given.grids, read.grids)):
        if file is not None and table is not None:
            check_own_areas(file, table, codes, bounds, faults)
    refuse(faults)
    if given.grids is not None and read.grids is not None:
        note_holes(given.grids, read.grids, read.areas, land.roads, faults)
    inventor = Inventor(wish, land.roads, land.frame)
    stations = _stations(given, read, codes, inventor, land, faults)
    refuse(faults)
    _lay(read, stations, inventor)
    _seat(organisations, inventor, land)
    made = Invented(tuple(inventor.organisations), tuple(_sorted(inventor.areas)), (), inventor.shapes)
    missing = [
        *([] if read.organisations is not None else ["organisations"]),
        *([] if read.areas is not None or read.grids is not None else ["areas"]),
        *([] if read.grids is not None else ["grids"]),
    ]
    return _with_crews(given, read, made, wish, land, faults, missing)


def refuse(faults: Faults) -> None:
    """Stop here when there is any fault. Raises: CityFilesUnfit."""
    if not faults.problems:
        return
    told = faults.problems[:_MOST_TOLD]
    more = len(faults.problems) - len(told)

    def listing(language: str) -> str:
        lines = [f"  {one.file}:{one.line}: {one.zh if language == 'zh' else one.en}" for one in told]
        return "\n".join([*lines, *([f"  … +{more}"] if more else [])])

    raise CityFilesUnfit(count=len(faults.problems), listing_zh=listing("zh"), listing_en=listing("en"))


# Organisations --------------------------------------------------------------------------------------------

_Seated = tuple[Organisation, bool]


def _organisations(given: OwnFiles, read: OwnCity, wish: Wish, info: PackInfo, faults: Faults) -> list[_Seated]:
    """All organisations, from the file or after the areas; province and hall are added where they are missing."""
    if read.organisations is None:
        return _after_areas(given, read, wish, faults)
    file = given.organisations
    assert file is not None
    rows = [(line, one.row, one.has_seat) for line, one in read.organisations]
    region = f"{rows[0][1].code[:2]}0000"
    province = next((row.code for _, row, _ in rows if row.kind is Kind.PROVINCE), f"{region}000000")
    added = [row for row in _above(wish, region, province) if not any(row.kind is one.kind for _, one, _ in rows)]
    if any(row.kind is Kind.PROVINCE for row in added):
        # A city's own list ends with the city: its bureau answers to the province that is added.
        rows = [
            (
                line,
                replace(row, parent_code=province) if row.kind is Kind.CITY and row.parent_code is None else row,
                seat,
            )
            for line, row, seat in rows
        ]
    table = [*((0, row) for row in added), *((line, row) for line, row, _ in rows)]
    for problem in check_organisations(table, replace(info, region=region)):
        faults.problems.append(replace(problem, file=file.name))
    return [*((row, False) for row in added), *((row, seat) for _, row, seat in _parents_first(rows))]


def _above(wish: Wish, region: str, province: str) -> list[Organisation]:
    zh, en = wish.province
    return [
        Organisation(province, None, Kind.PROVINCE, f"{zh}公安厅", f"{en} Public Security Department", 0, 0),
        Organisation(f"{region}010000", province, Kind.HALL, f"{zh}公安厅110接警大厅", f"{en} 110 Hall", 0, 0),
    ]  # fmt: skip


def _parents_first(rows: Sequence[tuple[int, Organisation, bool]]) -> list[tuple[int, Organisation, bool]]:
    order = [Kind.PROVINCE, Kind.HALL, Kind.CITY, Kind.INSPECTION, Kind.COUNTY, Kind.STATION]
    return sorted(rows, key=lambda one: order.index(one[1].kind))


def _after_areas(given: OwnFiles, read: OwnCity, wish: Wish, faults: Faults) -> list[_Seated]:
    """Organisations called after the county and station areas, when no list of them was given."""
    counties = [(line, area) for line, area in read.areas or () if area.kind is AreaKind.COUNTY]
    stations = [(line, area) for line, area in read.areas or () if area.kind is AreaKind.STATION]
    if not counties or not stations:
        file = given.areas or given.grids
        assert file is not None
        zh = "没有机构表时，需要在 --areas 中同时给出县（区）与派出所辖区；或用 --orgs 给出机构。"
        faults.note(file, 0, zh, "Without --orgs, --areas has to hold county and station areas; or give --orgs.")
        return []
    first = counties[0][1].org_code or counties[0][1].code
    region, city = f"{first[:2]}0000", f"{first[:4]}00000000"
    (zh, en), province = wish.city, f"{first[:2]}0000000000"
    rows = [*_above(wish, region, province)]
    rows.append(Organisation(city, province, Kind.CITY, f"{zh}市公安局", f"{en} Public Security Bureau", 0, 0))
    shapes = {area.org_code: area_shape(area) for _, area in counties}
    for _, area in counties:
        name = area.name_zh if area.name_zh.endswith("公安局") else f"{area.name_zh}公安局"
        rows.append(Organisation(area.org_code, city, Kind.COUNTY, name, f"{area.name_en} Bureau", 0, 0))
    for line, area in stations:
        spot = area_shape(area).representative_point()
        parent = next((code for code, shape in shapes.items() if shape.intersects(spot)), None)
        if parent is None:
            assert given.areas is not None
            zh_text = f"派出所辖区 {area.code} 不在任何县（区）内；请核对边界或坐标系。"
            faults.note(
                given.areas,
                line,
                zh_text,
                f"The station area {area.code} lies in no county; look at borders and datum.",
            )
            continue
        name = area.name_zh.removesuffix("辖区")
        name = name if name.endswith("派出所") else f"{name}派出所"
        rows.append(Organisation(area.org_code, parent, Kind.STATION, name, f"{area.name_en} Station", 0, 0))
    return [(row, False) for row in rows]


# Areas ----------------------------------------------------------------------------------------------------


def _stations(
    given: OwnFiles, read: OwnCity, codes: dict[str, Organisation], inventor: Inventor, land: Land, faults: Faults
) -> list[Station]:
    """The stations with their grids (degrees): as given, or divided along streets."""
    told = stations_of(given, read.areas, read.grids, codes, faults)
    if faults.problems:
        return []
    streets = inventor.streets()

    def metres(shape: Region) -> Region:
        return shapely.transform(shape, inventor.to_metres)

    def degrees(shape: Region) -> Region:
        return shapely.transform(shape, inventor.to_degrees)

    if not any(one.shape is not None or one.grids for one in told):
        counties: dict[str, list[Station]] = {}
        for one in told:
            counties.setdefault(one.county, []).append(one)
        own = {area.org_code: area_shape(area) for _, area in read.areas or () if area.kind is AreaKind.COUNTY}
        if own:
            wholes = [metres(own[code]) for code in counties]
        else:
            wholes = divide(land.box, land.points, streets, [float(len(some)) for some in counties.values()])
        for some, whole in zip(counties.values(), wholes, strict=True):
            for one, part in zip(some, divide(whole, land.points, streets, [1.0] * len(some)), strict=True):
                one.shape = degrees(part)
    for one in told:
        if not one.grids:
            assert one.shape is not None
            parts = divide(metres(one.shape), land.points, streets, [1.0] * inventor.wish.grids_per_station)
            one.grids = [
                (
                    f"{one.org.code[:8]}{nth:02d}",
                    (f"{one.name[0]}第{nth}网格", f"{one.name[1]} Grid {nth}"),
                    degrees(part),
                )
                for nth, part in enumerate(parts, 1)
            ]
    return told


def _lay(read: OwnCity, stations: Sequence[Station], inventor: Inventor) -> None:
    """Write down grids, then stations and counties as the unions of theirs."""
    flat = [shape for one in stations for _, _, shape in one.grids]
    tidied = iter(tidy(flat, 10.0**-PLACES))
    names = {area.org_code: area for _, area in read.areas or ()}
    counties: dict[str, list[Region]] = {}
    for one in stations:
        grids = [next(tidied) for _ in one.grids]
        for (code, name, _), shape in zip(one.grids, grids, strict=True):
            inventor.add_area(AreaKind.GRID, code, one.org.code, name, _without_holes(shape))
        whole = _without_holes(shapely.union_all(grids))
        area = names.get(one.org.code)
        code, name = (area.code, (area.name_zh, area.name_en)) if area else (
            one.org.code[:8], (f"{one.org.name_zh}辖区", f"{one.org.name_en} Area"))  # fmt: skip
        inventor.add_area(AreaKind.STATION, code, one.org.code, name, whole)
        counties.setdefault(one.county, []).append(whole)
    for county, parts in counties.items():
        area = names.get(county)
        zh, en = next(one.county_name for one in stations if one.county == county)
        code, name = (area.code, (area.name_zh, area.name_en)) if area else (county[:6], (zh, en))
        inventor.add_area(AreaKind.COUNTY, code, county, name, _without_holes(shapely.union_all(parts)))


def _without_holes(shape: Region) -> Region:
    """The same ground as polygons without holes, which the pack's areas are: cut in two at each hole."""
    parts: list[Polygon] = []
    left = list(shapely.get_parts(shape))
    while left:
        part = left.pop(0)
        if not part.interiors:
            parts.append(part)
            continue
        west, south, east, north = part.bounds
        y = part.interiors[0].centroid.y
        halves = (shapely.box(west, south, east, y), shapely.box(west, y, east, north))
        left += [piece for half in halves for piece in shapely.get_parts(part.intersection(half)) if piece.area > 0]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _sorted(areas: Sequence[Area]) -> list[Area]:
    order = list(AreaKind)
    return sorted(areas, key=lambda area: (order.index(area.kind), area.code))


def _seat(organisations: Sequence[_Seated], inventor: Inventor, land: Land) -> None:
    """Every organisation with its seat; whose was not told sits at a junction in the middle of its area."""
    of_org = {area.org_code: area.code for area in inventor.areas if area.kind is not AreaKind.GRID}
    middle = np.median(land.points, axis=0)
    for row, has_seat in organisations:
        if has_seat:
            inventor.organisations.append(row)
            continue
        near = inventor.middle_of(inventor.shapes[of_org[row.code]], land.points) if row.code in of_org else middle
        inventor.add_organisation(row.code, row.parent_code, row.kind, (row.name_zh, row.name_en), near)


# Crews ----------------------------------------------------------------------------------------------------


def _with_crews(
    given: OwnFiles, read: OwnCity, made: Invented, wish: Wish, land: Land, faults: Faults, missing: list[str]
) -> Composed:
    crews: tuple[CrewPost, ...]
    if read.crews is None:
        missing.append("crews")
        if made.crews:
            crews = made.crews
        else:
            inventor = Inventor(wish, land.roads, land.frame)
            for area in made.areas:
                if area.kind is AreaKind.GRID:
                    inventor.add_crews(area.code, area.org_code, made.shapes[area.code], land.points)
            crews = tuple(inventor.crews)
    else:
        assert given.crews is not None
        crews = tuple(place_crews(given.crews, read.crews, made, land.roads, land.frame, faults))
        refuse(faults)
    region = f"{made.organisations[0].code[:2]}0000"
    return Composed(replace(made, crews=crews), tuple(missing), region)
