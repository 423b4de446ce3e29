"""Checking a pack: every fault with file, line, and a sentence that says what to do."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from yaoyaoling.places.pack import rows
from yaoyaoling.places.pack.check_land import check_addresses, check_areas, check_map
from yaoyaoling.places.pack.check_roads import check_roads
from yaoyaoling.places.pack.contract import (
    ADDRESSES_FILE,
    CREWS_FILE,
    ORGANISATIONS_FILE,
    PATROL,
    AreaKind,
    CrewPost,
    Organisation,
    OrganisationKind,
    PackInfo,
    Problem,
)
from yaoyaoling.places.pack.marks import find_marks
from yaoyaoling.places.pack.read import Numbered, find_roads, read_areas, read_info, read_table
from yaoyaoling.places.pack.speeds import find_speeds

T = TypeVar("T")
Kind = OrganisationKind

_PARENTS: dict[Kind, tuple[Kind, ...]] = {
    Kind.HALL: (Kind.PROVINCE,),
    Kind.CITY: (Kind.PROVINCE,),
    Kind.COUNTY: (Kind.CITY,),
    Kind.STATION: (Kind.COUNTY,),
    Kind.INSPECTION: (Kind.PROVINCE, Kind.CITY),
}


def check_pack(path: Path) -> list[Problem]:
    """All faults of the pack in a directory; an empty list when it can be used."""
    problems: list[Problem] = []
    note = problems.append
    info = read_info(path, note)
    organisations = list(read_table(path, ORGANISATIONS_FILE, rows.ORGANISATION_COLUMNS, rows.organisation, note))
    areas = read_areas(path, note)
    crews = list(read_table(path, CREWS_FILE, rows.CREW_COLUMNS, rows.crew, note))
    addresses = list(read_table(path, ADDRESSES_FILE, rows.ADDRESS_COLUMNS, rows.address, note))
    roads = find_roads(path, note)
    find_speeds(path, note)
    list(find_marks(path, note))
    if problems:
        # What could not be read would be missed everywhere else: those faults come first, alone.
        return problems
    problems += check_organisations(organisations, info)
    problems += check_areas(areas, organisations, info)
    grids = {area.code for _, area in areas if area.kind is AreaKind.GRID}
    problems += check_crews(crews, grids, {area.code for _, area in areas}, {row.code: row for _, row in organisations})
    problems += check_addresses(addresses, areas, info)
    if roads is not None:
        problems += check_roads(roads, crews)
    problems += check_map(path, info)
    return problems


def check_organisations(table: Numbered[Organisation], info: PackInfo) -> Iterator[Problem]:
    """Codes are unique, parents exist and are of the right kind, there is one province and one hall."""
    file = ORGANISATIONS_FILE
    yield from _unique(table, file, "code", lambda row: row.code)
    by_code = {row.code: row for _, row in table}
    for line, row in table:
        parent = by_code.get(row.parent_code or "")
        if row.kind is Kind.PROVINCE:
            if row.parent_code is not None:
                yield Problem(file, line, "省级机构没有上级；请留空 parent_code。", "A province has no parent.")
        elif parent is None:
            zh = f"上级机构 {row.parent_code} 不存在；请改正 parent_code。"
            yield Problem(file, line, zh, f"There is no organisation {row.parent_code}; correct parent_code.")
        elif parent.kind not in _PARENTS[row.kind]:
            wanted = "/".join(_PARENTS[row.kind])
            zh = f"{row.kind} 的上级应为 {wanted}，而 {parent.code} 是 {parent.kind}。"
            yield Problem(
                file, line, zh, f"The parent of a {row.kind} is a {wanted}, {parent.code} is a {parent.kind}."
            )
        if not row.code.startswith(info.region[:2]):
            zh = f"代码 {row.code} 不在本省（{info.region[:2]}）；请核对行政区划。"
            yield Problem(file, line, zh, f"The code {row.code} is of another province than {info.region}.")
        if row.kind is Kind.STATION and not row.code.endswith("0000"):
            zh = f"派出所代码 {row.code} 应为 8 位加 0000（GA 380-2002）。"
            yield Problem(file, line, zh, f"A station's code is 8 digits and 0000 (GA 380-2002), not {row.code}.")
    for kind in (Kind.PROVINCE, Kind.HALL, Kind.CITY, Kind.COUNTY, Kind.STATION):
        count = sum(row.kind is kind for _, row in table)
        is_single = kind in (Kind.PROVINCE, Kind.HALL)
        if count == 0 or (count > 1 and is_single):
            zh = f"应有{'一个' if is_single else '至少一个'} {kind}，现有 {count} 个。"
            en = f"{'Exactly' if is_single else 'At least'} one {kind} is wanted, not {count}."
            yield Problem(file, 0, zh, en)


def check_crews(
    table: Numbered[CrewPost], grids: set[str], areas: set[str], organisations: dict[str, Organisation]
) -> Iterator[Problem]:
    """Codes and call signs are unique, grids and organisations exist, no grid is without a crew.

    A crew of another function (traffic and others) may have a whole station's or county's area for its ground.
    """
    yield from _unique(table, CREWS_FILE, "code", lambda row: row.code)
    yield from _unique(table, CREWS_FILE, "call_sign", lambda row: row.call_sign)
    for line, row in table:
        if row.grid_code not in (grids if row.force_type == PATROL else areas):
            zh = f"网格 {row.grid_code} 不存在；请改正 grid_code。"
            yield Problem(CREWS_FILE, line, zh, f"There is no grid {row.grid_code}; correct grid_code.")
        if row.force_type == PATROL and row.officers < 1:
            zh = f"巡组 {row.call_sign} 没有民警；辅警不得单独出警，请至少配一名民警。"
            yield Problem(CREWS_FILE, line, zh, f"The patrol '{row.call_sign}' has no officer; give it at least one.")
        if row.org_code not in organisations:
            zh = f"机构 {row.org_code} 不存在；请改正 org_code。"
            yield Problem(CREWS_FILE, line, zh, f"There is no organisation {row.org_code}; correct org_code.")
    for code in sorted(grids - {row.grid_code for _, row in table}):
        zh = f"网格 {code} 没有巡组；请为每个网格至少配一个。"
        yield Problem(CREWS_FILE, 0, zh, f"The grid {code} has no crew; give every grid at least one.")


def _unique(table: Numbered[T], file: str, field: str, key: Callable[[T], str]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for line, row in table:
        value = key(row)
        if value in first:
            zh = f"{field}「{value}」与第 {first[value]} 行重复；请改为唯一。"
            yield Problem(file, line, zh, f"{field} '{value}' is also on line {first[value]}; make it unique.")
        first.setdefault(value, line)
