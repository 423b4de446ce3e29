"""Places of the pack, and how people name them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yaoyaoling.apps.traffic.words.kinds import Where
from yaoyaoling.places.public import Address, Dice, PlaceKind

_KEPT = 2_500
"""So many places of each kind are enough for a city to report from; a large pack has a hundred times more."""

_WEIGHTS: Mapping[PlaceKind, int] = {
    PlaceKind.DOORPLATE: 5,
    PlaceKind.POI: 4,
    PlaceKind.INTERSECTION: 3,
    PlaceKind.ROAD: 1,
    PlaceKind.LANDMARK: 1,
    PlaceKind.VILLAGE: 1,
}

_NUMBER = re.compile(r"^(?P<road>.*?)(?P<number>\d+)号$")
_CROSSING = re.compile(r"^(?P<a>.+?)与(?P<b>.+?)交叉口$")


@dataclass(frozen=True)
class Told:
    """A place as somebody names it. search: what a call-taker types to find it. is_vague: it is one road long."""

    words: str
    search: str
    address: Address
    is_vague: bool = False


class Places:
    """A sample of the pack's places, the same for the same seed."""

    def __init__(self, addresses: Iterable[Address], seed: int) -> None:
        dice = Dice(seed, "places")
        seen: dict[PlaceKind, int] = {}
        self._of: dict[PlaceKind, list[Address]] = {}
        self._fitting: dict[Where, list[Address]] = {}
        for one in addresses:
            kept = self._of.setdefault(one.kind, [])
            seen[one.kind] = number = seen.get(one.kind, 0) + 1
            if len(kept) < _KEPT:
                kept.append(one)
            elif (index := dice.whole(1, number)) <= _KEPT:  # reservoir: each has the same chance
                kept[index - 1] = one

    def pick(self, dice: Dice, where: Where) -> Address:
        """A place of that sort; any place when the pack has none. First its kind is drawn, then the place."""
        if where not in self._fitting:
            self._fitting[where] = self._fit(where)
        fitting = self._fitting[where]
        kinds = sorted({one.kind for one in fitting})
        kind = dice.one_of([kind for kind in kinds for _ in range(_WEIGHTS[kind])])
        return dice.one_of([one for one in fitting if one.kind is kind])

    def _fit(self, where: Where) -> list[Address]:
        every = [one for kind in sorted(self._of) for one in self._of[kind]]
        pattern = re.compile(where.pattern)
        fitting = [one for one in every if one.kind in where.kinds and pattern.search(one.name_zh + one.name_en)]
        return fitting or [one for one in every if one.kind in where.kinds] or every


_WAYS: Mapping[PlaceKind, tuple[str, ...]] = {
    PlaceKind.DOORPLATE: (
        "{name}",
        "{name}",
        "{name}楼下",
        "{name}门口",
        "{name}对面",
        "{road}，就{number}号那栋",
        "{road}{number}号旁边",
        "{name}三单元",
        "{road}{number}号院里头",
    ),
    PlaceKind.POI: (
        "{name}门口",
        "{name}",
        "{name}对面",
        "{name}隔壁",
        "{name}斜对过",
        "{name}里面",
        "{name}后面那条巷子",
    ),
    PlaceKind.LANDMARK: ("{name}", "{name}那边", "{name}附近", "{name}旁边", "{name}正对面的马路上"),
    PlaceKind.VILLAGE: ("{name}", "{name}村口", "{name}东头", "{name}小卖部那儿", "{name}晒谷场旁边"),
    PlaceKind.INTERSECTION: (
        "{a}和{b}的路口",
        "{a}跟{b}交界那个红绿灯",
        "{a}{b}十字路口",
        "{a}靠近{b}那边",
        "{a}往{b}拐弯的地方",
    ),
    PlaceKind.ROAD: (
        "{name}上",
        "{name}中间那段",
        "{name}靠东头一点",
        "{name}，具体几号我说不上来",
        "{name}那个公交站",
    ),
}


def tell(dice: Dice, address: Address) -> Told:
    """Name a place as people do."""
    name = address.name_zh
    if address.kind is PlaceKind.INTERSECTION and (crossing := _CROSSING.match(name)):
        a, b = crossing["a"], crossing["b"]
        return Told(dice.one_of(_WAYS[address.kind]).format(a=a, b=b), f"{a}{b}", address)
    ways = _WAYS[PlaceKind.POI if address.kind is PlaceKind.INTERSECTION else address.kind]
    door = _NUMBER.match(name) if address.kind is PlaceKind.DOORPLATE else None
    if door is None:
        ways = tuple(way for way in ways if "{road}" not in way)
    road, number = (door["road"], door["number"]) if door else ("", "")
    words = dice.one_of(ways).format(name=name, road=road, number=number)
    return Told(words, name, address, is_vague=address.kind is PlaceKind.ROAD)
