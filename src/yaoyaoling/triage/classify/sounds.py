"""How a text sounds: toneless pinyin, so that homophones, typing slips and pinyin read alike."""

import unicodedata
from functools import cache

from pypinyin.pinyin_dict import pinyin_dict


@cache
def syllable(char: str) -> str:
    """The commonest reading of a Chinese character without its tone ("偷" → "tou"); "" for anything else."""
    readings = pinyin_dict.get(ord(char), "")
    if not readings:
        return ""
    plain = unicodedata.normalize("NFD", readings.split(",")[0])
    return "".join(part for part in plain if part.isascii() and part.isalpha())


@cache
def _syllables() -> frozenset[str]:
    """All syllables of the characters in everyday use."""
    found = {syllable(chr(code)) for code in range(0x4E00, 0x9FA6) if code in pinyin_dict}
    return frozenset(one for one in found if len(one) > 1 or one in ("a", "e", "o"))


@cache
def cut(word: str) -> tuple[str, ...]:
    """Pinyin written together in its syllables ("qianbao" → qian, bao); () where it is none. At most 40 letters."""
    if not word.isascii() or not word.isalpha() or len(word) > 40:
        return ()
    return cut_by(word, _syllables())


def cut_by(word: str, syllables: frozenset[str]) -> tuple[str, ...]:
    """The fewest of these syllables that make up the word; () where they do not."""
    counts, starts = [0] + [len(word) + 1] * len(word), [0] * (len(word) + 1)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 6), end):
            if counts[start] + 1 < counts[end] and word[start:end] in syllables:
                counts[end], starts[end] = counts[start] + 1, start
    if counts[-1] > len(word):
        return ()
    found, end = [], len(word)
    while end:
        found.append(word[starts[end] : end])
        end = starts[end]
    return tuple(reversed(found))


@cache
def typed_syllables() -> frozenset[str]:
    """The same with ü as keyboards have it: nv, lve."""
    return _syllables() | {"nv", "lv", "nve", "lve"}


def sounds(run: str) -> list[str]:
    """The syllables of a run of characters, in order; what has no reading is left out."""
    found: list[str] = []
    latin = ""
    for char in f"{run} ":
        if char.isascii() and char.isalpha():
            latin += char
            continue
        if latin:
            found.extend(cut(latin))
            latin = ""
        if one := syllable(char):
            found.append(one)
    return found
