"""Real daemons for tests: on free ports of loopback, in a folder that is gone afterwards, stopped by their numbers."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.engines import is_ours, start, stop
from yaoyaoling.platform.secrets import Secrets
from yaoyaoling.platform.supervise.account import engine_account
from yaoyaoling.platform.supervise.ports import claim_any_range
from yaoyaoling.platform.supervise.process import Program
from yaoyaoling.platform.supervise.readiness import Output
from yaoyaoling.telephony.daemons import PORT_NAMES, Daemons, Level, find_standing, layout, prepare, programs
from yaoyaoling.telephony.settings import VoiceSettings


def free_both() -> int:
    """A port that is free for TCP and for UDP."""
    for _ in range(1000):
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", 0))
            port: int = tcp.getsockname()[1]
            if not is_ours(port):
                continue
            with contextlib.suppress(OSError):
                udp.bind(("127.0.0.1", port))
                return port
    raise AssertionError("no free port")


@dataclass
class RunningDaemons:
    """at: where everything is. programs: by name. processes: what runs now, by name."""

    settings: VoiceSettings
    at: Daemons
    programs: dict[str, Program]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    async def start(self, *names: str) -> None:
        """Start these (again) and wait until each says that it is ready."""
        for name in names:
            program = self.programs[name]
            self.processes[name] = start(
                list(program.command), self.log(name), cwd="/", env=dict(program.env), **program.account.popen()
            )
        for name in names:
            try:
                async with asyncio.timeout(20):
                    await self.programs[name].ready(Output())
            except TimeoutError:
                raise AssertionError(f"{name} is not ready:\n{self.log(name).read_text()[-3000:]}") from None

    def log(self, name: str) -> Path:
        """Where it writes."""
        return self.at.folder / f"{name}.log"

    def kill(self, name: str) -> None:
        """SIGKILL to it and its children, as the supervisor sees to when one of its programs dies."""
        _kill_group(self.processes[name])
        stop(self.processes[name], signal.SIGKILL)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@contextlib.asynccontextmanager
async def running_daemons(*only: str, level: Level = Level.FULL, **given: Any) -> AsyncIterator[RunningDaemons]:
    """The daemons of a level, or only those named. given: voice settings. Skips the test where they are missing."""
    media = claim_any_range(2_000)
    assert media is not None, "no media ports are free"
    # The last four hundred are for those who play browsers (`tests/telephony/browsers.py`).
    own = {"media_port_min": media.first, "media_port_max": media.last - 400}
    settings = VoiceSettings(**{"level": level.value, **own, **given})
    standing = find_standing(settings)
    if standing.level is not level:
        media.close()
        pytest.skip(standing.en)
    folder = Path(tempfile.mkdtemp(prefix="yyl-voice-"))
    folder.chmod(0o755)
    account = engine_account()
    ports = {name: free_both() for name in PORT_NAMES}
    at = layout(settings, folder / "voice", ports, Secrets(folder / "secrets"), level)
    prepare(settings, at, datetime.now(UTC), account)
    found = {program.name: program for program in programs(settings, at, account)}
    running = RunningDaemons(settings, at, found)
    try:
        await running.start(*(only or found))
        yield running
    finally:
        for process in reversed(running.processes.values()):
            stop(process)
            _kill_group(process)  # Kamailio leaves a child when it is stopped while it forks
        shutil.rmtree(folder, ignore_errors=True)
        media.close()


@pytest.fixture
async def daemons() -> AsyncIterator[RunningDaemons]:
    """All of them, at the full level."""
    async with running_daemons() as running:
        yield running
