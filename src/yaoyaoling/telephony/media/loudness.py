"""How loud a leg is, read off what the conference engine writes down of it while the call goes on.

The engine tells of levels only for lines whose packets carry them (RFC 6464), and only that somebody talks. What it
records has every packet of every leg: A-law of the trunk is measured, a browser's packets say their level themselves.
Janus writes in pieces of 4 KiB, so what is read here is up to 0.5 s old (a browser's up to 0.8 s).
"""

import math
import struct
from pathlib import Path

import numpy as np

_RECORD = struct.Struct(">4sIH")
_MARK, _HEAD = b"MEET", 10
_ALAW, _LEVEL_ID = 8, 1
_MOST_AT_ONCE = 64_000
QUIETEST_DB, LOUDEST_DB = -60.0, -6.0
"""The same scale as the meters of the console (`source/levels.ts`)."""


def _powers() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The power of each A-law octet (ITU-T G.711), of full scale."""
    octets = np.arange(256) ^ 0x55
    exponent, mantissa = (octets >> 4) & 7, octets & 15
    samples = np.where(exponent == 0, mantissa * 16 + 8, (mantissa * 16 + 264) << np.maximum(exponent - 1, 0))
    return np.asarray((samples / 32768.0) ** 2, dtype=np.float64)


_POWER = _powers()


class LegMeter:
    """Reads on in one growing `.mjr`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = 0

    def level(self) -> float | None:
        """0 (nothing) to 1 (as loud as can be) of what was written since the last look; None: nothing new."""
        try:
            with self._path.open("rb") as file:
                size = file.seek(0, 2)
                if self._at == 0 and size > _HEAD:
                    file.seek(8)
                    self._at = _HEAD + int.from_bytes(file.read(2), "big")
                if size - self._at > _MOST_AT_ONCE:
                    self._at = size - _MOST_AT_ONCE
                file.seek(self._at)
                data = file.read()
        except OSError:
            return None  # not begun
        powers = [power for begin, end in self._packets(data) if (power := power_of(data[begin:end])) is not None]
        return level_of(sum(powers) / len(powers)) if powers else None

    def _packets(self, data: bytes) -> list[tuple[int, int]]:
        """Where whole packets lie; the next look begins with what is not whole yet."""
        at = max(0, data.find(_MARK))
        found = []
        while at + _RECORD.size <= len(data):
            mark, _, length = _RECORD.unpack_from(data, at)
            end = at + _RECORD.size + length
            if mark != _MARK or end > len(data):
                break
            found.append((at + _RECORD.size, end))
            at = end
        self._at += at
        return found


def power_of(packet: bytes) -> float | None:
    """The power of an RTP packet's sound, of full scale; None: it cannot be told."""
    if len(packet) < 12 or packet[0] >> 6 != 2:
        return None
    begin = 12 + 4 * (packet[0] & 0x0F)
    if packet[0] & 0x10:
        size = 4 * int.from_bytes(packet[begin + 2 : begin + 4], "big")
        extension, begin = packet[begin : begin + 4 + size], begin + 4 + size
        if (said := _said(extension)) is not None:
            return float(10 ** (-said / 10))
    if packet[1] & 0x7F != _ALAW or begin >= len(packet):
        return None
    return float(_POWER[np.frombuffer(packet, dtype=np.uint8, offset=begin)].mean())


def _said(extension: bytes) -> int | None:
    """The level in dB below full scale that a header extension says (RFC 6464 in RFC 8285's short form)."""
    if extension[:2] != b"\xbe\xde":
        return None
    at = 4
    while at < len(extension):
        if extension[at] == 0:
            at += 1
            continue
        kind, size = extension[at] >> 4, (extension[at] & 15) + 1
        if kind == _LEVEL_ID and size == 1 and at + 1 < len(extension):
            return extension[at + 1] & 0x7F
        at += 1 + size
    return None


def level_of(power: float) -> float:
    """A power of full scale on the meters' scale: linear in decibels."""
    if power <= 0:
        return 0.0
    share = (10 * math.log10(power) - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB)
    return round(min(1.0, max(0.0, share)), 2)
