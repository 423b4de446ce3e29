"""Loading a city pack into the database: everything that was there is replaced, in one transaction."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import orjson
import shapely

from yaoyaoling.places import sounds, words
from yaoyaoling.places.frame import Frame
from yaoyaoling.places.pack.check_land import area_shape
from yaoyaoling.places.pack.contract import (
    ADDRESSES_FILE,
    AREAS_FILE,
    ORGANISATIONS_FILE,
    PACK_FILE,
    Address,
    Area,
    AreaKind,
    OrganisationKind,
    Pack,
    PlaceKind,
    Ring,
)
from yaoyaoling.places.pack.read import read_addresses
from yaoyaoling.platform.db.types import Conn

LAYOUT = 1
"""Raised when the same pack is to be loaded into other rows than before."""
_BATCH = 5_000

_META = """
insert into places.meta (digest, name, title_zh, title_en, region, west, south, east, north, center_lon, center_lat,
                         lon_scale, is_generated, invented, prefixes, source, licence, attribution_zh, attribution_en)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
"""
_AREAS = """
insert into places.area (kind, code, part, parent_code, org_code, name_zh, name_en, shape, ring)
select kind, code, part, parent_code, org_code, name_zh, name_en, shape::polygon, ring::jsonb
from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
     as a(kind, code, part, parent_code, org_code, name_zh, name_en, shape, ring)
"""
# COPY is refused on tables under row-level security; arrays are as quick (engines.md).
_ADDRESSES = """
insert into places.address (kind, name_zh, name_en, full_zh, name_key, words, sounds, pinyin, initials,
                            lon, lat, spot, county_code, station_code, grid_code)
select kind, name_zh, name_en, full_zh, name_key, words::tsvector, sounds::tsvector, pinyin, initials,
       lon, lat, point(lon * $15, lat), county_code, station_code, grid_code
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
            $10::float8[], $11::float8[], $12::text[], $13::text[], $14::text[]) with ordinality
     as a(kind, name_zh, name_en, full_zh, name_key, words, sounds, pinyin, initials, lon, lat,
          county_code, station_code, grid_code, nth)
