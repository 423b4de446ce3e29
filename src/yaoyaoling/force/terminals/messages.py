"""Messages of JT/T 808 that we take and answer. Pure.

Source: JT/T 808-2019 chapter 8 (0x0100, 0x0102, 0x0002, 0x0003, 0x0200, 0x0704, 0x8001, 0x8100); bodies of 2013 where
they differ.
"""

import struct
from datetime import datetime, timedelta, timezone
from enum import IntEnum
from uuid import UUID

import numpy as np

from yaoyaoling.force.positions.batch import DATUMS, FIX, NO_FIX, UNKNOWN, Batch
from yaoyaoling.force.terminals.frames import BadFrameError, Frame
from yaoyaoling.kernel.geo import Datum

BEAT, LEAVE, REGISTER, AUTHENTICATE, POSITION, POSITIONS = 0x0002, 0x0003, 0x0100, 0x0102, 0x0200, 0x0704
REPLY, REGISTER_REPLY = 0x8001, 0x8100
_LOCATED, _SOUTH, _WEST = 0x02, 0x04, 0x08
_POSITION = struct.Struct(">IIIIHHH6s")
_CHINA = timezone(timedelta(hours=8))
_MOST_POSITIONS = 500


class Result(IntEnum):
    """Of the general reply 0x8001."""

    DONE = 0
    FAILED = 1
    WRONG = 2
    NOT_SUPPORTED = 3


class Registered(IntEnum):
    """Of the reply to a registration 0x8100."""

    DONE = 0
    TAKEN = 3  # 终端已被注册
    UNKNOWN = 4  # 数据库中无该终端


def reply_to(frame: Frame, serial: int, result: Result) -> Frame:
    """平台通用应答."""
    body = struct.pack(">HHB", frame.serial, frame.message, result)
    return Frame(REPLY, frame.number, serial, body, frame.is_2019, frame.version)


def register_reply(frame: Frame, serial: int, result: Registered, code: str = "") -> Frame:
    """终端注册应答; the code only when it was registered."""
    body = struct.pack(">HB", frame.serial, result) + (code.encode("ascii") if result is Registered.DONE else b"")
    return Frame(REGISTER_REPLY, frame.number, serial, body, frame.is_2019, frame.version)


def read_maker(frame: Frame) -> str:
    """Maker and model of a registration, as far as they can be read. Raises: BadFrameError."""
    maker, model, least = (11, 30, 76) if frame.is_2019 else (5, 20, 37)
    if not frame.is_2019 and len(frame.body) < least:
        maker, model, least = 5, 8, 25  # of 2011, under the header of 2013: such terminals are still on the road
    if len(frame.body) < least:
        raise BadFrameError("bad_registration")
    parts = frame.body[4 : 4 + maker], frame.body[4 + maker : 4 + maker + model]
    words = [part.replace(b"\0", b"").decode("gbk", "replace").strip() for part in parts]
    return " ".join(word for word in words if word.isprintable() and word)[:60]


def read_code(frame: Frame) -> str:
    """The code of an authentication. Raises: BadFrameError."""
    body = frame.body
    if frame.is_2019:
        if not body or len(body) < 1 + body[0]:
            raise BadFrameError("bad_authentication")
        body = body[1 : 1 + body[0]]
    try:
        return body.rstrip(b"\0").decode("ascii")
    except UnicodeDecodeError as error:
        raise BadFrameError("bad_authentication") from error


def read_positions(frame: Frame, crew: UUID, datum: Datum) -> Batch:
    """Fixes of a report or of a batch of reports, in the order in which they stand. Raises: BadFrameError."""
    bodies = [frame.body] if frame.message == POSITION else list(_split(frame.body))
    rows = np.zeros(len(bodies), FIX)
    rows["crew"], rows["datum"] = (crew.int >> 64, crew.int & 0xFFFFFFFFFFFFFFFF), DATUMS.index(datum)
    rows["accuracy_dm"] = UNKNOWN
    for row, body in zip(rows, bodies, strict=True):
        _fill(row, body)
    return rows


def _split(body: bytes) -> list[bytes]:
    if len(body) < 3:
        raise BadFrameError("bad_position")
    (count,) = struct.unpack_from(">H", body)
    found, at = [], 3
    while at < len(body):
        if at + 2 > len(body):
            raise BadFrameError("bad_position")
        (size,) = struct.unpack_from(">H", body, at)
        found.append(body[at + 2 : at + 2 + size])
        if len(found[-1]) != size:
            raise BadFrameError("bad_position")
        at += 2 + size
    if len(found) != count or not 0 < count <= _MOST_POSITIONS:
        raise BadFrameError("bad_position")
    return found


def _fill(row: np.void, body: bytes) -> None:
    if len(body) < _POSITION.size:
        raise BadFrameError("bad_position")
    _, status, lat, lon, _, speed, heading, time = _POSITION.unpack_from(body)
    if lat > 90_000_000 or lon > 180_000_000:
        status &= ~_LOCATED
        lat = lon = 0
    row["lat_e7"] = lat * 10 * (-1 if status & _SOUTH else 1)
    row["lon_e7"] = lon * 10 * (-1 if status & _WEST else 1)
    row["speed_dkmh"] = speed
    row["heading_cdeg"] = heading * 100 if heading <= 360 else UNKNOWN
    row["flags"] = 0 if status & _LOCATED else NO_FIX
    row["at_ms"] = read_time(time)


def read_time(raw: bytes) -> int:
    """Epoch ms of six bytes of BCD, Chinese time; 0 for what is no time (a clock that was never set)."""
    text = raw.hex()
    try:
        return int(datetime.strptime("20" + text, "%Y%m%d%H%M%S").replace(tzinfo=_CHINA).timestamp() * 1000)
    except ValueError:
        return 0
