"""Frames of JT/T 808: found in a stream, unescaped, checked; both headers. Pure.

Source: JT/T 808-2019 and -2013, 4.4 (message structure): 0x7e, header, body, XOR of both, 0x7e; inside 0x7e is sent as
0x7d 0x02 and 0x7d as 0x7d 0x01. Bit 14 of the properties says that the header is that of 2019.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import xor

MARK = 0x7E
LONGEST = 4096
"""Bytes between two marks: twice what the longest body takes when all of it is escaped."""
_LENGTH, _ENCRYPTED, _PARTS, _IS_2019 = 0x03FF, 0x1C00, 0x2000, 0x4000


class BadFrameError(ValueError):
    """Not a frame: `fault` says why, in the words of metrics and administrators."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Frame:
    """One message. number: the terminal's, without leading zeros. part: (of how many, which, from 1)."""

    message: int
    number: str
    serial: int
    body: bytes
    is_2019: bool = True
    version: int = 1
    part: tuple[int, int] = (1, 1)


class Framer:
    """Finds frames in a stream; what lies between is a fault, and the next mark begins anew."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame | BadFrameError]:
        """Frames that end in this piece of the stream, and what was none."""
        self._held += data
        while (end := self._held.find(MARK)) >= 0:
            piece = bytes(self._held[:end])
            del self._held[: end + 1]
            if not piece:
                continue  # the mark that ends one frame, or begins the next
            if len(piece) > LONGEST:
                yield BadFrameError("overlong")
                continue
            try:
                yield read_frame(piece)
            except BadFrameError as error:
                yield error
        if len(self._held) > LONGEST:
            self._held.clear()
            yield BadFrameError("overlong")


def unescape(piece: bytes) -> bytes:
    """What stood between two marks. Raises: BadFrameError."""
    found, rest = bytearray(), iter(piece)
    for byte in rest:
        if byte == 0x7D:
            follower = next(rest, None)
            if follower not in (1, 2):
                raise BadFrameError("bad_escape")
            byte = 0x7C + follower
        found.append(byte)
    return bytes(found)


def escape(raw: bytes) -> bytes:
    """As it may stand between two marks."""
    return raw.replace(b"\x7d", b"\x7d\x01").replace(b"\x7e", b"\x7d\x02")


def checksum(raw: bytes) -> int:
    """XOR of all bytes."""
    return reduce(xor, raw, 0)


def read_frame(piece: bytes) -> Frame:
    """The message between two marks. Raises: BadFrameError."""
    raw = unescape(piece)
    if len(raw) < 13:
        raise BadFrameError("cut")
    if checksum(raw) != 0:
        raise BadFrameError("bad_checksum")
    message, properties = struct.unpack_from(">HH", raw)
    is_2019 = bool(properties & _IS_2019)
    at, digits = (5, 10) if is_2019 else (4, 6)
    head = at + digits + 2 + (4 if properties & _PARTS else 0)
    body = raw[head:-1]
    if len(raw) <= head or len(body) != properties & _LENGTH:
        raise BadFrameError("cut")
    if properties & _ENCRYPTED:
        raise BadFrameError("encrypted")
    (serial,) = struct.unpack_from(">H", raw, at + digits)
    part = struct.unpack_from(">HH", raw, at + digits + 2) if properties & _PARTS else (1, 1)
    if not 1 <= part[1] <= part[0]:
        raise BadFrameError("bad_part")
    return Frame(message, read_digits(raw[at : at + digits]), serial, body, is_2019, raw[4] if is_2019 else 0, part)


def write_frame(frame: Frame) -> bytes:
    """The frame with its marks; in parts only when it says so."""
    properties = len(frame.body) | (_IS_2019 if frame.is_2019 else 0) | (_PARTS if frame.part != (1, 1) else 0)
    head = struct.pack(">HH", frame.message, properties)
    if frame.is_2019:
        head += bytes([frame.version])
    head += write_digits(frame.number, 10 if frame.is_2019 else 6) + struct.pack(">H", frame.serial)
    if frame.part != (1, 1):
        head += struct.pack(">HH", *frame.part)
    raw = head + frame.body
    return bytes([MARK]) + escape(raw + bytes([checksum(raw)])) + bytes([MARK])


def read_digits(raw: bytes) -> str:
    """BCD as digits without leading zeros. Raises: BadFrameError."""
    text = raw.hex()
    if not text.isdecimal():
        raise BadFrameError("bad_number")
    return text.lstrip("0") or "0"


def write_digits(number: str, size: int) -> bytes:
    """Digits as so many bytes of BCD."""
    return bytes.fromhex(number.rjust(2 * size, "0"))
