"""Words that say where from a place: 对面, 后面, 旁边, 北边两百米, 往东南走一公里."""

import re
from dataclasses import replace

from yaoyaoling.kernel.geo import Point, distance_m, moved
from yaoyaoling.triage.where.gazetteer import Named
from yaoyaoling.triage.where.spoken import read_step
from yaoyaoling.triage.where.spots import Spot
from yaoyaoling.triage.where.why import why

_RELATION = re.compile(
    r"^(?:的|正|那个|这个|那|这)*(斜?对(?:面|过)|马路对面|后(?:面|边|头|门)?|背后|前(?:面|边)|门口|门前|旁边?|边上|隔壁|附近|周围|周边"
    r"|左(?:边|面|手边)|右(?:边|面|手边)|里面?|院里|院内|楼上|楼下|屋后|楼后|侧面|拐角|路口|巷口|门外|外面)"
)
_WIDTHS = (
    (re.compile(r"对"), "across", 60.0),
    (re.compile(r"后|背"), "behind", 80.0),
    (re.compile(r"附近|周"), "around", 150.0),
    (re.compile(r"里|楼上|楼下|院"), "at", 20.0),
    (re.compile(r"."), "beside", 50.0),
)
_NAMES = {
    "across": ("在其对面", "across from it"),
    "behind": ("在其后面", "behind it"),
    "around": ("在其附近", "around it"),
    "at": ("就在其处", "right there"),
    "beside": ("在其旁边", "beside it"),
}
_HERE_M = 40.0
_FAR_M = 20_000.0


_MOST_WORDS = 3
_OF_CROSSINGS = ("路口", "巷口", "拐角")
"""What follows a crossing's two names and says no more than they do."""


def related(text: str, spot: Spot, street: Named | None) -> Spot:
    """The spot that the words after a spot lead to (后面北边200米); the spot itself when they lead nowhere else.

    street: the street a door belongs to: across from an odd number is the nearest even one.
    """
    for _ in range(_MOST_WORDS):
        further = _once(text, spot, street)
        if further is spot:
            break
        spot, street = further, None
    return spot


def _once(text: str, spot: Spot, street: Named | None) -> Spot:
    after = text[spot.end :]
    lead = re.match(r"^(?:交叉口|十字路口|路口|红绿灯|处|这里|那里|那边|那儿)?[\s,，]{0,1}", after)
    skipped = lead.end() if lead else 0
    step = read_step(after[skipped:])
    if step is not None:
        return _stepped(spot, step.bearing_deg, step.metres, step.words, spot.end + skipped + step.length)
    word = _RELATION.match(after)
    if word is None:
        return spot
    if word[1] in _OF_CROSSINGS and spot.name.endswith("交叉口"):
        return replace(spot, end=spot.end + word.end())
    _, code, width = next(one for one in _WIDTHS if one[0].search(word[1]))
    zh, en = _NAMES[code]
    told = (*spot.why, why("relation", word[1], name=zh).model_copy(update={"en": f'"{word[1]}": {en}'}))
    point = spot.point
    if code == "across" and street is not None and (other := _across(spot, street)) is not None:
        point = other
    return replace(
        spot,
        name=f"{spot.name}{word[1]}",
        point=point,
        radius_m=max(spot.radius_m, width),
        end=spot.end + word.end(),
        why=told,
    )


def _stepped(spot: Spot, bearing: int, metres: float | None, words: str, end: int) -> Spot:
    if metres is not None and metres > _FAR_M:
        return spot
    far = _HERE_M if metres is None else metres
    told = (*spot.why, why("step", words))
    # People's metres are rough: a third of them, and never less than a house's width.
    radius = spot.radius_m + max(30.0, 0.3 * far)
    return replace(
        spot, name=f"{spot.name}{words}", point=moved(spot.point, bearing, far), radius_m=radius, end=end, why=told
    )


def _across(spot: Spot, street: Named) -> Point | None:
    found = re.search(r"(\d+)号$", spot.name)
    if found is None:
        return None
    side = int(found[1]) % 2
    others = [Point(lon=row.lon, lat=row.lat) for number, row in street.doors.items() if number % 2 != side]
    nearest = min(others, key=lambda point: distance_m(spot.point, point), default=None)
    return nearest if nearest is not None and distance_m(spot.point, nearest) < 100 else None
