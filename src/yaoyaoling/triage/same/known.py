"""What is known of an open incident from all who called about it, and what a new contact says beyond that. Pure."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final, Literal

from yaoyaoling.kernel.contract import Value
from yaoyaoling.triage.same.facts import Facts, facts_of, labels
from yaoyaoling.triage.same.sounds import pieces, read

ReasonKind = Literal[
    "near",  # 位置
    "time",  # 时间
    "event",  # 事由
    "words",  # 用词
    "place_name",  # 地名
    "class",  # 类别
    "number",  # 号码
    "new_danger",  # 新险情
    "new_victim",  # 另有人员
    "other_part",  # 不同部位
    "other_place",  # 不同地点
    "vague",  # 地点不明
    "unexplained",  # 未知内容
]
_ALIKE: Final = 0.5
"""Two names of places are one when so large a share of their syllable pairs is equal."""
_MANY: Final = 3
"""An event that so many have told of stands out: who stands there and says the same means it."""
_VAGUE: Final = ((20, 350.0), (_MANY, 200.0))
"""(callers, metres): the more tell of an event, the less exactly one who names no place need stand there."""
_APART: Final = {"floor": 1, "door": 6}
"""So many floors or house numbers apart callers may see one event."""
_ROADS: Final = frozenset({"lu", "jie", "xiang", "da dao", "hu tong", "lu kou"})
_ESTATES: Final = frozenset({"xiao qu", "hua yuan", "jia yuan", "xin cun", "gong yu", "yuan", "fu", "cheng", "cun"})
_OTHER_KIND: Final = 0.45
_TIED: Final = frozenset({"building", "unit", "room", "km", "plate", "gate", "pier"})
"""Parts of a place of which two different ones are two places."""


class Reason(Value):
    """One reason, for people: `zh` and `en` say it whole."""

    kind: ReasonKind
    zh: str
    en: str


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How alike two places' names are, 0 to 1, by the syllables that are their own: Dice's share of pairs of them.

    1 when one holds the other (江南幸福小区, 幸福花园). Callers mix up kinds of estates; a road,
    a shop, a hotel that are called alike are several places (友谊路, 友谊加油站, 友谊宾馆).
    """
    if (one[-1] in _ROADS) is not (other[-1] in _ROADS):
        return 0.0
    kind = 1.0 if one[-1] == other[-1] else 0.8 if {one[-1], other[-1]} <= _ESTATES else _OTHER_KIND
    short, long = sorted((one[:-1], other[:-1]), key=len)
    if short == long:
        return kind
    if len(short) > 1 and any(long[nth : nth + len(short)] == short for nth in range(len(long) - len(short) + 1)):
        return kind
    first, second = set(pairwise(short)), set(pairwise(long))
    return kind * 2 * len(first & second) / max(1, len(first) + len(second))


class Stands(Value):
    """Where the contact stands to the incident. away: distance over its uncertainty. radii in metres."""

    away: float
    radius_m: float | None
    incident_radius_m: float

    def is_exact(self, within_m: float) -> bool:
        """Whether both places are known so well."""
        return self.radius_m is not None and max(self.radius_m, self.incident_radius_m) <= within_m


