"""Janus' `.mjr` files: the packets of one leg as they came (RFC 3550), read as far as the file goes.

Layout: "MJR00002", a length (2 bytes, big-endian) and a JSON header (c: codec, u: microseconds since 1970 of the first
packet); then for each packet "MEET", milliseconds since the first (4 bytes), a length (2 bytes), the packet.
"""

import json
import mmap
import struct
from array import array
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

_MAGIC, _FRAME = b"MJR00002", b"MEET"
_RECORD = struct.Struct(">4sIH")
_RTP = struct.Struct(">BBHII")
MOST_PACKETS = 10_000_000
MOST_MS = 24 * 3600 * 1000
"""Longest call: a packet said to have come later has a time that lies."""
_FEW, _FAR_MS, _SLACK_MS = 50, 3_600_000, 1000
_FIELDS = np.dtype([("offset", "i8"), ("size", "i4"), ("at_ms", "i8"), ("seq", "u2"), ("ts", "u4"), ("ssrc", "u4")])


class UnreadableError(ValueError):
    """A file nothing can be heard of; its text is the fault's word."""


@dataclass
class Packets:
    """Packets of a file. rows: where each payload lies (offset, size) and what its header says, as they came."""

    codec: str
    started_at: datetime
    rows: np.ndarray[Any, Any]
    fault: str | None


class MjrFile:
    """An open `.mjr`; blocking. Raises: UnreadableError when it is empty."""

    def __init__(self, path: Path) -> None:
        if path.stat().st_size == 0:
            raise UnreadableError("empty")
        with path.open("rb") as file:
            self.bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def close(self) -> None:
        """Let go of the file."""
        self.bytes.close()

    def read(self) -> Packets:
        """All packets of the leg's main payload type. Raises: UnreadableError."""
        header, start = self._header()
        codec, first_us = header.get("c"), header.get("u", header.get("s"))
        if not isinstance(codec, str) or not isinstance(first_us, int):
            raise UnreadableError("header_broken")
        try:
            started_at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=first_us)
        except OverflowError as error:
            raise UnreadableError("header_broken") from error
        rows, fault = self._packets(start)
        if len(rows) == 0:
            raise UnreadableError(fault or "no_packets")
        return Packets(codec.lower(), started_at, rows, fault)

    def _header(self) -> tuple[dict[str, Any], int]:
        data = self.bytes
        if len(data) < 10:
            raise UnreadableError("cut_off" if _MAGIC.startswith(data[:8]) else "not_mjr")
        if data[:8] != _MAGIC:
            raise UnreadableError("not_mjr")
        end = 10 + int.from_bytes(data[8:10], "big")
        if end > len(data):
            raise UnreadableError("cut_off")
        try:
            header = json.loads(data[10:end])
        except (ValueError, RecursionError) as error:
            raise UnreadableError("header_broken") from error
        if not isinstance(header, dict):
            raise UnreadableError("header_broken")
        return header, end

    def _packets(self, at: int) -> tuple[np.ndarray[Any, Any], str | None]:
        data, size = self.bytes, len(self.bytes)
        values, types, fault = array("q"), bytearray(), None
        while at < size and len(types) < MOST_PACKETS:
            if at + _RECORD.size > size:
                fault = fault or "cut_off"
                break
            mark, at_ms, length = _RECORD.unpack_from(data, at)
            begin = at + _RECORD.size
            if mark != _FRAME or (begin + length > size and data.find(_FRAME, begin, size) >= 0):
                # Lost the thread, or a length that lies: go on where the next record begins.
                fault = "damaged"
                at = data.find(_FRAME, at + 1, size)
                if at < 0:
                    break
                continue
            if begin + length > size:
                fault = fault or "cut_off"
                break
            at = begin + length
            found = _payload(data, begin, length)
            if found is None or at_ms > MOST_MS:
                fault = "damaged"
                continue
            offset, count, kind, seq, ts, ssrc = found
            values.extend((offset, count, at_ms, seq, ts, ssrc))
            types.append(kind)
        table = np.frombuffer(values, dtype="i8").reshape(-1, 6)
        rows = np.empty(len(table), dtype=_FIELDS)
        for column, name in enumerate(("offset", "size", "at_ms", "seq", "ts", "ssrc")):
            rows[name] = table[:, column]
        if types:
            # Events of keys and comfort noise come under payload types of their own.
            main = Counter(types).most_common(1)[0][0]
            rows = rows[np.frombuffer(types, dtype="u1") == main]
        true = _times_hold(rows["at_ms"])
        return rows[true], fault if true.all() else "damaged"


def _times_hold(at_ms: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which times of arrival can be true: packets were written as they came, so none is later than one after it.

    Nor do the last few come more than an hour after all others.
    """
    hold = np.asarray(at_ms <= np.minimum.accumulate(at_ms[::-1])[::-1] + _SLACK_MS, dtype=np.bool_)
    last = np.flatnonzero(hold)[-_FEW:]
    far = np.flatnonzero(np.diff(at_ms[last]) > _FAR_MS)
    if len(far) and len(at_ms) > 2 * _FEW:
        hold[last[far[0] + 1 :]] = False
    return hold


def _payload(data: mmap.mmap, begin: int, length: int) -> tuple[int, int, int, int, int, int] | None:
    """Offset and size of the payload, its type, sequence number, timestamp, source; None when it is no RTP."""
    if length < _RTP.size:
        return None
    first, second, seq, ts, ssrc = _RTP.unpack_from(data, begin)
    offset, end = begin + _RTP.size + 4 * (first & 0x0F), begin + length
    if first >> 6 != 2:
        return None
    if first & 0x10:
        if offset + 4 > end:
            return None
        offset += 4 + 4 * int.from_bytes(data[offset + 2 : offset + 4], "big")
    if first & 0x20:
        end -= data[end - 1]
    if offset > end:
        return None
    return offset, end - offset, second & 0x7F, seq, ts, ssrc
