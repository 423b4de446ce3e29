"""People at their consoles' softphones: real WebRTC (ICE, DTLS-SRTP, Opus) of a Janus of their own, signalled as a
console does over `WS /api/telephony/line`; microphone and loudspeaker are a `Phone`.

Their Janus has full ICE, the hall's is lite: two lite ones never find each other.
"""

import asyncio
import contextlib
import dataclasses
import secrets
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import websockets

from yaoyaoling.apps.callers.phones import Phone, Phones
from yaoyaoling.platform.supervise.account import engine_account
from yaoyaoling.platform.supervise.ports import PortRange, claim_any_range, remembered_ports
from yaoyaoling.telephony.daemons import Daemons
from yaoyaoling.telephony.daemons.alive import answers_janus
from yaoyaoling.telephony.daemons.janus import folder_of, janus_command, prepare_janus
from yaoyaoling.telephony.daemons.layout import Address
from yaoyaoling.telephony.daemons.level import find_program
from yaoyaoling.telephony.media.janus import Handle, Janus, JanusAway, JanusRefused
from yaoyaoling.telephony.media.side import Side
from yaoyaoling.telephony.settings import VoiceSettings

_PORTS, _PORTS_WITHIN_S = 2_000, 300
_START_S = 20
_UP_S = 20
_REFUSED_S = 0.5
_EAGER = 1
"""Packets that are kept back before they are mixed: a browser's own delay is not what is measured."""


@contextlib.asynccontextmanager
async def browser_ports() -> AsyncIterator[PortRange]:
    """Media ports of the browsers: to be claimed before a hall takes all it finds. While others have them, it waits."""
    async with asyncio.timeout(_PORTS_WITHIN_S):
        while (media := claim_any_range(_PORTS)) is None:
            await asyncio.sleep(1)
    try:
        yield media
    finally:
        media.close()


@contextlib.asynccontextmanager
async def browser_engine(settings: VoiceSettings, hall: Daemons, media: PortRange) -> AsyncIterator[Janus]:
    """The Janus that plays the browsers, beside the hall's daemons, on media ports of its own."""
    account = engine_account()
    half = media.first + _PORTS // 2
    port = remembered_ports(hall.folder / "browsers.json", ("browsers",))["browsers"]
    at = dataclasses.replace(
        hall.standby,
        name="browsers",
        ws=Address("127.0.0.1", port),
        webrtc_ports=(media.first, half - 1),
        rtp_ports=(half, media.last),
    )
    process: subprocess.Popen[bytes] | None = None
    try:
        prepare_janus(settings, hall, at, account)
        config = folder_of(hall, at) / "janus.jcfg"
        config.write_text(config.read_text().replace("ice_lite = true", "ice_lite = false"))
        program = find_program("janus")
        assert program is not None
        process = await asyncio.to_thread(_started, janus_command(program, hall, at), account.popen(), hall.folder)
        async with asyncio.timeout(_START_S):
            while not await _is_up(at):
                await asyncio.sleep(0.05)
        janus = Janus(at.url, at.api_secret, admin_key=at.admin_key, files=str(hall.recordings))
        await janus.connect()
        yield janus
        await janus.close()
    finally:
        if process is not None:
            process.kill()
            process.wait()


def _started(command: tuple[str, ...], options: dict[str, Any], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "browsers.log").open("wb") as log:
        return subprocess.Popen(list(command), stdout=log, stderr=log, cwd="/", start_new_session=True, **options)


async def _is_up(at: Any) -> bool:
    try:
        return await answers_janus(at)
    except OSError:
        return False


class Browser:
    """One softphone. told: the messages of the hall in their order. on_message: hears each of them."""

    def __init__(self, engine: Janus, phones: Phones, url: str, token: str, says: bytes) -> None:
        self.phone: Phone = phones.open(says)
        self.told: list[dict[str, Any]] = []
        self.on_message: list[Any] = []
        self.is_up = asyncio.Event()
        self._engine, self._phones = engine, phones
        self._url = url.replace("http", "ws", 1) + "/api/telephony/line"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._room: Side | None = None
        self._handle: Handle | None = None
        self._ear: Handle | None = None
        self._offering: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect, and wait until sound flows."""
        self._socket = await websockets.connect(self._url, additional_headers=self._headers, max_size=None)
        self._hearing = asyncio.create_task(self._hear())
        await asyncio.wait_for(self.is_up.wait(), _UP_S)

    async def send(self, message: dict[str, Any]) -> None:
        """As the console's script sends it."""
        await self._socket.send(orjson.dumps(message).decode())

    async def close(self) -> None:
        """Close the tab."""
        self._hearing.cancel()
        await self._socket.close()
        await self._let_go()
        self._phones.drop(self.phone)

    async def _hear(self) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            async for raw in self._socket:
                message = orjson.loads(raw)
                self.told.append(message)
                await self._follow(message)
                for hears in self.on_message:
                    hears(message)

    async def _follow(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind in ("ready", "down"):  # as the console does: a connection that is down is offered anew
            self.is_up.clear()
            await self._let_go()
            if message.get("reason") == "no_voice":
                await asyncio.sleep(_REFUSED_S)
            await self._offer()
        elif kind == "answer" and self._handle is not None:
            await self._handle.message({"request": "configure"}, {"type": "answer", "sdp": message["sdp"]})
        elif kind == "up":
            self.is_up.set()

    async def _offer(self) -> None:
        self._room = Side(self._engine, f"browser-{secrets.token_hex(4)}")
        await self._room.create()
        handle = self._handle = await self._engine.attach()
        candidates: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

        def on_core(message: dict[str, Any]) -> None:
            if message["janus"] == "trickle":
                candidates.put_nowait(message["candidate"])

        handle.on_core = on_core
        _, offer = await self._room.join(handle, "line", codec="opus", generate_offer=True, prebuffer=_EAGER)
        assert offer is not None
        await self.send({"type": "offer", "sdp": offer["sdp"]})
        self._ear = await self._engine.attach()
        rtp = {"ip": "127.0.0.1", "port": self.phone.port}
        data, _ = await self._room.join(self._ear, "phone", codec="pcma", rtp=rtp, prebuffer=_EAGER)
        self.phone.to = (data["rtp"]["ip"], int(data["rtp"]["port"]))
        self._offering = asyncio.create_task(self._trickle(candidates))

    async def _trickle(self, candidates: "asyncio.Queue[dict[str, Any]]") -> None:
        while "completed" not in (candidate := await candidates.get()):
            await self.send({"type": "candidate", "candidate": candidate})
        await self.send({"type": "candidate", "candidate": None})

    async def _let_go(self) -> None:
        if self._offering is not None:
            self._offering.cancel()
        with contextlib.suppress(JanusAway, JanusRefused):
            for handle in (self._handle, self._ear):
                if handle is not None:
                    await handle.detach()
            if self._room is not None:
                await self._room.destroy()
        self._handle = self._ear = self._room = None
