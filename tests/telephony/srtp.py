"""SRTP by hand (RFC 3711, AES_CM_128_HMAC_SHA1_80, no roll-over): a party that speaks and hears at one port."""

import asyncio
import base64
import hmac
import struct
from dataclasses import dataclass, field
from typing import cast

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_TAG = 10


def _stream(key: bytes, start: int, data: bytes) -> bytes:
    cipher = Cipher(algorithms.AES(key), modes.CTR(start.to_bytes(16, "big"))).encryptor()
    return cipher.update(data) + cipher.finalize()


@dataclass
class Keys:
    """Session keys of a master key with its salt, as SDES carries them (30 octets in base64)."""

    inline: str

    def __post_init__(self) -> None:
        both = base64.b64decode(self.inline)
        master, salt = both[:16], int.from_bytes(both[16:30], "big")
        sizes = enumerate((16, 20, 14))
        derived = [_stream(master, (salt ^ (label << 48)) << 16, bytes(size)) for label, size in sizes]
        self._cipher, self._auth, self._salt = derived[0], derived[1], int.from_bytes(derived[2], "big")

    def protect(self, packet: bytes) -> bytes:
        """Encrypted, with its tag."""
        sealed = packet[:12] + self._xor(packet)
        return sealed + self._tag(sealed)

    def open(self, packet: bytes) -> bytes | None:
        """The payload; None when the tag does not fit."""
        sealed, tag = packet[:-_TAG], packet[-_TAG:]
        return self._xor(sealed) if hmac.compare_digest(tag, self._tag(sealed)) else None

    def _xor(self, packet: bytes) -> bytes:
        (number,) = struct.unpack_from(">H", packet, 2)
        (source,) = struct.unpack_from(">I", packet, 8)
        return _stream(self._cipher, (self._salt << 16) ^ (source << 64) ^ (number << 16), packet[12:])

    def _tag(self, sealed: bytes) -> bytes:
        return hmac.digest(self._auth, sealed + bytes(4), "sha1")[:_TAG]


@dataclass
class SecretParty(asyncio.DatagramProtocol):
    """heard: payloads that were sealed with `theirs`; broken: packets that were not."""

    own: Keys
    theirs: Keys
    heard: bytearray = field(default_factory=bytearray)
    broken: int = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is there."""
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Keep A-law that opens."""
        if len(data) > 12 + _TAG and data[1] & 0x7F == 8:
            payload = self.theirs.open(data)
            self.broken += payload is None
            self.heard += payload or b""

    async def say(self, octets: bytes, to: tuple[str, int]) -> None:
        """A-law, 20 ms a packet."""
        for number, at in enumerate(range(0, len(octets), 160)):
            head = struct.pack(">BBHII", 0x80, 8, number, at, 77)
            self.transport.sendto(self.own.protect(head + octets[at : at + 160]), to)
            await asyncio.sleep(0.02)
