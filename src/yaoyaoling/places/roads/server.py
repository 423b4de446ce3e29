"""The road process's answers on the bus; it computes in threads, beside the loop (nogil)."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson
from pydantic import ValidationError

from yaoyaoling.kernel.clock import HALL_ZONE, Clock, SteadyClock
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.pack.speeds import Shares, read_speeds
from yaoyaoling.places.roads import reach
from yaoyaoling.places.roads.cells import area_on_cells
from yaoyaoling.places.roads.contract import (
    NEAREST,
    NEAREST_LIVE,
    REACH,
    REACH_MANY,
    ROUTE,
    NearestAsk,
    NearestLiveReply,
    NearestReply,
    ReachAsk,
    ReachManyAsk,
    ReachReply,
    RouteAsk,
    RouteReply,
    unpack_live_ask,
)
from yaoyaoling.places.roads.engine import NO_LIMIT_S, RoadEngine
from yaoyaoling.places.roads.matrix import MATRIX
from yaoyaoling.places.roads.matrix_answer import answer_matrix
from yaoyaoling.places.roads.network import RoadNetwork, roads_name
from yaoyaoling.places.roads.positions import LiveCrews
from yaoyaoling.places.roads.restrict import Restriction, restricted
from yaoyaoling.places.roads.search import Graph
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.memory import settle_memory
from yaoyaoling.platform.mirror import Mirror
from yaoyaoling.platform.positions import INDEX_ROW, INDEX_TOPIC, Told, ids_from
from yaoyaoling.platform.urgent import go_first

log = logger("places")


PACE = 0.8
"""Share of the allowed speed that is driven on average: an assumption, until it is learned from positions."""

LIVE_S = 5.0
"""Nothing was heard of the position process for so long: where crews are is not known any more."""

Answer = Callable[[RoadEngine, bytes], bytes]
WatchRestrictions = Callable[[Callable[[Sequence[Restriction]], Awaitable[None]]], Awaitable[None]]
"""Calls back with the restrictions that hold, now and whenever they change, for ever."""


class CityRoads:
    """The engine that answers, by the roads as they can be driven now."""

    def __init__(self, roads: Roads, *, pace: float, shares: Shares | None = None) -> None:
        """shares: of the speed at that pace, by class and hour; None: the same at all hours."""
        self._network = RoadNetwork(roads, pace=pace)
        self._shares = shares if shares is not None and (shares != 1.0).any() else None
        self._restrictions: Sequence[Restriction] = ()
        self._at = _At(0, b"")
        self._changes = threading.Lock()
        self.engine = RoadEngine(self._network)
        self.crews = LiveCrews(self.engine, roads_name(roads))
        self._drive()

    def restrict(self, restrictions: Sequence[Restriction]) -> None:
        """Answer by these restrictions from now on; questions that are being answered end on the roads as they were."""
        with self._changes:
            self._restrictions = restrictions
            self._drive()

    def at(self, moment: datetime) -> bool:
        """Answer by the speeds and the forbidden turns of a moment from now on; gives whether they are others."""
        local = moment.astimezone(HALL_ZONE)
        shut = self._network.shut_at((local.weekday() * 24 + local.hour) * 60 + local.minute)
        at = _At(0 if self._shares is None else local.hour, shut.tobytes())
        with self._changes:
            if at == self._at:
                return False
            self._at = at
            self._drive()
            return True

    @property
    def has_hours(self) -> bool:
        """Whether speeds or forbidden turns are others at other hours."""
        return self._shares is not None or self._network.has_hours

    def _drive(self) -> None:
        share = None if self._shares is None else self._shares[:, self._at.hour]
        shut = np.frombuffer(self._at.shut, np.int32)
        is_usual = share is None and not self._restrictions and not len(shut)
        network = self._network
        self.engine.graph = network.graph if is_usual else restricted(network, self._restrictions, share, shut)


class _At(NamedTuple):
    """What an hour brings. hour: of the day; shut: arcs inside of crossings, as bytes of int32."""

    hour: int
    shut: bytes


async def run_city_roads(bus: Bus, pack: Path, watch: WatchRestrictions) -> None:
    """Serve the roads of a pack's directory until cancelled. Raises: PackUnfit."""
    shares = await asyncio.to_thread(read_speeds, pack)
    city = CityRoads(await asyncio.to_thread(read_roads, pack), pace=PACE, shares=shares)
    clock = SteadyClock.start()
    city.at(clock.now())
    await serve_roads(bus, city)
    following = [asyncio.create_task(follow_crews(bus, city.crews))]
    if city.has_hours:
        following.append(asyncio.create_task(follow_hours(city, clock)))

    async def on_change(restrictions: Sequence[Restriction]) -> None:
        await asyncio.to_thread(city.restrict, restrictions)
        log.info("roads_restricted", restrictions=len(restrictions))

    try:
        await watch(on_change)
    finally:
        for one in following:
            one.cancel()


