"""NATS with JetStream from its wheel, on loopback, with a password."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

USER = "yaoyaoling"


@dataclass(frozen=True)
class Nats:
    """One server keeping its streams in `data`; `port` on loopback."""

    data: Path
    port: int
    password: str

    @property
    def url(self) -> str:
        """Address with credentials."""
        return f"nats://{USER}:{self.password}@127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Write its configuration; only its owner reads it."""
        self.data.mkdir(parents=True, exist_ok=True)
        text = (
            f'listen: "127.0.0.1:{self.port}"\n'
            f'jetstream {{ store_dir: "{self.data / "jetstream"}", max_mem: 64MB, max_file: 8GB }}\n'
            f'authorization {{ user: "{USER}", password: "{self.password}" }}\n'
            "max_payload: 4MB\n"
        )
        path = self.data / "nats.conf"
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(text)

    def command(self) -> list[str]:
        """What to run to start the server in the foreground."""
        return [str(_program()), "-c", str(self.data / "nats.conf")]


def _program() -> Path:
    beside = Path(sys.executable).parent / "nats-server"
    if beside.exists():
        return beside
    found = shutil.which("nats-server")
    if found is None:
        raise FileNotFoundError("NATS' wheel is not installed; run ./yyl setup, or set YYL_NATS_URL")
    return Path(found)
