"""The short code of a QR door-plate: its number and version under a keyed hash, in 24 letters and digits."""

import hmac
from typing import NamedTuple

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O, U, which people mistake for digits or words."""
_VALUES = {c: i for i, c in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
LENGTH = 24
_NUMBER_BYTES, _VERSION_BYTES, _MAC_BYTES = 5, 2, 8
MOST_NUMBER = 256**_NUMBER_BYTES - 1
MOST_VERSION = 256**_VERSION_BYTES - 1


class PlateCode(NamedTuple):
    """What a genuine code says. version: how often the plate was printed anew, from 1."""

    number: int
    version: int


class Doorplates:
    """Makes and reads codes with the installation's key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def _mac(self, body: bytes) -> bytes:
        return hmac.digest(self._key, b"doorplate:" + body, "sha256")[:_MAC_BYTES]

    def code(self, plate: PlateCode) -> str:
        """The code to be printed. Raises: OverflowError, a number or version that does not fit."""
        body = plate.number.to_bytes(_NUMBER_BYTES, "big") + plate.version.to_bytes(_VERSION_BYTES, "big")
        value = int.from_bytes(body + self._mac(body), "big")
        return "".join(_ALPHABET[value >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))

    def read(self, text: str) -> PlateCode | None:
        """What a scanned code says; None when nobody here made it. Small letters, spaces and dashes do not matter."""
        letters = "".join(text.upper().replace("-", " ").split())
        if len(letters) != LENGTH or any(c not in _VALUES for c in letters):
            return None
        value = 0
        for c in letters:
            value = value << 5 | _VALUES[c]
        raw = value.to_bytes(LENGTH * 5 // 8, "big")
        body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(body)):
            return None
        return PlateCode(int.from_bytes(body[:_NUMBER_BYTES], "big"), int.from_bytes(body[_NUMBER_BYTES:], "big"))
