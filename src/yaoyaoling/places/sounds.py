"""How names sound: pinyin and initials, whole and from every syllable on. Used when a city is loaded."""

from collections.abc import Sequence
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from yaoyaoling.places.words import RUNS, is_chinese, plain


@lru_cache(maxsize=50_000)
def syllables(text: str) -> tuple[str, ...]:
    """The pinyin of each character without tones; Latin letters and digits stay, marks go."""
    pieces: list[str] = []
    for run in RUNS.findall(plain(text)):
        pieces += lazy_pinyin(run, style=Style.NORMAL) if is_chinese(run) else [run]
    return tuple(pieces)


def initials(pieces: Sequence[str]) -> str:
    """解放路12号 → jfl12h."""
    return "".join(piece if piece[:1].isdigit() else piece[:1] for piece in pieces)


def sounds(pieces: Sequence[str], *, from_every: bool) -> list[str]:
    """The pinyin and the initials of a name; from_every: of each of its ends as well (renminyiyuan, minyiyuan …)."""
    starts = range(len(pieces)) if from_every else range(min(1, len(pieces)))
    found = [word for start in starts for word in ("".join(pieces[start:]), initials(pieces[start:]))]
    return list(dict.fromkeys(found))
