"""Search, territory and the nearest address, on the generated town in a real database."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import numpy as np
import pytest
import shapely

from tests.engines import Urls
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.places.packs import load_places
from yaoyaoling.places.public import (
    Address,
    AreaKind,
    Pack,
    PlaceHit,
    PlaceKind,
    find_nearest_place,
    find_territory,
    get_city,
    list_areas,
    read_addresses,
    search_places,
)
from yaoyaoling.places.words import index_words, vector
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import PUBLIC, Principal

NONSENSE = ("", " ", "……", "'", "\\", "' | '", "%", "&!():*<->", "a" * 500, "\u0000", "𠀀", "🚓")


@pytest.fixture
async def tx(town: Database) -> AsyncIterator[Tx]:
    """A reading transaction on the town, as a person at a desk has it."""
    async with town.snapshot(Principal(id="account:test", name="test")) as opened:
        yield opened


def _by_kind(pack: Pack, kind: PlaceKind) -> list[Address]:
    return [row for row in read_addresses(pack.path) if row.kind is kind]


async def _first(tx: Tx, query: str) -> PlaceHit:
    hits = await search_places(tx, query, 10)
    assert hits, query
    return hits[0]


async def test_names_are_found(tx: Tx, pack: Pack) -> None:
    assert (await _first(tx, "人民东路")).kind is PlaceKind.ROAD
    assert (await _first(tx, "人民桥")).name_zh == "人民桥"
    assert (await _first(tx, "钟楼")).name_zh == "钟楼"
    hospitals = await search_places(tx, "医院", 50)
    assert {"小镇市人民医院"} <= {hit.name_zh for hit in hospitals}
    assert all("医院" in hit.full_zh for hit in hospitals)
    assert "文峰塔" in {hit.name_zh for hit in await search_places(tx, "塔", 20)}


async def test_every_kind_is_found_by_its_own_name(tx: Tx, pack: Pack) -> None:
    for kind in PlaceKind:
        rows = _by_kind(pack, kind)
        for row in rows[:: max(1, len(rows) // 12)]:
            for query in (row.name_zh, row.full_zh, row.full_zh.removeprefix("小镇市")):
                hits = await search_places(tx, query, 10)
                assert row.name_zh in [hit.name_zh for hit in hits], query
                assert hits[0].name_zh == row.name_zh, query


async def test_doors_are_found_with_and_without_hao(tx: Tx, pack: Pack) -> None:
    row = next(row for row in _by_kind(pack, PlaceKind.DOORPLATE) if row.name_zh.startswith("解放北路1"))
    for query in (row.name_zh, row.name_zh.removesuffix("号"), f"示范省小镇市{row.name_zh}", f"  {row.name_zh} "):
        assert (await _first(tx, query)).name_zh == row.name_zh, query


async def test_crossings_are_found_however_they_are_said(tx: Tx) -> None:
    for query in ("解放北路人民东路", "人民东路与解放北路交叉口", "解放北路和人民东路路口", "人民东路 解放北路"):
        hit = await _first(tx, query)
        assert hit.kind is PlaceKind.INTERSECTION, query
        assert "解放北路" in hit.name_zh and "人民东路" in hit.name_zh


async def test_sounds_are_found(tx: Tx) -> None:
    for query in ("jfbl", "jiefangbeilu", "jiefang bei lu", "JFBL", "Jiefang North Road"):
        assert (await _first(tx, query)).name_zh == "解放北路", query
    assert (await _first(tx, "renminyiyuan")).name_zh == "小镇市人民医院"
    assert (await _first(tx, "rmyy")).name_zh == "小镇市人民医院"


async def test_a_stem_finds_the_streets_of_that_stem(tx: Tx, pack: Pack) -> None:
    roads = {row.name_zh for row in _by_kind(pack, PlaceKind.ROAD)}
    for stem, branches in (("解放路", "北南"), ("人民路", "东西")):
        assert stem not in roads
        wanted = {f"{stem[:-1]}{branch}路" for branch in branches} & roads
        assert wanted
        hits = await search_places(tx, stem, 10)
        assert {hit.name_zh for hit in hits[: len(wanted)]} == wanted, stem
        # What is named in full stays first, and alone with its own.
        for road in wanted:
            assert {hit.name_zh[:4] for hit in await search_places(tx, road, 10)} == {road}
    door = next(row for row in _by_kind(pack, PlaceKind.DOORPLATE) if row.name_zh.startswith("解放北路1"))
    number = door.name_zh.removeprefix("解放北路")
    for query in (f"解放路{number}", f"解放路{number.removesuffix('号')}", f"小镇市解放路{number}"):
        hits = await search_places(tx, query, 4)
        assert door.name_zh in [hit.name_zh for hit in hits], query
        assert {hit.name_zh.removeprefix("解放")[1:] for hit in hits[:1]} == {f"路{number}"}
    crossing = await _first(tx, "解放路与人民路交叉口")
    assert crossing.kind is PlaceKind.INTERSECTION
    assert (await _first(tx, "解放路99999号")).name_zh in roads


async def test_an_exact_name_comes_before_the_branches_of_its_stem(db: Database, urls: Urls, pack: Pack) -> None:
    conn = await asyncpg.connect(urls.worker)
    try:
        await load_places(conn, pack)
        await conn.execute(
            "insert into places.address (kind, name_zh, name_en, full_zh, name_key, words, sounds, pinyin, initials,"
            " lon, lat, spot) select kind, '解放路', 'Jiefang Road', '小镇市解放路', '解放路', $1::text::tsvector,"
            " ''::tsvector, 'jiefanglu', 'jfl', lon, lat, spot from places.address where name_zh = '解放北路'",
            vector(index_words("解放路", with_single=True)),
        )
    finally:
        await conn.close()
    async with db.snapshot(Principal(id="account:test", name="test")) as tx:
        names = [hit.name_zh for hit in await search_places(tx, "解放路", 5)]
    assert names[0] == "解放路" and "解放北路" in names[1:3]


async def test_an_unknown_number_still_finds_the_street(tx: Tx) -> None:
    for street in ("解放北路", "人民东路"):
        assert (await _first(tx, f"{street}99999号")).name_zh == street
        assert (await _first(tx, f"小镇市{street}99999")).name_zh == street


@pytest.mark.parametrize(
    "query", ["", " ", "……", "'", "\\", "' | '", "%", "&!():*<->", "a" * 500, "\u0000", "𠀀", "🚓"]
)
async def test_nonsense_is_no_error(tx: Tx, query: str) -> None:
    assert await search_places(tx, query, 5) == []


@pytest.mark.parametrize(
    "query", ["解放\u0000北路", "解放北路\ud800", "解放\u200b北路", "解放北路\t", "ＪＦＢＬ", "解放北路'", "解放北路；"]
)
async def test_what_cannot_be_seen_does_not_matter(tx: Tx, query: str) -> None:
    assert (await _first(tx, query)).name_zh == "解放北路"


async def test_territory_agrees_with_the_pack(tx: Tx, pack: Pack) -> None:
    west, south, east, north = pack.info.bounds
    grids = [
        (area, shapely.union_all([shapely.Polygon(ring) for ring in area.rings]))
        for area in pack.areas
        if area.kind is AreaKind.GRID
    ]
    rng = np.random.default_rng(1)
    for lon, lat in rng.uniform((west, south), (east, north), (150, 2)):
        spot = shapely.Point(lon, lat)
        territory = await find_territory(tx, Point(lon=lon, lat=lat))
        holding = [area for area, shape in grids if shape.distance(spot) < 1e-9]
        assert territory is not None
        assert territory.grid_code in [area.code for area in holding]
        assert territory.station_code == next(a.org_code for a in pack.areas if a.code == territory.grid_code)
        assert territory.county_code[:6] == territory.station_code[:6]
    for lon, lat in ((west - 0.01, south), (east, north + 0.01), (0, 0), (-180, 90)):
        assert await find_territory(tx, Point(lon=lon, lat=lat)) is None


async def test_on_a_border_the_lowest_grid_has_it(tx: Tx, pack: Pack) -> None:
    owners: dict[tuple[float, float], list[str]] = {}
    for area in pack.areas:
        if area.kind is AreaKind.GRID:
            for ring in area.rings:
                for corner in ring:
                    owners.setdefault(corner, []).append(area.code)
    shared = {corner: codes for corner, codes in owners.items() if len(codes) > 1}
    assert shared
    for (lon, lat), codes in list(shared.items())[::7]:
        territory = await find_territory(tx, Point(lon=lon, lat=lat))
        assert territory is not None and territory.grid_code == min(codes)


async def test_the_nearest_address_is_the_nearest(tx: Tx, pack: Pack) -> None:
    rows = [row for row in read_addresses(pack.path) if row.kind is not PlaceKind.ROAD]
    rng = np.random.default_rng(2)
    west, south, east, north = pack.info.bounds
    for lon, lat in rng.uniform((west, south), (east, north), (30, 2)):
        here = Point(lon=lon, lat=lat)
        near = await find_nearest_place(tx, here)
        best = min(distance_m(here, Point(lon=row.lon, lat=row.lat)) for row in rows)
        assert near is not None and near.distance_m == pytest.approx(best, rel=1e-3, abs=0.2)


async def test_areas_and_city(tx: Tx, pack: Pack) -> None:
    city = await get_city(tx)
    assert (city.title_zh, city.bounds) == (pack.info.title_zh, list(pack.info.bounds))
    assert "crews" in city.invented
    grids = await list_areas(tx, AreaKind.GRID)
    assert len(grids.features) == sum(area.kind is AreaKind.GRID for area in pack.areas)
    everything = await list_areas(tx)
    assert len(everything.features) == len(pack.areas)
    codes = {feature.properties.code for feature in everything.features}
    for feature in everything.features:
        assert (feature.properties.parent_code in codes) is (feature.properties.kind is not AreaKind.COUNTY)
        ring = feature.geometry["coordinates"][0]
        assert ring[0] == ring[-1]


async def test_loading_replaces_and_is_skipped_when_nothing_changed(
    db: Database, urls: Urls, pack: Pack, tmp_path: Path
) -> None:
    async with db.snapshot(PUBLIC) as tx:
        with pytest.raises(NotFound):
            await get_city(tx)
        assert await search_places(tx, "解放路", 5) == []
    conn = await asyncpg.connect(urls.worker)
    try:
        first = await load_places(conn, pack)
        again = await load_places(conn, pack)
        assert (first.is_new, again.is_new) == (True, False)
        assert first.addresses == again.addresses == sum(1 for _ in read_addresses(pack.path))
        await conn.execute("update places.meta set digest = 'another'")
        assert (await load_places(conn, pack)).is_new
        assert await conn.fetchval("select count(*) from places.address") == first.addresses
    finally:
        await conn.close()
    async with db.snapshot(PUBLIC) as tx:
        assert (await get_city(tx)).name == "xiaozhen"
