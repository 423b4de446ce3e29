"""A party's sound on a socket: sends its tone every 20 ms, keeps what comes."""

import asyncio
import secrets
import socket
import struct
import time
from dataclasses import dataclass, field

import numpy as np

from tests.voice.tones import FRAME, Samples, decode, tone

_PT_ALAW, _PT_EVENT = 8, 101


def family_of(host: str) -> socket.AddressFamily:
    """IPv6 or IPv4, as the address is written."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


@dataclass
class Sound:
    """One RTP port. got: when each packet came (monotonic seconds), and its A-law payload."""

    hz: float
    peer: tuple[str, int] | None = None
    is_muted: bool = False
    got: list[tuple[float, bytes]] = field(default_factory=list)
    host: str = "127.0.0.1"

    def __post_init__(self) -> None:
        self._socket = socket.socket(family_of(self.host), socket.SOCK_DGRAM)
        self._socket.bind((self.host, 0))
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]
        self._tone = tone(self.hz)
        self._sequence, self._stamp = secrets.randbelow(30_000), secrets.randbelow(2**30)
        self._source = secrets.randbelow(2**31)
        self._key: list[tuple[int, int]] = []
        asyncio.get_running_loop().add_reader(self._socket, self._read)
        self._sending = asyncio.create_task(self._send())

    def press(self, key: str) -> None:
        """A key of the telephone (RFC 4733), 160 ms long."""
        event = "0123456789*#".index(key)
        self._key = [(event, step) for step in range(1, 9)]

    def since(self, at: float, seconds: float | None = None) -> Samples:
        """What was heard from a moment on."""
        until = np.inf if seconds is None else at + seconds
        return decode(b"".join(payload for came, payload in self.got if at <= came < until))

    def gap_s(self, since: float) -> float:
        """The longest silence between two packets from a moment on, up to now."""
        times = [since, *(came for came, _ in self.got if came >= since), time.monotonic()]
        return float(max(np.diff(times)))

    def close(self) -> None:
        """Stop."""
        self._sending.cancel()
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()

    def _read(self) -> None:
        packet = self._socket.recv(2000)
        if len(packet) > 12 and packet[1] & 0x7F == _PT_ALAW:
            self.got.append((time.monotonic(), packet[12:]))

    async def _send(self) -> None:
        begin, count = time.monotonic(), 0
        while True:
            if self.peer is not None and not self.is_muted:
                self._socket.sendto(self._packet(count), self.peer)
            count += 1
            await asyncio.sleep(max(0.0, begin + count * 0.02 - time.monotonic()))

    def _packet(self, count: int) -> bytes:
        stamp, kind = self._stamp + count * FRAME, _PT_ALAW
        at = count * FRAME % len(self._tone)
        payload = self._tone[at : at + FRAME]
        if self._key:
            event, step = self._key.pop(0)
            kind = _PT_EVENT | (0x80 if step == 1 else 0)
            stamp -= (step - 1) * FRAME
            payload = struct.pack("!BBH", event, (0x80 if step >= 6 else 0) | 10, FRAME * step)
        return struct.pack("!BBHII", 0x80, kind, (self._sequence + count) & 65535, stamp, self._source) + payload