order by nth
"""


@dataclass(frozen=True)
class LoadReport:
    """What was loaded. is_new: False when this very pack was loaded before and nothing was done."""

    addresses: int
    areas: int
    is_new: bool


async def load_places(conn: Conn, pack: Pack) -> LoadReport:
    """Replace addresses, areas and city by a pack's; `conn` works as the worker role.

    Readers see the earlier city until all of the new one is there. The pack loaded last is left as it is.
    """
    digest = pack_digest(pack)
    async with conn.transaction():
        if await conn.fetchval("select digest from places.meta for update") == digest:
            count = await conn.fetchval("select count(*) from places.address")
            return LoadReport(count, len(pack.areas), is_new=False)
        for table in ("address", "area", "meta"):
            await conn.execute(f"delete from places.{table}")
        prefixes = admin_prefixes(pack)
        frame = Frame(*pack.info.center)
        await conn.execute(_META, *_meta(pack, digest, prefixes, frame))
        await conn.execute(_AREAS, *_columns(_area_rows(pack), 9))
        count = 0
        finder = _GridFinder(pack)
        addresses = read_addresses(pack.path)
        while batch := list(islice(addresses, _BATCH)):
            rows = (_address_row(row, prefixes, held) for row, held in zip(batch, finder.of(batch), strict=True))
            await conn.execute(_ADDRESSES, *_columns(rows, 14), frame.lon_scale)
            count += len(batch)
    await conn.execute("analyze places.address")
    return LoadReport(count, len(pack.areas), is_new=True)


def pack_digest(pack: Pack) -> str:
    """A fingerprint of all that is loaded."""
    digest = hashlib.sha256(f"layout {LAYOUT}".encode())
    for file in (PACK_FILE, ORGANISATIONS_FILE, AREAS_FILE, ADDRESSES_FILE):
        digest.update(hashlib.sha256((pack.path / file).read_bytes()).digest())
    return digest.hexdigest()


def admin_prefixes(pack: Pack) -> list[str]:
    """Names that full addresses begin with and that tell nothing apart: province, city, counties; longest first."""
    names = {area.name_zh for area in pack.areas if area.kind is AreaKind.COUNTY}
    for row in pack.organisations:
        if row.kind in (OrganisationKind.PROVINCE, OrganisationKind.CITY):
            names.add(re.sub(r"公安[厅局]$", "", row.name_zh))
    names.add(pack.info.title_zh)
    return sorted(names, key=lambda name: (-len(name), name))


def _meta(pack: Pack, digest: str, prefixes: list[str], frame: Frame) -> tuple[Any, ...]:
    info = pack.info
    return (
        digest, info.name, info.title_zh, info.title_en, info.region, *info.bounds, *info.center, frame.lon_scale,
        info.is_generated, list(info.invented), prefixes, info.source, info.licence,
        info.attribution_zh, info.attribution_en,
    )  # fmt: skip


def _columns(rows: Iterable[tuple[Any, ...]], width: int) -> list[list[Any]]:
    columns: list[list[Any]] = [[] for _ in range(width)]
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    return columns


# Areas ----------------------------------------------------------------------------------------------------


def _area_rows(pack: Pack) -> Iterator[tuple[Any, ...]]:
    parents = _parents(pack)
    for area in pack.areas:
        for part, ring in enumerate(area.rings):
            closed = [*ring, ring[0]]
            yield (
                area.kind.value, area.code, part, parents.get((area.kind, area.code)), area.org_code,
                area.name_zh, area.name_en, _polygon(ring), orjson.dumps(closed).decode(),
            )  # fmt: skip


def _polygon(ring: Ring) -> str:
    return "(" + ",".join(f"({lon!r},{lat!r})" for lon, lat in ring) + ")"


def _parents(pack: Pack) -> dict[tuple[AreaKind, str], str]:
    """The area that each area lies in: by the organisations that answer for them."""
    above = {row.code: row.parent_code for row in pack.organisations}
    of_org = {(area.kind, area.org_code): area.code for area in pack.areas if area.kind is not AreaKind.GRID}
    parents = {}
    for area in pack.areas:
        if area.kind is AreaKind.GRID:
            parent = of_org.get((AreaKind.STATION, area.org_code))
        elif area.kind is AreaKind.STATION:
            parent = of_org.get((AreaKind.COUNTY, above.get(area.org_code) or ""))
        else:
            parent = None
        if parent is not None:
            parents[area.kind, area.code] = parent
    return parents


@dataclass(frozen=True)
class Held:
    """Who answers for an address; None outside."""

    county_code: str | None = None
    station_code: str | None = None
    grid_code: str | None = None


class _GridFinder:
    """The grid of many points at once; on a border the grid with the lowest code, as `find_territory` has it."""

    def __init__(self, pack: Pack) -> None:
        above = {row.code: row.parent_code for row in pack.organisations}
        self._grids: list[tuple[Area, Held]] = [
            (area, Held(above.get(area.org_code), area.org_code, area.code))
            for area in sorted(pack.areas, key=lambda area: area.code)
            if area.kind is AreaKind.GRID
        ]

    def of(self, rows: Sequence[Address]) -> list[Held]:
        """One for each row."""
        lon, lat = np.array([row.lon for row in rows]), np.array([row.lat for row in rows])
        held = [Held()] * len(rows)
        for area, answer in reversed(self._grids):
            shape = area_shape(area)
            shapely.prepare(shape)
            for index in np.flatnonzero(shapely.intersects_xy(shape, lon, lat)):
                held[index] = answer
        return held


# Addresses ------------------------------------------------------------------------------------------------


def _address_row(row: Address, prefixes: Sequence[str], held: Held) -> tuple[Any, ...]:
    is_door = row.kind is PlaceKind.DOORPLATE
    tail = words.without_prefixes(row.full_zh, prefixes)
    found_by = words.index_words(f"{row.name_zh} {tail} {row.name_en}", with_single=not is_door)
    pieces = _syllables(row)
    return (
        row.kind.value, row.name_zh, row.name_en, row.full_zh, words.name_key(row.name_zh), words.vector(found_by),
        words.vector(sounds.sounds(pieces, from_every=not is_door)), "".join(pieces), sounds.initials(pieces),
        row.lon, row.lat, held.county_code, held.station_code, held.grid_code,
    )  # fmt: skip


def _syllables(row: Address) -> tuple[str, ...]:
    # The street of thousands of doors is the same few hundred names: those are kept.
    door = re.fullmatch(r"(\D+)(\d+)号", row.name_zh)
    return (*sounds.syllables(door[1]), door[2], "hao") if door else sounds.syllables(row.name_zh)
