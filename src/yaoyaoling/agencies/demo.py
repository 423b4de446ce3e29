"""Signing in with one click, in a demonstration on this machine and nowhere else.

The port is provided by `yyl serve --demo` only, which only `yyl demo` starts, and only on a loopback address. A request
must come from this machine, address it by a loopback name (a foreign page that points its own name at us does not),
come through no proxy, and not be sent by a page of another site.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from yaoyaoling.agencies.events import SignedIn
from yaoyaoling.agencies.handlers.sign_in import SignedInReply, principal_for
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.auth import open_session
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.principal import Role, system

_PROXIED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


class DemoPerson(Value):
    """Somebody who may be played with one click."""

    login: str
    name: str
    role: Role
    org: str
    crew: str


@dataclass(frozen=True)
class DemoSignIns:
    """The people of the demonstration."""

    people: tuple[DemoPerson, ...]


def is_loopback_name(host: str | None) -> bool:
    """Whether a host (perhaps with a port) names this machine itself."""
    name = urlsplit(f"//{host}").hostname if host else None
    if name is None:
        return False
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def is_from_here(client: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a request was made on this machine, at this machine, by our own page or a program."""
    if not is_loopback_name(client if client is None or ":" not in client else f"[{client}]"):
        return False
    if not is_loopback_name(headers.get("host")) or any(name in headers for name in _PROXIED):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


async def sign_in_demo(db: Database, demo: DemoSignIns, login: str, *, hours: float) -> SignedInReply:
    """Open a session for one of the demonstration's people. Raises: NotFound for anybody else."""
    if login not in {person.login for person in demo.people}:
        raise NotFound
    async with db.transaction(system("demo")) as tx:
        account_id = await tx.fetchval(
            "select id from agencies.account where login = $1 and disabled_at is null", login
        )
        if account_id is None:
            raise NotFound
        principal = await principal_for(tx, account_id)
        token = await open_session(tx, principal, hours=hours)
        event = SignedIn(account_id=account_id, roles=tuple(sorted(principal.roles)))
        tx.record(event, stream=f"sign_in:{new_id()}", seq=1, about=account_id)
    return SignedInReply(token=token, principal=principal)
