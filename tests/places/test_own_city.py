"""Anybody's own organisations, areas, grids and crews: taken as given, converted, refused with file and line."""

import csv
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely

from tests.places.test_osm import CITY, silent, small_town
from yaoyaoling.kernel.geo import Datum, Point, wgs84_to_gcj02
from yaoyaoling.places.pack.check_land import area_shape
from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.speeds import read_speeds
from yaoyaoling.places.packs import CityFilesUnfit, OwnFiles, check_pack, import_osm
from yaoyaoling.places.public import AreaKind, Pack, read_pack

WEST, SOUTH, EAST, NORTH, MIDDLE = 112.397, 30.097, 112.413, 30.113, 112.4051
ORGS = """code,parent_code,kind,name_zh,name_en,lon,lat
420100000000,,city,某地市公安局,Somewhere Bureau,,
420102000000,420100000000,county,东湖区公安局,East Lake Bureau,,
420102510000,420102000000,station,城东派出所,,112.408,30.104
420103000000,420100000000,county,西湖区公安局,West Lake Bureau,,
420103510000,420103000000,station,城西派出所,,,
"""
CREWS = """code,call_sign,grid_code,officers,auxiliaries,shift,lon,lat
C1,东巡1,G1,2,1,1,112.408,30.104
C2,东巡2,,1,2,2,112.4079,30.1099
C3,西巡1,G3,2,2,1,,
"""
GRIDS = (
    ("G1", "420102510000", "东一网格", (MIDDLE, SOUTH, EAST, 30.107)),
    ("G2", "420102510000", "东二网格", (MIDDLE, 30.107, EAST, NORTH)),
    ("G3", "420103510000", "西一网格", (WEST, SOUTH, MIDDLE, NORTH)),
)
STATIONS = (
    ("station", "420102510000", "城东派出所辖区", (MIDDLE, SOUTH, EAST, NORTH)),
    ("station", "420103510000", "城西派出所辖区", (WEST, SOUTH, MIDDLE, NORTH)),
    ("county", "420102000000", "东湖区", (MIDDLE, SOUTH, EAST, NORTH)),
    ("county", "420103000000", "西湖区", (WEST, SOUTH, MIDDLE, NORTH)),
)  # fmt: skip


def feature(code: str, org: str, name: str, box: tuple[float, float, float, float], **more: Any) -> dict[str, Any]:
    ring = shapely.get_coordinates(shapely.box(*box)).tolist()
    told = {"code": code, "org_code": org, "name_zh": name, **more}
    return {"type": "Feature", "properties": told, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def geojson(path: Path, features: list[dict[str, Any]], **more: Any) -> Path:
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in features)
    head = json.dumps({"type": "FeatureCollection", **more}, ensure_ascii=False)[:-1]
    path.write_text(f'{head}, "features": [\n{lines}\n]}}\n', encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path) -> OwnFiles:
    """All four files, without a fault."""
    (tmp_path / "orgs.csv").write_text(ORGS, encoding="utf-8")
    (tmp_path / "crews.csv").write_text(CREWS, encoding="utf-8")
    areas = [
        feature(org[:8] if kind == "station" else org[:6], org, name, box, kind=kind)
        for kind, org, name, box in STATIONS
    ]
    return OwnFiles(
        tmp_path / "orgs.csv",
        geojson(tmp_path / "areas.geojson", areas),
        geojson(tmp_path / "grids.geojson", [feature(*row) for row in GRIDS]),
        tmp_path / "crews.csv",
    )


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return small_town(tmp_path / "small.osm.pbf")


def imported(tmp_path: Path, extract: Path, own: OwnFiles, say: Any = silent) -> Pack:
    import_osm(tmp_path / "pack", extract, CITY, say, own)
    assert check_pack(tmp_path / "pack") == []
    return read_pack(tmp_path / "pack")


def refused(tmp_path: Path, extract: Path, own: OwnFiles) -> str:
    """The refusal in English; it speaks both languages, and nothing is written."""
    with pytest.raises(CityFilesUnfit) as caught:
        import_osm(tmp_path / "packs" / "x", extract, CITY, silent, own)
    assert not list((tmp_path / "packs").iterdir())
    zh, en = caught.value.sentence("zh"), caught.value.sentence("en")
    assert len(zh.splitlines()) == len(en.splitlines()) and re.search(r"[\u4e00-\u9fff].*。$", zh, re.M)
    return en


