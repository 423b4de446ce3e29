"""Keeping one process running: start, wait until it is ready, start again when it ends, later and later."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from yaoyaoling.platform.supervise import child
from yaoyaoling.platform.supervise.account import Account
from yaoyaoling.platform.supervise.logfile import LogFile
from yaoyaoling.platform.supervise.readiness import Output, Readiness, at_once

_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 10.0
_HEALTHY_S = 60.0


@dataclass(frozen=True)
class Program:
    """What to keep running.

    env: its whole environment. death_signal: what the kernel sends it when the supervisor dies.
    ready_within_s: a start that takes longer is ended and tried again. goes_first: others wait for it, so it runs
    before ordinary processes where the system allows it.
    """

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    account: Account = field(default_factory=Account)
    ready: Readiness = at_once
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    stop_within_s: float = 10.0
    ready_within_s: float = 120.0
    goes_first: bool = False


class State(StrEnum):
    """How a kept process stands."""

    STARTING = "starting"
    READY = "ready"
    PAUSING = "pausing"  # it ended by itself and will be started again
    STOPPED = "stopped"


@dataclass
class Backoff:
    """How long to wait before the next start: twice as long each time, anew after a minute of health."""

    pause_s: float = _FIRST_PAUSE_S

    def after(self, healthy_s: float) -> float:
        """The pause after a process that was ready for so long (0.0: never)."""
        if healthy_s >= _HEALTHY_S:
            self.pause_s = _FIRST_PAUSE_S
        pause_s = self.pause_s
        self.pause_s = min(_LONGEST_PAUSE_S, self.pause_s * 2)
        return pause_s


def ending(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"exit {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"


def tied(
    command: Sequence[str], death_signal: signal.Signals, account: Account | None = None, *, goes_first: bool = False
) -> list[str]:
    """The command so wrapped that it gets the signal when this process dies, and runs as the account.

    goes_first: before ordinary processes, where the system allows it.
    """
    uid, gid = (None, None) if account is None else (account.uid, account.gid)
    drop = ["-", "-"] if uid is None or gid is None else [str(uid), str(gid)]
    launcher = [sys.executable, "-I", "-S", str(Path(child.__file__))]
    return [*launcher, str(int(death_signal)), str(os.getpid()), str(int(goes_first)), *drop, *command]


class Keeper:
    """Keeps one program running until told to stop."""

    def __init__(self, program: Program, log: LogFile, on_change: Callable[["Keeper"], None]) -> None:
        self.program = program
        self.log = log
        self.state = State.STARTING
        self.since = datetime.now(UTC)
        self.restarts = 0
        self.last_end: str | None = None
        self._on_change = on_change
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = asyncio.Event()
        self._ready = asyncio.Event()
        self._ended_once = asyncio.Event()

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def first_ready(self) -> bool:
        """Wait for the first readiness; False when it ended, or was ended as too slow, before that."""
        waits = [asyncio.ensure_future(event.wait()) for event in (self._ready, self._ended_once)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        return self._ready.is_set()

    async def run(self) -> None:
        """Start it, again and again, until `stop`."""
        backoff = Backoff()
        while not self._stopping.is_set():
            ready_at = await self._one_life()
            if self._stopping.is_set():
                break
            self.restarts += 1
            self._ended_once.set()
            self._move(State.PAUSING)
            pause_s = backoff.after(time.monotonic() - ready_at if ready_at else 0.0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause_s)
        self._move(State.STOPPED)

    async def _one_life(self) -> float | None:
        """From start to end; gives when it became ready (monotonic), if it did."""
        self._move(State.STARTING)
        output = Output()
        # Asked before the start, so that no line is missed.
        readiness = asyncio.ensure_future(self._become_ready(output))
        await asyncio.sleep(0)
        try:
            process = self._process = self._spawn()
        except OSError as error:
            readiness.cancel()
            self.last_end = str(error)
            self.log.write(f"{self.program.name}: {error}\n".encode())
            return None
        stop = asyncio.ensure_future(self._stop_when_told(process, readiness))
        reading = asyncio.ensure_future(self._read(process, output))
        await _ended(process)
        for task in (readiness, stop):
            task.cancel()
        _kill_group(process)  # before it is reaped: until then nobody else can get its number
        self.last_end = ending(process.wait())
        await reading
        return readiness.result() if readiness.done() and not readiness.cancelled() else None

    def _spawn(self) -> subprocess.Popen[bytes]:
        program = self.program
        return subprocess.Popen(
            tied(program.command, program.death_signal, program.account, goes_first=program.goes_first),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(program.env),
            cwd="/",
            start_new_session=True,
        )

    async def _become_ready(self, output: Output) -> float:
        await self.program.ready(output)
        self._ready.set()
        self._move(State.READY)
        return time.monotonic()

    async def _stop_when_told(self, process: subprocess.Popen[bytes], readiness: "asyncio.Future[float]") -> None:
        """End it when we are told to stop, or when it does not become ready in time."""
        told = asyncio.ensure_future(self._stopping.wait())
        either: set[asyncio.Future[Any]] = {told, readiness}
        try:
            await asyncio.wait(either, timeout=self.program.ready_within_s, return_when=asyncio.FIRST_COMPLETED)
            if readiness.done():
                await told
        finally:
            told.cancel()
        if not self._stopping.is_set():
            self.log.write(f"{self.program.name}: not ready in {self.program.ready_within_s:g} s\n".encode())
        process.send_signal(self.program.stop_signal)
        await asyncio.sleep(self.program.stop_within_s)
        _kill_group(process)

    async def _read(self, process: subprocess.Popen[bytes], output: Output) -> None:
        """Copy its output to the log until all who hold the pipe are gone (a second after it ended at most)."""
        assert process.stdout is not None
        with process.stdout as pipe:
            loop = asyncio.get_running_loop()
            os.set_blocking(pipe.fileno(), False)
            finished = asyncio.Event()

            def on_readable() -> None:
                try:
                    data = os.read(pipe.fileno(), 65_536)
                except BlockingIOError:
                    return
                if not data:
                    loop.remove_reader(pipe.fileno())
                    finished.set()
                    return
                self.log.write(data)
                output.saw(data)

            loop.add_reader(pipe.fileno(), on_readable)
            await _ended(process)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(finished.wait(), 1.0)
            loop.remove_reader(pipe.fileno())

    def _move(self, state: State) -> None:
        self.state = state
        self.since = datetime.now(UTC)
        self._on_change(self)

    def stop(self) -> None:
        """Tell it to end; `run` returns when it has."""
        self._stopping.set()

    def kill(self) -> None:
        """End it at once."""
        self._stopping.set()
        if self._process is not None:
            _kill_group(self._process)


async def _ended(process: subprocess.Popen[bytes]) -> None:
    """Wait for its end; where the kernel can tell us, it is not reaped yet then."""
    try:
        descriptor = os.pidfd_open(process.pid)
    except (AttributeError, OSError):
        while process.poll() is None:
            await asyncio.sleep(0.05)
        return
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(descriptor, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to all that is left of its group (it leads a group of its own)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