class Known:
    """The union of what callers of one incident said. It grows with each contact that a person joins."""

    __slots__ = ("callers", "events", "names", "pairs", "parts", "primary", "told", "victims")

    def __init__(self, said: Iterable[str] = ()) -> None:
        self.events: set[str] = set()
        self.callers = 0
        self.told: dict[str, int] = {}
        self.primary: frozenset[str] = frozenset()
        self.victims: set[tuple[str, str, int | None]] = set()
        self.parts: dict[str, set[int]] = {}
        self.names: set[tuple[str, ...]] = set()
        self.pairs: set[tuple[str, str]] = set()
        for text in said:
            self.add(text)

    def add(self, text: str) -> None:
        """Take in what one more contact says."""
        facts = facts_of(text)
        self.callers += 1
        if not self.primary:
            self.primary = facts.events
        for one in facts.events - facts.heard:
            self.told[one] = self.told.get(one, 0) + 1
            if self.told[one] >= _MANY:
                self.primary |= {one}
        # What only sounds like a danger (看到, 砍刀) must not hide the danger when somebody tells of it.
        self.events |= facts.events - facts.heard
        self.victims |= {one for one in facts.victims if not {one[0], one[1]} & facts.heard}
        self.names |= facts.names
        for kind, value in facts.parts:
            self.parts.setdefault(kind, set()).add(value)
        self.pairs |= pairs_of(text)

    def name_match(self, facts: Facts) -> float | None:
        """How alike the best pair of place names is; None when one side names none."""
        if not facts.names or not self.names:
            return None
        return max(alike(one, other) for one in facts.names for other in self.names)

    def part_match(self, facts: Facts) -> int:
        """1: the same part of the place is named; -1: another one of a kind that tells places apart; 0: neither."""
        same = other = 0
        for kind, values in facts.by_kind().items():
            held = self.parts.get(kind)
            if held:
                same |= bool(values & held)
                other |= kind in _TIED and not values & held
        return -1 if other else int(same)

    def breaks(self, facts: Facts, where: Stands, *, is_redial: bool = False) -> tuple[Reason, ...]:
        """What the text says that the incident does not know: dangers, victims, other places, what nobody can explain.

        is_redial: somebody who called about it already; that caller's own people are no others.
        """
        shown = dict(facts.shown)
        unsaid = {clause for clause in facts.dangers if not self._said(clause)}
        found = [
            _reason("new_danger", one, shown)
            for one in sorted(facts.events - self.primary)
            if one not in self.events or one in facts.heard or any(one in facts_of(clause).events for clause in unsaid)
        ]
        if facts.is_own and not is_redial:
            found.append(
                Reason(kind="new_victim", zh="报警人说的是自己的亲人", en="It is about the caller's own people")
            )
        elif facts.victims and not facts.events & self.events:
            found.append(
                Reason(
                    kind="new_victim", zh="有人涉险，但未说是同一件事", en="Somebody is in danger; of what is not said"
                )
            )
        found += self._victims(facts, shown)
        found += self._parts(facts)
        if not is_redial:
            found += self._place(facts, where)
        for clause in facts.unexplained:
            if not self._said(clause):
                found.append(
                    Reason(kind="unexplained", zh=f"含未掌握内容：{clause}", en=f"Says what is not known yet: {clause}")
                )
        return tuple(found)

    def _said(self, clause: str) -> bool:
        """Whether most of a clause was said before, by the pairs of syllables in it."""
        pairs = pairs_of(clause)
        return bool(pairs) and len(pairs & self.pairs) * 2 >= len(pairs)

    def _victims(self, facts: Facts, shown: dict[str, str]) -> list[Reason]:
        found: list[Reason] = []
        for who, how, floor in sorted(facts.victims, key=lambda one: (one[0], one[1], one[2] or 0)):
            floors = {at for one, _, at in self.victims if one == who and at is not None}
            is_known = any(one == who and (held == how or how == "there") for one, held, _ in self.victims)
            if not is_known:
                zh, en = labels().get(who, ("有人", "somebody"))
                how_zh, how_en = labels()[how]
                words = shown.get(who, "") + shown.get(how, "")
                found.append(
                    Reason(
                        kind="new_victim", zh=f"另有人员：{zh}{how_zh}（{words}）", en=f"New: {en}, {how_en} ({words})"
                    )
                )
            elif floor is not None and floors and floor not in floors:
                found.append(
                    Reason(kind="new_victim", zh=f"另一楼层有人：{floor} 层", en=f"Somebody on another floor: {floor}")
                )
        return found

    def _parts(self, facts: Facts) -> list[Reason]:
        found: list[Reason] = []
        for kind, values in sorted(facts.by_kind().items()):
            held = self.parts.get(kind)
            if not held or values & held:
                continue
            least = min(abs(a - b) for a in values for b in held)
            if kind in _TIED or least > _APART.get(kind, least):
                zh, en = _PART_WORDS.get(kind, ("部位", "part"))
                found.append(Reason(kind="other_part", zh=f"{zh}不同", en=f"Another {en}"))
        return found

    def _place(self, facts: Facts, where: Stands) -> list[Reason]:
        """One key joins only what agrees in place: by name, or where the phone is, when that is exact enough."""
        if self._agrees(facts, where):
            return []
        match = self.name_match(facts)
        if match is None:
            within = next((metres for callers, metres in _VAGUE if self.callers >= callers), 0.0)
            if where.is_exact(within) and where.away < 1.5:
                return []
            return [Reason(kind="vague", zh="地点尚未说清，请先问清位置", en="No place in common is named: ask where")]
        if self.callers >= _MANY and where.is_exact(100.0) and where.away < 0.7 and facts.events & self.primary:
            return []
        return [Reason(kind="other_place", zh="所述地点与已知不同", en="Names another place")]

    def _agrees(self, facts: Facts, where: Stands) -> bool:
        """A place of its own (not a road) is named by both; or a road with nearly the same number, or nothing else."""
        known = {one for one in facts.names if any(alike(one, other) >= _ALIKE for other in self.names)}
        if any(one[-1] not in _ROADS for one in known):
            return True
        if not known or where.away >= 2.5:
            return False
        doors, held = facts.by_kind().get("door", set()), self.parts.get("door", set())
        if doors and held:
            return min(abs(a - b) for a in doors for b in held) <= _APART["door"]
        return known == facts.names and not doors


_PART_WORDS: Final = {
    "building": ("楼栋", "building"),
    "unit": ("单元", "entrance"),
    "room": ("房号", "room"),
    "floor": ("楼层", "floor"),
    "km": ("公里桩", "kilometre post"),
    "plate": ("车牌", "number plate"),
    "gate": ("出入口", "gate"),
    "pier": ("桥墩", "pier"),
    "door": ("门牌号", "house number"),
}


def _reason(kind: ReasonKind, fact: str, shown: dict[str, str]) -> Reason:
    zh, en = labels()[fact]
    words = shown.get(fact, "").strip()
    return Reason(kind=kind, zh=f"新情况：{zh}（{words}）", en=f"New: {en} ({words})")


def pairs_of(text: str) -> set[tuple[str, str]]:
    """The pairs of neighbouring syllables of a text."""
    sounds = [one.sound for one in pieces(read(text))]
    return set(pairwise(sounds))
