"""A whole hall for browsers: `yyl demo` without traffic on a town and a port of its own, stopped afterwards."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.engines import free_port

RUNNING = os.environ.get("BROWSER_HALL")
"""`http://127.0.0.1:8110 password`: use a hall that runs already, while working on a journey."""

_START_S = 240


class HallDidNotStartError(RuntimeError):
    """With what it last said."""


@dataclass
class BrowserHall:
    """Where it is, and how to sign in."""

    url: str
    password: str
    _officers: dict[str, str] = field(default_factory=dict)

    def me(self, login: str) -> dict[str, object]:
        """Who an account is."""
        body = json.dumps({"login": login, "password": self.password}).encode()
        request = urllib.request.Request(
            f"{self.url}/api/auth/sign-in", body, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=20) as reply:
            me: dict[str, object] = json.load(reply)["me"]
            return me

    def officer_of(self, crew_id: str) -> str:
        """Login of the officer of a crew."""
        while crew_id not in self._officers:
            login = f"minjing{len(self._officers) + 1}"
            self._officers[str(self.me(login)["crew_id"])] = login
        return self._officers[crew_id]


@contextlib.contextmanager
def running_hall(city: str = "xiaozhen", osm: Path | None = None) -> Iterator[BrowserHall]:
    """Start one and stop it, or use the one that is named. osm: the extract the city is imported from first."""
    if RUNNING:
        url, password = RUNNING.split()
        yield BrowserHall(url, password)
        return
    folder = Path(tempfile.mkdtemp(prefix="yyl-browser-"))
    folder.chmod(0o755)  # the unprivileged account of the engines must get through
    port, password = free_port(), secrets.token_hex(8)
    env = {name: value for name, value in os.environ.items() if not name.startswith("YYL_")}
    env |= {"YYL_DATA": str(folder / "data"), "YYL_CITY": city}
    env |= {"YYL_PORT": str(port), "YYL_DEMO_PASSWORD": password}
    # Nobody hurries here: two cores draw many browsers.
    env |= {"YYL_DISPATCH_ACCEPT_S": "60", "YYL_INTAKE_OFFER_S": "60", "YYL_INTAKE_SEAT_SILENT_S": "60"}
    yyl = [sys.executable, "-P", "-m", "yaoyaoling.apps.cli"]
    if osm is not None:
        subprocess.run([*yyl, "city", "import", city, "--osm", str(osm)], env=env, check=True, capture_output=True)
    command = [*yyl, "demo", "--no-traffic"]
    log = folder / "demo.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=env, start_new_session=True)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process, log)
        yield BrowserHall(url, password)
    finally:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(60)
        if process.poll() is None:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _is_ready(url: str) -> bool:
    with (
        contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
        urllib.request.urlopen(f"{url}/readyz", timeout=2) as reply,
    ):
        return bool(reply.status == 200)
    return False


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_S
    while True:
        if "大厅已开放" in log.read_text(errors="replace") and _is_ready(url):
            return
        if process.poll() is not None or time.monotonic() > deadline:
            raise HallDidNotStartError(log.read_text(errors="replace")[-3000:])
        time.sleep(0.5)
