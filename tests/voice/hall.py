"""A hall with real voice: database, bus, HTTP, all daemons, and the controller in a process of its own."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from playwright.async_api import Browser

from tests.conftest import world_database
from tests.engines import Engines, free_port, start, stop
from tests.livehall import MASTER_KEY, LiveHall, live_hall
from tests.telephony.daemons import RunningDaemons
from tests.voice.gate import Gate
from tests.voice.phone import Phone
from tests.voice.rtp import Sound
from tests.voice.sip import Answerer, Caller, SipParty
from tests.voice.tones import heard
from yaoyaoling.apps.demo.programs import yyl_command
from yaoyaoling.telephony.daemons import find_standing

CITIZEN_HZ, SEAT_HZ, OFFICER_HZ, PARTNER_HZ, OTHER_HZ = 440.0, 700.0, 1000.0, 1300.0, 1700.0
TONES = (CITIZEN_HZ, SEAT_HZ, OFFICER_HZ, PARTNER_HZ, OTHER_HZ)


@dataclass
class VoiceHall:
    """live: the hall. daemons: what carries the sound. database: the controller's way to it. voice: its process."""

    live: LiveHall
    daemons: RunningDaemons
    database: Gate
    folder: Path
    environ: dict[str, str]
    voice: subprocess.Popen[bytes] | None = None
    _parties: list[Any] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """What the controller says."""
        return self.folder / "voice.log"

    async def start_voice(self) -> None:
        """Start the controller (again) and wait until it is ready."""
        before = self.log.read_text().count('"voice_ready"') if self.log.exists() else 0
        self.voice = start(list(yyl_command("voice")), self.log, env=self.environ)
        await until(lambda: self.log.read_text().count('"voice_ready"') > before, 90, "voice did not start", self.log)

    def kill_voice(self) -> None:
        """SIGKILL."""
        assert self.voice is not None
        stop(self.voice, signal.SIGKILL)

    def caller(self, hz: float = CITIZEN_HZ, host: str = "127.0.0.1", **rest: Any) -> Caller:
        """Somebody with a telephone on the trunk's side. host: where, by IPv4 or IPv6."""
        caller = Caller(Sound(hz, host=host), proxy=(self.daemons.at.sip.host, self.daemons.at.sip.port), **rest)
        self._parties.append(caller)
        return caller

    def answerer(self, hz: float, behaviour: str = "answer") -> Answerer:
        """Somebody who is rung through the trunk; the daemons must have been told where (`routes`, `gateways`)."""
        answerer = Answerer(Sound(hz), behaviour=behaviour)
        self._parties.append(answerer)
        return answerer

    async def phone(self, browser: Browser, who: str, hz: float, policy: str = "all") -> Phone:
        """Somebody's browser, its line up. policy: `relay`: by TURN only."""
        phone = await Phone.open(browser, self.live.url, self.live.tokens[who], hz, TONES, policy)
        await phone.until("up", 20 if policy == "relay" else 8)
        return phone

    async def ask(self, who: str, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """A request of somebody; its reply."""
        async with self.live.client(who) as client:
            reply = await client.request(method, path, json=body)
        assert reply.status_code < 300, (path, reply.status_code, reply.text)
        return reply.json() if reply.content else None

    async def value(self, sql: str, *args: Any) -> Any:
        """One value of the database."""
        return await self.live.hall.db.worker_pool.fetchval(sql, *args)

    async def call_of(self, caller: Caller) -> UUID:
        """The call a caller became."""
        sql = "select id from telephony.call where trunk_call_id = $1"

        async def found() -> Any:
            return await self.value(sql, caller.call_id)

        call_id: UUID = await until(found, 8, "the ring is not in the hall", self.log)
        return call_id

    async def until_leg(self, call_id: UUID, kind: str, state: str, timeout_s: float = 8) -> UUID:
        """The newest leg of that kind, as soon as it is in that state."""
        sql = "select id from telephony.leg where call_id = $1 and kind = $2 and state = $3 order by asked_at desc"

        async def found() -> Any:
            return await self.value(sql, call_id, kind, state)

        leg_id: UUID = await until(found, timeout_s, f"{kind} is not {state}", self.log)
        return leg_id

    async def until_call(self, call_id: UUID, state: str, timeout_s: float = 8) -> None:
        """When the call is in that state."""

        async def found() -> bool:
            return bool(await self.value("select state = $2 from telephony.call where id = $1", call_id, state))

        await until(found, timeout_s, f"the call is not {state}", self.log)

    def said(self, event: str) -> list[dict[str, Any]]:
        """Lines of that name in the controller's log."""
        lines = (json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{"))
        return [line for line in lines if line.get("event") == event]

    async def close(self) -> None:
        """Stop parties and controller."""
        for party in self._parties:
            party.close()
        if self.voice is not None:
            # Meanwhile the gate goes on carrying: the controller says goodbye to the database through it.
            await asyncio.to_thread(stop, self.voice)


async def until(
    found: Callable[[], Any] | Callable[[], Awaitable[Any]], timeout_s: float, why: str, log: Path | None = None
) -> Any:
    """What `found` gives, as soon as it is true."""
    deadline = time.monotonic() + timeout_s
    while True:
        got = found()
        if isinstance(got, Awaitable):
            got = await got
        if got:
            return got
        if time.monotonic() > deadline:
            tail = log.read_text()[-4000:] if log is not None and log.exists() else ""
            raise AssertionError(f"{why}\n{tail}")
        await asyncio.sleep(0.01)


async def comes_to_hear(who: SipParty | Phone, wanted: set[float] | None, within_s: float = 6) -> None:
    """Wait until somebody hears exactly these parties; None: some sound of none of them, an announcement."""
    deadline = time.monotonic() + within_s
    while True:
        found = await _hears(who)
        if found == wanted:
            return
        if time.monotonic() > deadline:
            count = len(who.sound.got) if isinstance(who, SipParty) else await who.page.evaluate("window.packets()")
            raise AssertionError(f"heard {found}, not {wanted}; packets {count}, at {time.monotonic():.2f}")


async def _hears(who: SipParty | Phone, seconds: float = 0.5) -> set[float] | None:
    if isinstance(who, Phone):
        return await who.hears(seconds)
    begin = time.monotonic()
    await asyncio.sleep(seconds)
    samples = who.sound.since(begin)
    found = heard(samples, TONES)
    return None if not found and len(samples) and float(np.abs(samples).max()) > 300 else found


@contextlib.asynccontextmanager
async def voice_hall(engines: Engines, daemons: RunningDaemons, **settings: str) -> AsyncIterator[VoiceHall]:
    """Everything, on the daemons that run. settings: more of the controller's environment."""
    folder = daemons.at.folder.parent
    (folder / "secrets" / "master.key").write_bytes(MASTER_KEY)
    async with live_hall(engines, await world_database(engines), folder) as live:
        city = live.hall.bus.prefix.removeprefix("yyl.")
        database = Gate(engines.postgres.port)
        await database.open()
        environ = {name: value for name, value in os.environ.items() if not name.startswith("YYL_")}
        environ |= {
            "YYL_DATA": str(folder),
            "YYL_CITY": city,
            "YYL_PORT": str(free_port()),
            "YYL_APP_DATABASE_URL": database.url(live.world.stage.urls.app),
            "YYL_WORKER_DATABASE_URL": database.url(live.world.stage.urls.worker),
            "YYL_NATS_URL": engines.nats.url,
            "YYL_ORIGIN": "T1",
            "YYL_VOICE_SIP_ADDRESS": daemons.settings.sip_address,
            "YYL_VOICE_MEDIA_ADDRESS": daemons.settings.media_address,
            **settings,
        }
        _write_plan(daemons)
        hall = VoiceHall(live, daemons, database, folder, environ)
        try:
            await hall.start_voice()
            yield hall
        finally:
            await hall.close()
            await database.shut()


def _write_plan(daemons: RunningDaemons) -> None:
    """What `yyl demo` writes down for its processes, here for daemons that were started by a test."""
    at = daemons.at
    ports = {
        "sip": at.sip.port,
        "sips": at.sips.port if at.sips else 0,
        "edge": at.inside.port,
        "voice": at.node.port,
        "janus": at.janus.ws.port,
        "janus-standby": at.standby.ws.port,
        "rtpengine": at.ng.port if at.ng else 0,
        "dtmf": at.dtmf.port,
        "turn": at.turn.address.port if at.turn else 0,
    }
    media = (daemons.settings.media_port_min, daemons.settings.media_port_max)
    plan = {"standing": find_standing(daemons.settings).told(), "ports": ports, "media": list(media)}
    (at.folder / "plan.json").write_text(json.dumps(plan))
