"""Checking the road network: arrays that fit, nothing cut off, turns that leave a way, posts on roads."""

from collections.abc import Iterator

import numpy as np
import shapely
from shapely import LineString

from yaoyaoling.places.frame import Frame, lengths_m
from yaoyaoling.places.pack.contract import CREWS_FILE, ROADS_FILE, CrewPost, Problem, RoadClass, Roads
from yaoyaoling.places.pack.read import Numbered
from yaoyaoling.places.pack.stranded import find_stranded, tell_stranded
from yaoyaoling.places.roads.turns import cut_off_by_turns

POST_FROM_ROAD_M = 40.0


def check_roads(roads: Roads, crews: Numbered[CrewPost]) -> Iterator[Problem]:
    """Arrays fit together, every node can be reached from every other, posts stand on roads."""
    n, m = len(roads.lon), len(roads.tail)
    per_arc = (roads.head, roads.length_m, roads.speed_kmh, roads.road_class, roads.name)
    faults = (
        (n == 0 or m == 0, "没有道路", "there are no roads"),
        (len(roads.lat) != n or any(len(array) != m for array in per_arc), "数组长度不一", "arrays differ in length"),
        (len(roads.names_zh) != len(roads.names_en), "names_zh 与 names_en 长度不一", "the names differ in number"),
    )
    for is_wrong, zh, en in faults:
        if is_wrong:
            yield Problem(ROADS_FILE, 0, f"{zh}；请重新生成或导入。", f"{en}; make or import the pack again.")
            return
    if not _is_in(roads.tail, 0, n - 1) or not _is_in(roads.head, 0, n - 1):
        yield Problem(ROADS_FILE, 0, "弧的端点编号越界；请重新生成或导入。", "Arcs name nodes that are not there.")
        return
    straight_m = lengths_m(roads.lon[roads.tail], roads.lat[roads.tail], roads.lon[roads.head], roads.lat[roads.head])
    checks = (
        (np.isfinite(roads.lon).all() and np.isfinite(roads.lat).all(), "节点坐标有误", "nodes without coordinates"),
        (_is_in(roads.speed_kmh, 1, 200), "速度应在 1 至 200 km/h", "speeds should be 1 to 200 km/h"),
        (bool((roads.length_m > 0).all()), "长度应大于 0", "lengths should be above 0"),
        (bool((roads.length_m >= 0.98 * straight_m - 0.5).all()), "弧短于两端直线距离", "arcs shorter than straight"),
        (bool(np.isin(roads.road_class, list(RoadClass)).all()), "道路等级未知", "unknown road classes"),
        (_is_in(roads.name, -1, len(roads.names_zh) - 1), "路名编号越界", "names that are not there"),
    )
    for is_right, zh, en in checks:
        if not is_right:
            yield Problem(ROADS_FILE, 0, f"{zh}；请重新生成或导入。", f"{en}; make or import the pack again.")
    stranded = find_stranded(n, roads.tail, roads.head)
    for zh, en in tell_stranded(stranded, roads.lon, roads.lat):
        yield Problem(ROADS_FILE, 0, zh, en)
    if not stranded and (len(roads.turns) or len(roads.paths)):
        yield from _turns(roads)
    yield from _posts(roads, crews)


def _turns(roads: Roads) -> Iterator[Problem]:
    """Forbidden turns are of nodes that are there, and leave every road reachable."""
    are_in = _is_in(roads.turns.ravel(), 0, len(roads.lon) - 1) and _is_in(roads.paths.ravel(), -1, len(roads.lon) - 1)
    if len(roads.path_hours) != len(roads.paths) or not _is_in(roads.path_hours, -1, len(roads.hours) - 1):
        zh = "转弯限制的时段与路径数目不符；请重新生成或导入。"
        yield Problem(ROADS_FILE, 0, zh, "Turns name hours that are not there; make or import the pack again.")
        return
    if not are_in:
        yield Problem(
            ROADS_FILE, 0, "转弯限制的节点编号越界；请重新生成或导入。", "Turns name nodes that are not there."
        )
        return
    tail, head, off = cut_off_by_turns(roads)
    if off.any():
        first = int(np.flatnonzero(off)[0])
        at = ", ".join(f"{(array[tail[first]] + array[head[first]]) / 2:.5f}" for array in (roads.lon, roads.lat))
        zh = f"转弯限制使 {int(off.sum())} 条路段无法到达或无法离开（如 {at}）；请核对该处的转弯限制。"
        en = f"Forbidden turns leave {int(off.sum())} arcs nobody can reach or leave ({at}); look at the turns there."
        yield Problem(ROADS_FILE, 0, zh, en)


def _is_in(array: np.ndarray[tuple[int], np.dtype[np.generic]], low: float, high: float) -> bool:
    return bool(len(array) == 0 or (array.min() >= low and array.max() <= high))


def _posts(roads: Roads, crews: Numbered[CrewPost]) -> Iterator[Problem]:
    frame = Frame(float(roads.lon.mean()), float(roads.lat.mean()))
    x, y = frame.to_xy(roads.lon, roads.lat)
    ends = np.stack([np.stack([x[roads.tail], y[roads.tail]], 1), np.stack([x[roads.head], y[roads.head]], 1)], 1)
    arcs = [LineString(pair) for pair in ends]
    tree = shapely.STRtree(arcs)
    for line, row in crews:
        post = shapely.Point(frame.point_xy(row.lon, row.lat))
        if not len(tree.query(post, predicate="dwithin", distance=POST_FROM_ROAD_M)):
            zh = f"巡组 {row.call_sign} 的驻点不在道路上（{POST_FROM_ROAD_M:.0f} 米内无路）；请移到路上。"
            en = (
                f"The post of '{row.call_sign}' is on no road (none within {POST_FROM_ROAD_M:.0f} m); move it onto one."
            )
            yield Problem(CREWS_FILE, line, zh, en)
