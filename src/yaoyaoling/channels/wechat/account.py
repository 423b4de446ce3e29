"""WeChat's service for accounts: the access token, customer messages (客服消息), media.

The token is in addresses, as WeChat wants it: no address of this service is ever logged.
"""

import asyncio
import json
import time
from typing import Any

import httpx
from pydantic import SecretStr

from yaoyaoling.channels.contract import Never, NotNow
from yaoyaoling.platform.logs import logger

log = logger("channels")
_EARLY_S = 300.0
"""So long before its end a token is fetched anew: the old one still holds meanwhile."""
_AGAIN_S = 10.0
"""Within that, WeChat may give the old one still: asked again so often."""
_TOKEN_ENDED = frozenset({40001, 40014, 42001})
_SOONER_S, _LATEST_S = 1.0, 60.0
_MOST_OCTETS = 12 * 2**20
_NEVER = {
    40003: "receiver_unknown",
    40007: "media_gone",
    43004: "not_following",
    45002: "too_long",
    45009: "quota_used",
    45015: "window_closed",
    45047: "must_write_first",
    48001: "not_permitted",
    48002: "receiver_blocked",
    50002: "not_permitted",
    87009: "content_refused",
    87014: "content_refused",
}
"""Codes of messages that will not be taken however often they are sent, in the seat's words (`delivery.reason.*`)."""


class Account:
    """An official account or a mini-program, as its own server sees WeChat."""

    def __init__(self, base_url: str, app_id: str, secret: SecretStr, reply_s: float) -> None:
        self._base_url = base_url.rstrip("/")
        self._app_id = app_id
        self._secret = secret
        self._reply_s = reply_s
        self._client: httpx.AsyncClient | None = None
        self._token = ""
        self._ends_at = 0.0
        self._fetching = asyncio.Lock()

    @property
    def has_token(self) -> bool:
        """Whether something may be sent."""
        return bool(self._token) and time.monotonic() < self._ends_at

    async def keep_token(self) -> None:
        """Fetch it, and anew before its end, until cancelled; what fails is tried again, more and more seldom."""
        failed = 0
        try:
            while True:
                try:
                    await self._renew(self._token)
                    failed = 0
                    left_s = self._ends_at - time.monotonic()
                    pause_s = max(min(_AGAIN_S, left_s), left_s - _EARLY_S)
                except NotNow as error:
                    failed += 1
                    pause_s = min(_LATEST_S, _SOONER_S * 2 ** min(failed, 6))
                    log.warning("wechat_no_token", app_id=self._app_id, reason=error.reason, failed=failed)
                await asyncio.sleep(pause_s)
        finally:
            if self._client is not None:
                await self._client.aclose()
                self._client = None

    async def send_text(self, open_id: str, words: str) -> None:
        """One customer message. Raises: NotNow, Never."""
        told = {"touser": open_id, "msgtype": "text", "text": {"content": words}}
        # As characters: phones show escapes as they stand.
        body = json.dumps(told, ensure_ascii=False).encode()
        reply = await self._with_token("POST", "/cgi-bin/message/custom/send", content=body)
        _check(_json(reply))

    async def fetch(self, media_id: str) -> bytes:
        """A picture. Raises: NotNow, Never."""
        reply = await self._with_token("GET", "/cgi-bin/media/get", params={"media_id": media_id})
        if "json" in reply.headers.get("content-type", "") or "text" in reply.headers.get("content-type", ""):
            _check(_json(reply))
            raise Never("no_media")
        return reply.content

    async def _with_token(self, method: str, path: str, **how: Any) -> httpx.Response:
        """Ask with the token; one that ended before its time is fetched anew, once."""
        for is_last in (False, True):
            if not self.has_token:
                await self._renew(self._token)
            token = self._token
            params = {"access_token": token, **how.get("params", {})}
            reply = await self._ask(method, path, **(how | {"params": params}))
            if _code(reply) not in _TOKEN_ENDED:
                return reply
            if is_last:
                break
            await self._renew(token, is_refused=True)
        raise NotNow("token_refused", after_s=30.0)

    async def _renew(self, old: str, *, is_refused: bool = False) -> None:
        """Fetch a token, unless another did meanwhile. One that is refused, and given again, is forced out.

        Raises: NotNow.
        """
        async with self._fetching:
            if self._token != old and self.has_token:
                return
            await self._fetch_token(is_forced=False)
            if is_refused and self._token == old:
                await self._fetch_token(is_forced=True)

    async def _fetch_token(self, *, is_forced: bool) -> None:
        """By `stable_token`: other programs that use the account are not thrown out."""
        told = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret.get_secret_value(),
            "force_refresh": is_forced,
        }
        found = _json(await self._ask("POST", "/cgi-bin/stable_token", json=told))
        token, lasts_s = found.get("access_token"), found.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(lasts_s, int):
            code = found.get("errcode")
            raise NotNow(f"token_{code}", after_s=10.0)
        self._token, self._ends_at = token, time.monotonic() + lasts_s

    async def _ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        if self._client is None:
            # Made by whoever asks: the web processes only read, and pay nothing for it.
            self._client = httpx.AsyncClient(timeout=self._reply_s)
        try:
            async with self._client.stream(method, self._base_url + path, **how) as reply:
                octets = bytearray()
                async for piece in reply.aiter_bytes():
                    octets += piece
                    if len(octets) > _MOST_OCTETS:
                        raise Never("too_large")
        except httpx.HTTPError as error:
            raise NotNow("no_reply", after_s=2.0) from _without_address(error)
        if reply.status_code != 200:
            raise NotNow(f"http_{reply.status_code}", after_s=2.0)
        return httpx.Response(
            200, headers={"content-type": reply.headers.get("content-type", "")}, content=bytes(octets)
        )


def _without_address(error: httpx.HTTPError) -> Exception:
    """Its kind alone: what it says may hold the address."""
    return ConnectionError(type(error).__name__)


def _json(reply: httpx.Response) -> dict[str, Any]:
    try:
        found: Any = reply.json()
    except ValueError as error:
        raise NotNow("reply_unreadable", after_s=5.0) from error
    if not isinstance(found, dict):
        raise NotNow("reply_unreadable", after_s=5.0)
    return found


def _code(reply: httpx.Response) -> int:
    """The service's code of a reply; 0 where it has none, as pictures have."""
    if reply.content[:1] != b"{":
        return 0
    try:
        return int(_json(reply).get("errcode", 0))
    except (NotNow, TypeError, ValueError):
        return 0


def _check(found: dict[str, Any]) -> None:
    """Raises: NotNow when it may be taken later, Never when not."""
    code = found.get("errcode", 0)
    if code == 0:
        return
    if code in (-1, 45011):
        raise NotNow("wechat_busy", after_s=2.0 if code == -1 else 30.0)
    raise Never(_NEVER.get(code, f"wechat_{code}"))
