"""The socket of a line: who may open one, and what it says when nodes and engines come and go."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.conftest import world_database
from tests.engines import Engines
from tests.livehall import LiveHall, live_hall
from yaoyaoling.platform.bus import Bus
from yaoyaoling.telephony.control.engines import Conferences
from yaoyaoling.telephony.control.lines import Lines

ICE = [{"urls": ["turn:127.0.0.1:3478"], "username": "u", "credential": "c"}]


@pytest.fixture
async def live(engines: Engines, tmp_path: Path) -> AsyncIterator[LiveHall]:
    async with live_hall(engines, await world_database(engines), tmp_path) as hall:
        yield hall


@contextlib.asynccontextmanager
async def node(live: LiveHall, engines: Engines, folder: Path) -> AsyncIterator[Lines]:
    """A voice node whose conference engines are all away."""
    bus = Bus(engines.nats.url, live.hall.bus.prefix)
    await bus.open()
    lines = Lines("T1", bus, Conferences({}, (), folder / "session.json"), lambda _: ICE)
    task = asyncio.create_task(lines.run())
    await asyncio.sleep(0.2)
    try:
        yield lines
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await bus.close()


def dial(live: LiveHall, who: str | None, **headers: str) -> Any:
    if who is not None:
        headers["Authorization"] = f"Bearer {live.tokens[who]}"
    url = f"ws{live.url.removeprefix('http')}/api/telephony/line"
    return connect(url, additional_headers=headers, proxy=None)


async def hear(socket: ClientConnection, within_s: float = 6) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(await asyncio.wait_for(_receive(socket), within_s))
    return told


def _receive(socket: ClientConnection) -> Awaitable[str | bytes]:
    return socket.recv()


async def closed_with(socket: ClientConnection) -> int | None:
    with pytest.raises(ConnectionClosed) as closed:
        await hear(socket)
    return closed.value.rcvd.code if closed.value.rcvd else None


async def test_only_who_signed_in_has_a_line(live: LiveHall) -> None:
    async with dial(live, None) as socket:
        assert await closed_with(socket) == 4401
    async with dial(live, "taker1", Origin="https://elsewhere.example") as socket:
        assert await closed_with(socket) == 4403


async def test_without_a_node_there_is_no_voice_and_one_that_comes_is_found(
    live: LiveHall, engines: Engines, tmp_path: Path
) -> None:
    async with dial(live, "taker1") as socket:
        assert await hear(socket) == {"type": "unavailable", "reason": "no_voice"}
        async with node(live, engines, tmp_path):
            assert await hear(socket) == {"type": "ready", "ice_servers": ICE}


async def test_an_offer_without_an_engine_is_answered_with_down(
    live: LiveHall, engines: Engines, tmp_path: Path
) -> None:
    async with node(live, engines, tmp_path), dial(live, "taker1") as socket:
        assert (await hear(socket))["type"] == "ready"
        await socket.send("what is no message of ours is not heard")
        await socket.send(json.dumps({"type": "offer", "sdp": "v=0"}))
        assert await hear(socket) == {"type": "down", "reason": "no_voice"}


async def test_a_node_that_forgot_the_line_asks_for_a_new_offer(
    live: LiveHall, engines: Engines, tmp_path: Path
) -> None:
    async with dial(live, "officer_n1") as socket:
        assert (await hear(socket))["type"] == "unavailable"
        async with node(live, engines, tmp_path):
            assert (await hear(socket))["type"] == "ready"
        async with node(live, engines, tmp_path):
            assert await hear(socket) == {"type": "down", "reason": "restarted"}
            assert (await hear(socket))["type"] == "ready"
