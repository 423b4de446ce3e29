"""A whole hall for a bench: own engines and processes in a temporary directory, gone afterwards."""

import asyncio
import contextlib
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx

from yaoyaoling.agencies.public import principal_for
from yaoyaoling.apps.demo.programs import own_programs
from yaoyaoling.apps.open import open_database
from yaoyaoling.apps.prepare.database import prepare_database
from yaoyaoling.apps.prepare.engines import prepare_engines
from yaoyaoling.apps.prepare.run import run_prepare
from yaoyaoling.platform.auth import open_session
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.principal import Principal, Role, system
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.supervise.ports import remembered_ports
from yaoyaoling.platform.supervise.supervisor import Alarm, Supervisor


class BenchFaultError(RuntimeError):
    """Something ended that was to be measured."""


@dataclass
class BenchHall:
    """Where the hall is, its database, and people of every role with their tokens."""

    url: str
    settings: HallSettings
    db: Database
    people: dict[str, Principal]
    tokens: dict[str, str]

    def client(self, who: str | None = None) -> httpx.AsyncClient:
        """A client signed in as somebody (by login), or a citizen's."""
        headers = {} if who is None else {"Authorization": f"Bearer {self.tokens[who]}"}
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=20)

    def logins(self, role: Role) -> list[str]:
        """Everybody of a role, by login."""
        return sorted(login for login, one in self.people.items() if role in one.roles)

    def crew_of(self, login: str) -> UUID:
        """The crew of an officer."""
        crew = self.people[login].crew_id
        assert crew is not None
        return crew


@contextlib.asynccontextmanager
async def bench_hall(processes: bool = True) -> AsyncIterator[BenchHall]:
    """Start it, with the town of `xiaozhen`; without `processes` only engines and data. Raises: BenchFaultError."""
    folder = Path(tempfile.mkdtemp(prefix="yyl-bench-"))
    port = remembered_ports(folder / "ports.json", ("hall",))["hall"]
    settings = HallSettings(data=folder, port=port, listen="127.0.0.1")
    ended: list[Alarm] = []
    supervisor = Supervisor(folder / "log", folder / "status.json", ended.append)
    try:
        engines = await asyncio.to_thread(prepare_engines, settings)
        await supervisor.start(engines.programs)
        settings, _ = await prepare_database(engines)
        await run_prepare(settings, secrets.token_urlsafe(12), lambda _: None)
        if processes:
            await supervisor.start(own_programs(settings, None))
        db, _ = await open_database(settings)
        try:
            people: dict[str, Principal] = {}
            tokens: dict[str, str] = {}
            async with db.transaction(system("bench")) as tx:
                for row in await tx.fetch("select id, login from agencies.account order by login"):
                    people[row["login"]] = await principal_for(tx, row["id"])
                    tokens[row["login"]] = await open_session(tx, people[row["login"]], hours=1)
            yield BenchHall(f"http://127.0.0.1:{settings.port}", settings, db, people, tokens)
        finally:
            await db.close()
        if ended:
            raise BenchFaultError(f"{ended[0].name} ended during the bench: {ended[0].end}")
    finally:
        await supervisor.stop()
        shutil.rmtree(folder, ignore_errors=True)