async def follow_hours(city: CityRoads, clock: Clock) -> None:
    """Drive by the speeds and the forbidden turns of the hour, for ever; a minute's begin with it."""
    while True:
        now = clock.now()
        await asyncio.sleep(60 - now.second - now.microsecond / 1e6)
        now = clock.now().astimezone(HALL_ZONE)
        if await asyncio.to_thread(city.at, now):
            log.info("roads_at_hour", hour=now.hour, minute=now.minute)


async def serve_roads(bus: Bus, city: CityRoads) -> None:
    """Answer `roads.nearest`, `.route`, `.reach`, `.reach_many` and `.matrix` from now on; returns once it does.

    Everything is compiled (or loaded from NUMBA_CACHE_DIR) before the first question is taken, so that
    nobody waits for the compiler: until then callers meet no responder and use their fallback. Areas are drawn in
    a thread of their own: who is sent never waits for a picture, and its thread goes before all ordinary ones.
    """
    times, pictures, posts = (ThreadPoolExecutor(1, thread_name_prefix=name) for name in ("roads", "areas", "posts"))
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(times, warm_up, city.engine)

    def in_thread(workers: Executor, answer: Answer) -> Callable[[bytes], Awaitable[bytes]]:
        async def answered(body: bytes) -> bytes:
            return await loop.run_in_executor(workers, answer, city.engine, body)

        return answered

    await bus.serve(NEAREST, in_thread(times, answer_nearest))
    await bus.serve(ROUTE, in_thread(times, answer_route))
    await bus.serve(REACH, in_thread(pictures, answer_reach))
    await bus.serve(REACH_MANY, in_thread(posts, Remembered(answer_reach_many)))
    await bus.serve(MATRIX, in_thread(pictures, answer_matrix))
    network = city.engine.network
    settle_memory()
    await loop.run_in_executor(times, go_first)
    log.info("roads_ready", nodes=network.node_count, arcs=network.arc_count)


async def follow_crews(bus: Bus, crews: LiveCrews) -> None:
    """Keep crews where the position process says they are, and answer `roads.nearest_live` by it, for ever."""
    moves, questions = (ThreadPoolExecutor(1, thread_name_prefix=name) for name in ("moves", "live"))
    loop = asyncio.get_running_loop()
    heard_at = -LIVE_S

    async def on_told(told: Told) -> None:
        nonlocal heard_at
        await loop.run_in_executor(moves, crews.take, told)
        heard_at = loop.time()

    mirror = Mirror(bus, INDEX_TOPIC, b"i", INDEX_ROW, on_told)

    async def answer(body: bytes) -> bytes:
        if not mirror.is_whole or loop.time() - heard_at > LIVE_S:
            return _json(NearestLiveReply())
        return await loop.run_in_executor(questions, answer_nearest_live, crews, body)

    await loop.run_in_executor(questions, crews.warm_up)
    # Both: a question waits for a move that has begun.
    await asyncio.gather(*(loop.run_in_executor(one, go_first) for one in (moves, questions)))
    await bus.serve(NEAREST_LIVE, answer)
    await mirror.run()


