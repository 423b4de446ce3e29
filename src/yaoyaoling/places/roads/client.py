"""Asking the road process; when it does not answer in time, a straight line stands in and says so."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

import orjson
from pydantic import ValidationError

from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.roads.contract import (
    NEAREST,
    NEAREST_LIVE,
    REACH,
    REACH_MANY,
    ROUTE,
    NearestLiveAsk,
    NearestLiveReply,
    NearestReply,
    ReachReply,
    RouteReply,
    pack_live_ask,
)
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.logs import logger

log = logger("places")

DETOUR = 1.4
"""Fallback: how much longer a road is than the straight line, the usual figure for street grids."""

FALLBACK_SPEED_KMH = 30.0
"""Fallback: how fast a crew drives on average."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Somebody who could set out, and where they are."""

    id: str
    point: Point


@dataclass(frozen=True, slots=True)
class RoadTime:
    """How long an origin needs to the target. is_estimated: a straight line, not the roads, was measured."""

    id: str
    eta_s: float
    distance_m: float
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class LiveTime:
    """How long a crew needs to the target from where it is now. position_at: when it was there.

    is_estimated: it stands off the roads, a straight line was measured.
    """

    crew_id: UUID
    eta_s: float
    distance_m: float
    position_at: datetime
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class Route:
    """A way to drive. points: along the road; with is_estimated only the two ends."""

    points: tuple[Point, ...]
    eta_s: float
    distance_m: float
    is_estimated: bool


class RoadsSilent(Refused):
    """The road process does not answer; what has no fallback is refused."""

    code = "roads_silent"
    status = 424  # what it depends on does not answer; the hall itself is well
    zh = "道路计算暂不可用，请稍后重试。"
    en = "Roads cannot be computed just now; try again in a moment."


class OffRoad(Refused):
    """No road near."""

    code = "off_road"
    status = 422
    zh = "该位置附近没有道路，请另选。"
    en = "There is no road near that place; choose another."


REACH_DEADLINE_S = 4.0
REACH_MANY_DEADLINE_S = 20.0


