"""A live hall for HTTP tests: served on a real port, everything running, in this process."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.engines import Engines, free_port, fresh_name
from tests.stage import Stage
from tests.world import World, load_world
from yaoyaoling.apps import rooms
from yaoyaoling.apps.http import make_app
from yaoyaoling.apps.open import make_inlet
from yaoyaoling.channels.outbox import CrashInlet
from yaoyaoling.citizen.handlers.receive_crash import receive_crash
from yaoyaoling.citizen.links import Links
from yaoyaoling.evidence.files import MediaFiles
from yaoyaoling.evidence.public import RecordingFiles
from yaoyaoling.kernel.clock import SteadyClock
from yaoyaoling.places.public import Doorplates, RoadClient
from yaoyaoling.platform.auth import Sessions, open_session
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.feeds.hub import Hub
from yaoyaoling.platform.followers import Follower
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.ledger.checkpoint import Signer
from yaoyaoling.platform.ledger.excerpt import Seal
from yaoyaoling.platform.ledger.sequencer import CHANNEL, Sequencer
from yaoyaoling.platform.ledger.tail import Decoder, NotifyWake, Tail
from yaoyaoling.platform.ledger.vault import Vault
from yaoyaoling.platform.principal import Principal, system
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.timers import Timers

MASTER_KEY = b"k" * 32


@dataclass
class LiveHall:
    """Where it is, and a way in for everybody."""

    url: str
    hall: Hall
    world: World
    tokens: dict[str, str]

    def client(self, who: str | None = None, **headers: str) -> httpx.AsyncClient:
        """A client signed in as somebody, or a citizen's."""
        if who is not None:
            headers["Authorization"] = f"Bearer {self.tokens[who]}"
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=20)

    async def sign_in(self, name: str, principal: Principal) -> None:
        """Open a session for somebody made up."""
        async with self.hall.db.transaction(system("test")) as tx:
            self.tokens[name] = await open_session(tx, principal, hours=1)


@contextlib.asynccontextmanager
async def live_hall(engines: Engines, template: str, folder: Path, **settings: Any) -> AsyncIterator[LiveHall]:
    """Serve a copy of a database until the end of the block."""
    name = fresh_name()
    urls = await engines.create_database(name, template)
    clock = SteadyClock.start()
    vault = Vault(MASTER_KEY)
    db = await Database.open(
        urls.app, urls.worker, connections=10, clock=clock, vault=vault, origin="T1", reactions=rooms.INSIDE
    )
    bus = Bus(engines.nats.url, f"yyl.{name}")
    await bus.open()
    decoder = Decoder(rooms.CATALOG, vault)
    wakes = [NotifyWake(urls.worker, CHANNEL) for _ in range(2)]
    port = free_port()
    hall = Hall(
        settings=HallSettings(data=folder, port=port, **settings),
        db=db,
        bus=bus,
        sessions=Sessions(db),
        decoder=decoder,
        hub=Hub(db, Tail(db.worker_pool, decoder, wakes[0]), rooms.FEEDS),
    )
    hall.provide(RoadClient(bus))
    hall.provide(rooms.TUNABLES)
    hall.provide(MediaFiles(folder / "media", vault))
    hall.provide(RecordingFiles(folder / "recordings", vault))
    hall.provide(make_inlet(db, hall.need(MediaFiles)))
    hall.provide(CrashInlet(db, receive_crash))
    hall.provide(Links(b"l" * 32))
    hall.provide(Doorplates(b"d" * 32))
    conn = await asyncpg.connect(urls.worker)
    signer = Signer("yaoyaoling/T1", Ed25519PrivateKey.from_private_bytes(b"t" * 32))
    hall.provide(Seal(signer.verifier_key, "sha256"))
    follower = Follower(db, Tail(db.worker_pool, decoder, wakes[1]), "worker", rooms.AFTER)
    server = uvicorn.Server(
        uvicorn.Config(make_app(hall), host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="off")
    )
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    tasks = [
        asyncio.create_task(work)
        for work in (
            Sequencer(conn, clock, signer).run(),
            follower.run(),
            Timers(db, rooms.TIMERS).run(),
            hall.hub.run(),
            server.serve(),
        )
    ]
    try:
        while not server.started:
            await asyncio.sleep(0.02)
        world = await load_world(Stage(db=db, clock=clock, urls=urls, conn=conn))  # type: ignore[arg-type]
        live = LiveHall(f"http://127.0.0.1:{port}", hall, world, {})
        for who, principal in world.people.items():
            await live.sign_in(who, principal)
        yield live
    finally:
        server.should_exit = True
        await asyncio.sleep(0.1)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for wake in wakes:
            await wake.close()
        await conn.close()
        await bus.close()
        await db.close()
        await engines.drop_database(name)
