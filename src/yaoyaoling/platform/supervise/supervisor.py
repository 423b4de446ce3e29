"""All kept processes of one installation: started in tiers, stopped in reverse, their state in a file."""

import asyncio
import contextlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.supervise.logfile import LogFile
from yaoyaoling.platform.supervise.process import Keeper, Program, State

log = logger("platform")
_ALARMS_KEPT = 50


class StartFailedError(RuntimeError):
    """A process did not become ready at the first start; `tail`: the last lines of its log."""

    def __init__(self, name: str, end: str, log_file: Path, tail: str) -> None:
        super().__init__(f"{name}: {end}")
        self.name, self.end, self.log_file, self.tail = name, end, log_file, tail


@dataclass(frozen=True)
class Alarm:
    """A process ended although nobody had told it to. restarts: how often by now."""

    at: datetime
    name: str
    end: str
    restarts: int


class Supervisor:
    """Keeps programs running; one for a data directory. Use it from the main thread: children die with the thread."""

    def __init__(self, logs: Path, status_file: Path, on_alarm: Callable[[Alarm], None]) -> None:
        self._logs = logs
        self._status_file = status_file
        self._on_alarm = on_alarm
        self._tiers: list[list[tuple[Keeper, asyncio.Task[None]]]] = []
        self._alarms: list[Alarm] = []
        status_file.parent.mkdir(parents=True, exist_ok=True)

    @property
    def keepers(self) -> list[Keeper]:
        """All kept processes, in the order of their start."""
        return [keeper for tier in self._tiers for keeper, _ in tier]

    async def start(self, programs: Sequence[Program]) -> None:
        """Start these together, after those before them; return when all are ready.

        Raises: StartFailedError when one ends, or is too slow, before it was ever ready. It is stopped by `stop`.
        """
        tier: list[tuple[Keeper, asyncio.Task[None]]] = []
        self._tiers.append(tier)
        for program in programs:
            keeper = Keeper(program, LogFile(self._logs / f"{program.name}.log"), self._changed)
            tier.append((keeper, asyncio.create_task(keeper.run(), name=f"keep {program.name}")))
        for keeper, _ in tier:
            if not await keeper.first_ready():
                raise StartFailedError(keeper.program.name, keeper.last_end or "", keeper.log.path, keeper.log.tail())

    def _changed(self, keeper: Keeper) -> None:
        if keeper.state is State.PAUSING:
            alarm = Alarm(datetime.now(UTC), keeper.program.name, keeper.last_end or "", keeper.restarts)
            self._alarms = [*self._alarms, alarm][-_ALARMS_KEPT:]
            log.error("process_ended", name=alarm.name, end=alarm.end, restarts=alarm.restarts)
            with contextlib.suppress(OSError):  # the terminal it was to be shown on is gone; the log has it
                self._on_alarm(alarm)
        self.write_status()

    def write_status(self) -> None:
        """The state of all processes, for `yyl status` and for whoever watches the machine."""
        whole = {
            "supervisor": os.getpid(),
            "at": _text(datetime.now(UTC)),
            "processes": [
                {
                    "name": keeper.program.name,
                    "state": keeper.state,
                    "since": _text(keeper.since),
                    "pid": keeper.pid,
                    "restarts": keeper.restarts,
                    "last_end": keeper.last_end,
                    "log": str(keeper.log.path),
                    "lost_log_bytes": keeper.log.lost_bytes,
                }
                for keeper in self.keepers
            ],
            "alarms": [
                {"at": _text(alarm.at), "name": alarm.name, "end": alarm.end, "restarts": alarm.restarts}
                for alarm in self._alarms
            ],
        }
        partial = self._status_file.with_suffix(".partial")
        try:
            partial.write_text(json.dumps(whole, ensure_ascii=False, indent=1))
            partial.replace(self._status_file)
        except OSError as error:  # a full disk must not stop the supervision itself
            log.error("status_unwritten", error=repr(error))

    async def stop(self) -> None:
        """Stop what was started, the last first."""
        while self._tiers:
            tier = self._tiers[-1]
            for keeper, _ in tier:
                keeper.stop()
            await asyncio.gather(*(task for _, task in tier), return_exceptions=True)
            for keeper, _ in tier:
                keeper.log.close()
            self._tiers.pop()

    def kill(self) -> None:
        """End everything at once: somebody pressed Ctrl-C a second time."""
        for keeper in self.keepers:
            keeper.kill()


def _text(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
