"""Road times between many places at once: what is covered from where, asked of the road process.

In bytes and in pieces: a question about fifty thousand crews is megabytes, and whoever reads it in one go keeps the
process that ranks crews from answering meanwhile.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.places.roads.contract import MOST_ORIGINS
from yaoyaoling.platform.bus import Bus

MATRIX = "roads.matrix"
MOST_LIMIT_S = 7200.0
DEADLINE_S = 4.0
_CELLS_AT_ONCE = 200_000
"""Of one answer: 0.8 MB. A target is never divided: it is searched for once."""

_HEAD = struct.Struct("<dI")
_PAIR_BYTES = 16

Seconds = NDArray[np.float32]
LonLats = NDArray[np.float64]
"""float64[n, 2], WGS-84 lon, lat."""


@dataclass(frozen=True, slots=True)
class MatrixAsk:
    """How long from each origin to each target? limit_s: what takes longer counts as out of reach."""

    targets: LonLats
    origins: LonLats
    limit_s: float


def pack_matrix_ask(ask: MatrixAsk) -> bytes:
    """The question as bytes."""
    return _HEAD.pack(ask.limit_s, len(ask.targets)) + ask.targets.tobytes() + ask.origins.tobytes()


def unpack_matrix_ask(body: bytes) -> MatrixAsk:
    """The question again. Raises: ValueError."""
    if len(body) < _HEAD.size or (len(body) - _HEAD.size) % _PAIR_BYTES:
        raise ValueError(f"{len(body)} bytes are no question for times between places")
    limit_s, targets = _HEAD.unpack_from(body)
    places = np.frombuffer(body, np.float64, offset=_HEAD.size).reshape(-1, 2)
    origins = len(places) - targets
    if not (0 < limit_s <= MOST_LIMIT_S and 0 <= origins <= MOST_ORIGINS and targets <= MOST_ORIGINS):
        raise ValueError("no such limit or number of places")
    if not (np.abs(places) <= (180.0, 90.0)).all():  # nor is what is no number
        raise ValueError("no such place")
    return MatrixAsk(places[:targets], places[targets:], limit_s)


class Place(Protocol):
    """Whatever is somewhere: WGS-84 degrees."""

    @property
    def lon(self) -> float:
        """East of Greenwich."""
        ...

    @property
    def lat(self) -> float:
        """North of the equator."""
        ...


async def ask_matrix(bus: Bus, targets: Sequence[Place], origins: Sequence[Place], limit_s: float) -> Seconds | None:
    """float32[targets, origins]: seconds by road, infinite beyond the limit; None when the roads do not answer."""
    wanted, start = _lonlats(targets), _lonlats(origins)
    found = np.full((len(wanted), len(start)), np.inf, np.float32)
    if not found.size:
        return found
    step = max(1, _CELLS_AT_ONCE // len(start))
    for first in range(0, len(wanted), step):
        piece = wanted[first : first + step]
        answer = await bus.ask(MATRIX, pack_matrix_ask(MatrixAsk(piece, start, limit_s)), timeout_s=DEADLINE_S)
        if answer is None or len(answer) != 4 * len(piece) * len(start):
            return None
        found[first : first + step] = np.frombuffer(answer, np.float32).reshape(len(piece), len(start))
    return found


def _lonlats(places: Sequence[Place]) -> LonLats:
    pairs: NDArray[Any] = np.array([(one.lon, one.lat) for one in places], np.float64)
    return pairs.reshape(-1, 2)
