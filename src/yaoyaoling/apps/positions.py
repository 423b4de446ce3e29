"""`yyl positions`: where crews are, from their devices to index, map and history."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from importlib import import_module

import asyncpg
import uvicorn

from yaoyaoling.apps.addresses import pack_folder, worker_url
from yaoyaoling.apps.http import make_batch_door
from yaoyaoling.apps.open import open_hall
from yaoyaoling.apps.web_server import QuietServer, serve_gently
from yaoyaoling.dispatch.store import list_busy_crews
from yaoyaoling.field.arrivals import list_goals
from yaoyaoling.field.commands import ReportPositions
from yaoyaoling.field.handlers.report_positions import report_positions
from yaoyaoling.field.patrol.notice import list_next_points
from yaoyaoling.field.settings import FieldSettings
from yaoyaoling.force.commands import Fix
from yaoyaoling.force.positions.fences import Grids
from yaoyaoling.force.positions.pipeline import Goal, Limits, Pipeline
from yaoyaoling.force.positions.plausible import Rules
from yaoyaoling.force.positions.process import Arrival, PositionsProcess, Upper
from yaoyaoling.force.public import BatchTaker
from yaoyaoling.force.settings import PositionsSettings
from yaoyaoling.force.terminals.register import HeldRegister
from yaoyaoling.force.terminals.server import TerminalServer
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import AreaKind, list_areas
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.memory import settle_memory
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.settings import HallSettings

log = logger("apps")
LOCK = 0x706F7369
"""Key of the advisory lock of the one process that holds where crews are; others stand by."""
_PORT_AGAIN_S = 10.0
_SELF = system("positions")


async def run_positions(settings: HallSettings) -> None:
    """Work until cancelled; a second process waits until the first is gone."""
    async with open_hall(settings) as (hall, _):
        conn = await asyncpg.connect(worker_url(settings))
        try:
            await conn.execute("select pg_advisory_lock($1)", LOCK)
            lost = asyncio.Event()
            conn.add_termination_listener(lambda _: lost.set())
            await _work(settings, hall, lost)
        finally:
            if not conn.is_closed():
                await conn.close(timeout=2)


async def _work(settings: HallSettings, hall: Hall, lost: asyncio.Event) -> None:
    process = await make_process(settings, hall.db, hall.bus)
    await process.open()
    hall.provide(BatchTaker(process.take))
    settle_memory()
    log.info("positions_ready", crews=process.pipeline.crews.count)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(process.run())
        if process.settings.terminals_port:
            tasks.create_task(_take_terminals(process, process.settings.terminals_port))
        if process.settings.batch_port:
            tasks.create_task(open_batch_door(process.settings, hall))
        tasks.create_task(_end_when(lost))


async def _take_terminals(process: PositionsProcess, port: int) -> None:
    """Terminals come in beside everything else: a port that is taken costs them and nobody else."""
    register = HeldRegister(process.db)
    server = TerminalServer(process, register)
    process.also_tell.append(lambda: {"frames": dict(server.frames), "terminals": server.connections})
    following = asyncio.create_task(register.run())
    try:
        await _again_and_again("terminals_port", port, lambda: server.run(process.settings.terminals_listen, port))
    finally:
        following.cancel()


async def open_batch_door(settings: PositionsSettings, hall: Hall, *, again_s: float = _PORT_AGAIN_S) -> None:
    """Batches of gateways without the web process between: who answers people is not kept busy by devices.

    again_s: a port that is taken is tried again after so long.
    """
    app = make_batch_door(hall)

    async def serve() -> None:
        # A port that is taken must be told to us: uvicorn, asked to take it itself, ends the process.
        family = socket.AF_INET6 if ":" in settings.batch_listen else socket.AF_INET
        with socket.create_server(
            (settings.batch_listen, settings.batch_port), family=family, backlog=1024
        ) as listening:
            config = uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                ws="none",
                lifespan="off",
                timeout_graceful_shutdown=3,
                ssl_certfile=settings.batch_certificate,
                ssl_keyfile=settings.batch_key,
            )
            await serve_gently(QuietServer(config), [listening])

    await _again_and_again("batch_port", settings.batch_port, serve, again_s)


async def _again_and_again(
    what: str, port: int, serve: Callable[[], Awaitable[None]], again_s: float = _PORT_AGAIN_S
) -> None:
    """Keep a port open; one that is taken is waited for and told."""
    while True:
        try:
            await serve()
        except OSError as error:
            log.error(what, port=port, error=repr(error))
            await asyncio.sleep(again_s)


async def _end_when(lost: asyncio.Event) -> None:
    """Whoever holds the lock now is somebody else: two would tell different things."""
    await lost.wait()
    raise ConnectionError("the lock connection of the position process was lost")


async def make_process(settings: HallSettings, db: Database, bus: Bus) -> PositionsProcess:
    """A process wired to the roads of the pack, the grids and the rooms above; nothing runs yet."""
    # numba is large and slow to import: only the processes that compute load it.
    network_of = import_module("yaoyaoling.places.roads.network")
    roads = await asyncio.to_thread(import_module("yaoyaoling.places.pack.read").read_roads, pack_folder(settings))
    network = await asyncio.to_thread(network_of.RoadNetwork, roads)
    async with db.snapshot(_SELF) as tx:
        areas = await list_areas(tx, AreaKind.GRID)
    rings = {one.properties.code: _rings(one.geometry) for one in areas.features}
    own, field = PositionsSettings(), FieldSettings()
    limits = Limits(
        rules=Rules(own.future_s, own.oldest_h * 3600, own.most_kmh, own.rate, own.burst),
        tolerance_m=own.tolerance_m, longest_s=own.longest_s, arrival_m=field.arrival_m,
        arrival_accuracy_m=field.arrival_accuracy_m, map_every_s=own.map_every_s,
        index_every_s=own.index_every_s,
    )  # fmt: skip
    pipeline = Pipeline(limits, lambda lon, lat: network.snap(lon, lat)[0], Grids(rings))
    return PositionsProcess(pipeline, bus, db, own, upper_rooms(db), network_of.roads_name(roads))


def _rings(geometry: dict[str, object]) -> list[list[list[float]]]:
    """Outer rings of a Polygon or a MultiPolygon."""
    coordinates: list[list[list[list[float]]]]
    coordinates = geometry["coordinates"]  # type: ignore[assignment]
    parts = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return [part[0] for part in parts]  # type: ignore[misc]


def upper_rooms(db: Database) -> Upper:
    """What `field` says and hears. Who stays under way is noticed again: an arrival that was not written is no loss."""

    async def goals() -> list[Goal]:
        async with db.snapshot(_SELF) as tx:
            found = await list_goals(tx, await list_busy_crews(tx))
            next_points = await list_next_points(tx)
        # One goal a crew; who has an order is on no patrol.
        goals = {crew_id: Goal(crew_id, point.lon, point.lat) for crew_id, point in next_points}
        goals |= {one.crew_id: Goal(one.crew_id, one.point.lon, one.point.lat) for one in found}
        return list(goals.values())

    async def arrived(arrivals: Sequence[Arrival]) -> None:
        command = ReportPositions(fixes=tuple(_fix(one) for one in arrivals), is_held=True)
        await execute(db, _SELF, report_positions, command)

    return Upper(goals, arrived)


def _fix(one: Arrival) -> Fix:
    return Fix(
        crew_id=one.crew_id, point=Point(lon=one.lon, lat=one.lat), at=datetime.fromtimestamp(one.at, UTC),
        accuracy_m=one.accuracy_m,
    )  # fmt: skip
