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
from typing import Any

from websockets.sync.client import connect

from tests.engines import free_port
from yaoyaoling.platform.settings import HallSettings

RUNNING = os.environ.get("BROWSER_HALL")
"""`http://127.0.0.1:8110 password`: use a hall that runs already, while working on a journey."""

_START_S = 240


class HallDidNotStartError(RuntimeError):
    """With what it last said."""


@dataclass
class BrowserHall:
    """Where it is, and how to sign in. settings: what it was started with; None of one that ran already."""

    url: str
    password: str
    settings: HallSettings | None = None
    _officers: dict[str, str] = field(default_factory=dict)
    _sessions: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)

    def ask(self, path: str, body: dict[str, Any] | None = None, token: str | None = None) -> Any:
        """GET, or POST with a body; as the holder of a token."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(16)}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        content = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(self.url + path, content, headers), timeout=20) as reply:
            return json.loads(reply.read() or b"null")

    def session_of(self, login: str) -> tuple[str, dict[str, Any]]:
        """A sign-in of somebody: token, and who it is. One for each login."""
        if login not in self._sessions:
            reply = self.ask("/api/auth/sign-in", {"login": login, "password": self.password})
            self._sessions[login] = reply["token"], reply["me"]
        return self._sessions[login]

    def picture(self, login: str, kind: str) -> dict[str, dict[str, Any]]:
        """Entities of a kind as somebody's feed shows them now: fields by id."""
        headers = {"Authorization": f"Bearer {self.session_of(login)[0]}"}
        with connect(
            f"ws{self.url.removeprefix('http')}/api/feed", additional_headers=headers, max_size=None, proxy=None
        ) as feed:
            while (message := json.loads(feed.recv(timeout=30)))["type"] != "snapshot":
                pass
        return {one["id"]: one["set"] for one in message["entities"] if one["kind"] == kind}

    def officer_of(self, crew_id: str) -> str:
        """Login of the officer of a crew: the administrator knows."""
        if crew_id not in self._officers:
            accounts = self.picture("admin", "account").values()
            self._officers = {one["crew_id"]: one["login"] for one in accounts if one["crew_id"] is not None}
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
    # Who has signed off is missed as soon as a turn begins.
    env["YYL_DUTY_SIGN_ON_WITHIN_MIN"] = "0"
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
        yield BrowserHall(url, password, HallSettings(data=folder / "data", city=city))
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
