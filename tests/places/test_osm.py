"""Import of OpenStreetMap: small files drawn here, and the real extracts beside the project."""

from collections import Counter
from pathlib import Path

import numpy as np
import osmium
import pytest
from osmium.osm.mutable import Node, Relation, Way

from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.osm.tags import Direction, direction, parse_speed_kmh, road_class, speed_kmh
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.packs import ExtractTruncated, ImportedCity, NoRoads, NotAnExtract, check_pack, import_osm
from yaoyaoling.places.public import OrganisationKind, PlaceKind, read_addresses, read_pack

CITY = ImportedCity("somewhere", "某地", "Somewhere")


def silent(_: str) -> None:
    """Nobody listens."""


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("50", 50), ("25 mph", 40.2336), ("25mph", 40.2336), ("10 knots", 18.52), ("30 km/h", 30), ("none", 120),
        ("walk", 7), ("DE:walk", 7), ("RU:urban", None), ("signals", None), ("fast", None), ("0", None), ("900", None),
        ("45 mph;35 mph", 72.42048),
    ],
)  # fmt: skip
def test_speeds(text: str, kmh: float | None) -> None:
    assert parse_speed_kmh(text) == (None if kmh is None else pytest.approx(kmh))


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        ({"highway": "residential"}, Direction.BOTH),
        ({"highway": "residential", "oneway": "yes"}, Direction.FORWARD),
        ({"highway": "residential", "oneway": "-1"}, Direction.BACKWARD),
        ({"highway": "motorway"}, Direction.FORWARD),
        ({"highway": "motorway", "oneway": "no"}, Direction.BOTH),
        ({"highway": "motorway_link"}, Direction.BOTH),
        ({"highway": "tertiary", "junction": "roundabout"}, Direction.FORWARD),
        ({"highway": "tertiary", "oneway": "reversible"}, None),
    ],
)
def test_directions(tags: dict[str, str], wanted: Direction | None) -> None:
    assert direction(tags) is wanted


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        ({"highway": "primary_link"}, RoadClass.PRIMARY),
        ({"highway": "service"}, RoadClass.SERVICE),
        ({"highway": "service", "service": "driveway"}, None),
        ({"highway": "residential", "access": "private"}, None),
        ({"highway": "residential", "access": "no", "motor_vehicle": "yes"}, RoadClass.RESIDENTIAL),
        ({"highway": "residential", "motor_vehicle": "no", "emergency": "yes"}, RoadClass.RESIDENTIAL),
        ({"highway": "pedestrian"}, None),
        ({"highway": "footway"}, None),
        ({"highway": "construction"}, None),
        ({"highway": "residential", "area": "yes"}, None),
        ({"building": "yes"}, None),
    ],
)
def test_classes(tags: dict[str, str], wanted: RoadClass | None) -> None:
    assert road_class(tags) is wanted


def test_posted_speed_counts_before_the_usual_one() -> None:
    assert speed_kmh({"highway": "primary"}) == 60
    assert speed_kmh({"highway": "primary", "maxspeed": "35 mph"}) == pytest.approx(56.327)
    tags = {"highway": "primary", "maxspeed": "80", "maxspeed:backward": "50"}
    assert (speed_kmh(tags), speed_kmh(tags, backward=True)) == (80, 50)


Nodes = dict[int, tuple[float, float, dict[str, str]]]
Ways = list[tuple[list[int], dict[str, str]]]


Relations = list[tuple[dict[str, str], list[tuple[str, int, str]]]]


def draw(path: Path, nodes: Nodes, ways: Ways, relations: Relations = []) -> Path:  # noqa: B006 - never changed
    """Write a small extract."""
    with osmium.SimpleWriter(str(path)) as writer:
        for ref, (lon, lat, tags) in sorted(nodes.items()):
            writer.add_node(Node(id=ref, location=(lon, lat), tags=tags, version=1))
        for index, (refs, tags) in enumerate(ways, 1):
            writer.add_way(Way(id=index, nodes=refs, tags=tags, version=1))
        for index, (tags, members) in enumerate(relations, 1):
            writer.add_relation(Relation(id=index, members=members, tags=tags | {"type": "restriction"}, version=1))
    return path


