"""Frames built by hand after JT/T 808, apart from our own encoder."""

import struct


def bcd(digits: str, size: int) -> bytes:
    """Digits as so many bytes."""
    padded = digits.rjust(2 * size, "0")
    return bytes(int(padded[i]) << 4 | int(padded[i + 1]) for i in range(0, 2 * size, 2))


def framed(
    message: int, number: str, serial: int, body: bytes, *, is_2019: bool = True, part: tuple[int, int] | None = None
) -> bytes:
    """A whole frame with marks, escaped byte by byte."""
    properties = len(body) | (1 << 14 if is_2019 else 0) | (1 << 13 if part else 0)
    raw = message.to_bytes(2, "big") + properties.to_bytes(2, "big") + (b"\x01" if is_2019 else b"")
    raw += bcd(number, 10 if is_2019 else 6) + serial.to_bytes(2, "big")
    if part:
        raw += part[0].to_bytes(2, "big") + part[1].to_bytes(2, "big")
    raw += body
    check = 0
    for byte in raw:
        check ^= byte
    out = b""
    for byte in raw + bytes([check]):
        out += {0x7E: b"\x7d\x02", 0x7D: b"\x7d\x01"}.get(byte, bytes([byte]))
    return b"\x7e" + out + b"\x7e"


def registration(is_2019: bool = True) -> bytes:
    """0x0100: province, city, maker, model, terminal id, colour, plate."""
    maker, model, own = (11, 30, 30) if is_2019 else (5, 20, 7)
    return (
        struct.pack(">HH", 36, 100) + b"MAKER".ljust(maker, b"\0") + b"MODEL-1".ljust(model, b"\0")
        + b"ID00001".ljust(own, b"\0") + b"\x01" + "鄂A1234警".encode("gbk")
    )  # fmt: skip


def authentication(code: str, is_2019: bool = True) -> bytes:
    """0x0102."""
    if not is_2019:
        return code.encode()
    return bytes([len(code)]) + code.encode() + b"123456789012345" + b"V1.0".ljust(20, b"\0")


def position(
    lon: float, lat: float, time: str, *, speed_kmh: float = 36.0, heading: int = 90, status: int = 0x03,
    more: bytes = b"",
) -> bytes:  # fmt: skip
    """0x0200: alarms, status, lat, lon, height, speed, heading, time (YYMMDDhhmmss, Chinese), further items."""
    return (
        struct.pack(
            ">IIIIHHH", 0, status, round(abs(lat) * 1e6), round(abs(lon) * 1e6), 30, round(speed_kmh * 10), heading
        )
        + bcd(time, 6)
        + more
    )


def positions(*bodies: bytes) -> bytes:
    """0x0704: what was kept in a blind area."""
    return struct.pack(">HB", len(bodies), 1) + b"".join(struct.pack(">H", len(one)) + one for one in bodies)
