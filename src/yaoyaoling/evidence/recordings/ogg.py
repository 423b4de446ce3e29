"""Opus packets as an Ogg stream (RFC 3533, RFC 7845), so that the library decodes what came as RTP (RFC 7587)."""

import struct
import zlib
from collections.abc import Iterable
from typing import BinaryIO

_FRAMES_48K = {
    **dict.fromkeys(range(0, 12, 4), 480), **dict.fromkeys(range(1, 12, 4), 960),
    **dict.fromkeys(range(2, 12, 4), 1920), **dict.fromkeys(range(3, 12, 4), 2880),
    12: 480, 13: 960, 14: 480, 15: 960,
    **dict.fromkeys(range(16, 32, 4), 120), **dict.fromkeys(range(17, 32, 4), 240),
    **dict.fromkeys(range(18, 32, 4), 480), **dict.fromkeys(range(19, 32, 4), 960),
}  # fmt: skip
SILENCE = b"\xf8\xff\xfe"
"""20 ms of nothing."""
SILENCE_48K = 960
_MIRROR = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_PAGE_PACKETS = 50


def samples_48k(packet: bytes) -> int:
    """How long a packet sounds, in samples at 48 kHz; 0 when it is no Opus (RFC 6716 §3)."""
    if not packet:
        return 0
    kind = packet[0] & 3
    count = (1, 2, 2, packet[1] & 0x3F if len(packet) > 1 else 0)[kind]
    total = count * _FRAMES_48K[packet[0] >> 3]
    return total if total <= 5760 else 0


def write_opus(out: BinaryIO, packets: Iterable[bytes], rate: int) -> None:
    """An Ogg Opus file of mono packets; rate: what the decoder shall give, in Hz."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, rate, 0, 0)
    _page(out, 2, 0, 0, [head])
    _page(out, 0, 0, 1, [b"OpusTags" + struct.pack("<I", 0) + struct.pack("<I", 0)])
    held: list[bytes] = []
    laces = granule = 0
    number = 2
    for packet in packets:
        lace = len(packet) // 255 + 1
        if held and (len(held) == _PAGE_PACKETS or laces + lace > 255):
            _page(out, 0, granule, number, held)
            held, laces, number = [], 0, number + 1
        held.append(packet)
        laces += lace
        granule += samples_48k(packet)
    _page(out, 4, granule, number, held)


def _page(out: BinaryIO, flags: int, granule: int, number: int, packets: list[bytes]) -> None:
    table = bytearray()
    for packet in packets:
        table += b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
    head = b"OggS" + struct.pack("<BBQIII", 0, flags, granule, 1, number, 0) + bytes([len(table)]) + table
    page = bytearray(head + b"".join(packets))
    page[22:26] = _checksum(bytes(page)).to_bytes(4, "little")
    out.write(page)


def _checksum(page: bytes) -> int:
    """Ogg's CRC is zlib's with every byte's bits the other way round, and without its inversions."""
    mirrored = zlib.crc32(page.translate(_MIRROR), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)
