"""Reading somebody's own files: CSV and GeoJSON in any column order, UTF-8 or GBK, in a datum that is stated."""

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from yaoyaoling.kernel.geo import BadCoordinate, Datum, to_wgs84
from yaoyaoling.places.pack import rows
from yaoyaoling.places.pack.contract import Area, AreaKind, Organisation, Problem, Ring
from yaoyaoling.places.pack.speeds import COLUMNS, Speed, speed

Row = TypeVar("Row")
Say = Callable[[str], None]


@dataclass(frozen=True)
class OwnFiles:
    """What somebody gives besides the roads; what is None is invented. datum: of all that name no other."""

    organisations: Path | None = None
    areas: Path | None = None
    grids: Path | None = None
    crews: Path | None = None
    datum: Datum = Datum.WGS84
    speeds: Path | None = None

    def names(self) -> list[str]:
        """The files' names."""
        return [
            one.name for one in (self.organisations, self.areas, self.grids, self.crews, self.speeds) if one is not None
        ]


@dataclass(frozen=True, slots=True)
class OwnCrew:
    """A crew as its owner tells it; grid, organisation and post are found where they are left out."""

    code: str
    call_sign: str
    grid_code: str
    org_code: str
    force_type: str
    shift: int
    officers: int
    auxiliaries: int
    at: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class OwnOrganisation:
    """An organisation and whether its owner said where its seat is."""

    row: Organisation
    has_seat: bool


@dataclass
class Faults:
    """All that is wrong, as it is found."""

    problems: list[Problem] = field(default_factory=list)

    def note(self, file: Path, line: int, zh: str, en: str) -> None:
        """One fault."""
        self.problems.append(Problem(file.name, line, zh, en))


# Text -----------------------------------------------------------------------------------------------------


def _text(file: Path, faults: Faults, say: Say) -> str | None:
    """The text of a file in UTF-8, with or without a mark (BOM), or in GBK as spreadsheets write it."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        faults.note(file, 0, f"无法读取（{error.strerror}）；请核对路径。", f"It cannot be read ({error.strerror}).")
        return None
    if not raw.strip():
        faults.note(file, 0, "文件是空的；请填写后再导入。", "The file is empty; fill it in, then import it.")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError as error:
        zh = f"既不是 UTF-8 也不是 GBK 编码（第 {error.start} 字节）；请另存为 UTF-8。"
        faults.note(file, 0, zh, f"It is neither UTF-8 nor GBK (byte {error.start}); save it as UTF-8.")
        return None
    say(f"{file.name} 按 GBK 读取 · read as GBK")
    return text


# CSV ------------------------------------------------------------------------------------------------------

_ORGANISATION_NEEDS = ("code", "parent_code", "kind", "name_zh")
_CREW_NEEDS = ("code", "call_sign", "officers")


def read_organisations(given: OwnFiles, faults: Faults, say: Say) -> list[tuple[int, OwnOrganisation]]:
    """Line and row of `--orgs`."""
    assert given.organisations is not None

    def parse(row: Mapping[str, str]) -> OwnOrganisation:
        seat = seat_of(row, given.datum)
        lon, lat = seat or (0.0, 0.0)
        whole = {**row, "name_en": row.get("name_en", "").strip() or row["name_zh"], "lon": str(lon), "lat": str(lat)}
        return OwnOrganisation(rows.organisation(whole), seat is not None)

    return list(table(given.organisations, _ORGANISATION_NEEDS, parse, faults, say))


def read_crews(given: OwnFiles, faults: Faults, say: Say) -> list[tuple[int, OwnCrew]]:
    """Line and row of `--crews`."""
    assert given.crews is not None

    def parse(row: Mapping[str, str]) -> OwnCrew:
        seat = seat_of(row, given.datum)
        filled = {
            **{name: row.get(name, "").strip() for name in rows.CREW_COLUMNS},
            "force_type": row.get("force_type", "").strip() or "patrol",
            "shift": row.get("shift", "").strip() or "1",
            "auxiliaries": row.get("auxiliaries", "").strip() or "0",
            "lon": "0",
            "lat": "0",
        }
        # What is left out is found later; what is there has to be right.
        checked = rows.crew({**filled, "grid_code": filled["grid_code"] or "0",
                             "org_code": filled["org_code"] or "0" * 12})  # fmt: skip
        return OwnCrew(
            checked.code, checked.call_sign, filled["grid_code"], filled["org_code"], checked.force_type,
            checked.shift, checked.officers, checked.auxiliaries, seat,
        )  # fmt: skip

    return list(table(given.crews, _CREW_NEEDS, parse, faults, say))


def read_own_speeds(given: OwnFiles, faults: Faults, say: Say) -> list[tuple[int, Speed]]:
    """Line and row of `--speeds`."""
    assert given.speeds is not None
    return list(table(given.speeds, COLUMNS, speed, faults, say))


def table(
    file: Path, needs: Sequence[str], parse: Callable[[Mapping[str, str]], Row], faults: Faults, say: Say
) -> Iterator[tuple[int, Row]]:
    """Line and row of a CSV file whose columns stand in any order; `parse` raises Unfit for what it cannot take."""
    text = _text(file, faults, say)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        missing = [name for name in needs if name not in header]
        if missing:
            wanted = ", ".join(missing)
            zh = f"缺少列 {wanted}；表头现为：{', '.join(header)}。"
            faults.note(file, 1, zh, f"The columns {wanted} are missing; the header is: {', '.join(header)}.")
            return
        empty = True
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            empty = False
            if len(cells) > len(header):
                zh, en = (
                    f"有 {len(cells)} 列，表头有 {len(header)} 列；请检查逗号与引号。",
                    (f"{len(cells)} columns where the header has {len(header)}; look at commas and quotes."),
                )
                faults.note(file, reader.line_num, zh, en)
                continue
            row = dict.fromkeys(header, "") | dict(zip(header, (cell.strip() for cell in cells), strict=False))
            try:
                yield reader.line_num, parse(row)
            except rows.Unfit as unfit:
                faults.note(file, reader.line_num, unfit.zh, unfit.en)
        if empty:
            faults.note(
                file, 1, "只有表头，没有内容；请填写后再导入。", "There is a header and nothing else; fill it in."
            )
    except csv.Error as error:
        faults.note(file, reader.line_num, f"不是 CSV：{error}。", f"This is not CSV: {error}.")


def seat_of(row: Mapping[str, str], datum: Datum) -> tuple[float, float] | None:
    """A row's position in WGS-84; None when it tells none. Raises: Unfit."""
    lon, lat = row.get("lon", "").strip(), row.get("lat", "").strip()
    if not lon and not lat:
        return None
    try:
        return _wgs84(float(lon), float(lat), _datum(row.get("datum", ""), datum))
    except ValueError:
        zh = f"lon「{lon}」、lat「{lat}」不是数；请填十进制度，或两者都留空。"
        raise rows.Unfit(
            zh, f"lon '{lon}' and lat '{lat}' are no numbers; write degrees, or leave both empty."
        ) from None