def answer_nearest_live(crews: LiveCrews, body: bytes) -> bytes:
    """The reply to a packed `NearestLiveAsk`, as JSON."""
    try:
        ask = unpack_live_ask(body)
    except ValueError as error:
        return _json(NearestLiveReply(fault=str(error)))
    among = None if ask.among is None else ids_from(ask.among)
    found = crews.nearest(Point(lon=ask.lon, lat=ask.lat), ask.k, ask.limit_s, among)
    return _json(NearestLiveReply(reached=None if found is None else tuple(found)))


def warm_up(engine: RoadEngine) -> None:
    """Run every kind of question once."""
    lon, lat = engine.network.lon, engine.network.lat
    a, b = Point(lon=float(lon[0]), lat=float(lat[0])), Point(lon=float(lon[-1]), lat=float(lat[-1]))
    engine.nearest(a, [b, a], 2, 60.0)
    engine.route(a, b)
    reach.stretches(engine, a, 30.0, "from")


def answer_nearest(engine: RoadEngine, body: bytes) -> bytes:
    """The reply to a `NearestAsk`, both as JSON."""
    try:
        ask = NearestAsk.model_validate_json(body)
    except ValidationError as error:
        return _json(NearestReply(fault=str(error)))
    origins = np.array(ask.origins, np.float64).reshape(-1, 2)
    limit_s = NO_LIMIT_S if ask.limit_s is None else ask.limit_s
    reached, off_road = engine.nearest_lonlat(ask.target, origins[:, 0], origins[:, 1], ask.k, limit_s)
    rows = None if reached is None else tuple((one.index, one.eta_s, one.distance_m) for one in reached)
    return _json(NearestReply(reached=rows, off_road=tuple(off_road)))


def answer_route(engine: RoadEngine, body: bytes) -> bytes:
    """The reply to a `RouteAsk`, both as JSON."""
    try:
        ask = RouteAsk.model_validate_json(body)
    except ValidationError as error:
        return _json(RouteReply(fault=str(error)))
    way = engine.route(Point(lon=ask.a[0], lat=ask.a[1]), Point(lon=ask.b[0], lat=ask.b[1]))
    if way is None:
        return _json(RouteReply())
    return _json(RouteReply(points=way.points, eta_s=way.eta_s, distance_m=way.distance_m))


def answer_reach(engine: RoadEngine, body: bytes) -> bytes:
    """The reply to a `ReachAsk`, both as JSON."""
    try:
        ask = ReachAsk.model_validate_json(body)
    except ValidationError as error:
        return _json(ReachReply(fault=str(error)))
    point = Point(lon=ask.point[0], lat=ask.point[1])
    areas = []
    for limit_s in ask.limits_s:
        found = reach.stretches(engine, point, limit_s, ask.direction)
        if found is None:
            return _json(ReachReply())
        areas.append(reach.area(engine, found))
    return _json(ReachReply(areas=tuple(areas)))


def answer_reach_many(engine: RoadEngine, body: bytes) -> bytes:
    """The reply to a `ReachManyAsk`, both as JSON."""
    try:
        ask = ReachManyAsk.model_validate_json(body)
    except ValidationError as error:
        return _json(ReachReply(fault=str(error)))
    places, off_road = reach.on_road(engine, [Point(lon=lon, lat=lat) for lon, lat in ask.points])
    if not len(places.node):
        return _json(ReachReply(off_road=tuple(off_road)))
    found = reach.stretches_of_many(engine, places, ask.limits_s, ask.direction)
    return _json(ReachReply(areas=tuple(area_on_cells(engine, one) for one in found), off_road=tuple(off_road)))


class Remembered:
    """An answer that is given again while the same is asked and the roads are as they were: drawing takes seconds, and
    every desk that shows the layer asks for it."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._of: tuple[Graph, bytes] | None = None
        self._held = b""

    def __call__(self, engine: RoadEngine, body: bytes) -> bytes:
        """The reply."""
        graph = engine.graph
        if self._of is None or self._of[0] is not graph or self._of[1] != body:
            self._held = self._answer(engine, body)
            self._of = graph, body
        return self._held


def _json(reply: NearestReply | NearestLiveReply | RouteReply | ReachReply) -> bytes:
    return orjson.dumps(reply.model_dump())
