"""Opening a process's engines: settings in, a `Hall` out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import asyncpg

from yaoyaoling.apps import rooms
from yaoyaoling.apps.addresses import app_url, city_folder, open_bus, secrets_of, worker_url
from yaoyaoling.apps.voice_daemons import find_voice, voice_part
from yaoyaoling.channels.outbox import CrashInlet, StoredInlet
from yaoyaoling.channels.standing import channels_part
from yaoyaoling.citizen.handlers.receive_crash import receive_crash
from yaoyaoling.citizen.handlers.receive_text import store_text
from yaoyaoling.citizen.links import Links
from yaoyaoling.evidence.files import MediaFiles
from yaoyaoling.evidence.public import RecordingFiles
from yaoyaoling.kernel.clock import Clock, SteadyClock
from yaoyaoling.places.public import Doorplates, RoadClient
from yaoyaoling.platform.auth import Sessions
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.feeds.hub import Hub
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.http.health import MoreParts
from yaoyaoling.platform.ledger.excerpt import Seal
from yaoyaoling.platform.ledger.sequencer import CHANNEL
from yaoyaoling.platform.ledger.tail import Decoder, NotifyWake, Tail
from yaoyaoling.platform.ledger.vault import Vault
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.steady import steady_clock


async def open_database(settings: HallSettings) -> tuple[Database, SteadyClock]:
    """Both pools, the shared clock and the vault."""
    conn = await asyncpg.connect(worker_url(settings))
    try:
        clock = await steady_clock(conn)
    finally:
        await conn.close()
    return await open_database_at(settings, clock), clock


async def open_database_at(settings: HallSettings, clock: Clock) -> Database:
    """The same by any clock: for time that is moved by hand."""
    return await Database.open(
        app_url(settings),
        worker_url(settings),
        connections=settings.database_connections,
        clock=clock,
        vault=Vault(secrets_of(settings).master_key()),
        origin=settings.origin,
        reactions=rooms.INSIDE,
    )


def make_inlet(db: Database, files: MediaFiles) -> StoredInlet:
    """Where messages of citizens go in, whoever brings them."""
    return StoredInlet(db, partial(store_text, db, files))


def make_tail(settings: HallSettings, db: Database, decoder: Decoder) -> Tail:
    """A follower of the ledger, woken by the sequencer."""
    return Tail(db.worker_pool, decoder, NotifyWake(worker_url(settings), CHANNEL))


@asynccontextmanager
async def open_hall(settings: HallSettings) -> AsyncIterator[tuple[Hall, SteadyClock]]:
    """Everything `yyl serve` needs, closed at the end."""
    db, clock = await open_database(settings)
    bus = open_bus(settings)
    try:
        await bus.open()
        decoder = Decoder(rooms.CATALOG, db.vault)
        hall = Hall(
            settings=settings,
            db=db,
            bus=bus,
            sessions=Sessions(db),
            decoder=decoder,
            hub=Hub(db, make_tail(settings, db, decoder), rooms.FEEDS),
        )
        hall.provide(RoadClient(bus))
        hall.provide(rooms.TUNABLES)
        hall.provide(Seal(secrets_of(settings).signer(settings.origin).verifier_key, settings.ledger_hash))
        hall.provide(MediaFiles(city_folder(settings) / "media", db.vault))
        hall.provide(RecordingFiles(city_folder(settings) / "recordings", db.vault))
        hall.provide(Links(secrets_of(settings).link_key()))
        hall.provide(Doorplates(secrets_of(settings).doorplate_key()))
        watch = find_voice(settings).watch()
        hall.provide(watch)
        hall.provide(make_inlet(db, hall.need(MediaFiles)))
        hall.provide(CrashInlet(db, receive_crash))
        hall.provide(MoreParts((lambda: voice_part(watch), lambda: channels_part(db))))
        yield hall, clock
    finally:
        await bus.close()
        await db.close()
