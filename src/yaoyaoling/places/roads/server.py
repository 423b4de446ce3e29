"""The road process's answers on the bus; it computes in threads, beside the loop (nogil)."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import orjson
from pydantic import ValidationError

from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.roads.contract import NEAREST, ROUTE, NearestAsk, NearestReply, RouteAsk, RouteReply
from yaoyaoling.places.roads.engine import NO_LIMIT_S, RoadEngine
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.logs import logger

log = logger("places")


PACE = 0.8
"""Share of the allowed speed that is driven on average: an assumption, until it is learned from positions."""


async def run_city_roads(bus: Bus, pack: Path) -> None:
    """Serve the roads of a pack's directory until cancelled. Raises: PackUnfit."""
    await serve_roads(bus, RoadNetwork.load(pack, pace=PACE))
    await asyncio.Event().wait()


async def serve_roads(bus: Bus, network: RoadNetwork, *, threads: int = 1) -> None:
    """Answer `roads.nearest` and `roads.route` from now on; returns once it does.

    Everything is compiled (or loaded from NUMBA_CACHE_DIR) before the first question is taken, so that
    nobody waits for the compiler: until then callers meet no responder and use their fallback.
    """
    engine = RoadEngine(network)
    workers = ThreadPoolExecutor(threads, thread_name_prefix="roads")
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(workers, warm_up, engine)

    def in_thread(answer: Callable[[RoadEngine, bytes], bytes]) -> Callable[[bytes], Awaitable[bytes]]:
        async def answered(body: bytes) -> bytes:
            return await loop.run_in_executor(workers, answer, engine, body)

        return answered

    await bus.serve(NEAREST, in_thread(answer_nearest))
    await bus.serve(ROUTE, in_thread(answer_route))
    log.info("roads_ready", nodes=network.node_count, arcs=len(network.graph.tail))


def warm_up(engine: RoadEngine) -> None:
    """Run every kind of question once."""
    lon, lat = engine.network.lon, engine.network.lat
    a, b = Point(lon=float(lon[0]), lat=float(lat[0])), Point(lon=float(lon[-1]), lat=float(lat[-1]))
    engine.nearest(a, [b, a], 2, 60.0)
    engine.route(a, b)


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


def _json(reply: NearestReply | RouteReply) -> bytes:
    return orjson.dumps(reply.model_dump())
