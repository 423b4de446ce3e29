"""A hall of its own for a bench, with a sign-in for everybody."""

import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import httpx
from pydantic import SecretStr

from yaoyaoling.agencies.public import CreateAccount, create_account, get_hall_code, principal_for
from yaoyaoling.apps.open import open_database
from yaoyaoling.apps.own_hall import OwnHall, own_hall
from yaoyaoling.platform.auth import open_session
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import Principal, Role, system
from yaoyaoling.platform.settings import HallSettings

_IDLE_S = 3.0


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
    own: OwnHall

    def client(self, who: str | None = None) -> httpx.AsyncClient:
        """A client signed in as somebody (by login), or a citizen's."""
        headers = {} if who is None else {"Authorization": f"Bearer {self.tokens[who]}"}
        # The hall lets go of a connection that is idle for five seconds: who uses it at that moment comes too late.
        limits = httpx.Limits(keepalive_expiry=_IDLE_S)
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=20, limits=limits)

    def logins(self, role: Role) -> list[str]:
        """Everybody of a role, by login."""
        return sorted(login for login, one in self.people.items() if role in one.roles)

    def crew_of(self, login: str) -> UUID:
        """The crew of an officer."""
        crew = self.people[login].crew_id
        assert crew is not None
        return crew


@contextlib.asynccontextmanager
async def bench_hall(
    processes: bool = True, *, has_voice: bool = False, call_takers: int = 0, killed: frozenset[str] = frozenset()
) -> AsyncIterator[BenchHall]:
    """Start it, with the town of `xiaozhen`; without `processes` only engines and data.

    call_takers: as many at least. killed: processes that the bench itself kills. Raises: BenchFaultError.
    """
    async with own_hall(processes=processes, city="xiaozhen", has_voice=has_voice) as hall:
        db, _ = await open_database(hall.settings)
        try:
            people: dict[str, Principal] = {}
            tokens: dict[str, str] = {}
            await _more_takers(db, call_takers)
            async with db.transaction(system("bench")) as tx:
                for row in await tx.fetch("select id, login from agencies.account order by login"):
                    people[row["login"]] = await principal_for(tx, row["id"])
                    tokens[row["login"]] = await open_session(tx, people[row["login"]], hours=2)
            yield BenchHall(hall.url, hall.settings, db, people, tokens, hall)
        finally:
            await db.close()
        unwanted = [one for one in hall.ended if one.name not in killed]
        if unwanted:
            raise BenchFaultError(f"{unwanted[0].name} ended during the bench: {unwanted[0].end}")


async def _more_takers(db: Database, wanted: int) -> None:
    """Call-takers beside those of the demonstration, who can sign in with nothing."""
    async with db.snapshot(system("bench")) as tx:
        org = await get_hall_code(tx)
        there = await tx.fetchval("select count(*) from agencies.account where $1 = any(roles)", Role.CALL_TAKER.value)
    for number in range(there, wanted):
        account = CreateAccount(
            login=f"bench{number:03d}", password_hash=SecretStr(secrets.token_hex(16)), person=f"接警员{number}",
            roles=(Role.CALL_TAKER,), org_code=org,
        )  # fmt: skip
        await execute(db, system("bench"), create_account, account)
