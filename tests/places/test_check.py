"""Planted faults are found with file and line; every sentence stands in both languages."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from yaoyaoling.places.packs import check_pack
from yaoyaoling.places.public import PackUnfit, Problem, read_addresses, read_pack


@pytest.fixture
def copy(xiaozhen: Path, tmp_path: Path) -> Path:
    """A copy of the town to break."""
    return Path(shutil.copytree(xiaozhen, tmp_path / "copy"))


def change_line(path: Path, line: int, change: Callable[[str], str]) -> None:
    """Change one line of a text file."""
    lines = path.read_text(encoding="utf-8").split("\n")
    changed = change(lines[line - 1])
    assert changed != lines[line - 1]
    lines[line - 1] = changed
    path.write_text("\n".join(lines), encoding="utf-8")


def set_cell(column: int, value: str) -> Callable[[str], str]:
    """Put a value into a column of a CSV line without quotes."""

    def change(line: str) -> str:
        cells = line.split(",")
        cells[column] = value
        return ",".join(cells)

    return change


def found(path: Path, file: str, line: int) -> list[Problem]:
    """The problems of one line; all problems speak both languages."""
    problems = check_pack(path)
    assert problems
    for problem in problems:
        assert re.search(r"[\u4e00-\u9fff]", problem.zh) and problem.zh.endswith("。"), problem
        assert problem.en.isascii() or "'" in problem.en, problem
        assert problem.en.endswith("."), problem
    return [problem for problem in problems if (problem.file, problem.line) == (file, line)]


@pytest.mark.parametrize(
    ("file", "line", "change", "word"),
    [
        ("organisations.csv", 3, set_cell(0, "99001"), "GA 380"),
        ("organisations.csv", 7, set_cell(1, "990109000000"), "990109000000"),
        ("organisations.csv", 7, set_cell(2, "planet"), "planet"),
        ("organisations.csv", 8, set_cell(2, "county"), "parent"),
        ("organisations.csv", 5, set_cell(5, "east"), "WGS-84"),
        ("organisations.csv", 9, set_cell(0, "990102520000"), "unique"),
        ("organisations.csv", 1, lambda line: line.replace("kind", "sort"), "header"),
        ("crews.csv", 4, set_cell(2, "7"), "no grid 7"),
        ("crews.csv", 4, set_cell(3, "990999000000"), "990999000000"),
        ("crews.csv", 5, set_cell(6, "0"), "no officer"),
        ("crews.csv", 6, set_cell(8, "112.30"), "on no road"),
        ("crews.csv", 3, lambda line: line + ",more", "11 columns"),
        ("crews.csv", 8, set_cell(1, "巡特警1-1"), "line 2"),
        ("addresses.csv", 12, set_cell(0, "castle"), "castle"),
        ("addresses.csv", 13, set_cell(5, "91"), "91"),
        ("addresses.csv", 14, set_cell(4, "113.9"), "outside"),
        ("addresses.csv", 15, set_cell(3, ""), "full_zh"),
        ("areas.geojson", 4, lambda line: line.replace('"station"', '"nation"'), "nation"),
        ("areas.geojson", 4, lambda line: line.replace("990102510000", "990102000000"), "not a station"),
    ],
)
def test_planted_faults(copy: Path, file: str, line: int, change: Callable[[str], str], word: str) -> None:
    change_line(copy / file, line, change)
    problems = found(copy, file, line)
    assert any(word in problem.en for problem in problems), check_pack(copy)


def test_a_door_in_no_station_area(copy: Path) -> None:
    text = (copy / "addresses.csv").read_text(encoding="utf-8").split("\n")
    line = next(number for number, row in enumerate(text, 1) if row.startswith("doorplate"))
    west, south, *_ = read_pack(copy).info.bounds
    change_line(copy / "addresses.csv", line, set_cell(4, str(west)))
    change_line(copy / "addresses.csv", line, set_cell(5, str(south)))
    assert "0 station areas" in found(copy, "addresses.csv", line)[0].en


def test_an_area_moved_overlaps_and_leaves_a_gap(copy: Path) -> None:
    whole = json.loads((copy / "areas.geojson").read_text(encoding="utf-8"))
    index = next(i for i, f in enumerate(whole["features"]) if f["properties"]["kind"] == "grid")
    ring = whole["features"][index]["geometry"]["coordinates"][0]
    middle = np.mean(ring[:-1], axis=0)
    moved = [[round(float((x + m) / 2 + 0.01), 7) for x, m in zip(point, middle, strict=True)] for point in ring]
    change_line(copy / "areas.geojson", index + 2, lambda line: line.replace(json.dumps(ring), json.dumps(moved)))
    sentences = " ".join(problem.en for problem in check_pack(copy))
    assert "overlap about 112." in sentences and "not wholly covered" in sentences
    assert "not about 112." in sentences and "fill the gap" in sentences


def test_a_grid_without_crew(copy: Path) -> None:
    path = copy / "crews.csv"
    rows = path.read_text(encoding="utf-8").split("\n")
    grid = rows[1].split(",")[2]
    path.write_text("\n".join(row for row in rows if grid not in row.split(",")[2:3]), encoding="utf-8")
    assert grid in found(copy, "crews.csv", 0)[0].en


@pytest.mark.parametrize("file", ["pack.json", "organisations.csv", "areas.geojson", "crews.csv", "addresses.csv"])
def test_missing_and_broken_text_files(copy: Path, file: str) -> None:
    (copy / file).write_bytes(b"\xff\xfe{,")
    assert [problem.file for problem in check_pack(copy)][:1] == [file]
    (copy / file).unlink()
    assert any("missing" in problem.en for problem in found(copy, file, 0))
    with pytest.raises(PackUnfit) as refused:
        list(read_addresses(copy)) if file == "addresses.csv" else read_pack(copy)
    assert file in refused.value.sentence("zh")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", 2),
        ("region", "99"),
        ("bounds", [1, 2, 3]),
        ("bounds", [3, 3, 1, 1]),
        ("title_zh", ""),
        ("seed", None),
    ],
)
def test_pack_json(copy: Path, field: str, value: object) -> None:
    whole = json.loads((copy / "pack.json").read_text(encoding="utf-8"))
    (copy / "pack.json").write_text(json.dumps(whole | {field: value}), encoding="utf-8")
    assert [problem.file for problem in check_pack(copy)] == ["pack.json"]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("tail", "nodes that are not there"),
        ("speed_kmh", "speeds"),
        ("length_m", "shorter"),
        ("name", "names"),
        ("cut", "no road leads there"),
        ("no_way_out", "one drives in and not out; look at its one-way directions"),
        ("no_way_in", "one drives out and not in; look at its one-way directions"),
        ("turns", "Turns name nodes"),
        ("paths", "Turns name nodes"),
        ("hours", "Turns name hours"),
        ("shut", "nobody can reach or leave"),
        ("shut_at_night", "nobody can reach or leave"),
    ],
)
def test_roads(copy: Path, name: str, word: str) -> None:
    with np.load(copy / "roads.npz") as loaded:
        arrays = dict(loaded)
    if name in ("cut", "no_way_out", "no_way_in"):
        keep = np.ones(len(arrays["tail"]), bool)
        keep[arrays["tail"] == 5] = name == "no_way_in"
        keep[arrays["head"] == 5] = name == "no_way_out"
        arrays |= {key: arrays[key][keep] for key in ("tail", "head", "length_m", "speed_kmh", "road_class", "name")}
    elif name == "turns":
        arrays["turns"] = np.array([[0, 1, 999_999]], np.int32)
    elif name == "paths":
        arrays |= {"paths": np.array([[0, 1, 2, 999_999]], np.int32), "path_hours": np.array([-1], np.int32)}
    elif name == "hours":
        arrays |= {"paths": np.array([[0, 1, 2, 3]], np.int32), "path_hours": np.array([0], np.int32)}
    elif name.startswith("shut"):
        # Whoever comes to a neighbour of this crossing may not go on to it.
        tail, head = arrays["tail"], arrays["head"]
        arrays["turns"] = np.array(
            [(a, via, 5) for via in tail[head == 5] for a in tail[head == via] if a != 5], np.int32
        )
        if name == "shut_at_night":
            hours = np.zeros((1, 1260), np.uint8)
            hours[0, 3] = 1  # one minute of the week
            arrays |= {"paths": arrays.pop("turns"), "hours": hours}
            arrays["path_hours"] = np.zeros(len(arrays["paths"]), np.int32)
    else:
        arrays[name] = arrays[name].copy()
        arrays[name][3] = {"tail": 999_999, "speed_kmh": 0, "length_m": 0.5, "name": 999_999}[name]
    np.savez(copy / "roads.npz", **arrays)
    assert any(word in problem.en for problem in found(copy, "roads.npz", 0))


def test_roads_and_map_that_are_something_else(copy: Path) -> None:
    (copy / "map.pmtiles").write_bytes(b"PK\x03\x04" + b"\0" * 200)
    assert found(copy, "map.pmtiles", 0)
    (copy / "map.pmtiles").unlink()
    assert found(copy, "map.pmtiles", 0)
    (copy / "roads.npz").write_bytes(b"not a zip")
    assert found(copy, "roads.npz", 0)
