"""Which pairs of characters training has seen: what it never read it must not judge."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.triage.classify.sounds import sounds

_BITS = 1 << 20


@dataclass(frozen=True)
class KnownPairs:
    """A set of pairs of characters and of syllables, as bits by their check sum; a rare pair may pass."""

    bits: NDArray[np.uint8]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "KnownPairs":
        """All pairs of these texts (as `features.read` gives them)."""
        bits = np.zeros(_BITS // 8, np.uint8)
        for text in texts:
            for spot in (*_spots(text), *_sound_spots(text)):
                bits[spot >> 3] |= 1 << (spot & 7)
        return cls(bits)

    def share(self, text: str) -> float:
        """Which share of the text's pairs is known; 0.0 for a text without pairs."""
        spots = _spots(text)
        return sum(bool(self.bits[spot >> 3] & (1 << (spot & 7))) for spot in spots) / len(spots) if spots else 0.0

    def is_familiar(self, text: str, least: float) -> bool:
        """Whether enough of it is known."""
        return self.share(text) >= least


def _spots(text: str) -> list[int]:
    """Of a Chinese text the pairs of characters, of any other the pairs of its syllables, or else of its words."""
    if any("\u4e00" <= char <= "\u9fff" for char in text):
        units = [char for char in text if char.isalnum()]
    else:
        units = sounds(text) or text.split()
    return [crc32(f"{one} {other}".encode()) % _BITS for one, other in pairwise(units)]


def _sound_spots(text: str) -> list[int]:
    return [crc32(f"{one} {other}".encode()) % _BITS for one, other in pairwise(sounds(text))]
