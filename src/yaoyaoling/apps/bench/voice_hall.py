"""A hall with real voice for benches: all daemons and processes, browsers of call-takers and officers, telephones."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import orjson
import websockets

from yaoyaoling.apps.bench.hall import BenchFaultError, BenchHall, bench_hall
from yaoyaoling.apps.callers.browsers import Browser, browser_engine, browser_ports
from yaoyaoling.apps.callers.phones import Phones
from yaoyaoling.apps.callers.telephone import Exchange, Telephone
from yaoyaoling.apps.callers.tones import tone
from yaoyaoling.platform.principal import Role
from yaoyaoling.telephony.media.janus import Janus

CITIZEN_HZ, SEAT_HZ, OFFICER_HZ = 440.0, 700.0, 1000.0
_HEARTBEAT_S = 5.0


@dataclass
class Picture:
    """What one console sees: entities by kind and id, their fields put together. on_change: told after each.

    shown_at: when each was first received, seconds since 1970.
    """

    entities: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    shown_at: dict[tuple[str, str], float] = field(default_factory=dict)
    on_change: list[Callable[[str, str, dict[str, Any]], None]] = field(default_factory=list)

    def take(self, raw: bytes | str) -> None:
        """A message of the feed."""
        message: dict[str, Any] = orjson.loads(raw)
        now = time.time()
        for entity in message.get("entities", ()):
            key = (entity["kind"], entity["id"])
            self.shown_at.setdefault(key, now)
            fields = self.entities.setdefault(key, {})
            fields.update(entity.get("set") or {})
            for tell in self.on_change:
                tell(*key, fields)


@dataclass
class Seat:
    """A call-taker: its browser, its way to the hall. offered: contacts that ring at the seat, as its strip shows."""

    login: str
    account_id: UUID
    browser: Browser
    client: httpx.AsyncClient
    offered: "asyncio.Queue[UUID]" = field(default_factory=asyncio.Queue)
    seat_id: str = ""

    async def ready(self) -> None:
        """Free for the next; what rings here comes to `offered`."""
        self.seat_id = (await self.post("/api/intake/seat", {"to": "ready"}))["seat_id"]

    async def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """A command. Raises: BenchFaultError with what was refused."""
        return good(await self.client.post(path, json=body or {}))


def good(reply: httpx.Response) -> Any:
    """Its body. Raises: BenchFaultError."""
    if reply.status_code >= 400:
        raise BenchFaultError(f"{reply.request.method} {reply.request.url.path}: {reply.status_code} {reply.text}")
    return reply.json() if reply.content else None


@dataclass
class VoiceHall:
    """edge: where callers ring. exchange: the gateway behind which mobiles are."""

    hall: BenchHall
    edge: tuple[str, int]
    phones: Phones
    engine: Janus
    exchange: Exchange
    seats: list[Seat] = field(default_factory=list)
    picture: Picture = field(default_factory=Picture)

    async def telephone(self, number: str, hz: float = CITIZEN_HZ) -> Telephone:
        """Somebody who may ring. hz 0: silent, yet there."""
        return await Telephone.open(self.phones, self.edge, number, tone(hz) if hz else tone(1.0, 0.0))

    async def browser(self, login: str, hz: float) -> Browser:
        """Somebody's softphone, its line up."""
        browser = Browser(self.engine, self.phones, self.hall.url, self.hall.tokens[login], tone(hz))
        await browser.open()
        return browser

    async def call_of(self, telephone: Telephone, within_s: float = 10) -> UUID:
        """The call a telephone's became in the hall."""
        sql = "select id from telephony.call where trunk_call_id = $1"
        async with asyncio.timeout(within_s):
            while (found := await self.value(sql, telephone.dialog.call_id)) is None:
                await asyncio.sleep(0.02)
        call_id: UUID = found
        return call_id

    async def value(self, sql: str, *args: Any) -> Any:
        """One value of the database."""
        return await self.hall.db.worker_pool.fetchval(sql, *args)


@contextlib.asynccontextmanager
async def voice_hall(seats: int, *, killed: frozenset[str] = frozenset(), **settings: str) -> AsyncIterator[VoiceHall]:
    """Start all of it. settings: further YYL_ variables of the hall's processes."""
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a connection that the hall closed must not end the bench
    phones = Phones(0)
    exchange = Exchange(phones)
    gateway = f"sip:127.0.0.1:{await exchange.open()}"
    own = {"YYL_VOICE_TRUNKS": "127.0.0.1/32", "YYL_VOICE_GATEWAYS": gateway, **settings}
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        async with (
            browser_ports() as media,
            bench_hall(has_voice=True, call_takers=seats, killed=killed) as hall,
        ):
            voice = hall.own.voice
            assert voice is not None
            if voice.daemons is None:
                raise BenchFaultError(voice.standing.en)
            async with browser_engine(voice.settings, voice.daemons, media) as engine:
                edge = (voice.daemons.sip.host, voice.daemons.sip.port)
                built = VoiceHall(hall, edge, phones, engine, exchange)
                async with _seated(built, seats):
                    yield built
    finally:
        exchange.close()
        phones.close()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value


@contextlib.asynccontextmanager
async def _seated(hall: VoiceHall, count: int) -> AsyncIterator[None]:
    """Call-takers at their desks, heard of as their consoles are; one of their feeds is read for all of them."""
    logins = hall.hall.logins(Role.CALL_TAKER)[:count]
    async with contextlib.AsyncExitStack() as stack:
        for login in logins:
            account_id = hall.hall.people[login].account_id
            assert account_id is not None
            client = await stack.enter_async_context(hall.hall.client(login))
            browser = await hall.browser(login, SEAT_HZ)
            stack.push_async_callback(browser.close)
            hall.seats.append(Seat(login, account_id, browser, client))
        url = hall.hall.url.replace("http", "ws", 1) + "/api/feed"
        headers = {"Authorization": f"Bearer {hall.hall.tokens[logins[0]]}"}
        socket = await stack.enter_async_context(
            websockets.connect(url, additional_headers=headers, max_size=None, max_queue=None)
        )
        hall.picture.take(await socket.recv())
        hall.picture.on_change.append(lambda kind, key, fields: _ring(hall.seats, kind, key, fields))
        tasks = [asyncio.create_task(_watch(socket, hall.picture)), asyncio.create_task(_live(hall.seats))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _ring(seats: list[Seat], kind: str, key: str, fields: dict[str, Any]) -> None:
    if kind == "seat" and fields.get("state") == "offered" and fields.get("contact_id"):
        for seat in seats:
            if seat.seat_id == key:
                seat.offered.put_nowait(UUID(fields["contact_id"]))


async def _watch(socket: websockets.ClientConnection, picture: Picture) -> None:
    with contextlib.suppress(websockets.ConnectionClosed):
        async for raw in socket:
            picture.take(raw)


async def _live(seats: list[Seat]) -> None:
    while True:
        await asyncio.gather(*(seat.client.post("/api/intake/seat/heartbeat") for seat in seats))
        await asyncio.sleep(_HEARTBEAT_S)
