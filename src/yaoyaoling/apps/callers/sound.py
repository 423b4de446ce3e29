"""Sound of a telephone: G.711 A-law in RTP packets of 20 ms, out and in (RFC 3550, ITU-T G.711)."""

import asyncio
import secrets
import struct
from collections.abc import Iterator
from typing import cast

import numpy as np
import numpy.typing as npt

RATE_HZ = 8_000
PACKET = 160
"""Samples, and bytes, of 20 ms."""
SILENCE = 0xD5
_PCMA = 8


def a_law(samples: npt.NDArray[np.int16]) -> bytes:
    """16-bit samples as A-law octets."""
    value = samples.astype(np.int32)
    sign = np.where(value >= 0, 0x80, 0)
    magnitude = np.minimum(np.where(value >= 0, value, -value - 1), 32_767) >> 3
    exponent = np.where(magnitude < 32, 0, np.floor(np.log2(np.maximum(magnitude, 1))).astype(np.int32) - 4)
    mantissa = np.where(exponent == 0, magnitude >> 1, magnitude >> np.maximum(exponent, 0)) & 0x0F
    return bytes(((sign | (exponent << 4) | mantissa) ^ 0x55).astype(np.uint8))


def samples(octets: bytes) -> npt.NDArray[np.int16]:
    """A-law octets as 16-bit samples."""
    value = np.frombuffer(octets, np.uint8).astype(np.int32) ^ 0x55
    exponent, mantissa = (value >> 4) & 7, value & 0x0F
    magnitude = np.where(exponent == 0, (mantissa << 4) + 8, ((mantissa << 4) + 0x108) << np.maximum(exponent - 1, 0))
    return np.where(value & 0x80, magnitude, -magnitude).astype(np.int16)


def level_db(octets: bytes) -> float:
    """How loud, in dB below full scale; -100 for nothing at all."""
    heard = samples(octets).astype(np.float64)
    power = float(np.mean(heard * heard)) if len(heard) else 0.0
    return max(-100.0, 10 * float(np.log10(power / 32_768**2))) if power else -100.0


def packets(octets: bytes) -> Iterator[bytes]:
    """Payloads of 20 ms; the last is filled with silence."""
    for at in range(0, len(octets), PACKET):
        yield octets[at : at + PACKET].ljust(PACKET, bytes([SILENCE]))


class Ear(asyncio.DatagramProtocol):
    """The caller's sound: what comes is kept (the last minute), what is said goes out every 20 ms."""

    def __init__(self) -> None:
        self.heard = bytearray()
        self.packets_in = 0
        self._transport: asyncio.DatagramTransport | None = None
        self._peer: tuple[str, int] | None = None
        self._to_say: list[bytes] = []
        self._talking: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls) -> "Ear":
        """On a port of its own."""
        _, ear = await asyncio.get_running_loop().create_datagram_endpoint(cls, local_addr=("127.0.0.1", 0))
        return ear

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is there."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:  # noqa: ARG002 - asyncio calls it so
        """Keep the sound."""
        if len(data) > 12 and data[1] & 0x7F == _PCMA:
            self.packets_in += 1
            self.heard += data[12:]
            del self.heard[: -60 * RATE_HZ]

    @property
    def offer(self) -> bytes:
        """What we can, as SDP."""
        assert self._transport is not None
        port = self._transport.get_extra_info("sockname")[1]
        return (
            "v=0\r\no=caller 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
            "a=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n"
        ).encode()

    def take(self, answer: bytes) -> None:
        """Send to whom the answer names, and begin."""
        lines = answer.decode(errors="replace").splitlines()
        host = next((line.split()[-1] for line in lines if line.startswith("c=IN IP4 ")), None)
        port = next((int(line.split()[1]) for line in lines if line.startswith("m=audio ")), 0)
        if host is None or not port:
            return
        self._peer = (host, port)
        if self._talking is None:
            self._talking = asyncio.create_task(self._talk())

    def say(self, octets: bytes) -> float:
        """Say it after what is being said; gives the seconds until all is said."""
        self._to_say += packets(octets)
        return len(self._to_say) * PACKET / RATE_HZ

    async def _talk(self) -> None:
        clock = asyncio.get_running_loop().time
        number, source, due = secrets.randbelow(1 << 15), secrets.randbits(32), clock()
        while True:
            payload = self._to_say.pop(0) if self._to_say else bytes([SILENCE]) * PACKET
            head = struct.pack("!BBHII", 0x80, _PCMA, number & 0xFFFF, (number * PACKET) & 0xFFFFFFFF, source)
            if self._transport is not None and self._peer is not None:
                self._transport.sendto(head + payload, self._peer)
            number += 1
            due = max(due + PACKET / RATE_HZ, clock() - 0.2)
            await asyncio.sleep(max(0.0, due - clock()))

    def close(self) -> None:
        """Fall silent."""
        if self._talking is not None:
            self._talking.cancel()
        if self._transport is not None:
            self._transport.close()
