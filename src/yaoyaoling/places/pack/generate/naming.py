"""Every street gets its name: edges that run on through a crossing are one street, as people see it."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate import vocabulary
from yaoyaoling.places.pack.generate.romanise import english_name
from yaoyaoling.places.pack.generate.streets import Edge, StreetNet

STRAIGHT_ON_DEG = 30.0
"""A street that turns more than this at a crossing ends there."""
SHORTEST_NAMED_M = 62.0
_LANES_OF_STREET = 0.45


class NameGiver(Protocol):
    """Names streets one after the other, the widest and longest first. known_at: the names at each junction."""

    known_at: dict[int, set[str]]

    def of(self, stroke: "Stroke") -> str:
        """The name of a street, "" for one that has none."""


def name_streets(net: StreetNet, dice: Dice, giver: NameGiver | None = None) -> None:
    """Name every edge that has no name yet; lanes too short for a sign keep none. giver: another than a town's own."""
    names: NameGiver = giver or _Names(net, dice)
    strokes = sorted(find_strokes(net), key=lambda stroke: (stroke.road_class, -stroke.length_m, stroke.edges[0]))
    for stroke in strokes:
        name = names.of(stroke)
        for index in stroke.edges:
            net.edges[index].name = name
            names.known_at[net.edges[index].a].add(name)
            names.known_at[net.edges[index].b].add(name)
    for edge in net.edges:
        edge.name_en = english_name(edge.name) if edge.name else ""


@dataclass(frozen=True)
class Stroke:
    """Edges that are one street. junctions: all it passes."""

    edges: tuple[int, ...]
    junctions: frozenset[int]
    road_class: RoadClass
    length_m: float


def find_strokes(net: StreetNet) -> list[Stroke]:
    """The unnamed edges as streets: at each junction the two that go straightest on belong together."""
    following: dict[tuple[int, int], int] = {}
    for junction, around in net.at_junction().items():
        free = [index for index in around if not net.edges[index].name]
        pairs = sorted(
            (_turn_deg(net.edges[a], net.edges[b], junction), a, b)
            for position, a in enumerate(free)
            for b in free[position + 1 :]
            if _kind(net.edges[a]) == _kind(net.edges[b])
        )
        for turn, a, b in pairs:
            if turn < STRAIGHT_ON_DEG and (a, junction) not in following and (b, junction) not in following:
                following[a, junction], following[b, junction] = b, a
    seen: set[int] = set()
    strokes = []
    for index, edge in enumerate(net.edges):
        if edge.name or index in seen:
            continue
        chain = [index]
        for end in (edge.a, edge.b):
            at, here = index, end
            while (at, here) in following and following[at, here] not in chain:
                at = following[at, here]
                chain.append(at)
                here = net.edges[at].b if net.edges[at].a == here else net.edges[at].a
        seen.update(chain)
        strokes.append(
            Stroke(
                tuple(chain),
                frozenset(end for i in chain for end in (net.edges[i].a, net.edges[i].b)),
                min(net.edges[i].road_class for i in chain),
                sum(net.edges[i].length_m for i in chain),
            )
        )
    return strokes


def _kind(edge: Edge) -> str:
    if edge.road_class is RoadClass.LIVING_STREET:
        return "lane"
    if edge.road_class in (RoadClass.TRUNK, RoadClass.UNCLASSIFIED):
        return edge.road_class.label
    return "street"


def _turn_deg(a: Edge, b: Edge, junction: int) -> float:
    into, out = _bearing(a, junction), _bearing(b, junction)
    return abs(180 - abs(math.degrees(math.remainder(into - out, 2 * math.pi))))


def _bearing(edge: Edge, junction: int) -> float:
    """The direction in which an edge leaves a junction."""
    (x, y), (tx, ty) = (edge.course[0], edge.course[1]) if edge.a == junction else (edge.course[-1], edge.course[-2])
    return math.atan2(ty - y, tx - x)


class _Names:
    """Hands out names, each once."""

    def __init__(self, net: StreetNet, dice: Dice) -> None:
        self._dice = dice
        self._used = {edge.name for edge in net.edges}
        self.known_at: dict[int, set[str]] = defaultdict(set)
        for edge in net.edges:
            self.known_at[edge.a].add(edge.name)
            self.known_at[edge.b].add(edge.name)
        self._roads = self._unused(self._road_stems())
        self._lanes = self._unused(self._lane_stems())
        self._highways = self._unused(self._highway_names())
        self._numbered: dict[str, int] = defaultdict(int)

    def of(self, stroke: Stroke) -> str:
        if stroke.road_class is RoadClass.TRUNK:
            return next(self._highways)
        if stroke.road_class is RoadClass.LIVING_STREET:
            return "" if stroke.length_m < SHORTEST_NAMED_M else self._lane(stroke)
        return "" if stroke.length_m < SHORTEST_NAMED_M else next(self._roads)

    def _lane(self, stroke: Stroke) -> str:
        parents = sorted(
            {
                name
                for junction in stroke.junctions
                for name in self.known_at[junction]
                if name.endswith(("路", "街"))
                and not name.endswith("公路")
                and self._numbered[name] < len(vocabulary.NUMERALS)
            }
        )
        if parents and self._dice.chance(_LANES_OF_STREET):
            parent = self._dice.one_of(parents)
            self._numbered[parent] += 1
            return f"{parent}{vocabulary.NUMERALS[self._numbered[parent] - 1]}巷"
        return next(self._lanes)

    def _unused(self, names: Iterator[str]) -> Iterator[str]:
        for name in names:
            if name not in self._used:
                self._used.add(name)
                yield name

    def _highway_names(self) -> Iterator[str]:
        yield from vocabulary.HIGHWAY_NAMES
        yield from (f"{head}{tail}公路" for head in vocabulary.STEM_HEADS for tail in vocabulary.STEM_TAILS)

    def _road_stems(self) -> Iterator[str]:
        classic = self._dice.shuffled(vocabulary.ROAD_STEMS)
        made = self._dice.shuffled([head + tail for head in vocabulary.STEM_HEADS for tail in vocabulary.STEM_TAILS])
        for stem in [*classic, *made]:
            if len(set(stem)) == len(stem):
                yield stem + ("街" if self._dice.chance(0.22) else "路")
        for suffix in ("西街", "东街", "南街", "北街", "西路", "东路", "南路", "北路"):
            yield from (stem + suffix for stem in made)

    def _lane_stems(self) -> Iterator[str]:
        for stem in self._dice.shuffled([*vocabulary.LANE_STEMS, *(f"{surname}家" for surname in vocabulary.SURNAMES)]):
            yield f"{stem}巷"
        for stem in self._dice.shuffled(
            [head + tail for head in vocabulary.STEM_HEADS for tail in vocabulary.STEM_TAILS]
        ):
            yield f"{stem}巷"
        for surname in vocabulary.SURNAMES:
            yield from (f"{surname}家{side}巷" for side in "大小前后东西南北上下")
