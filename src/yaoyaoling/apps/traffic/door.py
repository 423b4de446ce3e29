"""The front door as a client uses it: sign-in, requests, the feed."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import orjson
from websockets.asyncio.client import connect

from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.logs import logger

log = logger("apps")
_BACKOFF_S = (0.3, 0.6, 1.2, 2.5, 5.0)
_RETRIED = {429, 502, 503, 504}


class SignInRefused(Refused):
    """The hall does not know that login with the password we have."""

    code = "sign_in_refused"
    status = 401
    zh = "账号 {login} 无法登录。若大厅启动时设置了 YYL_DEMO_PASSWORD，请在这里设置同样的值。"
    en = "{login} cannot sign in. If the hall was started with YYL_DEMO_PASSWORD, set the same here."


class NotDoneError(Exception):
    """The hall refused a request. code: of the refusal; message: its Chinese sentence; asked: method and path."""

    def __init__(self, status: int, code: str, message: str, asked: str = "") -> None:
        super().__init__(f"{status} {code}: {message} {asked}".rstrip())
        self.status, self.code, self.message = status, code, message


class FeedClosedError(OSError):
    """The hall closed a feed; whoever keeps it opens it again."""


@dataclass
class Door:
    """The hall at an address. trust: its own certificate, when it speaks https with one."""

    url: str
    trust: str | None
    password: str
    _tokens: dict[str, str] = field(default_factory=dict)
    _signing: dict[str, asyncio.Lock] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._tls = ssl.create_default_context(cafile=self.trust) if self.url.startswith("https") else None
        self._http = httpx.AsyncClient(base_url=self.url, verify=self._tls or True, timeout=10)

    async def close(self) -> None:
        """Leave."""
        await self._http.aclose()

    async def me(self, login: str) -> Mapping[str, Any]:
        """Who an account is. Raises: SignInRefused."""
        found: Mapping[str, Any] = await self.get("/api/auth/me", login=login)
        return found

    async def post(self, path: str, body: object = None, *, login: str | None = None, key: str | None = None) -> Any:
        """POST as somebody, or as a citizen; gives the reply. Asked again under the same key until there is one.

        Raises: NotDoneError when it is refused, SignInRefused.
        """
        content = b"" if body is None else orjson.dumps(body)
        headers = {"Content-Type": "application/json", "Idempotency-Key": key or f"traffic-{uuid4()}"}
        return await self._ask("POST", path, login, content=content, headers=headers)

    async def post_raw(self, path: str, content: bytes, mime: str, *, login: str | None = None) -> Any:
        """POST bytes as they are: a photo, or what no client of ours would send. Raises: NotDoneError."""
        return await self._ask("POST", path, login, content=content, headers={"Content-Type": mime})

    async def get(self, path: str, *, login: str | None = None, **params: Any) -> Any:
        """GET as somebody. Raises: NotDoneError, SignInRefused."""
        return await self._ask("GET", path, login, params=params, headers={})

    async def _ask(self, method: str, path: str, login: str | None, *, headers: dict[str, str], **what: Any) -> Any:
        """Until there is an answer that is one: a hall that restarts, is full or away is waited for."""
        tries = 0
        while True:
            try:
                if login is not None:
                    headers["Authorization"] = f"Bearer {await self._token(login)}"
                reply = await self._http.request(method, path, headers=headers, **what)
            except httpx.TransportError as error:
                if tries == 0:
                    log.info("hall_away", path=path, error=repr(error))
                reply = None
            if reply is not None and reply.status_code == httpx.codes.UNAUTHORIZED and login is not None:
                self._tokens.pop(login, None)  # expired, or the hall forgot it: sign in again
                if tries < len(_BACKOFF_S):
                    reply = None
            if reply is not None and reply.status_code not in _RETRIED:
                return _result(reply)
            await asyncio.sleep(_BACKOFF_S[min(tries, len(_BACKOFF_S) - 1)])
            tries += 1

    async def _token(self, login: str) -> str:
        async with self._signing.setdefault(login, asyncio.Lock()):
            if login not in self._tokens:
                body = {"login": login, "password": self.password}
                reply = await self._http.post("/api/auth/sign-in", json=body)
                if reply.status_code == httpx.codes.UNAUTHORIZED:
                    raise SignInRefused(login=login)
                if reply.status_code != httpx.codes.OK:
                    raise httpx.ConnectError(f"sign-in: {reply.status_code}")
                self._tokens[login] = reply.json()["token"]
        return self._tokens[login]

    async def watch(self, login: str, cursor: int | None) -> AsyncGenerator[dict[str, Any], None]:
        """The messages of somebody's feed, from a cursor on. Raises: OSError, WebSocketException when it is lost."""
        address = "/api/feed" if cursor is None else f"/api/feed?cursor={cursor}"
        headers = {"Authorization": f"Bearer {await self._token(login)}"}
        async for message in self._listen(address, headers):
            yield message
        # The session has ended, or the feed was too slow: the next one begins with a fresh sign-in.
        self._tokens.pop(login, None)
        raise FeedClosedError("closed by the hall")

    async def follow(self, token: str) -> AsyncGenerator[dict[str, Any], None]:
        """What a reporter's page hears behind its link. Raises: OSError, WebSocketException when it is lost."""
        async for message in self._listen(f"/api/public/follow/{token}/feed", {}):
            yield message
        raise FeedClosedError("closed by the hall")

    async def _listen(self, path: str, headers: Mapping[str, str]) -> AsyncGenerator[dict[str, Any], None]:
        address = self.url.replace("http", "ws", 1) + path
        async with connect(address, additional_headers=headers, ssl=self._tls, max_size=None) as socket:
            async for raw in socket:
                yield orjson.loads(raw)


def _result(reply: httpx.Response) -> Any:
    if reply.status_code < 400:
        return orjson.loads(reply.content) if reply.content else None
    try:
        told = reply.json()
        code, sentence = str(told["code"]), str(told["zh"])
    except (ValueError, KeyError, TypeError):
        code, sentence = "unreadable", reply.text[:200]
    raise NotDoneError(reply.status_code, code, sentence, f"{reply.request.method} {reply.request.url.path}")
