"""A report as a citizen sends it, and what a good call-taker would make of it."""

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from yaoyaoling.apps.traffic.words.aid import AID
from yaoyaoling.apps.traffic.words.crime import CRIME
from yaoyaoling.apps.traffic.words.kinds import Disposition, Kind
from yaoyaoling.apps.traffic.words.moods import said
from yaoyaoling.apps.traffic.words.not_police import NOT_POLICE
from yaoyaoling.apps.traffic.words.slots import fill, person, phone
from yaoyaoling.apps.traffic.words.told import Places, Told, tell
from yaoyaoling.apps.traffic.words.trouble import TROUBLE
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import Dice

MARK = "【演示】"
VALID_SHARE = 1 / 3
"""Of all contacts, so many ask for a crew: Ankang reports about a third, Fujian 27 % (2014)."""

VALID: tuple[Kind, ...] = (*CRIME, *TROUBLE, *AID)
KINDS: tuple[Kind, ...] = (*VALID, *NOT_POLICE)
UNKNOWN_CLASS = "9901"
_AGAIN = (
    "{p}那边到底有没有人管，{what}，我路过看见的",
    "我也报一下，{p}，{what}，好多人围着看",
    "{p}，{what}，刚才应该有人报过了，警察到了没有",
)
_POSITION_SHARE = 0.7
_SPREAD_DEG = 0.0004


@dataclass(frozen=True)
class Scene:
    """text begins with the mark; gist: the same without manner. search: what finds the place.

    point: where it really is, WGS-84. position: what the phone tells, None when it tells nothing.
    disposition None: a crew is wanted. again: the text of the scene this is another caller of.
    """

    text: str
    gist: str
    search: str
    point: Point
    place_name: str
    class_code: str
    level: int | None
    disposition: Disposition | None
    place_text: str | None = None
    position: Point | None = None
    accuracy_m: float | None = None
    name: str | None = None
    phone: str | None = None
    is_silent: bool = False
    again: str | None = None

    def body(self) -> dict[str, object]:
        """As `POST /api/public/reports` takes it."""
        given: dict[str, object] = {
            "text": self.text, "place_text": self.place_text, "name": self.name, "phone": self.phone,
        }  # fmt: skip
        if self.is_silent:
            given["is_silent"] = True
        if self.position is not None:
            given["position"] = {
                "lon": round(self.position.lon, 6), "lat": round(self.position.lat, 6), "datum": "WGS84",
                "accuracy_m": self.accuracy_m,
            }  # fmt: skip
        return {name: value for name, value in given.items() if value is not None}


class Scenes:
    """An endless supply; the same seed and the same hours give the same scenes."""

    def __init__(self, places: Places, seed: int) -> None:
        self._places = places
        self._dice = Dice(seed, "scenes")

    def next(self, hour: int, *, is_valid: bool | None = None) -> Scene:
        """A report at an hour of the day; `is_valid`: whether a crew is wanted, None: as it comes."""
        dice = self._dice
        wanted = dice.chance(VALID_SHARE) if is_valid is None else is_valid
        kind = _draw(dice, VALID if wanted else NOT_POLICE, hour)
        told = tell(dice, self._places.pick(dice, kind.where))
        sentence = _once(dice.one_of(kind.says).format_map(fill(dice, told.words)))
        scene = self._placed(Scene(
            text=MARK + _manner(dice, kind, sentence), gist=sentence, search=told.search,
            point=Point(lon=told.address.lon, lat=told.address.lat), place_name=told.address.full_zh,
            class_code=kind.code, level=kind.level, disposition=kind.disposition,
            is_silent=kind.disposition == "silent",
        ), told)  # fmt: skip
        return self._signed(scene)

    def again(self, scene: Scene) -> Scene:
        """Another caller of the same event: fewer words, another phone."""
        first = next((part for part in _parts(scene.gist) if scene.search not in part), "出事了")
        words = self._dice.one_of(_AGAIN).format(p=scene.search, what=first)
        other = replace(scene, text=MARK + words, again=scene.text, position=None, accuracy_m=None, place_text=None)
        return self._signed(self._near(other))

    def _placed(self, scene: Scene, told: Told) -> Scene:
        """Whoever tells no position says the place in words; whoever names a road only had better tell it."""
        if told.is_vague or self._dice.chance(_POSITION_SHARE):
            return self._near(scene)
        return replace(scene, place_text=told.words)

    def _near(self, scene: Scene) -> Scene:
        dice = self._dice
        lon = scene.point.lon + dice.between(-_SPREAD_DEG, _SPREAD_DEG)
        lat = scene.point.lat + dice.between(-_SPREAD_DEG, _SPREAD_DEG)
        return replace(scene, position=Point(lon=lon, lat=lat), accuracy_m=float(dice.whole(5, 80)))

    def _signed(self, scene: Scene) -> Scene:
        dice = self._dice
        name = person(dice) if dice.chance(0.5) else None
        return replace(scene, name=name, phone=phone(dice) if dice.chance(0.75) else None)


def _once(sentence: str) -> str:
    """A place that ends as the sentence goes on is not said twice."""
    for word in ("门口", "楼下", "里面", "旁边", "马路上", "那边"):
        sentence = sentence.replace(word + word, word)
    return sentence


def _manner(dice: Dice, kind: Kind, sentence: str) -> str:
    if kind.disposition in ("silent", "misdialled", "harassment"):
        return sentence
    return said(dice, sentence, is_calm=kind.disposition is not None)


def _parts(text: str) -> Iterator[str]:
    """Clauses of a sensible length."""
    for part in text.replace("！", "，").replace("。", "，").split("，"):
        if 3 <= len(part) <= 16:
            yield part


def _draw(dice: Dice, kinds: Sequence[Kind], hour: int) -> Kind:
    part = day_part(hour)
    sums = list(accumulate(kind.weight * kind.parts[part] for kind in kinds))
    return kinds[min(bisect(sums, dice.between(0, sums[-1])), len(kinds) - 1)]


def day_part(hour: int) -> int:
    """Index into `DayParts`."""
    if hour >= 22 or hour < 6:
        return 0
    return 1 if hour < 10 else 2 if hour < 17 else 3


_SIGNS: Mapping[str, Kind] = {sign: kind for kind in reversed(KINDS) for sign in kind.signs}


def recognise(text: str) -> Kind | None:
    """The kind whose sign stands in words somebody else wrote, the longest sign first; None: no idea."""
    found = [sign for sign in _SIGNS if sign in text]
    return _SIGNS[max(found, key=len)] if found else None
