"""What a real Janus leaves of a room is read: two legs, an announcement only the mix has, and a kill in mid-call."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.engines import free_port
from tests.evidence.sounds import Sound, alaw, assert_heard, heard, opened_sound, silence, tone
from yaoyaoling.evidence.recordings.render import SOUND, Task, render
from yaoyaoling.evidence.recordings.sheet import CallSheet, LegNote
from yaoyaoling.kernel.ids import new_id

JANUS = shutil.which("janus")
LIBRARY = next(iter(Path("/usr/lib").glob("*/janus")), None)
pytestmark = pytest.mark.skipif(JANUS is None or LIBRARY is None, reason="no janus here: apt-get install janus")
_OFF = (
    "duktape", "echotest", "lua", "nosip", "recordplay", "sip", "streaming", "textroom", "videocall", "videoroom",
    "voicemail",
)  # fmt: skip


def configure(folder: Path, port: int, rtp: int) -> Path:
    """A Janus with nothing but its conference, on loopback."""
    off = ",".join(f"libjanus_{name}.so" for name in _OFF)
    (folder / "janus.jcfg").write_text(
        f'general: {{ configs_folder = "{folder}"; plugins_folder = "{LIBRARY}/plugins";'
        f' transports_folder = "{LIBRARY}/transports"; events_folder = "{folder}"; loggers_folder = "{folder}";'
        f' log_to_stdout = true; interface = "127.0.0.1"; protected_folders = ["/bin", "/etc", "/usr"] }}\n'
        f'media: {{ rtp_port_range = "{rtp}-{rtp + 99}"; ipv6 = false }}\n'
        f'nat: {{ ice_enforce_list = "lo" }}\nplugins: {{ disable = "{off}" }}\n'
        'transports: { disable = "libjanus_http.so,libjanus_pfunix.so,libjanus_mqtt.so,libjanus_nanomsg.so,'
        'libjanus_rabbitmq.so" }\n'
    )
    (folder / "janus.transport.websockets.jcfg").write_text(
        f'general: {{ json = "compact"; ws = true; ws_port = {port}; ws_ip = "127.0.0.1"; wss = false }}\n'
        "admin: { admin_ws = false; admin_wss = false }\n"
    )
    (folder / "janus.plugin.audiobridge.jcfg").write_text(
        f'general: {{ string_ids = true; record_tmp_ext = "tmp"; rtp_port_range = "{rtp + 100}-{rtp + 199}";'
        ' local_ip = "127.0.0.1" }\n'
    )
    return folder / "janus.jcfg"


class Session:
    """A session of the WebSocket interface, one request after another."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._id: int | None = None

    async def ask(self, handle: int | None = None, **message: Any) -> dict[str, Any]:
        """Send it and wait for its answer; what else comes meanwhile is passed over."""
        name = str(new_id())
        known = {"session_id": self._id} if self._id else {}
        known |= {"handle_id": handle} if handle else {}
        await self._line.send(json.dumps({**message, **known, "transaction": name}))
        async with asyncio.timeout(20):
            while True:
                reply: dict[str, Any] = json.loads(await self._line.recv())
                if reply.get("transaction") == name and reply["janus"] != "ack":
                    assert reply["janus"] != "error", reply
                    return reply

    async def attach(self) -> int:
        """A handle at the conference."""
        if self._id is None:
            self._id = (await self.ask(janus="create"))["data"]["id"]
        reply = await self.ask(janus="attach", plugin="janus.plugin.audiobridge")
        return int(reply["data"]["id"])

    async def conference(self, handle: int, **body: Any) -> dict[str, Any]:
        """Ask the conference. Raises: AssertionError when it refuses."""
        reply = await self.ask(handle, janus="message", body=body)
        data: dict[str, Any] = reply["plugindata"]["data"]
        assert "error" not in data, data
        return data