def test_all_of_it_is_taken_as_given(tmp_path: Path, extract: Path, own: OwnFiles) -> None:
    pack = imported(tmp_path, extract, own)
    assert pack.info.invented == () and pack.info.region == "420000"
    assert "orgs.csv" in pack.info.source and "small.osm.pbf" in pack.info.source
    kinds = Counter(row.kind.value for row in pack.organisations)
    # A city's own list ends with the city: province and hall are added.
    assert kinds == {"province": 1, "hall": 1, "city": 1, "county": 2, "station": 2}
    east = next(row for row in pack.organisations if row.code == "420102510000")
    assert (east.name_zh, east.name_en, east.lon, east.lat) == ("城东派出所", "城东派出所", 112.408, 30.104)
    shapes = {area.code: area_shape(area) for area in pack.areas}
    for code, _, _, box in GRIDS:
        assert shapes[code].symmetric_difference(shapely.box(*box)).area < 1e-9
    assert [(crew.call_sign, crew.grid_code, crew.org_code, crew.shift) for crew in pack.crews] == [
        ("东巡1", "G1", "420102510000", 1), ("东巡2", "G2", "420102510000", 2), ("西巡1", "G3", "420103510000", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "invented"),
    [
        (("organisations",), ("areas", "grids", "crews")),
        (("organisations", "areas"), ("grids", "crews")),
        (("organisations", "grids"), ("crews",)),
        (("organisations", "grids", "crews"), ()),
        (("areas",), ("organisations", "grids", "crews")),
        (("areas", "grids"), ("organisations", "crews")),
    ],
)
def test_what_is_left_out_is_invented_and_marked(
    tmp_path: Path, extract: Path, own: OwnFiles, given: tuple[str, ...], invented: tuple[str, ...]
) -> None:
    some = OwnFiles(**{name: getattr(own, name) for name in given})
    pack = imported(tmp_path, extract, some)
    assert pack.info.invented == invented
    stations = {row.code: row.name_zh for row in pack.organisations if row.kind == "station"}
    assert stations == {"420102510000": "城东派出所", "420103510000": "城西派出所"}
    assert {area.code for area in pack.areas if area.kind is AreaKind.COUNTY} == {"420102", "420103"}
    if "crews" in invented:
        assert {crew.grid_code for crew in pack.crews} == {a.code for a in pack.areas if a.kind is AreaKind.GRID}


def test_the_datum_is_stated_and_converted(tmp_path: Path, extract: Path, own: OwnFiles) -> None:
    assert own.grids is not None
    moved = [feature(code, org, name, (*gcj(box[0], box[1]), *gcj(box[2], box[3]))) for code, org, name, box in GRIDS]
    plain = imported(tmp_path, extract, replace(own, areas=None, crews=None))
    for stated in ({"datum": "GCJ-02"}, {}):
        geojson(own.grids, moved, **stated)
        datum = Datum.WGS84 if stated else Datum.GCJ02
        pack = imported(tmp_path, extract, replace(own, areas=None, crews=None, datum=datum))
        for one, other in zip(pack.areas, plain.areas, strict=True):
            assert area_shape(one).hausdorff_distance(area_shape(other)) < 2e-5, one.code
    # Read as WGS-84 they would lie some 500 m away.
    geojson(own.grids, moved)
    pack = imported(tmp_path, extract, replace(own, areas=None, crews=None))
    assert area_shape(pack.areas[0]).hausdorff_distance(area_shape(plain.areas[0])) > 2e-3


def gcj(lon: float, lat: float) -> tuple[float, float]:
    return wgs84_to_gcj02(Point(lon=lon, lat=lat))