def _datum(text: Any, otherwise: Datum) -> Datum:
    name = re.sub(r"[^A-Z0-9]", "", str(text or "").upper())
    if not name:
        return otherwise
    try:
        return Datum(name)
    except ValueError:
        names = ", ".join(Datum)
        raise rows.Unfit(
            f"datum「{text}」未知；可选：{names}。", f"The datum '{text}' is unknown; it is one of: {names}."
        ) from None


def _wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    try:
        if not (math.isfinite(lon) and math.isfinite(lat)):
            raise ValueError
        point = to_wgs84(lon, lat, datum)
    except (BadCoordinate, ValueError):
        zh = f"坐标 ({lon}, {lat}) 不在地球上；请核对经度在前、纬度在后。"
        raise rows.Unfit(zh, f"({lon}, {lat}) is no place on earth; longitude comes first, then latitude.") from None
    return round(point.lon, 7), round(point.lat, 7)


# GeoJSON --------------------------------------------------------------------------------------------------


def read_features(
    file: Path, kinds: Sequence[AreaKind], given: OwnFiles, faults: Faults, say: Say
) -> list[tuple[int, Area]]:
    """Line and area of each feature of `--areas` or `--grids`. kinds: those it may hold; one need not be told."""
    text = _text(file, faults, say)
    if text is None:
        return []
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        faults.note(file, error.lineno, f"不是有效的 JSON：{error.msg}。", f"This is not valid JSON: {error.msg}.")
        return []
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list) or not features:
        zh = "应为至少有一个要素的 GeoJSON FeatureCollection。"
        faults.note(file, 1, zh, "A GeoJSON FeatureCollection with at least one feature is wanted.")
        return []
    lines = [text.count("\n", 0, match.start()) + 1 for match in re.finditer(r'"type"\s*:\s*"Feature"', text)]
    found = []
    for nth, feature in enumerate(features):
        line = lines[nth] if nth < len(lines) else 0
        try:
            found.append((line, _area(feature, kinds, _datum(whole.get("datum", ""), given.datum))))
        except rows.Unfit as unfit:
            faults.note(file, line, unfit.zh, unfit.en)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            zh = f"要素不完整（{error}）；需要属性 code、org_code、name_zh 与多边形。"
            en = f"The feature is incomplete ({error}); it needs the properties code, org_code, name_zh and polygons."
            faults.note(file, line, zh, en)
    return found


def _area(feature: Any, kinds: Sequence[AreaKind], otherwise: Datum) -> Area:
    told, geometry = feature["properties"], feature["geometry"]
    kind = str(told.get("kind") or (kinds[0] if len(kinds) == 1 else ""))
    if kind not in kinds:
        names = ", ".join(kinds)
        raise rows.Unfit(
            f"kind「{kind}」不可用；可选：{names}。", f"The kind '{kind}' cannot be used; it is one of: {names}."
        )
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise rows.Unfit("几何应为 Polygon 或 MultiPolygon。", "The geometry should be Polygon or MultiPolygon.")
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    datum = _datum(told.get("datum", ""), otherwise)
    code, name = str(told["code"]).strip(), str(told.get("name_zh") or "").strip()
    org_code = str(told.get("org_code") or "").strip()
    if not code or not name:
        raise rows.Unfit("code 与 name_zh 不能为空。", "code and name_zh must not be empty.")
    if not re.fullmatch(r"[0-9]{12}", org_code):
        zh = f"org_code「{org_code}」不是 12 位数字；请填写负责机构的代码（GA 380-2002）。"
        raise rows.Unfit(
            zh, f"org_code '{org_code}' is not 12 digits; write the code of who answers for it (GA 380-2002)."
        )
    return Area(
        kind=AreaKind(kind),
        code=code,
        org_code=org_code,
        name_zh=name,
        name_en=str(told.get("name_en") or name),
        # Holes are dropped: what lies in them is another area, which then overlaps and is told.
        rings=tuple(_ring(polygon[0], datum) for polygon in polygons),
    )


def _ring(points: Any, datum: Datum) -> Ring:
    ring = tuple(_wgs84(float(point[0]), float(point[1]), datum) for point in points)
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise rows.Unfit(
            "环应首尾相接，且至少有 3 个不同的点。", "A ring is closed and has at least 3 different points."
        )
    return ring[:-1]
