"""Other sides of the lines, for `yyl bench channels`: each speaks its protocol to the hall, and keeps what it took."""

import asyncio
import base64
import json
import secrets
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar

import httpx
from smpp34 import Esme, Server, SmppError, SubmitSmEvent, Unbound
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from yaoyaoling.apps.callers.weixin import Weixin, serve_app
from yaoyaoling.channels.contract import TextChannel
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.channels.smpp.coding import UCS2, read_text
from yaoyaoling.platform.signing import signed_headers

_SERVICE = "110"


@dataclass
class BenchPeer(ABC):
    """taken: how often it took each message of the hall. last_at: when the newest was (loop time)."""

    name: ClassVar[str]
    channel: ClassVar[TextChannel]
    dies_in: ClassVar[str] = "serve"
    """The process of the hall that takes what this side sends."""
    taken: dict[str, int] = field(default_factory=dict)
    last_at: float = 0.0

    def took(self, words: str) -> None:
        """Keep it."""
        self.taken[words] = self.taken.get(words, 0) + 1
        self.last_at = asyncio.get_running_loop().time()

    @abstractmethod
    def person(self, number: int) -> str:
        """Somebody's name on this channel."""

    @abstractmethod
    async def says(self, person: str, words: str, number: int) -> bool:
        """Somebody writes; gives whether the hall has it. The same number: told again."""


class CentrePeer(BenchPeer):
    """A carrier's centre."""

    name, channel, dies_in = "smpp", "sms", "channels"

    def __init__(self) -> None:
        super().__init__()
        self._esme: Esme | None = None

    def person(self, number: int) -> str:
        """A telephone number."""
        return f"139{number:08d}"

    async def says(self, person: str, words: str, number: int) -> bool:  # noqa: ARG002 - an SMS has no name of its own
        """By deliver_sm."""
        if self._esme is None:
            return False
        with suppress(SmppError, OSError, TimeoutError):
            async with asyncio.timeout(10):
                octets = words.encode("utf-16-be")
                reply = await self._esme.deliver_sm(_SERVICE, octets, source_addr=person, data_coding=UCS2)
            return bool(reply.is_success)
        return False

    async def run(self, port: int) -> None:
        """Work until cancelled."""
        server = Server("127.0.0.1", port, system_id="centre")
        await server.start()
        numbers = 0
        try:
            while True:
                event = await server.next()
                if isinstance(event, Esme):
                    self._esme = event
                elif isinstance(event, SubmitSmEvent):
                    numbers += 1
                    event.accept(f"{numbers:010d}")
                    self.took(read_text(event.short_message, event.data_coding))
                elif isinstance(event, Unbound) and self._esme and event.session_id == self._esme.session_id:
                    self._esme = None
        finally:
            await server.stop()


class SignedPeer(BenchPeer):
    """A gateway, or another service."""

    def __init__(self, secret: str, client: httpx.AsyncClient) -> None:
        super().__init__()
        self._secret = secret
        self._client = client

    def person(self, number: int) -> str:
        """A telephone number, or a name."""
        return f"138{number:08d}" if self.channel == "sms" else f"{self.name}-{number}"

    async def says(self, person: str, words: str, number: int) -> bool:
        """By a signed request."""
        told = {"kind": "text", "id": f"{self.name}-{number}", "sender": person, "words": words}
        body = json.dumps(told, ensure_ascii=False).encode()
        try:
            reply = await self._client.post(
                f"/api/public/channels/{self.name}", content=body, headers=signed_headers(self._secret, body)
            )
        except httpx.HTTPError:
            return False
        return reply.status_code == 202

    async def take(self, request: Request) -> Response:
        """A message of the hall."""
        self.took((await request.json())["words"])
        return JSONResponse({"id": secrets.token_hex(8)})


class GatewayPeer(SignedPeer):
    """SMS by HTTP."""

    name, channel = "gateway", "sms"


class WebhookPeer(SignedPeer):
    """Any service."""

    name, channel = "webhook", "device"


class WeixinPeer(BenchPeer):
    """WeChat, in safe mode."""

    name, channel = "wechat", "wechat"

    def __init__(self, weixin: Weixin) -> None:
        super().__init__()
        self._weixin = weixin
        weixin.passed = lambda _, words: self.took(words)

    def person(self, number: int) -> str:
        """An open id."""
        return f"oBench{number:022d}"

    async def says(self, person: str, words: str, number: int) -> bool:
        """By a callback, up to three times."""
        return await self._weixin.tell(person, "text", {"Content": words}, number + 1)


def environment(smpp_port: int, http_port: int) -> dict[str, str]:
    """Settings by which the hall reaches them; the pace agreed with a carrier is none of the measurement."""
    own = f"http://127.0.0.1:{http_port}"
    given: dict[str, Any] = {
        "SMPP_HOST": "127.0.0.1", "SMPP_PORT": smpp_port, "SMPP_PER_SECOND": 10_000, "SMPP_WINDOW": 100,
        "GATEWAY_URL": f"{own}/gateway", "GATEWAY_SECRET": secrets.token_hex(16),
        "WEBHOOK_URL": f"{own}/webhook", "WEBHOOK_SECRET": secrets.token_hex(16), "WEBHOOK_CHANNEL": "device",
        "WECHAT_URL": f"{own}/weixin", "WECHAT_APP_ID": f"wx{secrets.token_hex(8)}",
        "WECHAT_SECRET": secrets.token_hex(16), "WECHAT_TOKEN": secrets.token_hex(12),
        "WECHAT_AES_KEY": base64.b64encode(secrets.token_bytes(32)).decode()[:43],
    }  # fmt: skip
    return {f"YYL_CHANNELS_{name}": str(one) for name, one in given.items()}


@asynccontextmanager
async def peers_of(settings: ChannelsSettings, url: str, http_port: int) -> AsyncIterator[list[BenchPeer]]:
    """All of them, working until the end of the block. url: the hall's."""
    assert settings.gateway_secret and settings.webhook_secret
    async with httpx.AsyncClient(base_url=url, timeout=10) as client:
        centre = CentrePeer()
        gateway = GatewayPeer(settings.gateway_secret.get_secret_value(), client)
        webhook = WebhookPeer(settings.webhook_secret.get_secret_value(), client)
        weixin = Weixin(settings, f"{url}/api/public/wechat/wechat", None)
        routes = [
            Route("/gateway", gateway.take, methods=["POST"]),
            Route("/webhook", webhook.take, methods=["POST"]),
            Mount("/weixin", weixin.app()),
        ]
        tasks = [
            asyncio.create_task(centre.run(settings.smpp_port)),
            asyncio.create_task(serve_app(Starlette(routes=routes), http_port, lambda: None)),
        ]
        try:
            yield [centre, gateway, webhook, WeixinPeer(weixin)]
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
