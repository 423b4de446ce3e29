"""What the address parser looks at around each token: characters, the next unit word, divisions, repetitions."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

UNITS = frozenset("省市区县镇乡街道路巷弄号幢栋楼单元室层村苑园城里店厦院司厂座门户组社州屯桥大公委会湾寓场中旁边口")
"""Characters that end a part of an address."""
_NUMERALS = frozenset("一二三四五六七八九十百零〇两")
_LONGEST_DIVISION, _LONGEST_TOWN, _LONGEST_PART = 8, 6, 9

Lexicon: TypeAlias = Mapping[str, Collection[str]]
"""Parts the training text holds, with their labels."""


@lru_cache(maxsize=1)
def divisions() -> dict[str, str]:
    """Names of provinces, cities and districts, also without their last character; with letters for what they are."""
    found: dict[str, set[str]] = {}
    text = (files("yaoyaoling.triage.where") / "data" / "divisions.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        code, name = line.split()
        level = "p" if code.endswith("0000") else "c" if code.endswith("00") else "d"
        found.setdefault(name, set()).add(level)
        short = name.rstrip("省市区县")
        if len(name) > 2 and short != name:
            found.setdefault(short, set()).add(f"{level}s")
    return {name: "".join(sorted(levels)) for name, levels in found.items()}


@lru_cache(maxsize=1)
def towns() -> dict[str, str]:
    """Names of towns and street offices: t as they stand, ts without what they are."""
    found: dict[str, str] = {}
    text = (files("yaoyaoling.triage.where") / "data" / "towns.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        kind, _, names = line.partition(": ")
        for name in names.split():
            found[name + kind] = "t"
            if len(name) > 1:
                found.setdefault(name, "ts")
    return found


def shape(word: str) -> str:
    """A word without what is different in each address: its digits."""
    if word.isdigit():
        return f"#{min(len(word), 6)}"
    if word.isascii() and word.isalpha():
        return "a" if len(word) == 1 else "aa"
    return word


def sort_of(word: str) -> str:
    """What sort of token it is."""
    if word.isdigit():
        return f"D{min(len(word), 5)}"
    if word in _NUMERALS:
        return "N"
    if word.isascii():
        return "L" if word.isalpha() else "X" if word.isalnum() else f"P{word}"
    if word in UNITS:
        return word
    return "C" if "\u4e00" <= word[0] <= "\u9fff" else f"P{word}"


def features_of(words: Sequence[str], lexicon: Lexicon) -> list[list[str]]:
    """For each word what speaks for one label or another, as strings."""
    known = _known(words, lexicon)
    repeated = _Repeats(words)
    shapes = ["<2", "<1", *map(shape, words), ">1", ">2", ">3"]
    sorts = ["S", "S", *map(sort_of, words), "E", "E", "E"]
    found = []
    for i in range(len(words)):
        row = _around(shapes, sorts, i)
        row += known[i]
        row += [f"J{one}{sorts[i + 1]}" for one in known[i][:3]] + [f"K{one}{sorts[i + 3]}" for one in known[i][:3]]
        if len(known[i]) > 1:
            row.append("M" + "&".join(known[i]))
        row += repeated.features(i, shapes[i + 2], shapes[i + 3], known[i])
        found.append(row)
    for i, row in enumerate(_units(words)):
        found[i] += row
    return found


def _around(v: Sequence[str], c: Sequence[str], i: int) -> list[str]:
    """Words and sorts at most four away; v and c begin two before the first word."""
    k = i + 2
    row = [
        f"0{v[k]}", f"-{v[k - 1]}", f"+{v[k + 1]}", f"={v[k - 2]}", f"*{v[k + 2]}", f"a{v[k - 1]}{v[k]}",
        f"b{v[k]}{v[k + 1]}", f"c{v[k + 1]}{v[k + 2]}", f"d{v[k - 2]}{v[k - 1]}", f"e{v[k - 1]}_{v[k + 1]}",
        f"f{v[k - 1]}{v[k]}{v[k + 1]}", f"g{v[k]}{v[k + 1]}{v[k + 2]}", f"h{v[k - 2]}{v[k - 1]}{v[k]}",
        f"i{v[k]}{v[k + 1]}{v[k + 2]}{v[k + 3]}", f"A{v[k + 1]}{v[k + 2]}{v[k + 3]}",
        f"j{c[k - 2]}{c[k - 1]}{c[k]}{c[k + 1]}{c[k + 2]}", f"k{c[k - 1]}{c[k]}{c[k + 1]}",
        f"y{c[k]}{c[k + 1]}{c[k + 2]}", "B",
    ]  # fmt: skip
    if k >= 5:
        row.append(f"l{v[k - 3]}{v[k - 2]}{v[k - 1]}{v[k]}")
    return row


def _units(words: Sequence[str]) -> list[list[str]]:
    """How far the next and the last unit words are, and what they are."""
    n = len(words)
    is_unit = [word in UNITS or word.isdigit() for word in words]
    following: list[int | None] = [None] * n
    coming = None
    for i in range(n - 1, -1, -1):
        following[i] = coming
        coming = i if is_unit[i] else coming
    found, last = [], None
    for i, word in enumerate(words):
        row = [f"r{min(i, 10)}", f"s{min(n - i, 10)}"]
        after, before = following[i], f"S{min(i, 8)}" if last is None else f"{min(i - last, 8)}{shape(words[last])}"
        row.append(f"p{before}")
        if after is None:
            row.append(f"mE{min(n - i, 8)}")
        else:
            unit, then = shape(words[after]), following[after]
            end = "E" if then is None else f"{shape(words[then])}{min(then - after, 5)}"
            row += [f"m{min(after - i, 8)}{unit}", f"n{unit}{shape(word)}", f"o{min(after - i, 8)}{unit}|{end}"]
            if last is not None:
                row.append(f"q{min(i - last, 6)}{shape(words[last])}{min(after - i, 6)}{unit}")
        last = i if is_unit[i] else last
        found.append(row)
    return found


def _known(words: Sequence[str], lexicon: Lexicon) -> list[list[str]]:
    """Divisions and known parts that begin, go on, end at a word or right before it."""
    n = len(words)
    found: list[list[str]] = [[] for _ in words]

    def mark(i: int, j: int, tag: str) -> None:
        found[i].append(f"LB{tag}")
        for k in range(i + 1, j):
            found[k].append(f"LI{tag}")
        found[j - 1].append(f"LE{tag}")
        if j < n:
            found[j].append(f"LA{tag}")

    for names, longest in ((divisions(), _LONGEST_DIVISION), (towns(), _LONGEST_TOWN)):
        for i in range(n):
            for j in range(min(n, i + longest), i + 1, -1):
                if level := names.get("".join(words[i:j])):
                    mark(i, j, f"D{level}")
                    break
    for i in range(n):
        for j in range(min(n, i + _LONGEST_PART), i + 1, -1):
            if labels := lexicon.get("".join(words[i:j])):
                mark(i, j, "X" + "/".join(sorted(labels)))
                break
    return found


class _Repeats:
    """Which pairs of words stand twice: people type 浙江省宁波市浙江省宁波市, and one of the two counts."""

    def __init__(self, words: Sequence[str]) -> None:
        n = len(words)
        self._at: dict[str, list[int]] = {}
        for i in range(n - 1):
            self._at.setdefault(words[i] + words[i + 1], []).append(i)
        self._words = words
        self._flags = [self._flag(i) for i in range(n - 1)] + [""]
        copies = [i for i, flag in enumerate(self._flags) if "E" in flag]
        self._is_any, self._count = bool(copies), len(copies)
        self._first = copies[0] if copies else n
        self._last = copies[-1] if copies else -1
        self._next = next(
            (shape(words[i]) for i in range(self._last + 2, n) if words[i] in UNITS or words[i].isdigit()), "E"
        )

    def _flag(self, i: int) -> str:
        at = self._at[self._words[i] + self._words[i + 1]]
        return ("E" if at[0] < i else "") + ("L" if at[-1] > i else "") if len(at) > 1 else ""

    def features(self, i: int, word: str, after: str, known: Sequence[str]) -> list[str]:
        """What repetition tells of word i."""
        here, before = self._flags[i], self._flags[i - 1] if i else ""
        both = f"{here}|{before}"
        row = [f"da{both}"]
        if not self._is_any:
            return row
        place = "Z" if i > self._last + 1 else "Y" if i >= self._first else "X"
        row += [
            f"db{place}",
            f"dc{min(self._count, 9)}{both}",
            f"dd{both}{self._next}",
            f"de{both}{min(self._first, 4)}",
        ]
        if here or before:
            at = i if here else i - 1
            copies = self._at[self._words[at] + self._words[at + 1]]
            row += [
                f"df{here or before}{min(copies[1] - copies[0], 12)}{at == copies[0]}",
                f"dg{here}{before}{word}", f"dh{here}{before}{word}{after}", f"di{both}{known[0] if known else ''}",
            ]  # fmt: skip
        elif i:
            row.append(f"dj{'E' if i > 1 and 'E' in self._flags[i - 2] else ''}{word}")
        return row
