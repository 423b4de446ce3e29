"""Reading ASN.1 values in unaligned packed encoding (ITU-T X.691), as far as the Minimum Set of Data uses it."""

from collections.abc import Sequence
from typing import TypeVar

Word = TypeVar("Word", bound=str)


class BitsUnreadable(ValueError):
    """The octets are not such a value, or end before it does."""


class Bits:
    """Octets read bit by bit, the first bit of each octet first."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._at = 0

    @property
    def left(self) -> int:
        """How many bits were not read yet."""
        return len(self._octets) * 8 - self._at

    def take(self, count: int) -> int:
        """A number of so many bits. Raises: BitsUnreadable."""
        if count > self.left:
            raise BitsUnreadable("too short")
        whole = int.from_bytes(self._octets)
        self._at += count
        return whole >> self.left & ((1 << count) - 1)

    def flag(self) -> bool:
        """One bit: a BOOLEAN, or whether something optional is there."""
        return bool(self.take(1))

    def flags(self, count: int) -> tuple[bool, ...]:
        """So many of them."""
        return tuple(self.flag() for _ in range(count))

    def whole(self, low: int, high: int) -> int:
        """A constrained INTEGER (X.691, 11.5.6). Raises: BitsUnreadable."""
        found = low + self.take((high - low).bit_length())
        if found > high:
            raise BitsUnreadable("out of range")
        return found

    def choice(self, words: Sequence[Word], *, extensible: bool) -> Word | None:
        """An ENUMERATED (X.691, clause 14); None: a word added later, which we do not know. Raises: BitsUnreadable."""
        if extensible and self.flag():
            self._small()
            return None
        return words[self.whole(0, len(words) - 1)]

    def text(self, length: int, alphabet: str) -> str:
        """A string of known length over a permitted alphabet (X.691, 30.5). Raises: BitsUnreadable."""
        return "".join(alphabet[self.whole(0, len(alphabet) - 1)] for _ in range(length))

    def octets(self) -> bytes:
        """An OCTET STRING of any length below 16,384 (X.691, 11.9). Raises: BitsUnreadable."""
        length = self.take(7) if not self.flag() else self._longer()
        return bytes(self.take(8) for _ in range(length))

    def skip_additions(self) -> None:
        """What later versions added at the end of a sequence (X.691, 19.7 to 19.9). Raises: BitsUnreadable."""
        there = self.flags(self._small() + 1)
        for is_there in there:
            if is_there:
                self.octets()

    def _longer(self) -> int:
        if self.flag():
            raise BitsUnreadable("fragmented")
        return self.take(14)

    def _small(self) -> int:
        """A normally small number (X.691, 11.6)."""
        if self.flag():
            raise BitsUnreadable("too many additions")
        return self.take(6)
