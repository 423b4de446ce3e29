"""The front door as a client uses it: sign-in, requests, the feed."""

import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import orjson
from websockets.asyncio.client import connect

from yaoyaoling.platform.feeds.contract import Change, View


@dataclass
class Door:
    """The hall at an address. trust: its own certificate, when it speaks https with one."""

    url: str
    trust: str | None
    password: str
    _tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._tls = ssl.create_default_context(cafile=self.trust) if self.url.startswith("https") else None
        self._http = httpx.AsyncClient(base_url=self.url, verify=self._tls or True, timeout=10)

    async def close(self) -> None:
        """Leave."""
        await self._http.aclose()

    async def _token(self, login: str) -> str:
        if login not in self._tokens:
            body = {"login": login, "password": self.password}
            reply = await self._http.post("/api/auth/sign-in", json=body)
            reply.raise_for_status()
            self._tokens[login] = reply.json()["token"]
        return self._tokens[login]

    async def post(self, path: str, body: object, *, login: str | None = None, key: str | None = None) -> Any:
        """POST as somebody, or as a citizen; gives the reply. Raises: httpx.HTTPError."""
        headers = {"Content-Type": "application/json"}
        if login is not None:
            headers["Authorization"] = f"Bearer {await self._token(login)}"
        if key is not None:
            headers["Idempotency-Key"] = key
        reply = await self._http.post(path, content=orjson.dumps(body), headers=headers)
        if reply.status_code == httpx.codes.UNAUTHORIZED and login is not None:
            self._tokens.pop(login, None)  # expired: the next call signs in again
        reply.raise_for_status()
        return reply.json()

    async def watch(self, login: str) -> AsyncIterator[tuple[View, list[Any]]]:
        """The feed of somebody: what they see after each message, and the positions that came with it."""
        headers = {"Authorization": f"Bearer {await self._token(login)}"}
        address = self.url.replace("http", "ws", 1) + "/api/feed"
        async with connect(address, additional_headers=headers, ssl=self._tls, max_size=None) as socket:
            view = View()
            async for raw in socket:
                message = orjson.loads(raw)
                if message["type"] == "snapshot":
                    view = View()
                for entity in message.get("entities", ()):
                    about = UUID(entity["about"])
                    view.apply(Change(entity["kind"], entity["id"], entity["v"], about, entity["set"]))
                if message["type"] == "scope_left":
                    view.leave(UUID(message["about"]))
                yield view, message.get("crews", [])
