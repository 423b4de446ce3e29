"""A civic address in one line, as it is written in China: the greatest unit first (RFC 4776, 5139)."""

from collections.abc import Mapping

# Country, province, city, district, township, street division, block; then road, number, building, unit, floor, room.
# The names of elements are the standard's; RFC 4776 maps China's divisions to A1 ... A5.
_ORDER = ("A1", "A2", "A3", "A4", "A5", "A6")
_ROAD = ("PRD", "RD", "STS", "POD", "RDSEC", "RDBR", "RDSUBBR")
_DOOR = ("HNO", "HNS")
_INSIDE = ("LMK", "NAM", "BLD", "UNIT", "FLR", "ROOM", "SEAT", "LOC")
_MOST = 300


def civic_text(elements: Mapping[str, str]) -> str:
    """The address in one line, at most 300 characters; "" when nothing is in it. elements: text by element's name.

    Han characters are written together, others with a space between; a unit that repeats the one above is said once.
    """
    words: list[str] = []
    for name in (*_ORDER, *_ROAD, *_DOOR, *_INSIDE):
        word = " ".join(elements.get(name, "").split())
        if word and (not words or words[-1] != word):
            words.append(f"{word}层" if name == "FLR" and word.isdecimal() and _is_han(words) else word)
    line = ""
    for word in words:
        glued = not line or not (line[-1].isascii() and word[0].isascii())
        line += word if glued else f" {word}"
    return line[:_MOST]


def _is_han(words: list[str]) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for word in words for letter in word)
