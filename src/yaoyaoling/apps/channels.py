"""`yyl channels`: keeps the lines to citizens and partners, sends what is in the outboxes, takes in what comes."""

import asyncio
from functools import partial

import asyncpg

from yaoyaoling.apps.addresses import city_folder, worker_url
from yaoyaoling.apps.open import make_inlet, open_database
from yaoyaoling.channels.adapters.chosen import chosen_adapters
from yaoyaoling.channels.alarms.line import AlarmLine
from yaoyaoling.channels.fetching import Fetching
from yaoyaoling.channels.outbox import Outbox
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.citizen.handlers.keep_fetched import store_fetched
from yaoyaoling.citizen.handlers.receive_alarm import store_said
from yaoyaoling.evidence.files import MediaFiles
from yaoyaoling.liaison.exchange.outbox import ExchangeOutbox
from yaoyaoling.liaison.settings import LiaisonSettings
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.settings import HallSettings

log = logger("apps")
LOCK = 0x63686E6C
"""Key of the advisory lock of the one process that sends; others stand by."""


async def run_channels(settings: HallSettings) -> None:
    """Work until cancelled; a second process waits until the first is gone."""
    db, _ = await open_database(settings)
    try:
        await work(worker_url(settings), db, MediaFiles(city_folder(settings) / "media", db.vault))
    finally:
        await db.close()


async def work(lock_url: str, db: Database, files: MediaFiles) -> None:
    """Hold the lock on a connection of our own, and work until cancelled."""
    conn = await asyncpg.connect(lock_url)
    try:
        lost = asyncio.Event()
        conn.add_termination_listener(lambda _: lost.set())
        await conn.execute("select pg_advisory_lock($1)", LOCK)
        settings = ChannelsSettings()
        adapters = chosen_adapters(settings)
        inlet = make_inlet(db, files)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_end_when(lost))
            for adapter in adapters:
                tasks.create_task(adapter.run(inlet))
            tasks.create_task(Outbox(db, adapters).run())
            tasks.create_task(ExchangeOutbox(db, LiaisonSettings()).run())
            tasks.create_task(Fetching(db, adapters, partial(store_fetched, db, files)).run())
            if settings.mqtt_host is not None:
                tasks.create_task(AlarmLine(settings).run(partial(store_said, db)))
            log.info("channels_ready", adapters=[one.name for one in adapters])
    finally:
        if not conn.is_closed():
            await conn.close(timeout=2)


async def _end_when(lost: asyncio.Event) -> None:
    """Whoever holds the lock now is somebody else: two would send everything twice."""
    await lost.wait()
    raise ConnectionError("the lock connection of the channels was lost")
