"""Plans as files for a spreadsheet: one line a point; written, and read back with every fault named by its line."""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

from pydantic import ValidationError

from yaoyaoling.field.patrol.contract import PatrolKind, PatrolPlanView, PointPlan
from yaoyaoling.field.patrol.refusals import PlanFileTooLarge, PlanFileUnreadable, PlanFileWrong
from yaoyaoling.field.patrol.requests import KeepPatrolPlan
from yaoyaoling.field.patrol.windows import PatrolWindow
from yaoyaoling.force.public import TableFormat, TableTooLarge, TableUnreadable, read_table, write_table
from yaoyaoling.kernel.geo import Datum, Point, to_wgs84
from yaoyaoling.kernel.refused import Refused

COLUMNS = (
    "方案 plan", "方式 kind", "网格 grid", "班组 team", "警组 crews", "时段 windows", "路线 route", "启用 on",
    "点位 point", "经度 lon", "纬度 lat", "坐标系 datum", "半径 radius_m", "停留 stay_s", "检查项 checks",
)  # fmt: skip
MOST_LINES = 3_000
_MOST_FAULTS = 5
_KINDS: Mapping[str, PatrolKind] = {
    "车巡": "vehicle", "vehicle": "vehicle", "步巡": "foot", "foot": "foot", "视频": "video", "视频巡": "video",
    "video": "video",
}  # fmt: skip
_KIND_WORDS: Mapping[PatrolKind, str] = {"vehicle": "车巡", "foot": "步巡", "video": "视频"}
_WINDOW = re.compile(r"([1-7](?:[-,][1-7])*)\s+(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})(?:\s*[x×*]\s*(\d{1,2}))?")
_SPLIT = re.compile(r"[;；\n]")
_LIST = re.compile(r"[、,，;；]")
_NO = {"否", "停用", "no", "off", "0", "false"}
Fault = tuple[str, str]


class _BadCell(Exception):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.fault = (zh, en)


def write_plans(plans: Sequence[PatrolPlanView], call_signs: Mapping[UUID, str], format: TableFormat) -> bytes:
    """The plans, one point a line; the plan's own cells stand in its first line."""
    rows = []
    for plan in plans:
        own = [
            plan.title, _KIND_WORDS[plan.kind], plan.grid_code or "", "" if plan.shift is None else str(plan.shift),
            "、".join(call_signs.get(one, "") for one in plan.crew_ids), "; ".join(map(_window_text, plan.windows)),
            "; ".join(f"{one.lon:.6f} {one.lat:.6f}" for one in plan.waypoints), "是" if plan.is_on else "否",
        ]  # fmt: skip
        for number, point in enumerate(plan.points):
            head = own if number == 0 else [plan.title, *[""] * (len(own) - 1)]
            rows.append([
                *head, point.title, f"{point.point.lon:.6f}", f"{point.point.lat:.6f}", "WGS84",
                f"{point.radius_m:g}", str(point.stay_s), "、".join(point.checks),
            ])  # fmt: skip
    return write_table(COLUMNS, rows, format, "patrols")


def read_plans(data: bytes, format: TableFormat, org_code: str, crews: Mapping[str, UUID]) -> list[KeepPatrolPlan]:
    """The plans of a file, without their ways. crews: ids by call sign.

    Raises: PlanFileTooLarge, PlanFileUnreadable, PlanFileWrong.
    """
    heads: dict[str, dict[str, object]] = {}
    points: dict[str, list[PointPlan]] = {}
    faults: list[Fault] = []
    try:
        for number, row in enumerate(read_table(data, format, len(COLUMNS), MOST_LINES), 1):
            if number == 1 or not any(row):
                continue
            if number > MOST_LINES + 1:
                raise PlanFileTooLarge(most=MOST_LINES)
            cells = (*row, *[""] * len(COLUMNS))[: len(COLUMNS)]
            try:
                title = cells[0]
                if title and title not in heads:
                    heads[title] = _head(cells, org_code, crews)
                if title not in heads:
                    raise _BadCell("没有方案名称", "no name of a plan")
                points.setdefault(title, []).append(_point(cells))
            except _BadCell as bad:
                faults.append((f"第 {number} 行{bad.fault[0]}", f"line {number}: {bad.fault[1]}"))
    except TableTooLarge as error:
        raise PlanFileTooLarge(most=MOST_LINES) from error
    except TableUnreadable as error:
        raise PlanFileUnreadable(format=format) from error
    if faults:
        shown = faults[:_MOST_FAULTS]
        raise PlanFileWrong(
            count=len(faults), faults_zh="；".join(zh for zh, _ in shown), faults_en="; ".join(en for _, en in shown)
        )
    if not heads:
        raise PlanFileWrong(count=1, faults_zh="文件中没有方案", faults_en="there is no plan in the file")
    return [_plan(title, head, points.get(title, [])) for title, head in heads.items()]


