"""Decode: fixes as they come in, records of 40 bytes, little-endian. Documented in docs/api/positions.md."""

import struct
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.kernel.geo import Datum
from yaoyaoling.kernel.refused import Refused

FIX = np.dtype(
    [("crew", ">u8", (2,)), ("at_ms", "<i8"), ("lon_e7", "<i4"), ("lat_e7", "<i4"), ("heading_cdeg", "<u2"),
     ("speed_dkmh", "<u2"), ("accuracy_dm", "<u2"), ("datum", "u1"), ("flags", "u1")]
)  # fmt: skip
"""crew: the 16 bytes of its id. at_ms: epoch, UTC. Degrees by ten million, hundredths of a degree, tenths of km/h
and of metres; 65535: not known. flags: bit 0 set when the device has no fix."""
UNKNOWN = 0xFFFF
NO_FIX = 1
DATUMS: tuple[Datum, ...] = (Datum.WGS84, Datum.CGCS2000, Datum.GCJ02, Datum.BD09)
"""By the number a record states."""
MAGIC, VERSION = b"YYLP", 1
MOST = 20_000
"""Records in one batch."""

_HEAD = struct.Struct("<4sHH")
_SOURCE = struct.Struct("<c16s")
Batch = NDArray[Any]


class BadBatch(Refused):
    """Not a batch of positions, or cut."""

    code = "bad_batch"
    status = 422
    zh = "定位批次无法解读：{reason_zh}。未保存任何记录，请修正后重发整批。"
    en = "The batch of positions cannot be read: {reason_en}. Nothing of it was kept; mend it and send it again whole."


def read_batch(body: bytes) -> Batch:
    """The records of a body with its header. Raises: BadBatch."""
    if len(body) < _HEAD.size:
        raise BadBatch(reason_zh="内容短于头部", reason_en="it is shorter than its header")
    magic, version, size = _HEAD.unpack_from(body)
    if magic != MAGIC or version != VERSION or size != FIX.itemsize:
        raise BadBatch(reason_zh="头部不符", reason_en="its header is another")
    if (len(body) - _HEAD.size) % FIX.itemsize:
        raise BadBatch(reason_zh="末条记录不完整", reason_en="its last record is cut")
    rows = np.frombuffer(body, FIX, offset=_HEAD.size)
    if not 0 < len(rows) <= MOST:
        raise BadBatch(reason_zh=f"应有 1 至 {MOST} 条记录", reason_en=f"1 to {MOST} records are taken")
    return rows


def write_batch(rows: Batch) -> bytes:
    """The body that `read_batch` reads."""
    return _HEAD.pack(MAGIC, VERSION, FIX.itemsize) + rows.tobytes()


def rows_of(fixes: Sequence[tuple[UUID, float, float, float, float | None, float | None, float | None]]) -> Batch:
    """Records of (crew, epoch s, lon, lat, heading, speed km/h, accuracy m), WGS-84."""
    rows = np.zeros(len(fixes), FIX)
    for i, (crew, at, lon, lat, heading, speed, accuracy) in enumerate(fixes):
        rows[i] = (
            (crew.int >> 64, crew.int & 0xFFFFFFFFFFFFFFFF), round(at * 1000), round(lon * 1e7), round(lat * 1e7),
            _scaled(heading, 100), _scaled(speed, 10), _scaled(accuracy, 10), 0, 0,
        )  # fmt: skip
    return rows


def _scaled(value: float | None, by: int) -> int:
    return UNKNOWN if value is None else min(UNKNOWN - 1, round(value * by))


def with_source(crew: UUID | None, body: bytes) -> bytes:
    """A batch and whose it may be: one crew's, or anybody's (a gateway's)."""
    return (_SOURCE.pack(b"G", b"") if crew is None else _SOURCE.pack(b"C", crew.bytes)) + body


def read_sourced(message: bytes) -> tuple[UUID | None, Batch]:
    """(the crew it must be of, records). Raises: BadBatch."""
    if len(message) < _SOURCE.size:
        raise BadBatch(reason_zh="没有来源", reason_en="it has no source")
    kind, crew = _SOURCE.unpack_from(message)
    return (UUID(bytes=crew) if kind == b"C" else None), read_batch(message[_SOURCE.size :])
