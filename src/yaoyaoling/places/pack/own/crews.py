"""Own crews: each in its grid, its post on a road."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely import Point

from yaoyaoling.kernel.geo import METRES_PER_DEGREE
from yaoyaoling.places.frame import Floats, Frame
from yaoyaoling.places.pack.contract import PATROL, Area, AreaKind, CrewPost, Roads
from yaoyaoling.places.pack.invent import Invented
from yaoyaoling.places.pack.own.files import Faults, OwnCrew
from yaoyaoling.places.pack.rows import Unfit

FURTHEST_M = 500.0
"""A post in a yard is moved to the road; one further away is an error."""
BESIDE_M = 150.0
"""A post this near to its grid is taken to be in it."""


@dataclass(frozen=True)
class _Ground:
    """What crews are placed on. xy: the road nodes in metres."""

    made: Invented
    grids: dict[str, Area]
    areas: dict[str, Area]
    organisations: frozenset[str]
    roads: Roads
    frame: Frame
    xy: Floats


def place_crews(
    file: Path, table: Sequence[tuple[int, OwnCrew]], made: Invented, roads: Roads, frame: Frame, faults: Faults
) -> Iterator[CrewPost]:
    """The crews with grid, organisation and post; faults are noted."""
    grids = {area.code: area for area in made.areas if area.kind is AreaKind.GRID}
    xy = np.column_stack(frame.to_xy(roads.lon, roads.lat))
    areas = {area.code: area for area in made.areas}
    ground = _Ground(made, grids, areas, frozenset(row.code for row in made.organisations), roads, frame, xy)
    _note_twice(file, table, faults)
    manned: set[str] = set()
    for line, crew in table:
        try:
            code = _grid_of(crew, ground)
            manned.add(code)
            yield _posted(crew, code, ground)
        except Unfit as unfit:
            faults.note(file, line, unfit.zh, unfit.en)
    for code in sorted(set(grids) - manned):
        zh = f"网格 {code}（{grids[code].name_zh}）没有警组；请至少配一个。"
        faults.note(file, 0, zh, f"The grid {code} has no crew; give it at least one.")


def _grid_of(crew: OwnCrew, ground: _Ground) -> str:
    """The grid that is told, or in which the post lies. Raises: Unfit."""
    if crew.force_type != PATROL and crew.grid_code in ground.areas:
        return crew.grid_code
    if crew.grid_code and crew.grid_code not in ground.grids:
        zh = f"网格 {crew.grid_code} 不存在；请改正 grid_code，或留空由驻点位置确定。"
        raise Unfit(zh, f"There is no grid {crew.grid_code}; correct grid_code, or leave it to the post's place.")
    code = crew.grid_code or _grid_at(crew, ground.made, sorted(ground.grids))
    if not code:
        zh = f"警组 {crew.call_sign} 不在任何网格内；请填写 grid_code，或核对驻点坐标与坐标系。"
        raise Unfit(zh, f"The crew {crew.call_sign} is in no grid; give grid_code, or look at its post and datum.")
    return code


def _posted(crew: OwnCrew, code: str, ground: _Ground) -> CrewPost:
    """The crew with its post on a road of its grid. Raises: Unfit."""
    if crew.org_code and crew.org_code not in ground.organisations:
        zh = f"机构 {crew.org_code} 不存在；请改正 org_code，或留空。"
        raise Unfit(zh, f"There is no organisation {crew.org_code}; correct org_code, or leave it empty.")
    shape, roads = ground.made.shapes[code], ground.roads
    spot = Point(crew.at) if crew.at is not None else shape.representative_point()
    if shape.distance(spot) * METRES_PER_DEGREE > BESIDE_M:
        zh = f"警组 {crew.call_sign} 的驻点不在网格 {code} 内；请改正坐标或 grid_code。"
        raise Unfit(zh, f"The post of {crew.call_sign} lies outside its grid {code}; correct one of them.")
    away = np.hypot(*(ground.xy - np.array(ground.frame.point_xy(spot.x, spot.y))).T)
    if crew.at is None:
        inside = shapely.contains_xy(shape, roads.lon, roads.lat)
        away = np.where(inside, away, away + FURTHEST_M) if inside.any() else away
    node = int(np.argmin(away))
    if crew.at is not None and away[node] > FURTHEST_M:
        zh = f"警组 {crew.call_sign} 的驻点 {FURTHEST_M:.0f} 米内没有道路；请移到路边。"
        raise Unfit(zh, f"No road is within {FURTHEST_M:.0f} m of the post of {crew.call_sign}; move it to one.")
    return CrewPost(
        crew.code, crew.call_sign, code, crew.org_code or ground.areas[code].org_code, crew.force_type, crew.shift,
        crew.officers, crew.auxiliaries, float(roads.lon[node]), float(roads.lat[node]),
    )  # fmt: skip


def _grid_at(crew: OwnCrew, made: Invented, codes: Sequence[str]) -> str:
    if crew.at is None:
        return ""
    return next((code for code in codes if shapely.intersects_xy(made.shapes[code], *crew.at)), "")


def _note_twice(file: Path, table: Sequence[tuple[int, OwnCrew]], faults: Faults) -> None:
    for what in ("code", "call_sign"):
        first: dict[str, int] = {}
        for line, crew in table:
            value = str(getattr(crew, what))
            if value in first:
                zh = f"{what}「{value}」与第 {first[value]} 行重复；请改为唯一。"
                faults.note(file, line, zh, f"{what} '{value}' is also on line {first[value]}; make it unique.")
            first.setdefault(value, line)