@asynccontextmanager
async def running_janus(folder: Path) -> AsyncIterator[tuple[Session, subprocess.Popen[bytes]]]:
    """One, killed at the end if it still lives."""
    port, rtp = free_port(), 40_000 + 200 * (os.getpid() % 100)
    config = configure(folder, port, rtp)
    with (folder / "janus.out").open("wb") as out:
        process = subprocess.Popen([str(JANUS), "-C", config, "-F", folder], stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + 60
        while True:
            assert process.poll() is None and time.monotonic() < deadline, (folder / "janus.out").read_text()
            try:
                line = await connect(f"ws://127.0.0.1:{port}", subprotocols=[Subprotocol("janus-protocol")], proxy=None)
                break
            except OSError:
                await asyncio.sleep(0.2)
        yield Session(line), process
    finally:
        process.kill()
        process.wait()


async def send(sound: Sound, line: socket.socket, begun: float) -> None:
    """A telephone: 20 ms of A-law every 20 ms, on time whatever happened before."""
    octets, ssrc = alaw(sound), line.fileno()
    for number in range(len(octets) // 160):
        await asyncio.sleep(max(0.0, begun + 0.02 * number - time.monotonic()))
        head = bytes([0x80, 8]) + number.to_bytes(2, "big") + (160 * number).to_bytes(4, "big")
        line.send(head + ssrc.to_bytes(4, "big") + octets[160 * number : 160 * number + 160])


@pytest.mark.parametrize("is_killed", [False, True])
async def test_a_room_of_a_real_janus_is_one_sound(tmp_path: Path, is_killed: bool) -> None:
    tmp_path.chmod(0o755)
    etc, call = tmp_path / "etc", new_id()
    etc.mkdir()
    folder, room = tmp_path / str(call), f"call-{call}"
    folder.mkdir()
    soundfile.write(tmp_path / "hold.opus", tone(1700, 1, 48_000, 0.3), 48_000, format="OGG", subtype="OPUS")
    citizen, seat = new_id(), new_id()
    async with AsyncExitStack() as stack:
        session, process = await stack.enter_async_context(running_janus(etc))
        control = await session.attach()
        await session.conference(
            control, request="create", room=room, sampling_rate=8000, allow_rtp_participants=True, record=True,
            record_file=f"{room}.wav", record_dir=str(folder), mjrs=True, mjrs_dir=str(folder), secret="s",
        )  # fmt: skip
        lines = {}
        for leg in (citizen, seat):
            lines[leg] = line = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            line.bind(("127.0.0.1", 0))
            own = {"ip": "127.0.0.1", "port": line.getsockname()[1]}
            handle = await session.attach()
            joined = await session.conference(
                handle, request="join", room=room, id=str(leg), codec="pcma", rtp=own,
                filename=f"{room}-{leg}",
            )  # fmt: skip
            line.connect(("127.0.0.1", int(joined["rtp"]["port"])))
        begun = time.monotonic() + 0.2
        caller = np.concatenate([silence(0.5), tone(400, 1), silence(3), tone(400, 1), silence(1)])
        answer = np.concatenate([silence(2), tone(1000, 1), silence(3.5)])
        spoken = asyncio.gather(send(caller, lines[citizen], begun), send(answer, lines[seat], begun))
        await asyncio.sleep(max(0.0, begun + 3.2 - time.monotonic()))
        file = str(tmp_path / "hold.opus")
        await session.conference(control, request="play_file", room=room, secret="s", file_id="a", filename=file)
        await spoken
        if is_killed:
            process.send_signal(signal.SIGKILL)
        else:
            await session.conference(control, request="destroy", room=room, secret="s")
            await asyncio.sleep(0.5)
    names = tuple(sorted(path.name for path in folder.iterdir()))
    notes = (LegNote(leg_id=citizen, kind="citizen"), LegNote(leg_id=seat, kind="seat"))
    found = render(Task(folder=folder, sheet=CallSheet(call_id=call, legs=notes), names=names))
    assert found.has_sound, found
    assert {part.leg_kind for part in found.parts if part.kind == "leg"} == {"citizen", "seat"}, found.parts
    sound, rate = opened_sound(folder / SOUND)
    begin = heard(sound, rate, 400)[0][0] - 0.5
    assert_heard(sound, rate, 400, (begin + 0.5, begin + 1.5), (begin + 4.5, begin + 5.5))
    assert_heard(sound, rate, 1000, (begin + 2, begin + 3))
    announced = [(a, b) for a, b in heard(sound, rate, 1700) if b - a > 0.5]
    if not is_killed or announced:  # the mix is written to disk every few seconds: its last ones die with Janus
        [(a, b)] = announced
        assert begin + 3.1 <= a <= begin + 3.8 and abs(b - a - 1) <= 0.08
