"""A whole installation of real processes, each of which may be killed and started again."""

import asyncio
import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx

from tests.engines import free_port, start, stop
from yaoyaoling.agencies.public import principal_for
from yaoyaoling.apps.demo.programs import child_environment, yyl_command
from yaoyaoling.apps.open import open_database
from yaoyaoling.apps.prepare.database import prepare_database
from yaoyaoling.apps.prepare.engines import OwnEngines, prepare_engines
from yaoyaoling.apps.prepare.run import run_prepare
from yaoyaoling.platform.auth import open_session
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.principal import Principal, system
from yaoyaoling.platform.settings import HallSettings

PLACES = {
    "serve": ("commit.before", "commit.after"),
    "worker": ("commit.before", "commit.after"),
    "sequencer": ("sequencer.before_commit", "sequencer.after_commit"),
    "positions": ("commit.before", "commit.after"),
    "relay": ("relay.before_publish", "relay.after_publish", "relay.after_ack"),
}
ENGINES = ("postgres", "nats")
UNHARMED = ("roads",)
"""Holds nothing that could be lost; without it there would be no ranking to be hit."""


@dataclass
class Death:
    """One kill. place: where in the program it happened; "anywhere" for engines."""

    name: str
    place: str
    at: float


@dataclass
class Installation:
    """Processes by name, where each runs armed with the next fault of the schedule."""

    folder: Path
    settings: HallSettings
    engines: OwnEngines
    rng: random.Random
    people: dict[str, Principal] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    deaths: list[Death] = field(default_factory=list)
    commands: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _armed: dict[str, str] = field(default_factory=dict)
    is_armed: bool = False
    """Whether processes started from now on die at places of the schedule."""

    @property
    def url(self) -> str:
        """Where the hall answers."""
        return f"http://127.0.0.1:{self.settings.port}"

    def client(self, who: str | None = None) -> httpx.AsyncClient:
        """A client signed in as somebody, or a citizen's."""
        headers = {} if who is None else {"Authorization": f"Bearer {self.tokens[who]}"}
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=5)

    def start(self, name: str) -> None:
        """Start a process or an engine; ours armed with a fault when faults are on."""
        log = self.folder / f"{name}.log"
        if name in ENGINES:
            program = next(one for one in self.engines.programs if one.name == name)
            self._running[name] = start(
                list(program.command), log, env=dict(program.env), cwd="/", **program.account.popen()
            )
            return
        env = child_environment(self.settings, os.environ)
        if self.is_armed and name in PLACES:
            place = self.rng.choice(PLACES[name])
            env["YYL_FAULT"] = f"{place}:{self.rng.randint(1, 12)}"
            self._armed[name] = place
        command = self.commands.get(name) or yyl_command(name)
        self._running[name] = start(list(command), log, env=env)

    def kill(self, name: str) -> None:
        """SIGKILL for the whole process group, as when the machine takes it away."""
        process = self._running[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def revive(self) -> None:
        """Start again whatever has ended; a death by its armed fault is counted."""
        for name, process in list(self._running.items()):
            code = process.poll()
            if code is None:
                continue
            if name in self._armed and code == -signal.SIGKILL:
                self.deaths.append(Death(name, self._armed.pop(name), time.monotonic()))
            self.start(name)

    async def run_faults(self, wanted: int, within_s: float) -> None:
        """Keep reviving, and kill engines now and then, until so many have died. Raises: TimeoutError."""
        self.is_armed = True
        for name in PLACES:
            self.kill(name)
        next_engine = 0
        async with asyncio.timeout(within_s):
            while len(self.deaths) < wanted:
                self.revive()
                # An engine takes everything with it: one in eight kills, so that there is traffic to be hit.
                if len(self.deaths) >= next_engine:
                    victim = self.rng.choice(ENGINES)
                    self.kill(victim)
                    self.deaths.append(Death(victim, "anywhere", time.monotonic()))
                    next_engine = len(self.deaths) + self.rng.randint(4, 10)
                await asyncio.sleep(0.02)
        self.is_armed = False
        for name in PLACES:
            self.kill(name)
        self._armed.clear()

    async def wait_ready(self, within_s: float = 60) -> None:
        """Return when the hall says that it is ready; keeps reviving meanwhile. Raises: TimeoutError."""
        async with asyncio.timeout(within_s), self.client() as client:
            while True:
                self.revive()
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get("/readyz")).status_code == 200:
                        return
                await asyncio.sleep(0.1)

    async def connect(self) -> asyncpg.Connection:
        """A connection for the judge, as the worker role."""
        assert self.settings.worker_database_url is not None
        return await asyncpg.connect(self.settings.worker_database_url.get_secret_value())

    def close(self) -> None:
        """End everything: our processes at once, then the engines they say goodbye to."""
        for name, process in self._running.items():
            if name not in ENGINES and process.poll() is None:
                process.terminate()
        for name in reversed(list(self._running)):
            process = self._running[name]
            stop(process, signal.SIGINT if name == "postgres" else signal.SIGTERM)
        shutil.rmtree(self.folder, ignore_errors=True)


async def install(seed: int, folder: Path | None = None) -> Installation:
    """A running installation with the generated town and people, in a folder of its own unless one is given."""
    folder = folder or Path(tempfile.mkdtemp(prefix="yyl-faults-"))
    folder.chmod(0o755)
    settings = HallSettings(data=folder, city="xiaozhen", port=free_port(), listen="127.0.0.1", checkpoint_every_s=0.2)
    engines = await asyncio.to_thread(prepare_engines, settings)
    made = Installation(folder, settings, engines, random.Random(seed))
    try:
        for name in ENGINES:
            made.start(name)
        await _engines_up(engines)
        made.settings, _ = await prepare_database(engines)
        await run_prepare(made.settings, "only-for-tests", lambda _: None)
        db, _ = await open_database(made.settings)
        async with db.transaction(system("test")) as tx:
            for row in await tx.fetch("select id, login from agencies.account order by login"):
                made.people[row["login"]] = await principal_for(tx, row["id"])
                made.tokens[row["login"]] = await open_session(tx, made.people[row["login"]], hours=2)
        await db.close()
        for name in (*PLACES, *UNHARMED):
            made.start(name)
        await made.wait_ready()
    except BaseException:
        made.close()
        raise
    return made


async def _engines_up(engines: OwnEngines) -> None:
    assert engines.admin_url is not None
    for _ in range(600):
        with contextlib.suppress(asyncpg.PostgresError, *DATABASE_AWAY):
            await (await asyncpg.connect(engines.admin_url)).close()
            return
        await asyncio.sleep(0.05)
    raise TimeoutError("PostgreSQL did not start")
