"""A demo in processes of its own, as a person starts it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from tests.engines import free_port


class DemoRun:
    """`yyl demo` with the small town on a data directory and a free port; what it prints is collected."""

    def __init__(self, data: Path, *args: str, port: int | None = None, **environ: str) -> None:
        self.data = data
        self.port = port or free_port()
        base = {name: value for name, value in os.environ.items() if not name.startswith("YYL_")}
        self.environ = {
            **base,
            "YYL_DATA": str(data),
            "YYL_PORT": str(self.port),
            "COLUMNS": "100",
            "YYL_CITY": "xiaozhen",
            **environ,
        }
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "yaoyaoling.apps.cli", "demo", "--no-console", *args],
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines += self.process.stdout

    @property
    def text(self) -> str:
        """All it printed so far."""
        return "".join(self.lines)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def until_open(self, within_s: float = 150) -> float:
        """Wait until the hall is open; gives the seconds from the start."""
        self.until(lambda: "大厅已开放" in self.text, within_s)
        return time.monotonic() - self.began

    def until(self, happens: Any, within_s: float = 60) -> None:
        """Wait until it does."""
        deadline = time.monotonic() + within_s
        while not happens():
            assert self.process.poll() is None, self.text
            assert time.monotonic() < deadline, self.text
            time.sleep(0.05)

    def yyl(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Another command in another terminal, which knows the data directory only."""
        environ = {name: value for name, value in self.environ.items() if name not in ("YYL_PORT", "YYL_CITY")}
        command = [sys.executable, "-P", "-m", "yaoyaoling.apps.cli", *args]
        return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60)

    def status(self) -> dict[str, dict[str, Any]]:
        """`yyl status --json`, by process."""
        whole = json.loads(self.yyl("status", "--json").stdout)
        return {one["name"]: one for one in whole["processes"]}

    def pids(self) -> set[int]:
        """All processes the demo started, also what those started."""
        return {one["pid"] for one in self.status().values() if one["pid"]}

    def ended(self) -> int:
        """Wait for its own end; gives the exit code."""
        code = self.process.wait(60)
        self._reader.join(5)
        return code

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ctrl-C, or worse; gives the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.ended()
