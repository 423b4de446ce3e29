"""Roads from somebody's own tables: nodes, arcs, and turns that are not allowed."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from yaoyaoling.kernel.geo import Datum, Point, distance_m
from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.hours_of_week import minutes_of, packed
from yaoyaoling.places.pack.osm.extract import Ban, DrivenWay, Extract
from yaoyaoling.places.pack.osm.tags import usual_kmh
from yaoyaoling.places.pack.own.files import Faults, Say, seat_of, table
from yaoyaoling.places.pack.rows import Unfit

_SLACK, _SLACK_M = 0.98, 0.5
"""A length may be so much less than the straight line: rounding."""
_YES, _NO = {"1", "yes", "true", "是"}, {"", "0", "no", "false", "否"}


@dataclass(frozen=True)
class RoadTables:
    """The files. turns: may be left out. datum: of the nodes that name no other."""

    nodes: Path
    arcs: Path
    turns: Path | None = None
    datum: Datum = Datum.WGS84


def read_road_tables(given: RoadTables, faults: Faults, say: Say) -> Extract:
    """The tables as an extract that holds nothing but roads; every fault of theirs is noted."""
    found = _Tables(given, Extract(), {})
    for line, (name, at) in table(given.nodes, ("id", "lon", "lat"), found.node, faults, say):
        if name in found.number:
            faults.note(given.nodes, line, f"节点 {name} 重复；请改为唯一。", f"The node {name} is there twice.")
        found.add(name, at)
    found.extract.ways.extend(way for _, way in table(given.arcs, ("from", "to"), found.arc, faults, say))
    if given.turns is not None:
        driven = found.driven()
        for line, turn in table(given.turns, ("from", "via", "to"), found.turn, faults, say):
            if not driven.issuperset(pairwise(turn[0])):
                zh = "该转弯的路段不全在弧表中；请核对 from、via、to 的顺序与方向。"
                en = "The arcs of this turn are not in the table; look at the order of from, via, to."
                faults.note(given.turns, line, zh, en)
            found.extract.forbidden.setdefault(turn, line)
    return found.extract


@dataclass
class _Tables:
    given: RoadTables
    extract: Extract
    number: dict[str, int]

    def node(self, row: Mapping[str, str]) -> tuple[str, tuple[float, float]]:
        at = seat_of(row, self.given.datum)
        if not row["id"] or at is None:
            raise Unfit("id、lon、lat 不能为空。", "id, lon and lat must not be empty.")
        return row["id"], at

    def add(self, name: str, at: tuple[float, float]) -> None:
        self.extract.locations[self.number.setdefault(name, len(self.number))] = at

    def _known(self, row: Mapping[str, str], column: str) -> int:
        return self._node(row[column], column)

    def _node(self, name: str, column: str) -> int:
        if name not in self.number:
            zh = f"{column} 的节点「{name}」不在节点表中；请补上或改正。"
            raise Unfit(zh, f"The node '{name}' in {column} is not in the table of nodes; add or correct it.")
        return self.number[name]

    def arc(self, row: Mapping[str, str]) -> DrivenWay:
        ends = self._known(row, "from"), self._known(row, "to")
        kind = _class(row.get("class", ""))
        kmh = _number(row, "speed_kmh", 1, 200) or usual_kmh(kind)
        metres = _number(row, "length_m", 0.01, 1e6)
        a, b = (Point(lon=lon, lat=lat) for lon, lat in (self.extract.locations[end] for end in ends))
        straight_m = distance_m(a, b)
        if metres is not None and metres < _SLACK * straight_m - _SLACK_M:
            zh = f"length_m {metres:g} 小于两端直线距离 {straight_m:.0f} 米；请核对单位（米）与坐标系。"
            raise Unfit(zh, f"length_m {metres:g} is less than the straight {straight_m:.0f} m; metres? which datum?")
        name = row.get("name", "")
        both = row.get("both_ways", "").lower()
        if both not in _YES | _NO:
            raise Unfit(f"both_ways「{both}」应为 1 或 0。", f"both_ways '{both}' should be 1 or 0.")
        return DrivenWay(ends, kind, kmh, kmh if both in _YES else None, name, row.get("name_en", "") or name,
                         metres=metres)  # fmt: skip

    def turn(self, row: Mapping[str, str]) -> Ban:
        """via: the crossing, or all nodes driven over, with semicolons between. hours: none for all."""
        text = row.get("hours", "")
        minutes = minutes_of(text) if text else None
        if text and minutes is None:
            zh = f"hours「{text}」无法识别；写法如 Mo-Fr 07:00-09:00,17:00-19:00; Sa 08:00-12:00。"
            raise Unfit(zh, f"hours '{text}' cannot be read; write Mo-Fr 07:00-09:00,17:00-19:00; Sa 08:00-12:00.")
        over = [self._node(name.strip(), "via") for name in row["via"].split(";")]
        nodes = (self._known(row, "from"), *over, self._known(row, "to"))
        return nodes, None if minutes is None else packed(minutes)

    def driven(self) -> set[tuple[int, int]]:
        found: set[tuple[int, int]] = set()
        for way in self.extract.ways:
            a, b = way.nodes
            found.add((a, b))
            if way.backward_kmh is not None:
                found.add((b, a))
        return found


def _class(text: str) -> RoadClass:
    labels = {kind.label: kind for kind in RoadClass}
    if not text:
        return RoadClass.UNCLASSIFIED
    if text.lower() not in labels:
        names = ", ".join(labels)
        raise Unfit(f"class「{text}」未知；可选：{names}。", f"The class '{text}' is unknown; it is one of: {names}.")
    return labels[text.lower()]


def _number(row: Mapping[str, str], column: str, low: float, high: float) -> float | None:
    """A number that may be left out."""
    text = row.get(column, "")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        zh = f"{column}「{text}」应为 {low:g} 至 {high:g} 的数。"
        raise Unfit(zh, f"{column} '{text}' should be a number from {low:g} to {high:g}.")
    return value
