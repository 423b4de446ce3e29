"""What a recogniser is to the hall: samples of one party in, words with their times out. Every adapter speaks this."""

from typing import Any, Protocol

import numpy as np

from yaoyaoling.kernel.contract import Value

Samples = np.ndarray[Any, np.dtype[np.float32]]
"""One channel, 16 kHz, -1..1."""
RATE = 16_000


class Said(Value):
    """A stretch of speech between two pauses, as it was understood. Seconds from the party's first sample."""

    text: str
    began_s: float
    ended_s: float


class Listener(Protocol):
    """One party of one call; blocking, used by one thread at a time."""

    def hear(self, samples: Samples) -> list[Said]:
        """Take what was said since; gives stretches that are over."""
        ...

    def finish(self) -> list[Said]:
        """The call is over: what is still open."""
        ...


class Recogniser(Protocol):
    """A recogniser with its model in memory."""

    @property
    def name(self) -> str:
        """Which one it is, with its model: kept with every line it heard."""
        ...

    def listen(self) -> Listener:
        """Begin with a party."""
        ...
