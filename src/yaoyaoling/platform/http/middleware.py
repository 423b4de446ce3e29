"""What every request passes: a correlation id, a limit of size, the same-origin check, a stop-watch, safe headers."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.auth import COOKIE
from yaoyaoling.platform.logs import correlation
from yaoyaoling.platform.metrics import HTTP_SECONDS

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
}


class BodyTooLargeError(Exception):
    """Raised to the reader of a body that outgrew the limit."""


class Gate:
    """Pure ASGI, outermost."""

    def __init__(self, app: ASGIApp, *, max_body_bytes: Callable[[], int]) -> None:
        self._app = app
        self._max = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        identity = _correlation_of(headers)
        # Set for the request's own task and never taken back: a fault is answered further out, and names it.
        correlation.set(identity)
        started = time.perf_counter()
        status = 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                out = MutableHeaders(scope=message)
                out["X-Correlation-Id"] = str(identity)
                for name, value in _SECURITY_HEADERS.items():
                    out.setdefault(name, value)
            await send(message)

        try:
            await self._checked(scope, headers, receive, sending)
        finally:
            route = getattr(scope.get("route"), "path", "-")
            elapsed = time.perf_counter() - started
            HTTP_SECONDS.labels(method=scope["method"], route=route, status=str(status)).observe(elapsed)

    async def _checked(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        if not _is_same_origin(scope, headers):
            await _refuse(send, 403, "foreign_origin", "请求来自其他网站，已拒绝。", "Refused: sent by another site.")
            return
        limit = self._max()
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > limit:
            await _too_large(send, limit)
            return
        seen = 0
        refused = False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise BodyTooLargeError
            return message

        async def watched(message: Message) -> None:
            # Whoever reads the body may turn our error into one of its own: the size is what is wrong.
            nonlocal refused
            if seen > limit and not refused:
                refused = True
                await _too_large(send, limit)
            elif not refused:
                await send(message)

        try:
            await self._app(scope, counted, watched)
        except BodyTooLargeError:
            if not refused:
                await _too_large(send, limit)


def _correlation_of(headers: Headers) -> UUID:
    try:
        return UUID(headers.get("x-correlation-id", ""))
    except ValueError:
        return new_id()


def _is_same_origin(scope: Scope, headers: Headers) -> bool:
    """A browser that carries our cookie says in `Origin` whose page sent it; others carry a token themselves."""
    if scope["method"] in _SAFE_METHODS or COOKIE not in headers.get("cookie", ""):
        return True
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


async def _too_large(send: Send, limit: int) -> None:
    size = f"{limit / 1e6:.0f} MB"
    zh = f"内容超过 {size}，请减小后重试；您填写的其他内容没有丢失。"
    en = f"Larger than {size}; please send less. Nothing else you entered is lost."
    await _refuse(send, 413, "too_large", zh, en)


async def _refuse(send: Send, status: int, code: str, zh: str, en: str) -> None:
    body = {"code": code, "zh": zh, "en": en, "message": zh, "fields": [], "details": {}}
    body["correlation_id"] = str(correlation.get())
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": orjson.dumps(body)})
