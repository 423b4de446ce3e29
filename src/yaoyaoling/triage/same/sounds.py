"""How words sound: pieces that are equal for characters, homophones and typed pinyin, and numbers as numbers."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pypinyin import Style, lazy_pinyin

from yaoyaoling.triage.classify.sounds import cut_by, typed_syllables

LONGEST: Final = 2_000
"""Characters of a report that are read; what is longer is somebody's paste, and the beginning says what it is."""

_RUN = re.compile(r"[㐀-䶿一-鿿]+|[a-z]+|[0-9]+")
_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "幺": 1}
_SPOKEN: Final = {"yi": 1, "er": 2, "liang": 2, "san": 3, "si": 4, "wu": 5, "liu": 6, "qi": 7, "ba": 8, "jiu": 9}


@dataclass(frozen=True, slots=True)
class Piece:
    """One syllable, word or number. char: the character it was written with; empty for Latin letters and digits.

    at: where it begins in the text that was read. value: the number, when it is one.
    """

    sound: str
    char: str
    at: int
    value: int | None = None


@lru_cache(maxsize=20_000)
def _heard(run: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(run, style=Style.NORMAL))


@lru_cache(maxsize=20_000)
def _spelt(run: str) -> tuple[str, ...]:
    """The syllables of pinyin typed in one piece, however long; () where it is none."""
    return cut_by(run, typed_syllables())


def read(text: str) -> str:
    """The text as it is compared: one width, lower case, without what cannot be seen, not longer than `LONGEST`."""
    plain = unicodedata.normalize("NFKC", text[: 2 * LONGEST]).lower()
    return "".join(" " if unicodedata.category(one)[0] == "C" else one for one in plain)[:LONGEST]


def pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a text that `read` gave."""
    found: list[Piece] = []
    for match in _RUN.finditer(text):
        run, at = match.group(), match.start()
        if run[0].isdigit():
            found.append(Piece(f"#{int(run[:12])}", "", at, int(run[:12])))
        elif run[0] < "\x7f":
            spelt = _spelt(run)
            offset = at
            for one in spelt or (run,):
                found.append(Piece(one, "", offset, _SPOKEN.get(one) if spelt else None))
                offset += len(one)
        else:
            sounds = _heard(run)
            if len(sounds) != len(run):
                sounds = tuple(run)
            found += [
                Piece(sound, char, at + nth, _DIGITS.get(char))
                for nth, (sound, char) in enumerate(zip(sounds, run, strict=True))
            ]
    return tuple(found)


def number_at(all_pieces: tuple[Piece, ...], start: int) -> tuple[int, int] | None:
    """A number that begins there, up to 99 in words or any in digits, and how many pieces it takes; or None."""
    first = all_pieces[start]
    if first.sound.startswith("#"):
        return first.value or 0, 1
    ten = _is_ten(first)
    if first.value is None and not ten:
        return None
    rest = all_pieces[start + 1 : start + 3]
    if ten:
        if rest and rest[0].value and not rest[0].sound.startswith("#"):
            return 10 + rest[0].value, 2
        return 10, 1
    if rest and _is_ten(rest[0]):
        if len(rest) > 1 and rest[1].value and not rest[1].sound.startswith("#"):
            return (first.value or 0) * 10 + rest[1].value, 3
        return (first.value or 0) * 10, 2
    return first.value or 0, 1


def _is_ten(piece: Piece) -> bool:
    return piece.char == "十" or (not piece.char and piece.sound == "shi")
