"""Reading a pack's files; every fault is named with file, line and remedy."""

import csv
import json
import math
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numpy as np

from yaoyaoling.places.pack import rows
from yaoyaoling.places.pack.contract import (
    ADDRESSES_FILE,
    AREAS_FILE,
    CREWS_FILE,
    FORMAT,
    ORGANISATIONS_FILE,
    PACK_FILE,
    ROADS_FILE,
    Address,
    Area,
    AreaKind,
    Pack,
    PackInfo,
    Problem,
    Ring,
    Roads,
)
from yaoyaoling.places.pack.hours_of_week import BYTES
from yaoyaoling.places.pack.refusals import PackUnfit

Row = TypeVar("Row")
Noted = Callable[[Problem], None]
Numbered: TypeAlias = Sequence[tuple[int, Row]]
"""Rows with the lines they stand on."""


def read_pack(path: Path) -> Pack:
    """The pack in a directory: the small tables whole, the large ones left to `read_addresses`, `read_roads`.

    Raises: PackUnfit with the first fault met; `check_pack` gives all of them.
    """
    return Pack(
        path=path,
        info=read_info(path, refuse),
        organisations=tuple(
            row for _, row in read_table(path, ORGANISATIONS_FILE, rows.ORGANISATION_COLUMNS, rows.organisation, refuse)
        ),
        areas=tuple(area for _, area in read_areas(path, refuse)),
        crews=tuple(row for _, row in read_table(path, CREWS_FILE, rows.CREW_COLUMNS, rows.crew, refuse)),
    )


def read_addresses(path: Path) -> Iterator[Address]:
    """The addresses, one after the other. Raises: PackUnfit."""
    for _, row in read_table(path, ADDRESSES_FILE, rows.ADDRESS_COLUMNS, rows.address, refuse):
        yield row


def read_roads(path: Path) -> Roads:
    """The road network's arrays. Raises: PackUnfit."""
    roads = find_roads(path, refuse)
    assert roads is not None, "every fault of the roads was refused above"
    return roads


def refuse(problem: Problem) -> None:
    """Raise for the first fault met. Raises: PackUnfit."""
    raise PackUnfit(file=problem.file, line=problem.line, zh=problem.zh, en=problem.en)


# Files with lines ---------------------------------------------------------------------------------------


def read_table(
    path: Path,
    file: str,
    columns: tuple[str, ...],
    parse: Callable[[Mapping[str, str]], Row],
    note: Noted,
) -> Iterator[tuple[int, Row]]:
    """Line and row of a CSV file; rows that cannot be taken go to `note` and are left out."""
    try:
        with (path / file).open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle)
            header = tuple(next(reader, ()))
            if header != columns:
                wanted = ",".join(columns)
                note(Problem(file, 1, f"表头应为 {wanted}。", f"The header should be {wanted}."))
                return
            for cells in reader:
                if len(cells) != len(columns):
                    zh = f"有 {len(cells)} 列，应为 {len(columns)} 列；请检查逗号与引号。"
                    en = f"{len(cells)} columns where {len(columns)} are wanted; look at commas and quotes."
                    note(Problem(file, reader.line_num, zh, en))
                    continue
                try:
                    yield reader.line_num, parse(dict(zip(columns, cells, strict=True)))
                except rows.Unfit as unfit:
                    note(Problem(file, reader.line_num, unfit.zh, unfit.en))
    except FileNotFoundError:
        note(_missing(file))
    except (UnicodeDecodeError, csv.Error) as error:
        note(Problem(file, 0, f"不是 UTF-8 编码的 CSV：{error}。", f"This is not CSV in UTF-8: {error}."))


def _missing(file: str) -> Problem:
    return Problem(
        file, 0, "缺少此文件；请重新生成或导入城市包。", "The file is missing; make or import the pack again."
    )