def test_a_spreadsheets_files_are_read(tmp_path: Path, extract: Path, own: OwnFiles) -> None:
    assert own.organisations is not None and own.crews is not None
    said: list[str] = []
    own.organisations.write_text("\ufeff" + ORGS.replace("\n", "\r\n"), encoding="utf-8", newline="")
    own.crews.write_bytes(CREWS.encode("gbk"))
    pack = imported(tmp_path, extract, own, said.append)
    assert [crew.call_sign for crew in pack.crews] == ["东巡1", "东巡2", "西巡1"]
    assert any("crews.csv" in sentence and "GBK" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("organisations", "kind", "sort", "orgs.csv:1: The columns kind are missing"),
        (
            "organisations",
            "420102510000,420102000000",
            "420102510000,420109000000",
            "orgs.csv:4: There is no organisation",
        ),
        ("organisations", "station,城西", "planet,城西", "orgs.csv:6: kind 'planet'"),
        ("organisations", "420103510000,", "42010351,", "orgs.csv:6: code '42010351' is not 12 digits"),
        ("organisations", "420103000000,420100000000,county", "420103000000,420100000000,station", "orgs.csv:5: "),
        ("organisations", "112.408", "east", "orgs.csv:4: lon 'east'"),
        ("organisations", ORGS, " \n", "orgs.csv:0: The file is empty"),
        ("organisations", ORGS[ORGS.index("\n") + 1 :], "", "orgs.csv:1: There is a header and nothing else"),
        ("crews", "G1", "G9", "crews.csv:2: There is no grid G9"),
        ("crews", "112.4079,30.1099", "112.5,30.3", "crews.csv:3: The crew 东巡2 is in no grid"),
        ("crews", "112.408,30.104", "112.399,30.104", "crews.csv:2: The post of 东巡1 lies outside its grid G1"),
        ("crews", "G3,2", "G3,none", "crews.csv:4: officers 'none'"),
        ("crews", "C3,西巡1", "C3,东巡1", "crews.csv:4: call_sign '东巡1' is also on line 2"),
        ("crews", "C3,西巡1,G3,2,2,1,,\n", "", "crews.csv:0: The grid G3 has no crew"),
        ("grids", '"420103510000"', '"420103990000"', "grids.geojson:4: org_code '420103990000' is no station"),
        ("grids", '"code": "G3"', '"code": "G1"', "grids.geojson:4: The code G1 is also on line 2"),
        ("grids", '"Polygon"', '"Point"', "grids.geojson:2: The geometry should be Polygon"),
        (
            "grids",
            '"FeatureCollection"',
            '"FeatureCollection", "datum": "mars"',
            "grids.geojson:2: The datum 'mars' is unknown",
        ),
        ("grids", "]}\n", "", "grids.geojson:"),
        ("areas", '"kind": "station"', '"kind": "nation"', "areas.geojson:2: The kind 'nation'"),
    ],
)
def test_planted_faults(
    tmp_path: Path, extract: Path, own: OwnFiles, name: str, before: str, after: str, told: str
) -> None:
    path: Path = getattr(own, name)
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert told in refused(tmp_path, extract, own)


def test_grids_that_overlap_or_leave_their_station(tmp_path: Path, extract: Path, own: OwnFiles) -> None:
    assert own.grids is not None
    wide = [*GRIDS[:2], ("G3", "420103510000", "西一网格", (WEST, SOUTH, MIDDLE + 0.002, NORTH))]
    geojson(own.grids, [feature(*row) for row in wide])
    sentence = refused(tmp_path, extract, own)
    assert "grids.geojson:4: G3 and G1 overlap" in sentence and "G3 and G2 overlap" in sentence
    # A hand's breadth beside each other is no fault: the border is drawn once, for both.
    near = [*GRIDS[:2], ("G3", "420103510000", "西一网格", (WEST, SOUTH, MIDDLE + 0.00001, NORTH))]
    geojson(own.grids, [feature(*row) for row in near])
    imported(tmp_path, extract, own)
    geojson(own.grids, [feature(*row) for row in [("G1", "420103510000", "东一网格", GRIDS[0][3]), *GRIDS[1:]]])
    assert "The grid G1 leaves the area of station 420103510000" in refused(tmp_path, extract, own)


