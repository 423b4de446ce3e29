"""A 12345 platform for tests and the demo: a program of its own that speaks the exchange (docs/liaison.md).

It knows of the hall what its engineer would: an address and a secret. It signs by its own hand, takes each message once
by its Idempotency-Key, keeps what it has in a file, and is worked by `yyl 12345`.
"""

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from yaoyaoling.apps.callers.weixin import serve_app
from yaoyaoling.platform.logs import logger

log = logger("apps")
_WITHIN_S, _ANSWER_S, _TRIES = 300, 5.0, 4
_STATES = {
    "order.sent": "待签收", "order.accepted": "办理中", "order.returned": "已退回", "order.done": "已办结",
    "order.withdrawn": "已收回", "order.reopened": "重办",
}  # fmt: skip
_STEPS = {"accept": "accepted", "return": "returned", "progress": "progress", "done": "done"}
_AFTER = {"accept": "办理中", "return": "已退回", "done": "已办结"}


def _sign(secret: str, stamp: str, nonce: str, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{stamp}\n{nonce}\n".encode() + body, hashlib.sha256).hexdigest()


class Hotline:
    """The platform. hall: where the hall takes messages. file: what it has, over restarts; None: in memory only."""

    def __init__(self, hall: str, secret: str, *, trust: str | None = None, file: Path | None = None) -> None:
        self._hall = hall
        self._secret = secret
        self._file = file
        self._client = httpx.AsyncClient(timeout=_ANSWER_S, verify=trust or True)
        self.statuses: list[int] = []
        """What it answers to the next messages instead of taking them; for tests."""
        self.taken: list[dict[str, Any]] = []
        """Messages it took, each once, in the order in which they came."""
        self.doubles = 0
        self.cases: dict[str, dict[str, Any]] = {}
        """Orders it has of the hall, and matters it gave to it, by number."""
        self._seen: dict[str, None] = {}
        if file is not None and file.exists():
            kept = json.loads(file.read_text())
            self.cases, self._seen = kept["cases"], dict.fromkeys(kept["seen"])

    def app(self) -> Starlette:
        """Its interface to the hall and, under /desk, its own people."""
        return Starlette(
            routes=[
                Route("/inbox", self._take, methods=["POST"]),
                Route("/desk", self._list),
                Route("/desk/matter", self._matter, methods=["POST"]),
                Route("/desk/{what}", self._step, methods=["POST"]),
            ]
        )

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()

    def _is_signed(self, request: Request, body: bytes) -> bool:
        stamp, nonce = request.headers.get("x-yyl-timestamp", ""), request.headers.get("x-yyl-nonce", "")
        wanted = _sign(self._secret, stamp, nonce, body)
        is_fresh = stamp.isdigit() and abs(time.time() - int(stamp)) <= _WITHIN_S
        return is_fresh and hmac.compare_digest(wanted, request.headers.get("x-yyl-signature", ""))

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        if not self._is_signed(request, body):
            return JSONResponse({"error": "signature"}, status_code=401)
        if self.statuses:
            return JSONResponse({}, status_code=self.statuses.pop(0))
        key = request.headers.get("idempotency-key", "")
        if key in self._seen:
            self.doubles += 1
            return JSONResponse({"id": key})
        said = json.loads(body)
        self._seen[key] = None
        self.taken.append(said)
        number = said["number"] if said["type"].startswith("matter.") else said["order"]["number"]
        case = self.cases.setdefault(number, {"seq": 0, "log": []})
        if said["type"].startswith("matter."):
            case["state"] = said["text"]
        else:
            case["state"] = _STATES.get(said["type"], case.get("state", ""))
            case.setdefault("direction", "in")
            case["order"] = said["order"]
        case["log"].append({"at": said["at"], "type": said["type"], "text": said.get("text")})
        self._keep()
        return JSONResponse({"id": key})

    async def _list(self, _: Request) -> Response:
        return JSONResponse(self.cases)

    async def _step(self, request: Request) -> Response:
        what, told = request.path_params["what"], await request.json()
        case = self.cases.get(told["number"])
        if case is None or (what != "add" and what not in _STEPS):
            return JSONResponse({"zh": "没有这个工单", "en": "no such order"}, status_code=404)
        texts = {"return": "reason", "progress": "text", "done": "result", "add": "text"}
        more = {texts[what]: told.get("text", "")} if what in texts else {}
        if "satisfaction" in told:
            more["satisfaction"] = told["satisfaction"]
        kind = "matter.added" if what == "add" else f"order.{_STEPS[what]}"
        status, reply = await self.tell(told["number"], kind, told.get("name", "何雨桐"), more)
        if status == 200:
            case["state"] = _AFTER.get(what, case.get("state", ""))
            case["log"].append({"at": "", "type": kind, "text": told.get("text")})
            self._keep()
        return JSONResponse(reply, status_code=status)

    async def _matter(self, request: Request) -> Response:
        told = await request.json()
        number = told.get("number") or f"RX{time.strftime('%Y%m%d')}{secrets.randbelow(10**6):06d}"
        self.cases[number] = {"seq": 0, "log": [], "direction": "out", "asked": told["asked"], "state": "转 110"}
        more = {"is_danger": bool(told.get("is_danger")), "asked": told["asked"]}
        status, reply = await self.tell(number, "matter.sent", told.get("name", "何雨桐"), more)
        self._keep()
        return JSONResponse({**reply, "matter": number}, status_code=status)

    async def tell(self, number: str, kind: str, name: str, more: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Tell the hall, under one id, again when it does not answer; gives what it answered in the end."""
        case = self.cases.setdefault(number, {"seq": 0, "log": []})
        said = {"id": secrets.token_hex(12), "type": kind, "seq": case["seq"] + 1, "number": number,
                "handler": {"name": name}, **more}  # fmt: skip
        for attempt in range(_TRIES):
            try:
                reply = await self.post(said)
            except httpx.HTTPError as error:
                log.warning("hall_does_not_answer", error=type(error).__name__)
                await asyncio.sleep(0.5 * 2**attempt)
                continue
            answer: dict[str, Any] = reply.json()
            if reply.status_code == 200:
                case["seq"] = said["seq"]
            elif reply.status_code >= 500 or reply.status_code == 429:
                await asyncio.sleep(0.5 * 2**attempt)
                continue
            return reply.status_code, answer
        return 503, {"zh": "110 平台无应答", "en": "the hall does not answer"}

    async def post(
        self, said: dict[str, Any], *, nonce: str | None = None, secret: str | None = None
    ) -> httpx.Response:
        """One signed request. nonce, secret: others than the right ones, for tests."""
        body = json.dumps(said, ensure_ascii=False).encode()
        stamp, nonce = str(int(time.time())), nonce or secrets.token_urlsafe(18)
        headers = {
            "Content-Type": "application/json", "X-Yyl-Timestamp": stamp, "X-Yyl-Nonce": nonce,
            "X-Yyl-Signature": _sign(secret or self._secret, stamp, nonce, body),
        }  # fmt: skip
        return await self._client.post(self._hall, content=body, headers=headers)

    def _keep(self) -> None:
        if self._file is None:
            return
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps({"cases": self.cases, "seen": list(self._seen)}, ensure_ascii=False))
        part.replace(self._file)


async def run_hotline(port: int, hall: str, secret: str, trust: str | None, file: Path | None) -> None:
    """Serve until cancelled."""
    hotline = Hotline(hall, secret, trust=trust, file=file)
    try:
        await serve_app(hotline.app(), port, lambda: log.info("hotline_centre_ready", port=port))
    finally:
        await hotline.close()
