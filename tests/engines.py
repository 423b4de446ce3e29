"""Real engines for tests: one PostgreSQL and one NATS a session, a fresh database a test."""

import asyncio
import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from yaoyaoling.apps import rooms
from yaoyaoling.platform.db.migrate import migrate
from yaoyaoling.platform.db.roles import APP_ROLE, WORKER_ROLE, ensure_roles
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.supervise.account import engine_account
from yaoyaoling.platform.supervise.nats import Nats
from yaoyaoling.platform.supervise.postgres import Postgres

PASSWORD = "only-for-tests"
_FOR_TESTS = "fsync = off\nfull_page_writes = off\nautovacuum = off\n"
"""These databases live for seconds and need not survive a machine; the tests of faults have engines as shipped."""


def is_ours(port: int) -> bool:
    """Whether this worker may take a free port: between its being found and taken no other worker finds it too."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    # The system gives odd ports to whoever asks for any, even ones to outgoing connections.
    return worker is None or port // 2 % int(os.environ["PYTEST_XDIST_WORKER_COUNT"]) == int(worker[2:])


def free_port() -> int:
    """A port nobody listens on now."""
    for _ in range(1000):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
            if is_ours(port):
                return port
    raise AssertionError("no free port")


@dataclass
class Urls:
    """Addresses of one database as its three roles."""

    owner: str
    app: str
    worker: str


@dataclass
class Engines:
    """What runs for the session."""

    folder: Path
    postgres: Postgres
    nats: Nats
    owner_password: str

    def url(self, database: str, role: str, password: str = PASSWORD) -> str:
        """Address of a database as a role."""
        return f"postgresql://{role}:{password}@127.0.0.1:{self.postgres.port}/{database}"

    def urls(self, database: str) -> Urls:
        """Addresses of a database as all roles."""
        return Urls(self.url(database, "yyl_owner"), self.url(database, APP_ROLE), self.url(database, WORKER_ROLE))

    async def create_database(self, name: str, template: str | None = None) -> Urls:
        """Make a database, from a template if given."""
        admin = await asyncpg.connect(self.postgres.url)
        try:
            source = f" template {template} strategy file_copy" if template else ""
            await admin.execute(f"create database {name} owner yyl_owner{source}")
        finally:
            await admin.close()
        return self.urls(name)

    async def has_database(self, name: str) -> bool:
        """Whether there is a database of that name."""
        admin = await asyncpg.connect(self.postgres.url)
        try:
            return bool(await admin.fetchval("select exists (select from pg_database where datname = $1)", name))
        finally:
            await admin.close()

    async def drop_database(self, name: str) -> None:
        """Remove a database and whoever is still connected to it."""
        admin = await asyncpg.connect(self.postgres.url)
        try:
            await admin.execute(f"drop database if exists {name} with (force)")
        finally:
            await admin.close()


def start(command: list[str], log: Path, **rest: object) -> subprocess.Popen[bytes]:
    """Start a server in a process group of its own."""
    with log.open("ab") as out:
        return subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, **rest)  # type: ignore[call-overload,no-any-return]


def stop(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> None:
    """Stop what we started, and wait for it."""
    if process.poll() is None:
        process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
    if process.poll() is None:
        process.kill()
        process.wait()


async def wait_for_postgres(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when it answers."""
    deadline = time.monotonic() + 30
    while True:
        try:
            await (await asyncpg.connect(url)).close()
            return
        except (asyncpg.PostgresError, *DATABASE_AWAY):
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.05)


@contextlib.contextmanager
def running_engines() -> Iterator[Engines]:
    """PostgreSQL and NATS in a temporary directory, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="yyl-test-"))
    folder.chmod(0o755)  # the unprivileged account of the engines must get through
    account = engine_account()
    postgres = Postgres.prepare(folder / "postgres", free_port(), PASSWORD, account)
    conf = folder / "postgres" / "cluster" / "yaoyaoling.conf"
    conf.write_text(conf.read_text().replace("'256MB'", "'64MB'") + _FOR_TESTS)
    nats = Nats(folder / "nats", free_port(), secrets.token_hex(8))
    nats.prepare()
    env = postgres.environment()
    pg = start(postgres.command(), folder / "postgres.log", cwd="/", env=env, **account.popen())
    bus = start(nats.command(), folder / "nats.log")
    try:
        asyncio.run(wait_for_postgres(postgres.url, pg))
        engines = Engines(folder, postgres, nats, PASSWORD)
        asyncio.run(_prepare(engines))
        yield engines
    finally:
        stop(bus)
        stop(pg, signal.SIGINT)
        shutil.rmtree(folder, ignore_errors=True)


async def _prepare(engines: Engines) -> None:
    admin = await asyncpg.connect(engines.postgres.url)
    try:
        await admin.execute(f"create role yyl_owner login createrole password '{PASSWORD}'")
    finally:
        await admin.close()
    urls = await engines.create_database("yyl_template")
    owner = await asyncpg.connect(urls.owner)
    try:
        await ensure_roles(owner, PASSWORD, PASSWORD)
        await migrate(owner, rooms.migrations())
    finally:
        await owner.close()


def fresh_name() -> str:
    """A name no other test has."""
    return f"t_{os.getpid()}_{secrets.token_hex(4)}"
