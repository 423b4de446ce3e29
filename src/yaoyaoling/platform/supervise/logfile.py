"""Log files of the processes: appended to, and put aside when they grow."""

import contextlib
import os
from pathlib import Path


class LogFile:
    """`name.log`, with `name.log.1` (newest) to `name.log.<keep>` behind it.

    A full disk costs lines, never the process: what could not be written is counted in `lost_bytes`.
    """

    def __init__(self, path: Path, *, limit_bytes: int = 10_000_000, keep: int = 4) -> None:
        self.path = path
        self._limit_bytes = limit_bytes
        self._keep = keep
        self.lost_bytes = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = self._open()
        self._rotate_if_large()

    def _open(self) -> int:
        return os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)

    def write(self, data: bytes) -> None:
        """Append."""
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
            self._rotate_if_large()
        except OSError:
            self.lost_bytes += len(data)

    def _rotate_if_large(self) -> None:
        if os.fstat(self._descriptor).st_size > self._limit_bytes:
            self._rotate()

    def _rotate(self) -> None:
        for number in range(self._keep - 1, 0, -1):
            with contextlib.suppress(FileNotFoundError):
                self._aside(number).rename(self._aside(number + 1))
        self.path.rename(self._aside(1))
        fresh = self._open()
        os.close(self._descriptor)
        self._descriptor = fresh

    def _aside(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")

    def tail(self, lines: int = 20) -> str:
        """The last lines, for somebody who must know why a process does not start."""
        try:
            with self.path.open("rb") as file:
                file.seek(max(0, self.path.stat().st_size - 20_000))
                return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""

    def close(self) -> None:
        """Close it."""
        os.close(self._descriptor)
