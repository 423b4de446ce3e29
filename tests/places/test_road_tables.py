"""Roads from tables of nodes, arcs and turns."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tests.places.test_osm import CITY
from yaoyaoling.kernel.geo import Datum, Point, wgs84_to_gcj02
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.packs import CityFilesUnfit, RoadTables, check_pack, import_tables
from yaoyaoling.places.public import read_pack

SIDE = 6


def at(row: int, column: int) -> tuple[float, float]:
    """Where a crossing lies."""
    return round(112.4 + 0.003 * column, 7), round(30.1 + 0.003 * row, 7)


@pytest.fixture
def tables(tmp_path: Path) -> RoadTables:
    """A board of streets, both ways; turning left is not allowed at one of its crossings."""
    places = [(row, column) for row in range(SIDE) for column in range(SIDE)]
    nodes = ["id,lat,lon", *(f"{r}-{c},{at(r, c)[1]},{at(r, c)[0]}" for r, c in places)]
    arcs = ["from,to,name,both_ways,class,speed_kmh,length_m"]
    arcs += [f"{r}-{c},{r}-{c + 1},东西{r}路,1,primary,,400" for r, c in places if c < SIDE - 1]
    arcs += [f"{r}-{c},{r + 1}-{c},南北{c}路,是,,50," for r, c in places if r < SIDE - 1]
    turns = ["from,via,to", "1-2,2-2,2-1", "1-2,2-2,1-2"]
    for name, lines in (("nodes.csv", nodes), ("arcs.csv", arcs), ("turns.csv", turns)):
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return RoadTables(tmp_path / "nodes.csv", tmp_path / "arcs.csv", tmp_path / "turns.csv")


def change(file: Path, line: int, text: str) -> None:
    """Put another line into a file."""
    lines = file.read_text(encoding="utf-8").split("\n")
    lines[line - 1] = text
    file.write_text("\n".join(lines), encoding="utf-8")


def test_all_of_it_is_taken(tmp_path: Path, tables: RoadTables) -> None:
    said: list[str] = []
    info = import_tables(tmp_path / "pack", tables, CITY, said.append)
    assert check_pack(tmp_path / "pack") == []
    roads = read_roads(tmp_path / "pack")
    assert (len(roads.lon), len(roads.tail), len(roads.turns)) == (36, 120, 2)
    assert set(np.unique(roads.length_m).round().tolist()) == {334.0, 400.0}
    assert set(roads.speed_kmh.tolist()) == {60.0, 50.0}
    assert "OpenStreetMap" not in info.attribution_en and info.licence != "ODbL-1.0"
    assert any("forbidden turns: 2" in one for one in said)
    assert read_pack(tmp_path / "pack").crews


def test_the_datum_is_converted(tmp_path: Path, tables: RoadTables) -> None:
    import_tables(tmp_path / "plain", tables, CITY, print)
    lines = ["id,lon,lat"]
    for row in range(SIDE):
        for column in range(SIDE):
            lon, lat = at(row, column)
            moved = wgs84_to_gcj02(Point(lon=lon, lat=lat))
            lines.append(f"{row}-{column},{moved[0]:.8f},{moved[1]:.8f}")
    tables.nodes.write_text("\n".join(lines), encoding="utf-8")
    import_tables(tmp_path / "moved", replace(tables, datum=Datum.GCJ02), CITY, print)
    plain, moved_roads = read_roads(tmp_path / "plain"), read_roads(tmp_path / "moved")
    np.testing.assert_allclose(plain.lon, moved_roads.lon, atol=2e-6)


@pytest.mark.parametrize(
    ("file", "line", "text", "word"),
    [
        ("nodes.csv", 3, "0-0,30.1,112.4", "twice"),
        ("nodes.csv", 4, "0-2,,", "must not be empty"),
        ("nodes.csv", 4, "0-2,north,112.4", "no numbers"),
        ("nodes.csv", 1, "name,lat,lon", "id are missing"),
        ("arcs.csv", 2, "0-0,9-9,A,1,,,", "9-9"),
        ("arcs.csv", 2, "0-0,0-1,A,1,path,,", "path"),
        ("arcs.csv", 2, "0-0,0-1,A,1,,900,", "1 to 200"),
        ("arcs.csv", 2, "0-0,0-1,A,1,,,0.4", "less than the straight"),
        ("arcs.csv", 2, "0-0,0-1,A,perhaps,,,", "perhaps"),
        ("turns.csv", 2, "0-0,2-2,2-1", "not in the table"),
        ("turns.csv", 2, "1-2,7-7,2-1", "7-7"),
        ("turns.csv", 2, "1-2,2-2;7-7,2-1", "7-7"),
        ("turns.csv", 2, "1-2,2-2;3-3,2-3", "not in the table"),
    ],
)
def test_planted_faults(tmp_path: Path, tables: RoadTables, file: str, line: int, text: str, word: str) -> None:
    change(tmp_path / file, line, text)
    with pytest.raises(CityFilesUnfit) as refused:
        import_tables(tmp_path / "packs" / "x", tables, CITY, print)
    told = refused.value.sentence("en")
    assert f"{file}:{line}:" in told and word in told, told
    assert not list((tmp_path / "packs").iterdir())


def test_turns_over_several_crossings_and_at_hours(tmp_path: Path, tables: RoadTables) -> None:
    assert tables.turns is not None
    rows = ["from,via,to,hours", "1-2,2-2,2-1,", "1-2,2-2;2-3,1-3,", '3-2,2-2,2-3,"Mo-Fr 07:00-09:00,17:00-19:00; Sa"']
    tables.turns.write_text("\n".join(rows) + "\n", encoding="utf-8")
    said: list[str] = []
    import_tables(tmp_path / "pack", tables, CITY, said.append)
    roads = read_roads(tmp_path / "pack")
    assert (len(roads.turns), roads.paths.shape) == (1, (2, 4)) and sorted(roads.path_hours.tolist()) == [-1, 0]
    assert any("forbidden turns: 3 (1 over a way, 1 at some hours)" in one for one in said), said
    rows[3] = "3-2,2-2,2-3,in the morning"
    tables.turns.write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(CityFilesUnfit) as refused:
        import_tables(tmp_path / "other", tables, CITY, print)
    assert "turns.csv:4:" in refused.value.sentence("en") and "in the morning" in refused.value.sentence("en")


def test_a_turn_that_shuts_a_road_in_is_left_out_and_named(tmp_path: Path, tables: RoadTables) -> None:
    # A dead end behind 5-5; whoever comes to its crossing may not turn into it.
    with tables.nodes.open("a", encoding="utf-8") as file:
        file.write("end,30.118,112.415\n")
    with tables.arcs.open("a", encoding="utf-8") as file:
        file.write("5-5,end,断头路,1,,,\n")
    assert tables.turns is not None
    with tables.turns.open("a", encoding="utf-8") as file:
        file.write("4-5,5-5,end\n5-4,5-5,end\nend,5-5,end\n")
    said: list[str] = []
    import_tables(tmp_path / "pack", tables, CITY, said.append)
    assert check_pack(tmp_path / "pack") == []
    assert any("cannot be reached or left: 2 (4, 5)" in one for one in said), said
    assert len(read_roads(tmp_path / "pack").turns) == 3, "turning back at the crossing harms nobody"


def test_from_the_command_line(tmp_path: Path, tables: RoadTables, monkeypatch: pytest.MonkeyPatch) -> None:
    from yaoyaoling.apps.cli.main import app

    monkeypatch.setenv("YYL_DATA", str(tmp_path / "data"))
    files = ["--nodes", str(tables.nodes), "--arcs", str(tables.arcs), "--turns", str(tables.turns)]
    done = CliRunner().invoke(app, ["city", "import", "board", *files])
    assert done.exit_code == 0, done.output
    assert len(read_roads(tmp_path / "data" / "packs" / "board").turns) == 2
    assert CliRunner().invoke(app, ["city", "import", "board"]).exit_code == 2
    assert CliRunner().invoke(app, ["city", "import", "board", "--osm", "a.pbf", *files]).exit_code == 2