def _json(path: Path, file: str, note: Noted) -> Any:
    try:
        return json.loads((path / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        note(_missing(file))
    except json.JSONDecodeError as error:
        note(Problem(file, error.lineno, f"不是有效的 JSON：{error.msg}。", f"This is not valid JSON: {error.msg}."))
    except UnicodeDecodeError as error:
        note(Problem(file, 0, f"不是 UTF-8 编码：{error}。", f"This is not UTF-8: {error}."))
    return None


# pack.json ------------------------------------------------------------------------------------------------


def read_info(path: Path, note: Noted) -> PackInfo:
    """`pack.json`; with faults noted, an empty one takes its place."""
    whole = _json(path, PACK_FILE, note)
    try:
        return _info(whole)
    except rows.Unfit as unfit:
        if whole is not None:
            note(Problem(PACK_FILE, 1, unfit.zh, unfit.en))
    return PackInfo("", "", "", "", (0, 0, 0, 0), (0, 0), False, (), "", "", "", "", 0)


def _info(whole: Any) -> PackInfo:
    names = [field.name for field in fields(PackInfo)]
    bounds, center = _frame_of(whole, names)
    texts = [name for name in names if name not in ("format", "bounds", "center", "is_generated", "invented", "seed")]
    for name in texts:
        if not isinstance(whole[name], str) or not whole[name]:
            raise rows.Unfit(f"{name} 应为非空文字。", f"{name} should be text that is not empty.")
    if type(whole["seed"]) is not int or type(whole["is_generated"]) is not bool:
        raise rows.Unfit(
            "seed 应为整数，is_generated 应为 true 或 false。", "seed is a whole number, is_generated is true or false."
        )
    if not isinstance(whole["invented"], list):
        raise rows.Unfit("invented 应为列表。", "invented should be a list.")
    return PackInfo(
        **{name: whole[name] for name in texts},
        bounds=bounds,
        center=center,
        is_generated=whole["is_generated"],
        invented=tuple(str(part) for part in whole["invented"]),
        seed=whole["seed"],
    )


def _frame_of(whole: Any, names: list[str]) -> tuple[tuple[float, float, float, float], tuple[float, float]]:
    """Bounds and centre of a `pack.json` that has all its fields."""
    if not isinstance(whole, dict) or set(whole) != set(names):
        wanted = ", ".join(names)
        raise rows.Unfit(f"字段应为：{wanted}。", f"The fields should be: {wanted}.")
    if whole["format"] != FORMAT:
        raise rows.Unfit(
            f"格式版本为 {whole['format']}，本程序读取 {FORMAT}；请重新生成或导入。",
            f"Its format is {whole['format']}, this program reads {FORMAT}; make or import it again.",
        )
    if not re.fullmatch(r"[0-9]{6}", str(whole["region"])):
        raise rows.Unfit("region 应为 6 位行政区划代码。", "region should be a division code of 6 digits.")
    bounds, center = _numbers(whole["bounds"], 4), _numbers(whole["center"], 2)
    west, south, east, north = bounds
    if not (west < east and south < north and west <= center[0] <= east and south <= center[1] <= north):
        raise rows.Unfit(
            "bounds 应为 [西, 南, 东, 北]，且包含 center。",
            "bounds should be [west, south, east, north] and contain center.",
        )
    return (west, south, east, north), (center[0], center[1])


def _numbers(value: Any, count: int) -> list[float]:
    if isinstance(value, list) and len(value) == count and all(isinstance(item, int | float) for item in value):
        return [float(item) for item in value]
    raise rows.Unfit(f"此处应为 {count} 个数。", f"{count} numbers are wanted here.")


# areas.geojson: one feature a line, so that a fault can be found ----------------------------------------


def read_areas(path: Path, note: Noted) -> list[tuple[int, Area]]:
    """Line and area of each feature; faulty ones go to `note` and are left out."""
    whole = _json(path, AREAS_FILE, note)
    if whole is None:
        return []
    if not isinstance(whole, dict) or not isinstance(whole.get("features"), list):
        note(Problem(AREAS_FILE, 1, "应为 GeoJSON FeatureCollection。", "A GeoJSON FeatureCollection is wanted."))
        return []
    text = (path / AREAS_FILE).read_text(encoding="utf-8")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if '"Feature"' in line]
    areas = []
    for index, feature in enumerate(whole["features"]):
        line = lines[index] if index < len(lines) else 0
        try:
            areas.append((line, _area(feature)))
        except rows.Unfit as unfit:
            note(Problem(AREAS_FILE, line, unfit.zh, unfit.en))
        except (KeyError, TypeError, ValueError) as error:
            zh = f"要素不完整（{error}）；需要 kind, code, org_code, name_zh, name_en 与多边形。"
            en = f"The feature is incomplete ({error}); kind, code, org_code, name_zh, name_en and polygons are wanted."
            note(Problem(AREAS_FILE, line, zh, en))
    return areas


def _area(feature: Any) -> Area:
    properties, geometry = feature["properties"], feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise rows.Unfit("几何应为 Polygon 或 MultiPolygon。", "The geometry should be Polygon or MultiPolygon.")
    if any(len(polygon) != 1 for polygon in polygons):
        raise rows.Unfit("区域不能有洞；请把它拆成几个多边形。", "An area has no holes; cut it into several polygons.")
    return Area(
        kind=AreaKind(properties["kind"]),
        code=str(properties["code"]),
        org_code=str(properties["org_code"]),
        name_zh=str(properties["name_zh"]),
        name_en=str(properties["name_en"]),
        rings=tuple(_ring(polygon[0]) for polygon in polygons),
    )


def _ring(points: Any) -> Ring:
    ring = tuple((float(lon), float(lat)) for lon, lat in points)
    if len(ring) < 4 or ring[0] != ring[-1] or not all(map(math.isfinite, (n for point in ring for n in point))):
        raise rows.Unfit(
            "环应首尾相接，且至少有 3 个不同的点。", "A ring is closed and has at least 3 different points."
        )
    return ring[:-1]


# roads.npz ------------------------------------------------------------------------------------------------

_TYPES = {
    "lon": "f8", "lat": "f8", "tail": "i4", "head": "i4", "length_m": "f4",
    "speed_kmh": "f4", "road_class": "i1", "name": "i4", "names_zh": "U", "names_en": "U",
}  # fmt: skip

MAY_LACK: dict[str, Callable[[Any], bool]] = {
    "turns": lambda array: array.dtype == np.int32 and array.ndim == 2 and array.shape[1] == 3,
    "paths": lambda array: array.dtype == np.int32 and array.ndim == 2 and array.shape[1] >= 3,
    "path_hours": lambda array: array.dtype == np.int32 and array.ndim == 1,
    "hours": lambda array: array.dtype == np.uint8 and array.ndim == 2 and array.shape[1] == BYTES,
}
"""Arrays that are there only where they say something, and whether one is of the right kind."""


def find_roads(path: Path, note: Noted) -> Roads | None:
    """The road network's arrays, or None after a fault was noted."""
    try:
        with np.load(path / ROADS_FILE, allow_pickle=False) as arrays:
            loaded = {name: arrays[name] for name in _TYPES if name in arrays}
            loaded |= {name: arrays[name] for name in MAY_LACK if name in arrays}
    except FileNotFoundError:
        note(_missing(ROADS_FILE))
        return None
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        zh, en = (
            f"无法读取（{error}）；请重新生成或导入。",
            f"It cannot be read ({error}); make or import the pack again.",
        )
        note(Problem(ROADS_FILE, 0, zh, en))
        return None
    unfit = [name for name, kind in _TYPES.items() if name not in loaded or not _is_type(loaded[name], kind)]
    unfit += [name for name, fits in MAY_LACK.items() if name in loaded and not fits(loaded[name])]
    if unfit:
        zh = f"数组 {', '.join(unfit)} 缺失或类型不对；请重新生成或导入。"
        en = f"The arrays {', '.join(unfit)} are missing or of the wrong type; make or import the pack again."
        note(Problem(ROADS_FILE, 0, zh, en))
        return None
    return Roads(**loaded)


def _is_type(array: Any, kind: str) -> bool:
    return bool(array.dtype.kind == "U" if kind == "U" else array.dtype == np.dtype(kind)) and array.ndim == 1
