"""What routes ask for: the hall, who asks, with which role, under which idempotency key."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Request
from starlette.requests import HTTPConnection

from yaoyaoling.kernel.contract import Command
from yaoyaoling.platform.auth import COOKIE, NotSignedIn
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.principal import Principal, Role

C = TypeVar("C", bound=Command)
R = TypeVar("R")


def hall_of(connection: HTTPConnection) -> Hall:
    """The hall this process serves."""
    hall: Hall = connection.app.state.hall
    return hall


async def _hall(connection: HTTPConnection) -> Hall:
    # What a route depends on is always a coroutine: the framework sends an ordinary function to a thread and back.
    return hall_of(connection)


HallDep = Annotated[Hall, Depends(_hall)]


def token_of(connection: HTTPConnection) -> str | None:
    """The bearer token or the cookie of a request."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token
    return connection.cookies.get(COOKIE)


async def principal_of(request: Request, hall: HallDep) -> Principal:
    """Whoever signed in. Raises: NotSignedIn."""
    return await hall.sessions.principal_of(token_of(request))


async def find_principal(request: Request, hall: HallDep) -> Principal | None:
    """Whoever signed in, or None for a citizen."""
    try:
        return await hall.sessions.principal_of(token_of(request))
    except NotSignedIn:
        return None


PrincipalDep = Annotated[Principal, Depends(principal_of)]


def allow(*roles: Role) -> Any:
    """`Annotated[Principal, allow(Role.X)]`: a signed-in person who holds one of the roles."""

    async def check(principal: PrincipalDep) -> Principal:
        principal.require(*roles)
        return principal

    return Depends(check)


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Your own name for this request: sent again with the same body, it is answered, not done, again.",
    ),
]


class Desk:
    """Runs commands for a route: who asks and the idempotency key are taken from the request."""

    def __init__(self, request: Request, hall: Hall, key: str | None) -> None:
        self.hall = hall
        self.key = key
        self._request = request

    async def run(self, principal: Principal, handler: Callable[[Tx, C], Awaitable[R]], command: C) -> R:
        """Execute the command in a transaction of its own."""
        fingerprint = None if self.key is None else await self._fingerprint()
        return await execute(self.hall.db, principal, handler, command, key=self.key, fingerprint=fingerprint)

    async def _fingerprint(self) -> bytes:
        """Hash of method, address and body as they came."""
        digest = hashlib.sha256(f"{self._request.method} {self._request.url.path}\n".encode())
        digest.update(await self._request.body())
        return digest.digest()


async def _desk(request: Request, hall: HallDep, key: IdempotencyKey = None) -> Desk:
    return Desk(request, hall, key)


DeskDep = Annotated[Desk, Depends(_desk)]