class RoadClient:
    """Road times for any process; never waits longer than its deadline, and where there is a fallback never fails."""

    def __init__(self, bus: Bus, deadline_s: float = 0.5) -> None:
        self._bus = bus
        self._deadline_s = deadline_s

    async def nearest(
        self, target: Point, origins: Sequence[Origin], k: int, limit_s: float | None = None
    ) -> list[RoadTime]:
        """At most k origins by the time they need to the target, soonest first.

        Origins further than limit_s by road are left out. Those with no road near are estimated by
        straight line, and so are all when the road process is silent or the target has no road near.
        """
        if not origins or k < 1:
            return []
        reply = await self._ask_nearest(target, origins, k, limit_s)
        if reply is None or reply.reached is None:
            return soonest(estimates(target, origins), k, limit_s)
        times = [RoadTime(origins[i].id, eta_s, metres, False) for i, eta_s, metres in reply.reached]
        off_road = [origins[index] for index in reply.off_road]
        return soonest([*times, *estimates(target, off_road)], k, limit_s) if off_road else times

    async def _ask_nearest(
        self, target: Point, origins: Sequence[Origin], k: int, limit_s: float | None
    ) -> NearestReply | None:
        body = orjson.dumps(
            {
                "target": (target.lon, target.lat),
                "origins": [(origin.point.lon, origin.point.lat) for origin in origins],
                "k": k,
                "limit_s": limit_s,
            }
        )
        answer = await self._bus.ask(NEAREST, body, timeout_s=self._deadline_s)
        if answer is None:
            return None
        try:
            reply = NearestReply.model_validate_json(answer)
        except ValidationError as error:
            reply = NearestReply(fault=str(error))
        if reply.fault is not None:
            log.error("roads_fault", service=NEAREST, fault=reply.fault)
            return None
        return reply

    async def nearest_live(
        self, target: Point, k: int, limit_s: float | None = None, among: Collection[UUID] | None = None
    ) -> list[LiveTime] | None:
        """At most k crews by the time they need from where they are now, soonest first.

        among: only these crews; None: all that report. None when the road process is silent, does not know where
        crews are, or the target has no road near: `nearest` stands in then.
        """
        if k < 1 or (among is not None and not among):
            return []
        ids = None if among is None else b"".join([crew.bytes for crew in among])
        body = pack_live_ask(NearestLiveAsk(target.lon, target.lat, k, limit_s, ids))
        answer = await self._bus.ask(NEAREST_LIVE, body, timeout_s=self._deadline_s)
        if answer is None:
            return None
        try:
            reply = NearestLiveReply.model_validate_json(answer)
        except ValidationError as error:
            reply = NearestLiveReply(fault=str(error))
        if reply.fault is not None:
            log.error("roads_fault", service=NEAREST_LIVE, fault=reply.fault)
        if reply.reached is None:
            return None
        return [
            LiveTime(crew, eta_s, metres, datetime.fromtimestamp(at, UTC), is_estimated)
            for crew, eta_s, metres, at, is_estimated in reply.reached
        ]

    async def route(self, a: Point, b: Point) -> Route:
        """The quickest way from a to b; the straight line when the roads have none or do not answer."""
        body = orjson.dumps({"a": (a.lon, a.lat), "b": (b.lon, b.lat)})
        answer = await self._bus.ask(ROUTE, body, timeout_s=self._deadline_s)
        if answer is not None:
            try:
                reply = RouteReply.model_validate_json(answer)
            except ValidationError as error:
                reply = RouteReply(fault=str(error))
            if reply.fault is not None:
                log.error("roads_fault", service=ROUTE, fault=reply.fault)
            elif reply.points is not None:
                points = tuple(Point(lon=lon, lat=lat) for lon, lat in reply.points)
                return Route(points, reply.eta_s, reply.distance_m, False)
        eta_s, metres = straight(a, b)
        return Route((a, b), eta_s, metres, True)

    async def reach(
        self, point: Point, limits_s: Sequence[float], direction: Literal["from", "to"]
    ) -> tuple[list[Any], ...]:
        """Coordinates of a GeoJSON MultiPolygon for each limit. Raises: RoadsSilent, OffRoad."""
        body = orjson.dumps({"point": (point.lon, point.lat), "limits_s": list(limits_s), "direction": direction})
        return (await self._ask_areas(REACH, body, REACH_DEADLINE_S))[0]

    async def reach_of_many(
        self, points: Sequence[Point], limits_s: Sequence[float], direction: Literal["from", "to"]
    ) -> tuple[tuple[list[Any], ...], tuple[int, ...]]:
        """The same of many points at once, and the indices of those that have no road near.

        Raises: RoadsSilent, OffRoad when none has a road near.
        """
        if not points:
            raise OffRoad
        places = [(point.lon, point.lat) for point in points]
        body = orjson.dumps({"points": places, "limits_s": list(limits_s), "direction": direction})
        return await self._ask_areas(REACH_MANY, body, REACH_MANY_DEADLINE_S)

    async def _ask_areas(
        self, service: str, body: bytes, deadline_s: float
    ) -> tuple[tuple[list[Any], ...], tuple[int, ...]]:
        answer = await self._bus.ask(service, body, timeout_s=deadline_s)
        if answer is None:
            raise RoadsSilent
        try:
            reply = ReachReply.model_validate_json(answer)
        except ValidationError as error:
            reply = ReachReply(fault=str(error))
        if reply.fault is not None:
            log.error("roads_fault", service=service, fault=reply.fault)
            raise RoadsSilent
        if reply.areas is None:
            raise OffRoad
        return reply.areas, reply.off_road


def straight(a: Point, b: Point) -> tuple[float, float]:
    """The fallback's (eta_s, distance_m): straight line x 1.4 at 30 km/h."""
    metres = distance_m(a, b) * DETOUR
    return metres / (FALLBACK_SPEED_KMH / 3.6), metres


def estimates(target: Point, origins: Iterable[Origin]) -> list[RoadTime]:
    """The fallback for each origin."""
    return [RoadTime(origin.id, *straight(origin.point, target), True) for origin in origins]


def soonest(times: Iterable[RoadTime], k: int, limit_s: float | None) -> list[RoadTime]:
    """The k soonest within the limit; equal times stay in the order given."""
    within = [time for time in times if limit_s is None or time.eta_s <= limit_s]
    return sorted(within, key=lambda time: time.eta_s)[:k]
