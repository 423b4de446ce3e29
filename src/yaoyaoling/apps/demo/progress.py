"""Lines for the person who waits: numbered steps with their seconds."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def say(text: str) -> None:
    """A line, at once; nobody may be there any more to read it."""
    with suppress(OSError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


class Steps:
    """`[2/6] 正在启动… · starting …`, then what happens, then how long it took."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._number = 0
        self._began = time.monotonic()

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """One step; its seconds are printed when it is done."""
        self._number += 1
        began = time.monotonic()
        say(f"[{self._number}/{self._count}] {text}")
        yield
        say(f"      {time.monotonic() - began:.1f} s")

    def note(self, text: str) -> None:
        """Something within a step."""
        say(f"      {text}")

    @property
    def total_s(self) -> float:
        """Seconds since the first."""
        return time.monotonic() - self._began
