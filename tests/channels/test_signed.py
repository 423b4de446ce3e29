"""Signed requests both ways: a gateway that really answers, and everybody who is not it."""

import asyncio
import base64
import contextlib
import json
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx
import pytest

from tests.conftest import world_database
from tests.engines import Engines
from tests.journeys.test_report_to_rating import photo
from tests.livehall import LiveHall, live_hall
from yaoyaoling.channels.adapters.signed import SignedAdapter
from yaoyaoling.channels.contract import Never, NotNow, Parcel
from yaoyaoling.platform.signing import NONCE, SIGNATURE, TIME, SignatureWrong, check_signed, sign

SECRET = "a-secret-of-the-gateway"


@dataclass
class Gateway:
    """A gateway's own server: status codes it answers next, and what it took."""

    statuses: list[int] = field(default_factory=list)
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """It listens on loopback."""
    state = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            state.taken.append((dict(self.headers), body))
            status = state.statuses.pop(0) if state.statuses else 200
            reply = json.dumps({"id": f"g{len(state.taken)}"}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(reply)))
            if status == 429:
                self.send_header("Retry-After", "7")
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/messages"
    Thread(target=server.serve_forever, daemon=True).start()
    yield state
    server.shutdown()


def adapter_to(url: str) -> SignedAdapter:
    return SignedAdapter("gateway", "sms", SECRET, url, reply_s=2, within_s=300)


async def sent(adapter: SignedAdapter) -> dict[int, str]:
    named: dict[int, str] = {}

    async def note(number: int, total: int, remote_id: str) -> None:
        named[number] = remote_id

    await adapter.send(Parcel(message_id="m1", to="13800000000", words="在哪里？"), note)
    return named


async def test_a_message_is_signed_and_has_one_id_in_all_tries(gateway: Gateway) -> None:
    adapter = adapter_to(gateway.url)
    gateway.statuses = [503, 429, 400]
    for after_s in (2.0, 7.0):
        with pytest.raises(NotNow) as not_now:
            await sent(adapter)
        assert not_now.value.after_s == after_s
    with pytest.raises(Never, match="http_400"):
        await sent(adapter)
    assert await sent(adapter) == {1: "g4"}
    for headers, body in gateway.taken:
        assert check_signed(SECRET, httpx.Headers(headers), body, 300)
        assert headers["Idempotency-Key"] == "m1"
        assert json.loads(body) == {"kind": "message", "id": "m1", "to": "13800000000", "words": "在哪里？"}
    assert len({headers[NONCE] for headers, _ in gateway.taken}) == 4


async def test_a_gateway_that_is_away_is_waited_for() -> None:
    with pytest.raises(NotNow, match="no_reply"):
        await sent(adapter_to("http://127.0.0.1:9/"))


def headers_of(body: bytes, *, secret: str = SECRET, age_s: float = 0, nonce: str = "n" * 20) -> dict[str, str]:
    stamp = str(int(time.time() - age_s))
    return {TIME: stamp, NONCE: nonce, SIGNATURE: sign(secret, stamp, nonce, body)}


def test_what_is_not_what_it_says_is_refused() -> None:
    body = b'{"kind":"text"}'
    good = headers_of(body)
    assert check_signed(SECRET, good, body, 300) == "n" * 20
    wrong: list[tuple[dict[str, str], bytes]] = [
        (good, body + b" "),
        (good | {NONCE: "m" * 20}, body),
        (good | {TIME: str(int(good[TIME]) + 1)}, body),
        (good | {SIGNATURE: good[SIGNATURE].upper()}, body),
        (good | {SIGNATURE: "ü"}, body),
        ({}, body),
        (headers_of(body, secret="another-secret-altogether"), body),
        (headers_of(body, age_s=301), body),
        (headers_of(body, age_s=-301), body),
        (headers_of(body, nonce="short"), body),
    ]
    for headers, octets in wrong:
        with pytest.raises(SignatureWrong):
            check_signed(SECRET, headers, octets, 300)


@pytest.fixture(scope="module")
async def hall(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHall]:
    """A hall that takes a gateway's requests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YYL_CHANNELS_GATEWAY_SECRET", SECRET)
        folder = tmp_path_factory.mktemp("hall")
        async with live_hall(engines, await world_database(engines), folder) as live:
            yield live


async def posted(hall: LiveHall, told: dict[str, Any], **how: Any) -> tuple[int, str]:
    body = json.dumps(told).encode()
    headers = headers_of(body, **({"nonce": f"nonce-{time.monotonic_ns()}"} | how))
    async with hall.client() as client:
        reply = await client.post("/api/public/channels/gateway", content=body, headers=headers)
    code = "" if reply.is_success else reply.json()["code"]
    return reply.status_code, code


async def test_a_text_with_place_and_picture_is_a_report(hall: LiveHall) -> None:
    told = {
        "kind": "text", "id": "a1", "sender": "13800000001", "words": "河边有人落水",
        "position": {"lon": 114.3, "lat": 30.6, "datum": "WGS84"},
        "pictures": [base64.b64encode(photo()).decode(), base64.b64encode(b"no picture").decode()],
    }  # fmt: skip
    status, _ = await posted(hall, told, nonce="n" * 20)
    assert status == 202
    fetch = hall.hall.db.worker_pool.fetchrow
    row = await fetch("select id, channel, text, lon from intake.contact where caller_number = '13800000001'")
    assert row is not None and (row["channel"], row["lon"]) == ("sms", 114.3)
    assert row["text"] == "河边有人落水〔附件无法识别〕"
    assert await hall.hall.db.worker_pool.fetchval(
        "select count(*) from evidence.media where contact_id = $1", row["id"]
    ) == 1  # fmt: skip
    assert await posted(hall, told, nonce="n" * 20) == (409, "request_replayed")
    assert (await posted(hall, told))[0] == 202, "sent again under a new nonce: answered, and taken once"
    sql = "select count(*) from citizen.message where contact_id = $1"
    assert await hall.hall.db.worker_pool.fetchval(sql, row["id"]) == 1


async def test_strangers_are_refused_and_nothing_is_stored(hall: LiveHall) -> None:
    told = {"kind": "text", "id": "b1", "sender": "13800000002", "words": "x"}
    assert await posted(hall, told, secret="another-secret-altogether") == (401, "signature_wrong")
    assert await posted(hall, told, age_s=400) == (401, "signature_wrong")
    assert await posted(hall, {"kind": "what"}) == (422, "body_unreadable")
    assert await posted(hall, told | {"more": 1}) == (422, "body_unreadable")
    async with hall.client() as client:
        assert (await client.post("/api/public/channels/webhook", content=b"{}")).status_code == 404
        assert (await client.post("/api/public/channels/gateway", content=b"{}")).status_code == 401
    sql = "select count(*) from channels.text where sender = '13800000002'"
    assert await hall.hall.db.worker_pool.fetchval(sql) == 0


async def test_many_at_once_from_one_sender_are_one_contact(hall: LiveHall) -> None:
    told = [{"kind": "text", "id": f"c{one}", "sender": "13800000003", "words": f"第{one}条"} for one in range(25)]
    with contextlib.suppress(ExceptionGroup):
        async with asyncio.TaskGroup() as tasks:
            asked = [tasks.create_task(posted(hall, one)) for one in told]
    assert {one.result()[0] for one in asked} == {202}
    db = hall.hall.db.worker_pool
    assert await db.fetchval("select count(*) from channels.text where sender = '13800000003'") == 25
    assert await db.fetchval("select count(*) from intake.contact where caller_number = '13800000003'") == 1
