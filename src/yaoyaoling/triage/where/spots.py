"""Spots that mentions stand for: doors, crossings, stretches between, kilometre posts, whole streets."""

import math
import re
from dataclasses import dataclass, field

from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.places.public import Address
from yaoyaoling.triage.where.gazetteer import Gazetteer, code_key
from yaoyaoling.triage.where.mentions import Mention
from yaoyaoling.triage.where.why import PlaceWhy, why

DOOR_M, CROSSING_M, SPOT_M, LEAST_STREET_M, MARK_M = 15.0, 25.0, 60.0, 100.0, 20.0
_NUMBER = re.compile(
    r"^[\s,，的]{0,2}(?:大概|大约|好像是|应该是|门牌)?\s*([0-9]{1,5})(?:-[0-9]+)?\s*(?:(号|hao|h(?![a-z]))|(?![0-9米公]))"
)
_POST = re.compile(r"^[^0-9k]{0,6}k?\s*([0-9]{1,4})\s*(?:公里|千米|km|\+|加)\s*(?:([0-9]{1,3})\s*米?)?")
_CODE = re.compile(r"(?<![a-z0-9])[a-z]{0,6}[-_ ]?[0-9]{2,}(?:[-_][a-z0-9]+)*")
_FEWEST_CODE = 4


@dataclass(frozen=True)
class Spot:
    """One reading: a point, its error, what it is called. start, end: the characters it rests on."""

    name: str
    address: str
    point: Point
    radius_m: float
    score: float
    start: int
    end: int
    why: tuple[PlaceWhy, ...]
    on: frozenset[str] = field(default_factory=frozenset)


def spot_of(
    row: Address, radius_m: float, one: Mention, score: float, *reasons: PlaceWhy, end: int | None = None
) -> Spot:
    """A spot at an address."""
    point = Point(lon=row.lon, lat=row.lat)
    reached = one.end if end is None else end
    told = (why(one.how, one.said, name=one.named.name), *reasons)
    return Spot(row.name_zh, row.full_zh, point, radius_m, score, one.start, reached, told)


def alone(text: str, one: Mention) -> list[Spot]:
    """What a mention stands for by itself and by the number after it."""
    named = one.named
    if not named.is_street:
        return [spot_of(row, SPOT_M, one, one.quality) for row in named.rows]
    after = text[one.end :]
    if named.posts and (post := _POST.match(after)):
        return [_at_post(one, post)]
    number = _NUMBER.match(after)
    if number is not None and named.doors and (number[2] or len(number[1]) <= 4):
        return [_door(one, int(number[1]), one.end + number.end())]
    return _street(one)


def _door(one: Mention, number: int, end: int) -> Spot:
    said = f"{one.said}{number}号"
    row = one.named.doors.get(number)
    if row is not None:
        return spot_of(row, DOOR_M, one, one.quality, why("door", said), end=end)
    # The same side first: odd numbers face even ones.
    near = min(one.named.doors, key=lambda other: (abs(other - number) + (2.5 if (other - number) % 2 else 0), other))
    row = one.named.doors[near]
    off = abs(near - number)
    radius = min(60.0 + 12.0 * off, 400.0)
    score = one.quality * max(0.5, 0.9 - 0.01 * off)
    return spot_of(row, radius, one, score, why("door_near", said, name=row.name_zh), end=end)


def _at_post(one: Mention, found: re.Match[str]) -> Spot:
    metres = int(found[1]) * 1000 + int(found[2] or 0)
    posts = one.named.posts
    below = max((post for post in posts if post[0] <= metres), default=posts[0], key=lambda post: post[0])
    above = min((post for post in posts if post[0] >= metres), default=posts[-1], key=lambda post: post[0])
    span = above[0] - below[0]
    share = min(max((metres - below[0]) / span, 0.0), 1.0) if span else 0.0
    lon = below[1].lon + share * (above[1].lon - below[1].lon)
    lat = below[1].lat + share * (above[1].lat - below[1].lat)
    beyond = max(0, below[0] - metres, metres - above[0])
    name = (
        f"{one.named.name}{metres // 1000}公里{metres % 1000}米"
        if metres % 1000
        else f"{one.named.name}{metres // 1000}公里"
    )
    said = f"{one.said}{found[0]}"
    told = (why(one.how, one.said, name=one.named.name), why("mark", said))
    radius = 50.0 if span <= 200 else 150.0
    return Spot(
        name, f"{one.named.city}{name}", Point(lon=lon, lat=lat), radius + beyond,
        one.quality * (0.95 if not beyond else 0.5), one.start, one.end + found.end(), told,
    )  # fmt: skip