def test_grids_with_a_hole_are_named_with_where_it_is(tmp_path: Path, extract: Path, own: OwnFiles) -> None:
    assert own.grids is not None
    # The second grid of the east ends short of the middle: streets lie there in no grid of the station's area.
    short = [GRIDS[0], ("G2", "420102510000", "东二网格", (MIDDLE, 30.109, EAST, NORTH)), GRIDS[2]]
    geojson(own.grids, [feature(*row) for row in short])
    sentence = refused(tmp_path, extract, own)
    assert "lie in no grid; draw one there" in sentence and "crossings about 112.4" in sentence
    ring = (112.4005, 30.1005, 112.4095, 30.1095)
    outer = shapely.box(WEST, SOUTH, EAST, NORTH).difference(shapely.box(*ring))
    halves = [
        outer.intersection(shapely.box(WEST, SOUTH, MIDDLE, NORTH)),
        outer.intersection(shapely.box(MIDDLE, SOUTH, EAST, NORTH)),
    ]
    drawn = [
        {"type": "Feature", "properties": {"code": code, "org_code": org, "name_zh": code},
         "geometry": json.loads(shapely.to_geojson(half))}
        for (code, org), half in zip((("G3", "420103510000"), ("G1", "420102510000")), halves, strict=True)
    ]  # fmt: skip
    geojson(own.grids, drawn)
    assert "lie in no grid" in refused(tmp_path, extract, replace(own, areas=None, crews=None)), (
        "a hole in their middle"
    )


def test_areas_elsewhere_and_stations_without_grid(tmp_path: Path, extract: Path, own: OwnFiles) -> None:
    assert own.grids is not None
    geojson(
        own.grids,
        [feature("G1", "420102510000", "东一网格", (30.1, 89.0, 30.2, 89.5)), *(feature(*row) for row in GRIDS[1:])],
    )
    assert "lies outside the roads; look at --datum" in refused(tmp_path, extract, own)
    geojson(own.grids, [feature(*row) for row in GRIDS[:2]])
    assert "The station 420103510000 has no grid" in refused(tmp_path, extract, replace(own, crews=None))


def test_grids_alone_do_not_say_who_answers(tmp_path: Path, extract: Path, own: OwnFiles) -> None:
    assert "give --orgs" in refused(tmp_path, extract, replace(own, organisations=None, areas=None))


def test_files_that_are_none(tmp_path: Path, extract: Path, own: OwnFiles) -> None:
    assert own.crews is not None
    own.crews.write_bytes(b"\xff\xfe\x00\x81" * 20)
    assert "neither UTF-8 nor GBK" in refused(tmp_path, extract, own)
    own.crews.unlink()
    assert "crews.csv:0: It cannot be read" in refused(tmp_path, extract, own)


def test_own_crews_on_an_invented_city(tmp_path: Path, extract: Path, own: OwnFiles) -> None:
    first = imported(tmp_path, extract, OwnFiles())
    posts = {crew.grid_code: (crew.lon, crew.lat) for crew in first.crews}
    path = tmp_path / "mine.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["Code", "Call_Sign", "officers", "lon", "lat"])
        writer.writerows([f"M{nth}", f"我巡{nth}", 2, *post] for nth, post in enumerate(posts.values()))
    pack = imported(tmp_path, extract, OwnFiles(crews=path))
    assert pack.info.invented == ("organisations", "areas", "grids")
    assert {crew.grid_code: crew.call_sign[:2] for crew in pack.crews} == dict.fromkeys(posts, "我巡")


def test_own_speeds_by_hour_go_into_the_pack_and_wrong_ones_are_told(
    tmp_path: Path, extract: Path, own: OwnFiles
) -> None:
    file = tmp_path / "rush.csv"
    file.write_text("share,class,from_hour,until_hour\n0.5,primary,7,9\n", encoding="utf-8")
    given = replace(own, speeds=file)
    assert "rush.csv" in imported(tmp_path, extract, given).info.source
    assert read_speeds(tmp_path / "pack")[RoadClass.PRIMARY, 8] == 0.5
    file.write_text("class,from_hour,until_hour,share\nprimary,7,9,50\nfast,7,9,1\n", encoding="utf-8")
    told = refused(tmp_path, extract, given)
    assert "rush.csv:2: share is 0.05 to 3.0 of the usual speed" in told and "rush.csv:3: class is one of" in told
