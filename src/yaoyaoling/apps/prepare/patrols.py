"""A few believable patrol plans for the first station, so that nobody opens an empty page."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from yaoyaoling.agencies.public import OrganisationNode, list_organisations
from yaoyaoling.apps.prepare.ways import Line, way_by_road
from yaoyaoling.field.public import KeepPatrolPlan, has_patrol_plans, keep_patrol_plan
from yaoyaoling.force.public import CrewNow, list_crews
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.public import Pack, PlaceKind, find_territory, read_addresses
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system

_EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


class _Plan(NamedTuple):
    """What is patrolled how. stops: how many points; stay_s: at least, at each."""

    title: str
    kind: str
    stops: int
    stay_s: int
    checks: tuple[str, ...]
    windows: list[dict[str, Any]]


_PLANS = (
    _Plan("{station}日间车巡", "vehicle", 6, 0, (),
          [{"days": _EVERY_DAY, "starts": "06:00", "ends": "18:00", "times": 6}]),
    _Plan("{station}夜间重点部位", "vehicle", 5, 60, ("门锁", "照明"),
          [{"days": _EVERY_DAY, "starts": "18:00", "ends": "06:00", "times": 6}]),
    _Plan("{station}商圈步巡", "foot", 4, 30, ("人员聚集", "消防通道"),
          [{"days": _EVERY_DAY, "starts": "08:00", "ends": "22:00", "times": 7}]),
    _Plan("{station}视频巡查", "video", 4, 0, ("画面清晰", "无异常"),
          [{"days": _EVERY_DAY, "starts": "00:00", "ends": "00:00", "times": 12}]),
)  # fmt: skip
_APART_M = 150.0
_NEAR_M = 2_500.0
_ENOUGH = 120
_KINDS = (PlaceKind.POI, PlaceKind.LANDMARK, PlaceKind.INTERSECTION)


async def ensure_patrols(db: Database, pack: Pack) -> int:
    """Plans for two stations; gives how many. None when anybody planned before.

    The crews of the first county's first station wait for visitors; those of another county's are played.
    """
    actor = system("setup")
    async with db.snapshot(actor) as tx:
        if await has_patrol_plans(tx):
            return 0
        organisations = await list_organisations(tx)
        crews = await list_crews(tx)
    county = next(one for one in organisations if one.kind == "county")
    stations = [one for one in organisations if one.kind == "station"]
    first = next((one for one in stations if one.parent_code == county.code), stations[0])
    other = next((one for one in stations if one.parent_code != first.parent_code), first)
    roads = await asyncio.to_thread(read_roads, pack.path)
    made = 0
    for station in dict.fromkeys((first, other)):
        own = [crew for crew in crews if crew.org_code == station.code]
        places = await _named_places(db, pack, station.code, own)
        for index, plan in enumerate(_PLANS):
            command = await asyncio.to_thread(_draw, station, plan, _spread(places, plan.stops, index * 7), roads)
            if command is not None:
                await execute(db, actor, keep_patrol_plan, command)
                made += 1
    return made


def _draw(
    station: OrganisationNode, plan: _Plan, points: Sequence[tuple[str, Point]], roads: Roads
) -> KeepPatrolPlan | None:
    """A plan by its points; None in a pack with few names: better no plan than an invented place."""
    if len(points) < plan.stops:
        return None
    stops = [at for _, at in points]
    way = way_by_road(roads, stops) if plan.kind == "vehicle" else None
    line: Line = () if plan.kind == "video" else tuple((at.lon, at.lat) for at in stops)
    length_m = 0.0 if plan.kind == "video" else sum(distance_m(a, b) for a, b in pairwise(stops))
    line, length_m = way or (line, length_m)
    return KeepPatrolPlan.model_validate({
        "title": plan.title.format(station=station.name_zh), "kind": plan.kind, "org_code": station.code,
        "windows": plan.windows,
        "points": [{"title": name, "point": at, "stay_s": plan.stay_s, "checks": plan.checks} for name, at in points],
        "line": line, "length_m": length_m, "is_estimated": plan.kind == "vehicle" and way is None,
    })  # fmt: skip


async def _named_places(
    db: Database, pack: Pack, station_code: str, crews: Sequence[CrewNow]
) -> list[tuple[str, Point]]:
    """Places with a name in the station's own area, those near to its first crew."""
    middle = next((crew.point for crew in crews if crew.point is not None), None)
    if middle is None:
        return []
    named = [
        (distance_m(middle, at), row.name_zh, at)
        for row in read_addresses(pack.path)
        if row.kind in _KINDS and distance_m(middle, at := Point(lon=row.lon, lat=row.lat)) < _NEAR_M
    ]
    found: list[tuple[str, Point]] = []
    async with db.snapshot(system("setup")) as tx:
        for _, name, at in sorted(named, key=lambda one: one[:2]):
            territory = await find_territory(tx, at)
            if territory is not None and territory.station_code == station_code:
                found.append((name, at))
            if len(found) == _ENOUGH:
                break
    return found


def _spread(places: Sequence[tuple[str, Point]], count: int, first: int) -> list[tuple[str, Point]]:
    """So many places near to one another and yet apart, each the nearest to the one before."""
    if not places:
        return []
    found = [places[first % len(places)]]
    while len(found) < count:
        last = found[-1][1]
        fit = [
            (distance_m(last, at), name, at)
            for name, at in places
            if _APART_M < distance_m(last, at) < _NEAR_M
            and all(distance_m(there, at) > _APART_M and name != known for known, there in found)
        ]
        if not fit:
            break
        _, name, at = min(fit, key=lambda one: one[:2])
        found.append((name, at))
    return found
