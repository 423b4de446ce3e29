"""A hall of its own for a bench, with a sign-in for everybody."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import httpx

from yaoyaoling.agencies.public import principal_for
from yaoyaoling.apps.open import open_database
from yaoyaoling.apps.own_hall import own_hall
from yaoyaoling.platform.auth import open_session
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.principal import Principal, Role, system
from yaoyaoling.platform.settings import HallSettings


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
    async with own_hall(processes=processes, city="xiaozhen") as hall:
        db, _ = await open_database(hall.settings)
        try:
            people: dict[str, Principal] = {}
            tokens: dict[str, str] = {}
            async with db.transaction(system("bench")) as tx:
                for row in await tx.fetch("select id, login from agencies.account order by login"):
                    people[row["login"]] = await principal_for(tx, row["id"])
                    tokens[row["login"]] = await open_session(tx, people[row["login"]], hours=2)
            yield BenchHall(hall.url, hall.settings, db, people, tokens)
        finally:
            await db.close()
        if hall.ended:
            raise BenchFaultError(f"{hall.ended[0].name} ended during the bench: {hall.ended[0].end}")
