"""Positions on the bus: rows of fixed size that the position process tells and others take as they are.

Two topics, each with a header and the newest row of each crew that moved: `positions.index` for the road process
(already on the road), `positions.map` for the hubs. Whoever starts asks `positions.state` for all rows, page by page.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

TAKE = "positions.take"
STATE = "positions.state"
INDEX_TOPIC = "positions.index"
MAP_TOPIC = "positions.map"
STATUS_TOPIC = "positions.status"
PAGE = 10_000
"""Rows in a message: the bus takes a megabyte."""

Rows: TypeAlias = NDArray[Any]
Ids: TypeAlias = NDArray[np.uint64]

INDEX_ROW = np.dtype(
    [("crew", "<u8", (2,)), ("at", "<f8"), ("lon", "<f8"), ("lat", "<f8"), ("share", "<f8"), ("node", "<i4"),
     ("arc", "<i4", (2,)), ("pad", "<i4")]
)  # fmt: skip
"""Where a crew is: epoch s, degrees WGS-84, and its place on the road (`places`: OnRoad; share of the first arc)."""
MAP_ROW = np.dtype(
    [("crew", "<u8", (2,)), ("at", "<f8"), ("lon", "<f8"), ("lat", "<f8"), ("heading", "<f4"), ("speed_kmh", "<f4"),
     ("notes", "<i4"), ("pad", "<i4")]
)  # fmt: skip
"""What a map shows of a crew; NaN: not known. notes: bits of `Note`."""

OFF_GRID = 1
"""A note: the crew has left its own grid."""

_HEAD = struct.Struct("<16sQQ")


@dataclass(frozen=True)
class Told:
    """One message. roads: the network its rows lie on. run, number: which of whose messages it is, without a gap."""

    roads: bytes
    run: int
    number: int
    rows: Rows


def pack_told(told: Told) -> bytes:
    """A message; at most PAGE rows."""
    return _HEAD.pack(told.roads, told.run, told.number) + told.rows.tobytes()


def unpack_told(message: bytes, row: np.dtype[Any]) -> Told:
    """What a message says. Raises: ValueError when it is none."""
    if len(message) < _HEAD.size or (len(message) - _HEAD.size) % row.itemsize:
        raise ValueError(f"{len(message)} bytes are no positions")
    roads, run, number = _HEAD.unpack_from(message)
    return Told(roads, run, number, np.frombuffer(message, row, offset=_HEAD.size))


def pages(rows: Rows) -> list[Rows]:
    """The rows in pages; one at least, perhaps empty."""
    return [rows[first : first + PAGE] for first in range(0, max(1, len(rows)), PAGE)]


def ids_of(crews: Sequence[UUID]) -> Ids:
    """uint64[n, 2] of crew ids."""
    raw = np.frombuffer(b"".join([crew.bytes for crew in crews]), ">u8")
    return raw.astype(np.uint64).reshape(-1, 2)


def ids_from(raw: bytes) -> Ids:
    """uint64[n, 2] of crew ids that stand one behind the other, 16 bytes each. Raises: ValueError."""
    return np.frombuffer(raw, ">u8").astype(np.uint64).reshape(-1, 2)


def uuid_of(pair: Any) -> UUID:
    """The crew id of one row."""
    return UUID(int=(int(pair[0]) << 64) | int(pair[1]))
