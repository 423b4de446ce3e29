"""`yyl worker`: timers by every worker; followers and plans by the one that holds the lock of each."""

import asyncio

import asyncpg

from yaoyaoling.apps import rooms
from yaoyaoling.apps.addresses import city_folder, open_bus, worker_url
from yaoyaoling.apps.open import make_tail, open_database
from yaoyaoling.apps.planner import run_plans
from yaoyaoling.dispatch.public import keep_demand
from yaoyaoling.evidence.files import MediaFiles
from yaoyaoling.evidence.public import RecordingFiles, forget_old_recordings, sweep_uploads
from yaoyaoling.evidence.settings import EvidenceSettings
from yaoyaoling.force.public import ShowSpecialDuties, show_special_duties
from yaoyaoling.planning.relocation.watch import watch_relocations
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.followers import LOCK, Follower
from yaoyaoling.platform.ledger.tail import Decoder
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.steady import StepWatch
from yaoyaoling.platform.timers import Timers

log = logger("apps")
_SWEEP_S = 3600


async def run_worker(settings: HallSettings) -> None:
    """Work until cancelled; what dies here takes the process with it: the supervisor starts a whole one again."""
    db, clock = await open_database(settings)
    bus = open_bus(settings)
    try:
        await bus.open()
        await execute(db, system("special_duties"), show_special_duties, ShowSpecialDuties())
        decoder = Decoder(rooms.CATALOG, db.vault)
        follower = Follower(db, make_tail(settings, db, decoder), "worker", rooms.AFTER)
        files = MediaFiles(city_folder(settings) / "media", db.vault)
        recordings = RecordingFiles(city_folder(settings) / "recordings", db.vault)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(Timers(db, rooms.TIMERS).run())
            tasks.create_task(_follow_alone(settings, follower))
            tasks.create_task(_watch_clock(StepWatch(clock)))
            tasks.create_task(_sweep(db, files, recordings))
            tasks.create_task(keep_demand(db))
            tasks.create_task(watch_relocations(db, bus))
            tasks.create_task(run_plans(settings, db))
            log.info("worker_ready")
    finally:
        await bus.close()
        await db.close()


async def _follow_alone(settings: HallSettings, follower: Follower) -> None:
    """Hold the lock on a connection of our own; when that connection is lost, so is the right to follow."""
    conn = await asyncpg.connect(worker_url(settings))
    lost = asyncio.Event()
    conn.add_termination_listener(lambda _: lost.set())
    await conn.execute("select pg_advisory_lock($1)", LOCK)
    log.info("following", follower=follower.name)
    following = asyncio.ensure_future(follower.run())
    losing = asyncio.ensure_future(lost.wait())
    done, _ = await asyncio.wait({following, losing}, return_when=asyncio.FIRST_COMPLETED)
    if losing in done:
        following.cancel()
        raise ConnectionError("the follower's lock connection was lost")
    losing.cancel()
    await following


async def _watch_clock(watch: StepWatch) -> None:
    while True:
        watch.look()
        await asyncio.sleep(1)


async def _sweep(db: Database, files: MediaFiles, recordings: RecordingFiles) -> None:
    while True:
        await sweep_uploads(db, files)
        await forget_old_recordings(db, recordings, EvidenceSettings())
        await asyncio.sleep(_SWEEP_S)