def _street(one: Mention) -> list[Spot]:
    """The street as a whole: at its row, as wide as its doors and crossings lie apart."""
    named = one.named
    parts = [*named.rows, *named.doors.values(), *named.crossings.values()]
    middles = named.rows or parts[len(parts) // 2 : len(parts) // 2 + 1]
    spots = []
    for row in middles:
        at = Point(lon=row.lon, lat=row.lat)
        extent = max((_rough_m(at, other) for other in parts), default=0.0)
        spot = spot_of(row, max(extent, LEAST_STREET_M), one, one.quality * 0.72)
        spots.append(Spot(named.name, spot.address if row in named.rows else f"{named.city}{named.name}",
                          at, spot.radius_m, spot.score, spot.start, spot.end, spot.why))  # fmt: skip
    return spots


def _rough_m(at: Point, row: Address) -> float:
    east = (row.lon - at.lon) * math.cos(math.radians(at.lat))
    return math.hypot(east, row.lat - at.lat) * 111_195.0


_JOIN = re.compile(r"^[\s,，、.]{0,2}(?:与|和|跟|及|同|交|到|至|靠近|还有|yu|he)?[\s,，]{0,2}$")
_BETWEEN = re.compile(r"^.{0,6}?(?:之间|中间|这一段|路段|一段)")
_TO = re.compile(r"(?:到|至|和|与|跟)")


def together(text: str, first: Mention, second: Mention) -> list[Spot]:
    """What two mentions stand for together: their crossing, or the middle between them."""
    gap = text[first.end : second.start]
    between = _BETWEEN.match(text[second.end :]) is not None and _TO.search(gap) is not None
    if not between and first.named.is_street and second.named.is_street and first.named.city == second.named.city:
        row = first.named.crossings.get(second.named.name)
        if row is not None:
            score = math.sqrt(first.quality * second.quality) * (1.0 if _JOIN.match(gap) else 0.8)
            return [spot_of(row, CROSSING_M, first, score,
                            why(second.how, second.said, name=second.named.name), why("crossing", name=row.name_zh),
                            end=second.end)]  # fmt: skip
    return [] if not between or len(gap) > 6 else _middle(text, first, second)


def _middle(text: str, first: Mention, second: Mention) -> list[Spot]:
    best: Spot | None = None
    for one in alone(text, first):
        for other in alone(text, second):
            apart = distance_m(one.point, other.point)
            if best is not None and apart / 2 >= best.radius_m:
                continue
            name = f"{one.name}与{other.name}"
            best = _halfway(name, one, other, apart, one.address[: len(first.named.city)])
    return [] if best is None else [best]


def _halfway(name: str, one: Spot, other: Spot, apart: float, start: str) -> Spot:
    at = Point(lon=(one.point.lon + other.point.lon) / 2, lat=(one.point.lat + other.point.lat) / 2)
    told = (*one.why, *other.why, why("between", name=name))
    score = math.sqrt(one.score * other.score)
    return Spot(f"{name}之间", f"{start}{name}之间", at, max(apart / 2, 30.0), score, one.start, other.end, told)


def stretch(text: str, street: Mention, first: Mention, second: Mention) -> list[Spot]:
    """The stretch of a street from one crossing to another: 解放路上人民路到建设路之间."""
    rows = [street.named.crossings.get(one.named.name) for one in (first, second)]
    if rows[0] is None or rows[1] is None or not _BETWEEN.match(text[second.end :]):
        return []
    ends = [spot_of(row, CROSSING_M, street, street.quality) for row in rows if row is not None]
    apart = distance_m(ends[0].point, ends[1].point)
    middle = _halfway(
        f"{street.named.name}（{first.named.name}至{second.named.name}）", ends[0], ends[1], apart, street.named.city
    )
    return [Spot(middle.name, middle.address, middle.point, middle.radius_m, min(1.0, middle.score * 1.05),
                 min(street.start, first.start), second.end, middle.why)]  # fmt: skip


def by_codes(text: str, gazetteer: Gazetteer) -> list[Spot]:
    """Lifts, lamp-posts and stops whose number the text holds."""
    spots = []
    for run in _CODE.finditer(text):
        key = code_key(run[0])
        for start in dict.fromkeys((0, len(key) - len(key.lstrip("abcdefghijklmnopqrstuvwxyz")))):
            if len(key) - start < _FEWEST_CODE:
                continue
            for mark in gazetteer.codes.get(key[start:], ()):
                point = Point(lon=mark.lon, lat=mark.lat)
                told = (why("mark", run[0]),)
                address = f"{mark.on_zh}{mark.name_zh}"
                spots.append(Spot(mark.name_zh, address, point, MARK_M, 0.97, run.start(), run.end(), told))
    return spots
