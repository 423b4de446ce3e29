"""WeChat for the demo: a program of its own that really speaks WeChat's protocol on loopback.

It gives tokens, takes customer messages, gives pictures by name, and tells the hall what phones write: signed, sealed,
three times at most, as WeChat does. A phone is `yyl wechat`: it says its words here, and waits here for what comes.
"""

import asyncio
import contextlib
import secrets
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.channels.wechat.sealing import key_octets, seal, signature
from yaoyaoling.platform.logs import logger

log = logger("apps")
_LASTS_S = 7200
_TELLS, _ANSWER_S, _LONGEST_POLL_S, _LOOK_S = 3, 5.0, 25.0, 0.5
_MOST_PICTURE = 10 * 2**20
_WAITING, _PICTURES = 100, 50


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


@dataclass
class _Phone:
    """What waits for a person, and whether something is new."""

    waiting: deque[str] = field(default_factory=lambda: deque(maxlen=_WAITING))
    new: asyncio.Event = field(default_factory=asyncio.Event)


class Weixin:
    """The demo's WeChat, for one official account. callback: the address that is set for it."""

    def __init__(self, settings: ChannelsSettings, callback: str, trust: str | None) -> None:
        assert settings.wechat_app_id and settings.wechat_secret and settings.wechat_token and settings.wechat_aes_key
        self._app_id = settings.wechat_app_id
        self._secret = settings.wechat_secret.get_secret_value()
        self._callback_token = settings.wechat_token.get_secret_value()
        self._key = key_octets(settings.wechat_aes_key.get_secret_value())
        self._callback = callback
        self._hall = httpx.AsyncClient(timeout=_ANSWER_S, verify=trust or True)
        self._tokens: dict[str, float] = {}
        self._phones: dict[str, _Phone] = defaultdict(_Phone)
        self._pictures: dict[str, bytes] = {}
        self._number = time.time_ns()
        self.passed: Callable[[str, str], None] | None = None
        """Told of each message to a person, with its words."""

    def app(self) -> Starlette:
        """The service and, under /phone, the phones."""
        return Starlette(
            routes=[
                Route("/cgi-bin/stable_token", self._give_token, methods=["POST"]),
                Route("/cgi-bin/message/custom/send", self._take, methods=["POST"]),
                Route("/cgi-bin/media/get", self._give_picture),
                Route("/phone/{person}/words", self._words, methods=["POST"]),
                Route("/phone/{person}/picture", self._picture, methods=["POST"]),
                Route("/phone/{person}", self._wait),
            ]
        )

    async def _give_token(self, request: Request) -> Response:
        told = await request.json()
        if (told.get("appid"), told.get("secret")) != (self._app_id, self._secret):
            return JSONResponse({"errcode": 40125, "errmsg": "invalid appsecret"})
        now = time.monotonic()
        live = [one for one, ends_at in self._tokens.items() if ends_at - now > 300]
        token = live[0] if live and not told.get("force_refresh") else secrets.token_urlsafe(48)
        self._tokens = {token: self._tokens.get(token, now + _LASTS_S)}
        return JSONResponse({"access_token": token, "expires_in": int(self._tokens[token] - now)})

    def _is_known(self, request: Request) -> bool:
        return self._tokens.get(request.query_params.get("access_token", ""), 0) > time.monotonic()

    async def _take(self, request: Request) -> Response:
        if not self._is_known(request):
            return JSONResponse({"errcode": 40001, "errmsg": "invalid credential"})
        told = await request.json()
        person = told.get("touser", "")
        if person not in self._phones:
            # Nobody of that name ever wrote to the account.
            return JSONResponse({"errcode": 45015, "errmsg": "response out of time limit"})
        words = told["text"]["content"]
        self._phones[person].waiting.append(words)
        if self.passed is not None:
            self.passed(person, words)
        self._phones[person].new.set()
        return JSONResponse({"errcode": 0, "errmsg": "ok"})

    async def _give_picture(self, request: Request) -> Response:
        if not self._is_known(request):
            return JSONResponse({"errcode": 40001, "errmsg": "invalid credential"})
        found = self._pictures.get(request.query_params.get("media_id", ""))
        if found is None:
            return JSONResponse({"errcode": 40007, "errmsg": "invalid media_id"})
        return Response(found, media_type="image/jpeg")

    async def _words(self, request: Request) -> Response:
        words = (await request.body()).decode()
        return _told(await self.tell(request.path_params["person"], "text", {"Content": words}))

    async def _picture(self, request: Request) -> Response:
        octets = await request.body()
        if not octets or len(octets) > _MOST_PICTURE:
            return Response("too large", status_code=413)
        while len(self._pictures) >= _PICTURES:
            self._pictures.pop(next(iter(self._pictures)))
        name = secrets.token_urlsafe(32)
        self._pictures[name] = octets
        return _told(await self.tell(request.path_params["person"], "image", {"PicUrl": "", "MediaId": name}))

    async def _wait(self, request: Request) -> Response:
        """The next message to a person; 204 when none comes for a while, or the phone went away meanwhile."""
        phone = self._phones[request.path_params["person"]]
        until = time.monotonic() + _LONGEST_POLL_S
        while not phone.waiting and time.monotonic() < until and not await request.is_disconnected():
            phone.new.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(phone.new.wait(), _LOOK_S)
        # A message given to a phone that is gone would be lost.
        if not phone.waiting or await request.is_disconnected():
            return Response(status_code=204)
        return Response(phone.waiting.popleft(), media_type="text/plain; charset=utf-8")

    async def tell(self, person: str, kind: str, fields: dict[str, str], number: int | None = None) -> bool:
        """Tell the hall, again when it does not answer; gives whether it has it. number: the message's own."""
        _ = self._phones[person]
        self._number += 1
        named = {"ToUserName": self._app_id, "FromUserName": person, "MsgType": kind, **fields}
        inner = "".join(f"<{name}>{_cdata(one)}</{name}>" for name, one in named.items())
        at, number = int(time.time()), number or self._number
        message = f"<xml>{inner}<CreateTime>{at}</CreateTime><MsgId>{number}</MsgId></xml>"
        sealed = seal(self._key, message.encode(), self._app_id)
        body = f"<xml><ToUserName>{_cdata(self._app_id)}</ToUserName><Encrypt>{_cdata(sealed)}</Encrypt></xml>"
        stamp, nonce = str(at), str(secrets.randbelow(10**10))
        query = {
            "timestamp": stamp, "nonce": nonce, "signature": signature(self._callback_token, stamp, nonce),
            "encrypt_type": "aes", "msg_signature": signature(self._callback_token, stamp, nonce, sealed),
        }  # fmt: skip
        for _ in range(_TELLS):
            try:
                reply = await self._hall.post(
                    self._callback, params=query, content=body.encode(), headers={"Content-Type": "text/xml"}
                )
            except httpx.HTTPError as error:
                log.warning("hall_does_not_answer", error=type(error).__name__)
                await asyncio.sleep(1)
                continue
            if reply.text == "success":
                return True
            log.warning("hall_refused", status=reply.status_code)
        return False


def _told(has_it: bool) -> Response:
    return Response("success") if has_it else Response("该公众号提供的服务出现故障，请稍后再试", status_code=502)


async def serve_app(app: Starlette, port: int, on_ready: Callable[[], None]) -> None:
    """Serve it on loopback until cancelled."""
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="off")
    )
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server.serve())
    try:
        while not server.started and not serving.done():
            await asyncio.sleep(0.02)
        on_ready()
        await serving
    finally:
        server.should_exit = True
        await asyncio.gather(serving, return_exceptions=True)


async def run_weixin(port: int, callback: str, trust: str | None) -> None:
    """Work until cancelled."""
    app = Weixin(ChannelsSettings(), callback, trust).app()
    await serve_app(app, port, lambda: log.info("wechat_centre_ready"))
