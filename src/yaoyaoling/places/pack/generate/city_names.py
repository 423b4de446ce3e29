"""Street names of a larger city: each kind of street as such cities name them, so that no stem comes again and again.

Old streets inside the first ring keep old names; collectors are called after mountains, rivers and cities; streets
that run beside each other in one quarter are a series (科技一路, 科技二路); lanes are numbered after their street
or, in compounds, have no name at all.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate import city_vocabulary, vocabulary
from yaoyaoling.places.pack.generate.naming import Stroke
from yaoyaoling.places.pack.generate.streets import XY, StreetNet

_QUARTER_M = 1_250.0
_SHORTEST_M = {RoadClass.RESIDENTIAL: 190.0, RoadClass.LIVING_STREET: 62.0}
_SERIES_SHARE = 0.42
_NUMBERED_SHARE = 0.5
_NAMED_LANES = 0.18
"""Of the lanes outside the old town; the others are ways within compounds."""


@dataclass
class _Series:
    stem: str
    count: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class CityNames:
    """Hands out names, each once. middle, radius_m: the old town."""

    def __init__(self, net: StreetNet, dice: Dice, middle: XY, radius_m: float) -> None:
        self._net = net
        self._dice = dice
        self._middle = middle
        self._radius_m = radius_m
        self._used = {edge.name for edge in net.edges}
        self.known_at: dict[int, set[str]] = defaultdict(set)
        for edge in net.edges:
            self.known_at[edge.a].add(edge.name)
            self.known_at[edge.b].add(edge.name)
        used_stems = {name.rstrip("东西南北中")[:-1].rstrip("东西南北中") for name in self._used if name}
        self._grand = self._unused(iter(dice.shuffled([s for s in vocabulary.ROAD_STEMS if s not in used_stems])))
        self._old = self._unused(iter(dice.shuffled(city_vocabulary.CORE_STEMS)))
        self._made = self._made_stems(used_stems)
        self._old_lanes = self._lane_stems()
        self._highways = self._unused(iter([*vocabulary.HIGHWAY_NAMES, *(f"{s}公路" for s in self._take(60))]))
        self._series: dict[tuple[int, int], _Series] = {}
        self._series_stems = iter(dice.shuffled(city_vocabulary.SERIES))
        self._numbered: dict[str, int] = defaultdict(int)

    def of(self, stroke: Stroke) -> str:
        """The name of a street, "" for one that has none."""
        kind = stroke.road_class
        if stroke.length_m < _SHORTEST_M.get(kind, 0.0) and not self._is_old(stroke):
            return ""
        if stroke.length_m < 62:
            return ""
        if kind is RoadClass.TRUNK:
            return next(self._highways)
        if kind is RoadClass.LIVING_STREET:
            return self._lane(stroke)
        end = "路" if self._is_east_west(stroke) else self._dice.one_of("路街")
        if self._is_old(stroke):
            return self._first(self._old, self._made) + ("街" if self._dice.chance(0.6) else "路")
        if kind <= RoadClass.TERTIARY:
            return self._first(self._grand, self._made) + "路"
        if self._dice.chance(_SERIES_SHARE) and (name := self._of_series(stroke, end)):
            return name
        return next(self._made) + end

    def _spot(self, stroke: Stroke) -> XY:
        course = self._net.edges[stroke.edges[0]].course
        return course[len(course) // 2]

    def _is_old(self, stroke: Stroke) -> bool:
        return math.dist(self._spot(stroke), self._middle) < self._radius_m

    def _is_east_west(self, stroke: Stroke) -> bool:
        spots = [self._net.junctions[junction] for junction in stroke.junctions]
        xs, ys = [x for x, _ in spots], [y for _, y in spots]
        return max(xs) - min(xs) >= max(ys) - min(ys)

    def _of_series(self, stroke: Stroke, end: str) -> str:
        x, y = self._spot(stroke)
        quarter = (int(x // _QUARTER_M), int(y // _QUARTER_M))
        if quarter not in self._series:
            self._series[quarter] = _Series(next(self._series_stems, ""))
        series = self._series[quarter]
        if not series.stem or series.count[end] == len(vocabulary.NUMERALS):
            return ""
        series.count[end] += 1
        return f"{series.stem}{vocabulary.NUMERALS[series.count[end] - 1]}{end}"

    def _lane(self, stroke: Stroke) -> str:
        is_old = self._is_old(stroke)
        if not is_old and not self._dice.chance(_NAMED_LANES):
            return ""
        parents = sorted(
            name
            for junction in stroke.junctions
            for name in self.known_at[junction]
            if name.endswith(("路", "街")) and not name.endswith("公路") and self._numbered[name] < 10
        )
        if parents and (not is_old or self._dice.chance(_NUMBERED_SHARE)):
            parent = self._dice.one_of(parents)
            self._numbered[parent] += 1
            return f"{parent}{vocabulary.NUMERALS[self._numbered[parent] - 1]}巷"
        return next(self._old_lanes) if is_old else ""

    def _unused(self, names: Iterator[str]) -> Iterator[str]:
        for name in names:
            if name not in self._used:
                self._used.add(name)
                yield name

    def _first(self, wanted: Iterator[str], otherwise: Iterator[str]) -> str:
        return next(wanted, "") or next(otherwise)

    def _take(self, count: int) -> list[str]:
        return [next(self._made) for _ in range(count)]

    def _made_stems(self, used_stems: set[str]) -> Iterator[str]:
        pairs = [a + b for a in city_vocabulary.HEADS for b in city_vocabulary.TAILS if a != b]
        stems = self._dice.shuffled([pair for pair in pairs if pair not in used_stems])
        yield from self._unused(iter(stems))
        yield from (f"{side}{stem}" for side in "东西南北" for stem in stems)

    def _lane_stems(self) -> Iterator[str]:
        families = [f"{surname}家" for surname in vocabulary.SURNAMES]
        stems = self._dice.shuffled([*vocabulary.LANE_STEMS, *families])
        yield from self._unused(f"{stem}巷" for stem in stems)
        yield from self._unused(f"{surname}家{side}巷" for surname in vocabulary.SURNAMES for side in "大小前后东西")
        yield from self._unused(f"{next(self._made)}巷" for _ in range(100_000))
