"""`yyl serve`: HTTP, WebSockets and the console."""

import asyncio
from collections.abc import Callable

import httpx
import uvicorn
from fastapi import FastAPI

from yaoyaoling.agencies.public import DemoSignIns
from yaoyaoling.apps.addresses import pack_folder
from yaoyaoling.apps.http import make_app
from yaoyaoling.apps.open import open_hall
from yaoyaoling.apps.web_server import QuickSockets, QuietServer, serve_gently
from yaoyaoling.dispatch.public import CoverageWatch, force_files
from yaoyaoling.kernel.clock import SteadyClock
from yaoyaoling.platform.feeds.positions import follow_positions
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.http.feed import share_looks
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.memory import settle_memory
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.steady import StepWatch
from yaoyaoling.triage.public import Gazetteer, warm

log = logger("apps")
_TICK_S = 1.0


async def run_serve(
    settings: HallSettings, *, tls: tuple[str, str] | None = None, demo: DemoSignIns | None = None
) -> None:
    """Serve until told to stop. tls: certificate and key files. demo: who may be played with one click.

    Raises: Refused when a table the hall was given cannot be used.
    """
    force_files()  # now, not at the first ranking
    async with open_hall(settings) as (hall, clock):
        if demo is not None:
            hall.provide(demo)
        watch = CoverageWatch(hall.db, hall.bus)
        hall.provide(watch)
        app = make_app(hall)
        config = uvicorn.Config(
            app,
            host=settings.listen,
            port=settings.port,
            log_config=None,
            access_log=False,
            ws=QuickSockets,
            ws_max_size=64_000,
            timeout_graceful_shutdown=3,
            ssl_certfile=tls[0] if tls else None,
            ssl_keyfile=tls[1] if tls else None,
        )
        await _first_request(app)
        settle_memory()
        server = QuietServer(config)
        background = [
            asyncio.create_task(hall.hub.run(), name="hub"),
            asyncio.create_task(_tick(hall, clock), name="tick"),
            asyncio.create_task(follow_positions(hall.hub, hall.bus), name="positions"),
            asyncio.create_task(share_looks(hall), name="looks"),
            asyncio.create_task(watch.run(), name="coverage"),
        ]
        reading = asyncio.create_task(_read_places(hall), name="places")
        for task in background:
            task.add_done_callback(_stop_with(server))
        log.info("serving", address=f"{settings.listen}:{settings.port}")
        try:
            await serve_gently(server)
        finally:
            for task in (*background, reading):
                task.cancel()
            ends = await asyncio.gather(*background, reading, return_exceptions=True)
        for end in ends:
            if isinstance(end, Exception):
                raise end


async def _first_request(app: FastAPI) -> None:
    """Ask ourselves for what is not there: the framework puts its routes together at the first request (a second)."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hall") as client:
        await client.get("/api/-")


def _stop_with(server: uvicorn.Server) -> Callable[["asyncio.Task[None]"], None]:
    """A background task that dies takes the process with it: the supervisor starts a whole one again."""

    def done(task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and task.exception() is not None:
            log.error("background_died", task=task.get_name(), exc_info=task.exception())
            server.should_exit = True

    return done


async def _read_places(hall: Hall) -> None:
    """What suggestions need in memory; until it is there they name no place, and the first is slower."""
    await asyncio.to_thread(warm)
    hall.provide(await asyncio.to_thread(Gazetteer.of_pack, pack_folder(hall.settings)))


async def _tick(hall: Hall, clock: SteadyClock) -> None:
    watch = StepWatch(clock)
    while True:
        await asyncio.sleep(_TICK_S)
        hall.hub.clock_step_s = watch.look()
        await hall.hub.tick()
