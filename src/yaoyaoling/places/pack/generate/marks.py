"""Kilometre posts, bus stops, lamp-posts and lifts of a generated city: numbers as they stand on the things."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from scipy.spatial import cKDTree

from yaoyaoling.kernel.geo import METRES_PER_DEGREE
from yaoyaoling.places.pack.contract import Address, PlaceKind, RoadClass, Roads
from yaoyaoling.places.pack.marks import Mark, MarkKind

POST_M, STOP_M, LAMP_M = 100.0, 550.0, 60.0
_NAMED_WITHIN_M = 160.0
_PLACES = 7
_LIFTED = ("宾馆", "酒店", "医院", "花园", "公寓", "公馆", "华庭", "大厦", "百货", "购物广场", "名邸", "新城")
_LIGHTED = (RoadClass.TRUNK, RoadClass.PRIMARY, RoadClass.SECONDARY)
_FIRST_LIFT, _FIRST_LAMP = 310_001, 100_001

Line = list[tuple[float, float, float]]
"""lon, lat and the metres from the beginning, point by point."""


def draw_marks(roads: Roads, addresses: Sequence[Address]) -> Iterator[Mark]:
    """All marks of a city, always the same for the same city."""
    of_name = {name: at for at, name in enumerate(roads.names_zh.tolist())}
    by_name: dict[str, list[Address]] = defaultdict(list)
    for row in addresses:
        if row.kind is PlaceKind.ROAD and row.name_zh in of_name:
            by_name[row.name_zh].append(row)
    arcs = _arcs_by_name(roads)
    named = [row for row in addresses if row.kind in (PlaceKind.LANDMARK, PlaceKind.POI, PlaceKind.INTERSECTION)]
    tree = cKDTree([_xy(row.lon, row.lat, roads) for row in named]) if named else None
    lamp, stops = _FIRST_LAMP, set[str]()
    for name in sorted(by_name):
        mine = arcs.get(of_name[name], [])
        rank = min((int(roads.road_class[arc]) for arc in mine), default=99)
        for line in _lines(roads, mine):
            on = min(by_name[name], key=lambda row: (row.lon - line[0][0]) ** 2 + (row.lat - line[0][1]) ** 2)
            where = on.full_zh.removesuffix(name)
            if name.endswith("公路") or rank <= RoadClass.TRUNK:
                city = where[: where.find("市") + 1]
                yield from _posts(line, name, f"{city}{name}")
            if rank in _LIGHTED:
                for lon, lat, _ in _along(line, LAMP_M):
                    yield Mark(MarkKind.LAMP_POST, f"LD{lamp}", f"LD{lamp}号路灯杆", f"{where}{name}", lon, lat)
                    lamp += 1
            if rank <= RoadClass.TERTIARY and tree is not None:
                for lon, lat, _ in _along(line, STOP_M):
                    off, at = tree.query(_xy(lon, lat, roads))
                    stop = _stop_name(named[int(at)])
                    if off <= _NAMED_WITHIN_M and where + stop not in stops:
                        stops.add(where + stop)
                        yield Mark(MarkKind.BUS_STOP, stop, stop, f"{where}{name}", lon, lat)
    lifted = [row for row in addresses if row.kind is not PlaceKind.ROAD and row.name_zh.endswith(_LIFTED)]
    for code, row in enumerate(lifted, start=_FIRST_LIFT):
        yield Mark(MarkKind.LIFT, str(code), f"{row.name_zh}{code}号电梯", row.full_zh, row.lon, row.lat)


def _stop_name(row: Address) -> str:
    name = row.name_zh.removesuffix("交叉口").replace("与", "")
    return f"{name}口站" if row.kind is PlaceKind.INTERSECTION else f"{name}站"


def _posts(line: Line, name: str, on: str) -> Iterator[Mark]:
    for lon, lat, metres in _along(line, POST_M):
        at = f"K{int(metres) // 1000}+{int(metres) % 1000:03d}"
        yield Mark(MarkKind.KM_POST, str(int(metres)), f"{name}{at}", on, lon, lat)


def _xy(lon: float, lat: float, roads: Roads) -> tuple[float, float]:
    return lon * METRES_PER_DEGREE * float(np.cos(np.radians(roads.lat[0]))), lat * METRES_PER_DEGREE


def _arcs_by_name(roads: Roads) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for arc, name in enumerate(roads.name.tolist()):
        if name >= 0:
            found[name].append(arc)
    return found


def _lines(roads: Roads, arcs: Sequence[int]) -> Iterator[Line]:
    """The street's connected pieces, each walked from an end of it; branches are left out."""
    next_to: dict[int, dict[int, float]] = defaultdict(dict)
    for arc in arcs:
        a, b, length = int(roads.tail[arc]), int(roads.head[arc]), float(roads.length_m[arc])
        next_to[a][b] = next_to[b][a] = length
    left = set(next_to)
    while left:
        ends = sorted(node for node in left if sum(other in left for other in next_to[node]) <= 1)
        node = ends[0] if ends else min(left)
        metres, line = 0.0, []
        while True:
            left.discard(node)
            line.append((float(roads.lon[node]), float(roads.lat[node]), metres))
            onward = sorted(other for other in next_to[node] if other in left)
            if not onward:
                break
            metres += next_to[node][onward[0]]
            node = onward[0]
        if len(line) > 1:
            yield line


def _along(line: Line, every_m: float) -> Iterator[tuple[float, float, float]]:
    """Points of a line, so many metres apart, from its beginning on."""
    metres = np.array([point[2] for point in line])
    for at in np.arange(0.0, metres[-1], every_m):
        lon = float(np.interp(at, metres, [point[0] for point in line]))
        lat = float(np.interp(at, metres, [point[1] for point in line]))
        yield round(lon, _PLACES), round(lat, _PLACES), float(at)
