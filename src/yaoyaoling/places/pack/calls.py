"""Real calls for service as reports: any CSV with a text, a date and a place in each row.

Files that have dates only get times of day drawn from `HOURLY_SHARES`; whoever shows them says so.
"""

import csv
import gzip
import zlib
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TextIO

import numpy as np
import shapely

from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.geo import BadCoordinate, Datum, Point, to_wgs84
from yaoyaoling.places.frame import Frame
from yaoyaoling.places.pack.contract import Pack
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.hours import HOURLY_SHARES
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.pack.refusals import CallsUnfit

NEAR_ROAD_M = 300.0
"""A call further than this from a drivable road of the pack is left out."""


@dataclass(frozen=True)
class CallColumns:
    """Which columns say what, and how the date is written; `clock` on top of the date where there is one."""

    text: str = "CASE_DESC"
    date: str = "occ_date"
    lon: str = "lon"
    lat: str = "lat"
    date_format: str = "%Y-%m-%d"
    clock: str | None = None
    clock_format: str = "%H:%M"
    datum: Datum = Datum.WGS84


@dataclass(frozen=True, slots=True)
class CallReport:
    """A call as it comes in. at: aware UTC. source_row: its line in the file, the header being 1."""

    at: datetime
    text: str
    point: Point
    source_row: int


@dataclass(frozen=True)
class Calls:
    """The calls kept, in order of time, and how many rows were left out and why."""

    reports: tuple[CallReport, ...]
    far_from_roads: int
    unreadable: int
    has_drawn_times: bool

    def __iter__(self) -> Iterator[CallReport]:
        return iter(self.reports)

    def __len__(self) -> int:
        return len(self.reports)

    def sentence(self, language: str = "zh") -> str:
        """What was kept and left out, for the person who starts it."""
        kept, far, bad = len(self.reports), self.far_from_roads, self.unreadable
        if language == "en":
            text = f"{kept} calls; left out: {far} further than {NEAR_ROAD_M:.0f} m from a road, {bad} unreadable."
            return text + (" Times of day are drawn from a published hourly profile." if self.has_drawn_times else "")
        text = f"接警 {kept} 起；未采用：距道路 {NEAR_ROAD_M:.0f} 米以外 {far} 起，无法读取 {bad} 行。"
        return text + ("时刻按公开的小时分布抽取。" if self.has_drawn_times else "")


def read_calls(path: Path, pack: Pack, columns: CallColumns | None = None, *, seed: int = 110) -> Calls:
    """The calls of a .csv or .csv.gz file that lie near the pack's roads; the same seed gives the same times.

    Raises: CallsUnfit when the file or a column is missing; PackUnfit.
    """
    wanted = columns or CallColumns()
    rows, unreadable = _rows(path, wanted)
    if not rows:
        raise CallsUnfit(
            file=path.name,
            zh="没有一行可用；请核对列名与日期格式。",
            en="no row is usable; check columns and date format.",
        )
    near = _near_roads(pack, [point for _, _, point, _ in rows])
    dice = Dice(seed, "hours")
    reports = []
    for (line, at, point, text), is_near in zip(rows, near, strict=True):
        # Drawn for rows left out as well: a larger extract does not change the times of the others.
        drawn = at if wanted.clock else at + timedelta(seconds=draw_second(dice))
        if is_near:
            reports.append(CallReport(drawn.replace(tzinfo=HALL_ZONE).astimezone(UTC), text, point, line))
    reports.sort(key=lambda report: (report.at, report.source_row))
    return Calls(tuple(reports), len(rows) - len(reports), unreadable, wanted.clock is None)


_HOURS = list(accumulate(HOURLY_SHARES))


def draw_second(dice: Dice) -> int:
    """A second of the day, by the hourly profile."""
    hour = bisect(_HOURS, dice.between(0, _HOURS[-1]))
    return min(hour, 23) * 3600 + dice.whole(0, 3599)


_Row = tuple[int, datetime, Point, str]


def _rows(path: Path, columns: CallColumns) -> tuple[list[_Row], int]:
    rows: list[_Row] = []
    unreadable = 0
    try:
        with _open(path) as handle:
            reader = csv.DictReader(handle)
            needed = [columns.text, columns.date, columns.lon, columns.lat, *([columns.clock] if columns.clock else [])]
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                zh = f"缺少列 {', '.join(missing)}；请指明对应的列名。"
                raise CallsUnfit(
                    file=path.name, zh=zh, en=f"it has no column {', '.join(missing)}; name the right ones."
                )
            for row in reader:
                try:
                    rows.append(_row(reader.line_num, row, columns))
                except (ValueError, TypeError, BadCoordinate):
                    unreadable += 1
    except FileNotFoundError as error:
        raise CallsUnfit(file=path.name, zh="文件不存在。", en="there is no such file.") from error
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise CallsUnfit(file=path.name, zh=f"文件已损坏（{error}）。", en=f"it is damaged ({error}).") from error
    return rows, unreadable


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _row(line: int, row: dict[str, str], columns: CallColumns) -> _Row:
    point = to_wgs84(float(row[columns.lon]), float(row[columns.lat]), columns.datum)
    at = datetime.strptime(row[columns.date].strip(), columns.date_format)  # noqa: DTZ007 - local time, zone set later
    if columns.clock:
        clock = datetime.strptime(row[columns.clock].strip(), columns.clock_format)  # noqa: DTZ007
        at = at.replace(hour=clock.hour, minute=clock.minute, second=clock.second)
    text = row[columns.text].strip()
    if not text:
        raise ValueError("a call without words")
    return line, at, point, text


def _near_roads(pack: Pack, points: list[Point]) -> list[bool]:
    roads = read_roads(pack.path)
    frame = Frame(*pack.info.center)
    x, y = frame.to_xy(roads.lon, roads.lat)
    arcs = np.stack([np.column_stack([x[ends], y[ends]]) for ends in (roads.tail, roads.head)], axis=1)
    spots = [shapely.Point(frame.point_xy(point.lon, point.lat)) for point in points]
    tree = shapely.STRtree([shapely.LineString(pair) for pair in arcs])
    near = np.zeros(len(points), bool)
    near[tree.query(spots, predicate="dwithin", distance=NEAR_ROAD_M)[0]] = True
    return near.tolist()
