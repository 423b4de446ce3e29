"""What the generated province promises: size, rings, bridges, names, codes, doors, grids, crews, one network."""

import os
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from yaoyaoling.places.frame import Frame
from yaoyaoling.places.pack.check_land import area_shape
from yaoyaoling.places.pack.contract import RoadClass, Roads
from yaoyaoling.places.pack.generate.province_plan import SHIFAN
from yaoyaoling.places.pack.make import generate_pack
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.packs import PLANS, check_pack
from yaoyaoling.places.public import Address, AreaKind, Pack, PlaceKind, read_addresses, read_pack

pytestmark = pytest.mark.timeout(240)
CITIES = ("云澜市", "禾川市", "青渡市")


@pytest.fixture(scope="session")
def shifan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the generated province, made once a session."""
    path = tmp_path_factory.mktemp("packs") / "shifan"
    said: list[str] = []
    began = time.process_time()
    generate_pack(path, said.append, plan="shifan")
    # 70 are wanted, so that a first start does not take too long; a slow machine fails no test.
    print(f"\nthe province is made in {time.process_time() - began:.0f} s of a core")
    assert len(said) >= 5 and all(" · " in sentence for sentence in said)
    return path


@pytest.fixture(scope="session")
def province(shifan: Path) -> Pack:
    """The province, read."""
    return read_pack(shifan)


@pytest.fixture(scope="session")
def roads(shifan: Path) -> Roads:
    """Its roads."""
    return read_roads(shifan)


@pytest.fixture(scope="session")
def addresses(shifan: Path) -> list[Address]:
    """All its addresses."""
    return list(read_addresses(shifan))


def test_both_can_be_generated() -> None:
    assert {"xiaozhen", "shifan"} == PLANS


def test_it_has_no_fault(shifan: Path) -> None:
    assert check_pack(shifan) == []


def test_it_is_as_large_as_promised_and_small_enough_to_open(shifan: Path, roads: Roads, province: Pack) -> None:
    frame = Frame(SHIFAN.lon, SHIFAN.lat)
    x, y = frame.to_xy(roads.lon, roads.lat)
    ring = SHIFAN.metropolis.rings[-1]
    in_city = (np.abs(x) < ring.width_x_m * 1.08) & (np.abs(y) < ring.width_y_m * 1.08)
    assert 58_000 <= in_city.sum() <= 62_000
    for city in SHIFAN.cities:
        near = np.hypot(x - city.x_m, y - city.y_m) < 4_500
        assert 1_200 < near.sum() < 6_000, city.plan.name
    assert province.map_path.stat().st_size < 16_000_000
    assert (shifan / "addresses.csv").stat().st_size < 20_000_000


def test_small_streets_meet_arterials_by_right_turns_at_places(roads: Roads) -> None:
    assert 1_000 < len(roads.turns) < 40_000
    assert len(np.unique(roads.turns, axis=0)) == len(roads.turns)
    kind = {
        (a, b): k for a, b, k in zip(roads.tail.tolist(), roads.head.tolist(), roads.road_class.tolist(), strict=True)
    }
    x, y = Frame(SHIFAN.lon, SHIFAN.lat).to_xy(roads.lon, roads.lat)
    lefts = 0
    for a, via, b in roads.turns.tolist():
        pair = {kind.get((a, via), kind.get((via, a))), kind.get((via, b), kind.get((b, via)))}
        assert pair & {RoadClass.TRUNK, RoadClass.PRIMARY}
        bend = (x[via] - x[a]) * (y[b] - y[via]) - (y[via] - y[a]) * (x[b] - x[via])
        assert a == b or bend > 0, "nobody is kept from turning right or going on"
        lefts += a != b
    assert lefts > len(roads.turns) / 4


def test_doors_stand_as_dense_along_county_lines_as_elsewhere(
    roads: Roads, province: Pack, addresses: list[Address]
) -> None:
    frame = Frame(SHIFAN.lon, SHIFAN.lat)
    counties = [area_shape(area) for area in province.areas if area.kind is AreaKind.COUNTY]
    lines = shapely.union_all([shape.boundary for shape in counties])
    inner = lines.difference(shapely.union_all(counties).boundary.buffer(1e-6))
    border = shapely.transform(inner, lambda at: np.column_stack(frame.to_xy(at[:, 0], at[:, 1])))
    shapely.prepare(border)
    ring = SHIFAN.metropolis.rings[2]

    def near_border(x: Any, y: Any) -> tuple[Any, Any]:
        built = (np.abs(x) < ring.width_x_m) & (np.abs(y) < ring.width_y_m)
        return built, built & (shapely.distance(shapely.points(x, y), border) < 60)

    doors = [row for row in addresses if row.kind is PlaceKind.DOORPLATE]
    plates, plates_near = near_border(*frame.to_xy(*np.array([(row.lon, row.lat) for row in doors]).T))
    x, y = frame.to_xy(roads.lon, roads.lat)
    (ax, ay), (bx, by) = (x[roads.tail], y[roads.tail]), (x[roads.head], y[roads.head])
    streets, streets_near = near_border((ax + bx) / 2, (ay + by) / 2)
    length = np.hypot(ax - bx, ay - by)
    everywhere = plates.sum() / length[streets].sum()
    assert plates_near.sum() > 800
    assert plates_near.sum() / length[streets_near].sum() > 0.9 * everywhere


_MAKE = """
import sys
from pathlib import Path
from yaoyaoling.places.pack.make import generate_pack
generate_pack(Path(sys.argv[1]), lambda _: None, plan="shifan")
"""


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_same_seed_gives_the_same_bytes_in_another_process(shifan: Path, tmp_path: Path) -> None:
    """Sets and dictionaries of texts are walked in another order there: nothing may hang on it."""
    again = tmp_path / "again"
    # The province it is compared with was made under a seed that Python chose by chance.
    subprocess.run([sys.executable, "-c", _MAKE, str(again)], env={**os.environ, "PYTHONHASHSEED": "4242"}, check=True)
    files = sorted(path.name for path in again.iterdir())
    assert files == sorted(path.name for path in shifan.iterdir())
    for name in files:
        assert (again / name).read_bytes() == (shifan / name).read_bytes(), name


def test_everywhere_can_be_reached_from_everywhere(roads: Roads) -> None:
    graph = coo_matrix((np.ones(len(roads.tail)), (roads.tail, roads.head)), shape=(len(roads.lon),) * 2)
    _, part = connected_components(graph, directed=True, connection="strong")
    assert np.bincount(part).max() == len(roads.lon)
    arcs = set(zip(roads.tail.tolist(), roads.head.tolist(), strict=True))
    assert sum((b, a) not in arcs for a, b in arcs) > 1_000
    assert set(roads.road_class.tolist()) >= {RoadClass.MOTORWAY, RoadClass.TRUNK, RoadClass.PRIMARY}


def test_rings_and_few_bridges(roads: Roads, addresses: list[Address]) -> None:
    names = set(map(str, roads.names_zh))
    assert {f"{ring}环{side}路" for ring in "一二三" for side in "东南西北"} <= names and "绕城高速" in names
    bridges = {row.name_zh for row in addresses if row.kind is PlaceKind.LANDMARK and row.name_zh.endswith("桥")}
    in_large = {row.name_zh for row in addresses if row.name_zh in bridges and row.full_zh.startswith("云澜市")}
    assert {"人民桥", "长江桥", "二环北桥", "三环南桥"} <= in_large
    assert 6 <= len(in_large) <= 14


def test_the_tree_and_its_codes(province: Pack) -> None:
    kinds = Counter(row.kind.value for row in province.organisations)
    assert kinds == {"province": 1, "hall": 1, "city": 3, "inspection": 3, "county": 9, "station": 24}
    codes = {row.code for row in province.organisations}
    assert len(codes) == len(province.organisations)
    for row in province.organisations:
        # 99 is no province's.
        assert re.fullmatch(r"99\d{10}", row.code)
        if row.kind == "station":
            assert row.code.endswith("0000") and row.parent_code == f"{row.code[:6]}000000"
        if row.kind == "county":
            assert row.parent_code == f"{row.code[:4]}00000000"
        assert "公公安" not in row.name_zh and "公派出所" not in row.name_zh
    for city in CITIES:
        stations = [
            r.name_zh for r in province.organisations if r.kind == "station" and r.code[:4] == codes_of(province, city)
        ]
        assert len(set(stations)) == len(stations)
    named = {row.name_zh for row in province.organisations}
    assert {"云澜市公安局", "鼓楼区公安局", "江东区公安局", "望溪县公安局"} <= named


def codes_of(province: Pack, city: str) -> str:
    return next(row.code[:4] for row in province.organisations if row.name_zh == f"{city}公安局")


def test_fifty_one_grids_with_five_crews_each_by_shift(province: Pack, roads: Roads) -> None:
    grids = [area for area in province.areas if area.kind is AreaKind.GRID]
    large = [area for area in grids if area.code.startswith("9901")]
    assert (len(large), len(grids)) == (51, 65)
    shifts = defaultdict(list)
    patrols = [crew for crew in province.crews if crew.force_type == "patrol"]
    for crew in patrols:
        shifts[crew.grid_code].append(crew.shift)
    assert set(shifts) == {area.code for area in grids}
    assert all(sorted(some) == [1, 2, 3, 4, 5] for some in shifts.values())
    assert len({crew.call_sign for crew in province.crews}) == len(province.crews)
    assert len(patrols) == 325
    nodes = set(zip(roads.lon.tolist(), roads.lat.tolist(), strict=True))
    shapes = {area.code: area_shape(area) for area in province.areas}
    for crew in province.crews:
        assert (crew.lon, crew.lat) in nodes
        assert shapes[crew.grid_code].intersects(shapely.Point(crew.lon, crew.lat))


def test_traffic_and_special_police_lie_over_all_grids_and_posts_are_always_there(province: Pack) -> None:
    counties = {area.code for area in province.areas if area.kind is AreaKind.COUNTY}
    stations = {area.code for area in province.areas if area.kind is AreaKind.STATION}
    grounds: dict[str, set[str]] = defaultdict(set)
    shifts: dict[str, set[int]] = defaultdict(set)
    for crew in province.crews:
        grounds[crew.force_type].add(crew.grid_code)
        shifts[crew.force_type].add(crew.shift)
    assert grounds["traffic"] == counties and grounds["guard_post"] == stations
    assert len(grounds["swat"]) == 3 and grounds["swat"] < counties  # one of each city
    assert shifts["traffic"] == shifts["swat"] == {1, 2, 3, 4, 5} and shifts["guard_post"] == {0}
    assert all(crew.officers == 0 for crew in province.crews if crew.force_type == "guard_post")


def test_county_lines_run_through_dense_streets(province: Pack, addresses: list[Address]) -> None:
    counties = {area.name_zh: area_shape(area) for area in province.areas if area.kind is AreaKind.COUNTY}
    lon, lat = (
        np.array([getattr(row, name) for row in addresses if row.kind is PlaceKind.DOORPLATE])
        for name in ("lon", "lat")
    )
    doors = shapely.points(lon, lat)
    crowded = 0
    for one, other in (("鼓楼区", "江东区"), ("鼓楼区", "望溪县"), ("鼓楼区", "西山区"), ("鼓楼区", "高新区")):
        border = counties[one].intersection(counties[other])
        crowded += int((shapely.distance(doors, border) < 0.0006).sum()) if border.length else 0
    assert crowded > 500


def test_names_read_true(roads: Roads, addresses: list[Address]) -> None:
    names = [row for row in addresses if row.kind is PlaceKind.ROAD]
    # No street's name is there twice in a county, and no stem has a street to every side of the compass.
    by_county = Counter((row.full_zh[: len(row.full_zh) - len(row.name_zh)], row.name_zh) for row in names)
    assert max(by_county.values()) == 1
    plain = [row.name_zh for row in names if not row.name_zh.endswith("巷")]
    stems = Counter(re.sub(r"[一二三四五六七八九十]+[路街]$|[东西南北中]?[路街]$|大道$", "", name) for name in plain)
    assert max(stems.values()) <= 40
    assert sum(count > 4 for count in stems.values()) < 0.05 * len(stems)
    for name in plain:
        assert re.fullmatch(r"[\u4e00-\u9fff]{2,8}", name), name
        assert not re.search(r"(.)\1{2}", name), name
    assert {"人民东路", "解放北路", "长江西路"} <= set(plain)
    # Series of parallel streets, lanes by number, old lanes: as such cities have them.
    assert sum(bool(re.search(r"[一二三四五六七八九]路$", name)) for name in plain) > 150
    assert any(name.name_zh.endswith("路一巷") for name in names)
    assert {"打铁巷", "豆腐巷", "槐树巷"} & {row.name_zh for row in names}


def test_doors_are_told_apart(addresses: list[Address]) -> None:
    count = Counter(row.kind for row in addresses)
    assert 50_000 < count[PlaceKind.DOORPLATE] < 100_000
    assert count[PlaceKind.POI] > 4_000 and count[PlaceKind.LANDMARK] > 60 and count[PlaceKind.VILLAGE] > 50
    assert len(addresses) < 130_000
    full = Counter(row.full_zh for row in addresses if row.kind is PlaceKind.DOORPLATE)
    assert max(full.values()) == 1
    assert all(row.full_zh.startswith(CITIES) for row in addresses)
    assert {row.full_zh[:3] for row in addresses} == set(CITIES)
    places = {row.name_zh for row in addresses}
    assert {"云澜市第一人民医院", "示范大学", "云澜火车站", "云澜市第十二中学", "鼓楼区人民医院", "云湖公园"} <= places


def test_areas_fill_the_bounds(province: Pack) -> None:
    for kind in AreaKind:
        whole = shapely.union_all([area_shape(area) for area in province.areas if area.kind is kind])
        assert whole.area == pytest.approx(shapely.box(*province.info.bounds).area, rel=1e-9)
