"""A city's places in memory, found by what people call them: written, by sound, by initials, or nearly so."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from yaoyaoling.places.public import (
    Address,
    Mark,
    MarkKind,
    PlaceKind,
    initials,
    name_key,
    read_addresses,
    read_marks,
    syllables,
)
from yaoyaoling.triage.where.aliases import aliases_of, folded
from yaoyaoling.triage.where.spoken import with_digits

_DOOR = re.compile(r"^(.*\D)(\d+)号$")
_CROSSING = re.compile(r"^(.+)与(.+)交叉口$")
_CITY = re.compile(r"^.{1,10}?[市州盟]")
_COUNTY = re.compile(r"^.{1,8}?[区县市旗]")
_FEWEST_LETTERS = 4
_CLOSE_ENOUGH = 66.0


@dataclass(eq=False, slots=True)
class Named:
    """Something with a name. rows: addresses of that name in one city; doors: of a street, by number.

    crossings: of a street, by the key of the other street's name; posts: metres of its kilometre posts.
    """

    name: str
    city: str
    kind: str
    rows: list[Address] = field(default_factory=list)
    doors: dict[int, Address] = field(default_factory=dict)
    crossings: dict[str, Address] = field(default_factory=dict)
    posts: list[tuple[int, Mark]] = field(default_factory=list)

    @property
    def is_street(self) -> bool:
        """Whether it is a road, and not one spot."""
        return self.kind == PlaceKind.ROAD


@dataclass(frozen=True, slots=True)
class Known:
    """A name that stands for something. weight: 1 for the whole name, less for a part of it."""

    named: Named
    weight: float


class Gazetteer:
    """Addresses and marks of one city pack, indexed once. Read by many threads, changed by none."""

    def __init__(self, addresses: Iterable[Address], marks: Iterable[Mark] = ()) -> None:
        self._named: dict[tuple[str, str, str], Named] = {}
        self.count = 0
        self.counties: dict[str, set[str]] = defaultdict(set)
        for row in addresses:
            self._add(row)
            self.count += 1
        self.codes: dict[str, list[Mark]] = defaultdict(list)
        for mark in marks:
            self._add_mark(mark)
            self.count += 1
        for one in self._named.values():
            one.posts.sort(key=lambda post: post[0])
        self.cities = {one.city for one in self._named.values()}
        self._index()

    @classmethod
    def of_pack(cls, path: Path) -> "Gazetteer":
        """The gazetteer of the pack in a directory. Raises: PackUnfit."""
        return cls(read_addresses(path), read_marks(path))

    def everything(self) -> Iterable[Named]:
        """All that has a name."""
        return self._named.values()

    # Filling ------------------------------------------------------------------------------------------------

    def _of(self, name: str, city: str, kind: str) -> Named:
        found = self._named.get((name, city, kind))
        if found is None:
            found = self._named[name, city, kind] = Named(name, city, kind)
        return found

    def _add(self, row: Address) -> None:
        city, county = divided(row.full_zh)
        if county:
            self.counties[county].add(city)
        if row.kind is PlaceKind.DOORPLATE and (door := _DOOR.match(row.name_zh)):
            self._of(door[1], city, PlaceKind.ROAD).doors.setdefault(int(door[2]), row)
        elif row.kind is PlaceKind.INTERSECTION and (met := _CROSSING.match(row.name_zh)):
            for one, other in ((met[1], met[2]), (met[2], met[1])):
                self._of(one, city, PlaceKind.ROAD).crossings.setdefault(other, row)
        else:
            self._of(row.name_zh, city, row.kind).rows.append(row)

    def _add_mark(self, mark: Mark) -> None:
        city, _ = divided(mark.on_zh)
        if mark.kind is MarkKind.KM_POST:
            self._of(mark.on_zh[len(city) :], city, PlaceKind.ROAD).posts.append((int(mark.code), mark))
            return
        if mark.kind is MarkKind.BUS_STOP:
            row = Address(PlaceKind.POI, mark.name_zh, "", mark.on_zh, mark.lon, mark.lat)
            self._of(mark.name_zh, city, mark.kind).rows.append(row)
        self.codes[code_key(mark.code)].append(mark)

    # The indices --------------------------------------------------------------------------------------------

    def _index(self) -> None:
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        by_pinyin: dict[str, list[Known]] = defaultdict(list)
        by_sound: dict[str, list[Known]] = defaultdict(list)
        by_initials: dict[str, list[Known]] = defaultdict(list)
        for one in self._named.values():
            for alias, weight in aliases_of(one.name, one.kind, self.cities).items():
                known = Known(one, weight)
                self._by_name[alias].append(known)
                pieces = syllables(alias)
                by_pinyin["".join(pieces)].append(known)
                by_sound[folded(pieces)].append(known)
                by_initials[initials(pieces)].append(known)
        self._by_pinyin, self._by_sound, self._by_initials = dict(by_pinyin), dict(by_sound), dict(by_initials)
        self._by_name = dict(self._by_name)
        self._pinyins = sorted(self._by_pinyin)
        self._aliases = sorted(self._by_name)
        common = Counter(c for alias in self._aliases for c in set(alias))
        most = max(300, len(self._aliases) // 12)
        postings: dict[str, list[int]] = defaultdict(list)
        for nth, alias in enumerate(self._aliases):
            for c in set(alias):
                if common[c] <= most:
                    postings[c].append(nth)
        self._postings: dict[str, NDArray[np.int32]] = {c: np.array(ids, np.int32) for c, ids in postings.items()}

    def named(self, key: str) -> Sequence[Known]:
        """What is called so, key as `name_key` makes it."""
        return self._by_name.get(key, ())

    def sounding(self, sound: str) -> Sequence[Known]:
        """What sounds so, with the differences folded that dialects do not make (`aliases.folded`)."""
        return self._by_sound.get(sound, ())

    def spelt(self, letters: str) -> Sequence[Known]:
        """What is spelt so in pinyin, whole or, from four letters on, by its beginning."""
        found = self._by_pinyin.get(letters)
        if found is not None or len(letters) < _FEWEST_LETTERS:
            return found or ()
        first = bisect_left(self._pinyins, letters)
        begun = [pinyin for pinyin in self._pinyins[first : first + 12] if pinyin.startswith(letters)]
        return [Known(known.named, known.weight * 0.8) for pinyin in begun for known in self._by_pinyin[pinyin]]

    def spelt_whole(self, letters: str) -> Sequence[Known]:
        """What is spelt exactly so in pinyin."""
        return self._by_pinyin.get(letters, ())

    def initialled(self, letters: str) -> Sequence[Known]:
        """What has these initials."""
        return self._by_initials.get(letters, ())

    def spelt_nearly(self, letters: str, most: int = 6) -> list[Known]:
        """What is spelt nearly so in pinyin (rapidfuzz), the nearest first."""
        found = process.extract(letters, self._pinyins, scorer=fuzz.ratio, score_cutoff=82.0, limit=most)
        return [
            Known(known.named, known.weight * score / 100)
            for pinyin, score, _ in found
            for known in self._by_pinyin[pinyin]
        ]

    def nearly(self, key: str, most: int = 6) -> list[Known]:
        """What is called nearly so (rapidfuzz), the nearest first; weights with the likeness in them."""
        lists = [self._postings[c] for c in set(key) if c in self._postings]
        if not lists:
            return []
        ids, counts = np.unique(np.concatenate(lists), return_counts=True)
        order = np.argsort(-counts, kind="stable")[:400]
        choices = [self._aliases[nth] for nth in ids[order]]
        found = process.extract(key, choices, scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH, limit=most)
        return [
            Known(known.named, known.weight * score / 100)
            for alias, score, _ in found
            for known in self._by_name[alias]
        ]


def divided(full: str) -> tuple[str, str]:
    """City and county an address begins with: 小镇市望溪县解放路 → 小镇市, 望溪县; "" for what it does not name."""
    found = _CITY.match(full)
    if found is None:
        return "", ""
    county = _COUNTY.match(full[found.end() :])
    return found[0], "" if county is None or county.end() >= len(full) - found.end() else county[0]


def code_key(code: str) -> str:
    """A number read off a thing, without spaces and marks."""
    return name_key(code)


def text_key(text: str) -> str:
    """A text as names are looked up: one form for each character, numbers as `with_digits` writes them."""
    return with_digits(text)