def _plan(title: str, head: Mapping[str, object], points: Sequence[PointPlan]) -> KeepPatrolPlan:
    try:
        return KeepPatrolPlan.model_validate({"title": title, "points": tuple(points), **head})
    except ValidationError as error:
        where = ".".join(str(one) for one in error.errors()[0]["loc"])
        raise PlanFileWrong(
            count=error.error_count(), faults_zh=f"“{title[:30]}”的 {where} 不合要求",
            faults_en=f"{where} of “{title[:30]}” does not fit",
        ) from error  # fmt: skip


def _head(cells: Sequence[str], org_code: str, crews: Mapping[str, UUID]) -> dict[str, object]:
    _, kind, grid, team, named, windows, route, is_on = cells[:8]
    if kind not in _KINDS:
        raise _BadCell("方式应为 车巡、步巡 或 视频", "kind is vehicle, foot or video")
    if team and not (team.isascii() and team.isdigit() and 1 <= int(team) <= 9):
        raise _BadCell("班组应为 1 至 9", "a team is 1 to 9")
    signs = [one.strip() for one in _LIST.split(named) if one.strip()]
    for sign in signs:
        if sign not in crews:
            raise _BadCell(f"没有名为“{sign[:30]}”的警组", f"there is no crew “{sign[:30]}”")
    return {
        "org_code": org_code, "kind": _KINDS[kind], "grid_code": grid or None, "shift": int(team) if team else None,
        "crew_ids": tuple(crews[sign] for sign in signs), "is_on": is_on.strip().lower() not in _NO,
        "windows": tuple(_window(one) for one in _SPLIT.split(windows) if one.strip()),
        "waypoints": tuple(_corner(one) for one in _SPLIT.split(route) if one.strip()),
    }  # fmt: skip


def _window(text: str) -> PatrolWindow:
    found = _WINDOW.fullmatch(text.strip())
    if found is None:
        raise _BadCell(f"时段“{text[:30]}”应如 1-5 08:00-12:00 x2", f"“{text[:30]}” is no window (1-5 08:00-12:00 x2)")
    days: set[int] = set()
    for part in found[1].split(","):
        first, _, last = part.partition("-")
        days |= set(range(int(first), int(last or first) + 1))
    starts, ends = (one.zfill(5) for one in (found[2], found[3]))
    try:
        return PatrolWindow(days=tuple(sorted(days)), starts=starts, ends=ends, times=int(found[4] or 1))
    except ValidationError as error:
        raise _BadCell(f"时段“{text[:30]}”不合要求", f"“{text[:30]}” does not fit") from error


def _window_text(window: PatrolWindow) -> str:
    return f"{','.join(map(str, window.days))} {window.starts}-{window.ends} x{window.times}"


def _corner(text: str) -> Point:
    parts = text.split()
    if len(parts) != 2:
        raise _BadCell(f"路线“{text[:30]}”应为 经度 纬度", f"“{text[:30]}” of the route is not: lon lat")
    return _place(parts[0], parts[1], Datum.WGS84)


def _place(lon: str, lat: str, datum: Datum) -> Point:
    try:
        return to_wgs84(float(lon), float(lat), datum)
    except (ValueError, Refused) as error:
        raise _BadCell(f"坐标“{lon[:20]}, {lat[:20]}”无效", f"“{lon[:20]}, {lat[:20]}” is no place") from error


def _point(cells: Sequence[str]) -> PointPlan:
    title, lon, lat, datum, radius, stay, checks = cells[8:]
    try:
        place = _place(lon, lat, Datum(datum or "WGS84"))
        return PointPlan(
            title=title, point=place, radius_m=float(radius or 50), stay_s=int(stay or 0),
            checks=tuple(one.strip() for one in _LIST.split(checks) if one.strip()),
        )  # fmt: skip
    except ValidationError as error:
        where = str(error.errors()[0]["loc"][0])
        raise _BadCell(f"点位的 {where} 不合要求", f"{where} of the point does not fit") from error
    except ValueError as error:
        raise _BadCell(
            "坐标系应为 WGS84、CGCS2000、GCJ02 或 BD09，半径和停留应为数字",
            "a datum is WGS84, CGCS2000, GCJ02 or BD09; radius and stay are numbers",
        ) from error
