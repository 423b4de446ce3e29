"""What the generated town promises: the same bytes, one network, few bridges, fair areas, doors in one place."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from yaoyaoling.places.frame import Frame
from yaoyaoling.places.pack.check_land import area_shape
from yaoyaoling.places.pack.contract import ALL_FILES, MAP_FILE, RoadClass
from yaoyaoling.places.pack.generate.plan import XIAOZHEN
from yaoyaoling.places.pack.generate.town import Town, make_town
from yaoyaoling.places.pack.make import DEFAULT_SEED, generate_pack, make_pack
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.packs import check_pack
from yaoyaoling.places.public import Address, AreaKind, Pack, PackInfo, PlaceKind, read_addresses, read_pack


@pytest.fixture(scope="module")
def addresses(pack: Pack) -> list[Address]:
    """All addresses of the town."""
    return list(read_addresses(pack.path))


@pytest.fixture(scope="module")
def made() -> Town:
    """The town before it was written."""
    return make_town(XIAOZHEN, DEFAULT_SEED)


def test_the_same_seed_gives_the_same_bytes(xiaozhen: Path, tmp_path: Path) -> None:
    generate_pack(tmp_path / "again", lambda _: None)
    for file in ALL_FILES:
        assert (tmp_path / "again" / file).read_bytes() == (xiaozhen / file).read_bytes(), file
    assert not list(tmp_path.glob(".*"))


def test_another_seed_gives_another_town_that_keeps_its_promises() -> None:
    ours, other = make_town(XIAOZHEN, 1), make_town(XIAOZHEN, 2)
    assert ours.net.junctions != other.net.junctions
    for town in (ours, other):
        assert 1_700 < len(town.roads.lon) < 2_400
        assert len({edge.name for edge in town.net.edges if edge.line.intersects(_river(town))}) == 4


def test_a_pack_appears_whole_or_not_at_all(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "city"

    def writes(partial: Path) -> PackInfo:
        assert not path.exists() or (path / "pack.json").exists()
        (partial / "pack.json").write_text("whole")
        return pack.info

    for _ in range(2):
        assert make_pack(path, writes) == pack.info

    def fails(partial: Path) -> PackInfo:
        (partial / "pack.json").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        make_pack(path, fails)
    assert (path / "pack.json").read_text() == "whole"
    assert [item.name for item in tmp_path.iterdir()] == ["city"]


def test_it_has_no_fault(xiaozhen: Path) -> None:
    assert check_pack(xiaozhen) == []


def test_everywhere_can_be_reached_from_everywhere(xiaozhen: Path) -> None:
    roads = read_roads(xiaozhen)
    assert 1_700 < len(roads.lon) < 2_400
    graph = coo_matrix((np.ones(len(roads.tail)), (roads.tail, roads.head)), shape=(len(roads.lon),) * 2)
    assert connected_components(graph, directed=True, connection="strong")[0] == 1
    arcs = set(zip(roads.tail.tolist(), roads.head.tolist(), strict=True))
    one_way = [arc for arc in arcs if (arc[1], arc[0]) not in arcs]
    assert len(one_way) > 40
    assert len(arcs) == len(roads.tail)
    assert set(roads.road_class.tolist()) >= {RoadClass.TRUNK, RoadClass.PRIMARY, RoadClass.LIVING_STREET}


def _river(town: Town) -> shapely.Geometry:
    return town.terrain.bent(town.terrain.river)


def test_the_river_has_few_bridges_and_is_a_real_obstacle(made: Town) -> None:
    river = _river(made)
    bridges = {edge.name for edge in made.net.edges if edge.line.intersects(river)}
    assert bridges == {"人民东路", "迎宾路", "环城北路", "环城南路"}
    landmarks = {venue.name_zh for venue in made.venues if venue.is_landmark}
    assert {"人民桥", "迎宾桥", "环城北桥", "环城南桥", "钟楼"} <= landmarks
    assert not any(shapely.Point(plate.at).within(river) for plate in made.plates)


def test_streets_do_not_cross_without_a_junction(made: Town) -> None:
    lines = [edge.line for edge in made.net.edges]
    tree = shapely.STRtree(lines)
    for one, other in tree.query(lines, predicate="crosses").T:
        assert one == other, (made.net.edges[one].name, made.net.edges[other].name)


def test_the_tree_and_its_counts(pack: Pack) -> None:
    kinds = Counter(row.kind.value for row in pack.organisations)
    assert kinds == {"province": 1, "hall": 1, "city": 1, "inspection": 1, "county": 2, "station": 5}
    areas = Counter(area.kind.value for area in pack.areas)
    assert areas == {"county": 2, "station": 5, "grid": 10}
    crews = Counter(crew.grid_code for crew in pack.crews)
    assert set(crews) == {area.code for area in pack.areas if area.kind is AreaKind.GRID}
    assert all(2 <= count <= 3 for count in crews.values())
    assert len({crew.call_sign for crew in pack.crews}) == len(pack.crews)
    for grid in crews:
        assert {crew.shift for crew in pack.crews if crew.grid_code == grid} == {1, 2}


def test_posts_stand_on_roads_in_their_grid(pack: Pack, xiaozhen: Path) -> None:
    roads = read_roads(xiaozhen)
    shapes = {area.code: area_shape(area) for area in pack.areas}
    nodes = set(zip(roads.lon.tolist(), roads.lat.tolist(), strict=True))
    for crew in pack.crews:
        assert (crew.lon, crew.lat) in nodes
        assert shapes[crew.grid_code].contains(shapely.Point(crew.lon, crew.lat))


def test_every_door_lies_in_one_station_area(pack: Pack, addresses: list[Address]) -> None:
    doors = [row for row in addresses if row.kind is PlaceKind.DOORPLATE]
    lon, lat = np.array([row.lon for row in doors]), np.array([row.lat for row in doors])
    stations = [area for area in pack.areas if area.kind is AreaKind.STATION]
    held = [shapely.contains_xy(area_shape(area), lon, lat) for area in stations]
    assert (np.sum(held, axis=0) == 1).all()
    shares = [float(one.mean()) for one in held]
    assert max(shares) < 0.35 and min(shares) > 0.08


def test_the_county_border_runs_through_streets(pack: Pack, addresses: list[Address]) -> None:
    one, other = (area_shape(area) for area in pack.areas if area.kind is AreaKind.COUNTY)
    frame = Frame(*pack.info.center)
    border = shapely.transform(one.intersection(other), lambda xy: np.column_stack(frame.to_xy(xy[:, 0], xy[:, 1])))
    doors = [row for row in addresses if row.kind is PlaceKind.DOORPLATE]
    xy = [frame.point_xy(row.lon, row.lat) for row in doors]
    near = shapely.dwithin(shapely.points(xy), border, 60)
    assert near.sum() > 150
    counties = {row.full_zh.removeprefix("小镇市")[:3] for row, is_near in zip(doors, near, strict=True) if is_near}
    assert counties == {"望溪县", "禾丰县"}


def test_addresses_are_believable(addresses: list[Address]) -> None:
    count = Counter(row.kind for row in addresses)
    assert count[PlaceKind.DOORPLATE] > 8_000 and count[PlaceKind.POI] > 300 and count[PlaceKind.ROAD] > 300
    assert count[PlaceKind.VILLAGE] == XIAOZHEN.villages and count[PlaceKind.INTERSECTION] > 500
    for kind in (PlaceKind.DOORPLATE, PlaceKind.ROAD, PlaceKind.VILLAGE, PlaceKind.POI, PlaceKind.LANDMARK):
        names = Counter(row.full_zh for row in addresses if row.kind is kind)
        assert not [name for name, times in names.items() if times > 1], kind
    by_name = {row.name_zh: row for row in addresses}
    assert by_name["解放北路"].name_en == "Jiefang North Road"
    assert {"人民东路与解放北路交叉口", "人民西路与解放北路交叉口"} & set(by_name)
    assert all(row.full_zh.startswith("小镇市") and row.name_en.isprintable() for row in addresses)


def test_odd_and_even_numbers_face_each_other(made: Town) -> None:
    edges = {edge.name: edge for edge in made.net.edges}
    plates = [plate for plate in made.plates if plate.street == "人民东路"]
    assert len(plates) > 40
    assert {plate.number % 2 for plate in plates if plate.side == 1} == {1}
    assert {plate.number % 2 for plate in plates if plate.side == -1} == {0}
    assert len({plate.number for plate in plates}) == len(plates)
    assert edges["人民东路"].road_class is RoadClass.PRIMARY


def test_areas_fill_the_bounds(pack: Pack) -> None:
    for kind in AreaKind:
        whole = shapely.union_all([area_shape(area) for area in pack.areas if area.kind is kind])
        assert whole.bounds == pack.info.bounds
        assert whole.area == pytest.approx(shapely.box(*pack.info.bounds).area, rel=1e-9)


def test_reading_what_was_written(pack: Pack) -> None:
    assert read_pack(pack.path) == pack
    assert pack.info.region == "990000" and pack.info.is_generated
    assert {"organisations", "grids", "crews"} <= set(pack.info.invented)
    assert (pack.path / MAP_FILE) == pack.map_path