def small_town(path: Path) -> Path:
    """A square of streets with a one-way, a dead end one cannot leave, an island, a door, a shop."""
    nodes: Nodes = {i + 1: (112.4 + 0.002 * (i % 6), 30.1 + 0.002 * (i // 6), {}) for i in range(36)}
    nodes[100] = (112.4001, 30.1001, {"addr:housenumber": "12", "addr:street": "解放路"})
    nodes[101] = (112.4041, 30.1001, {"name": "Corner Shop", "name:zh": "街角商店", "shop": "convenience"})
    nodes[102] = (112.4061, 30.1081, {"name": "Nothing of note"})
    nodes[200], nodes[201] = (112.45, 30.1, {}), (112.451, 30.1, {})
    nodes[202] = (112.39, 30.1, {})
    rows = [([6 * r + c + 1 for c in range(6)], {"highway": "residential", "name": f"东西{r}路"}) for r in range(6)]
    columns = [([6 * r + c + 1 for r in range(6)], {"highway": "tertiary", "name": f"{c} Avenue"}) for c in range(6)]
    rows[0] = (
        rows[0][0],
        {"highway": "secondary", "name": "Liberation Road", "name:zh": "解放路", "maxspeed": "30 mph"},
    )
    rows[2] = (rows[2][0], {"highway": "residential", "name": "单行路", "oneway": "-1"})
    others = [
        ([200, 201], {"highway": "residential", "name": "Island Road"}),
        ([1, 202], {"highway": "residential", "oneway": "yes", "name": "No Return"}),
        ([8, 15], {"highway": "footway", "name": "Path"}),
        ([8, 9, 15, 14, 8], {"leisure": "park", "name": "Green"}),
    ]
    return draw(path, nodes, [*rows, *columns, *others])


def test_a_small_extract(tmp_path: Path) -> None:
    said: list[str] = []
    info = import_osm(tmp_path / "pack", small_town(tmp_path / "small.osm.pbf"), CITY, said.append)
    assert check_pack(tmp_path / "pack") == []
    assert not info.is_generated and {"organisations", "grids", "crews"} <= set(info.invented)
    assert "OpenStreetMap" in info.attribution_zh and info.licence == "ODbL-1.0"
    assert any("3 nodes" in sentence and "3 个节点" in sentence for sentence in said)
    assert any("2 crossings about 112.45000, 30.10000: no road leads there; add" in sentence for sentence in said)
    assert any("1 crossings about 112.39000, 30.10000: one drives in and not out" in sentence for sentence in said)
    roads = read_roads(tmp_path / "pack")
    assert len(roads.lon) == 36
    assert set(roads.names_en) >= {"Liberation Road", "3 Avenue"}
    name = {str(zh): index for index, zh in enumerate(roads.names_zh)}
    one_way = roads.name == name["单行路"]
    assert one_way.sum() == 5 and (roads.lon[roads.head[one_way]] < roads.lon[roads.tail[one_way]]).all()
    assert roads.speed_kmh[roads.name == name["解放路"]] == pytest.approx(48.28, abs=0.01)
    rows = list(read_addresses(tmp_path / "pack"))
    count = Counter(row.kind for row in rows)
    assert (count[PlaceKind.ROAD], count[PlaceKind.INTERSECTION], count[PlaceKind.DOORPLATE]) == (12, 36, 1)
    by_name = {row.name_zh: row for row in rows}
    assert by_name["解放路12号"].full_zh.startswith("某地")
    assert (by_name["街角商店"].name_en, by_name["街角商店"].kind) == ("Corner Shop", PlaceKind.POI)
    assert "Nothing of note" not in by_name and "Path" not in by_name
    assert any("解放路" in name and "Avenue" in name for name in by_name)


def test_clipped_ways_and_unsorted_ids(tmp_path: Path) -> None:
    nodes: Nodes = {-i: (112.4 + 0.003 * i, 30.1 + 0.001 * (i % 3), {}) for i in range(1, 8)}
    ways = [([-1, -2, -3, -99, -4, -5], {"highway": "primary", "name": "Cut"}), ([-3, -4], {"highway": "primary"}),
            ([-5, -6, -7, -1], {"highway": "residential"})]  # fmt: skip
    import_osm(tmp_path / "pack", draw(tmp_path / "cut.osm.pbf", nodes, ways), CITY, silent)
    assert check_pack(tmp_path / "pack") == []
    assert len(read_roads(tmp_path / "pack").lon) == 7


def test_what_is_no_extract_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    whole = small_town(tmp_path / "whole.osm.pbf").read_bytes()
    files = {
        "text.osm.pbf": (b"hello, this is no map " * 50, NotAnExtract),
        "empty.osm.pbf": (b"", NotAnExtract),
        "photo.jpg": (b"\xff\xd8\xff", NotAnExtract),
        "half.osm.pbf": (whole[: len(whole) * 2 // 3], ExtractTruncated),
    }
    for name, (content, refusal) in files.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(refusal) as refused:
            import_osm(tmp_path / "packs" / "x", tmp_path / name, CITY, silent)
        assert name in refused.value.sentence("zh") and name in refused.value.sentence("en")
    with pytest.raises(NotAnExtract):
        import_osm(tmp_path / "packs" / "x", tmp_path / "nowhere.osm.pbf", CITY, silent)
    no_roads = draw(tmp_path / "paths.osm.pbf", {1: (1, 1, {}), 2: (1.1, 1, {})}, [([1, 2], {"highway": "footway"})])
    with pytest.raises(NoRoads):
        import_osm(tmp_path / "packs" / "x", no_roads, CITY, silent)
    assert not list((tmp_path / "packs").iterdir())
    assert issubclass(NoRoads, Refused)


@pytest.mark.shared
@pytest.mark.parametrize("file", ["portland_small.osm.pbf", "portland-central-filtered.osm.pbf"])
def test_a_real_city(shared_data: Path, tmp_path: Path, file: str) -> None:
    path = tmp_path / "portland"
    said: list[str] = []
    import_osm(path, shared_data / "portland" / file, ImportedCity("portland", "波特兰", "Portland"), said.append)
    assert check_pack(path) == []
    pack, roads = read_pack(path), read_roads(path)
    assert len(roads.lon) > 20_000
    arcs = set(zip(roads.tail.tolist(), roads.head.tolist(), strict=True))
    assert 0.05 < np.mean([(b, a) not in arcs for a, b in arcs]) < 0.5
    kinds = Counter(row.kind for row in pack.organisations)
    assert kinds[OrganisationKind.COUNTY] >= 2 and kinds[OrganisationKind.STATION] >= 4
    rows = list(read_addresses(path))
    crossings = [row.name_en for row in rows if row.kind is PlaceKind.INTERSECTION]
    assert len(crossings) > 2_000
    assert any("5th Avenue" in name and "Burnside" in name for name in crossings)
    assert "Portland" not in pack.info.attribution_en and "OpenStreetMap" in pack.info.attribution_en
    assert any("dropped" in sentence for sentence in said)
