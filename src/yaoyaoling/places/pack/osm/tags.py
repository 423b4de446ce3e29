"""What the tags of a road mean for a driver: class, direction, speed (wiki.openstreetmap.org, Key:highway,
Key:oneway, Key:maxspeed)."""

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum

import numpy as np

from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.hours_of_week import MINUTES, Minutes, minutes_of, packed

_CLASSES = {
    "motorway": (RoadClass.MOTORWAY, 100),
    "motorway_link": (RoadClass.MOTORWAY, 60),
    "trunk": (RoadClass.TRUNK, 80),
    "trunk_link": (RoadClass.TRUNK, 50),
    "primary": (RoadClass.PRIMARY, 60),
    "primary_link": (RoadClass.PRIMARY, 40),
    "secondary": (RoadClass.SECONDARY, 50),
    "secondary_link": (RoadClass.SECONDARY, 40),
    "tertiary": (RoadClass.TERTIARY, 40),
    "tertiary_link": (RoadClass.TERTIARY, 30),
    "unclassified": (RoadClass.UNCLASSIFIED, 40),
    "road": (RoadClass.UNCLASSIFIED, 30),
    "residential": (RoadClass.RESIDENTIAL, 30),
    "living_street": (RoadClass.LIVING_STREET, 15),
    "service": (RoadClass.SERVICE, 15),
}
"""Drivable values of `highway`, and the speed in km/h where none is posted."""

_NO_THROUGHWAY = {"driveway", "parking_aisle", "drive-through", "slipway"}
_CLOSED = {"no", "private", "agricultural", "forestry"}
_KMH_PER_MPH = 1.609344
_KMH_PER_KNOT = 1.852
_WALK_KMH = 7.0
_NO_LIMIT_KMH = 120.0


class Direction(IntEnum):
    """In which direction a way may be driven."""

    BACKWARD = -1
    BOTH = 0
    FORWARD = 1


def road_class(tags: Mapping[str, str]) -> RoadClass | None:
    """The class of a drivable way; None for everything else (paths, private drives, works, squares)."""
    found = _CLASSES.get(tags.get("highway", ""))
    if found is None or tags.get("area") == "yes" or tags.get("service") in _NO_THROUGHWAY:
        return None
    for key in ("motor_vehicle", "motorcar", "vehicle", "access"):
        value = tags.get(key)
        if value is not None:
            return None if value in _CLOSED and tags.get("emergency") != "yes" else found[0]
    return found[0]


def direction(tags: Mapping[str, str]) -> Direction | None:
    """The direction of a way; None when it changes with the time of day and cannot be relied on."""
    value = tags.get("oneway")
    if value in ("yes", "true", "1"):
        return Direction.FORWARD
    if value in ("-1", "reverse"):
        return Direction.BACKWARD
    if value == "reversible":
        return None
    is_implied = tags.get("highway") == "motorway" or tags.get("junction") in ("roundabout", "circular")
    return Direction.FORWARD if is_implied and value is None else Direction.BOTH


def speed_kmh(tags: Mapping[str, str], *, backward: bool = False) -> float:
    """The allowed speed along a way, or against it: posted, else what is usual for its class."""
    posted = tags.get("maxspeed:backward" if backward else "maxspeed:forward") or tags.get("maxspeed")
    known = None if posted is None else parse_speed_kmh(posted)
    return float(_CLASSES[tags["highway"]][1]) if known is None else known


def usual_kmh(kind: RoadClass) -> float:
    """What is usual on a road of a class where nothing is posted."""
    return float(_CLASSES[kind.label][1])


def parse_speed_kmh(text: str) -> float | None:
    """A `maxspeed` value in km/h: "50", "25 mph", "10 knots", "walk", "none"; None for what says no number."""
    if text == "none":
        return _NO_LIMIT_KMH
    if text.endswith("walk"):
        return _WALK_KMH
    match = re.match(r"\s*(\d+(?:\.\d+)?)\s*(mph|knots|km/h|kmh|kph)?\s*(?:;|$)", text)
    if match is None:
        return None
    value = float(match[1]) * {"mph": _KMH_PER_MPH, "knots": _KMH_PER_KNOT}.get(match[2] or "", 1.0)
    return value if 3 <= value <= 160 else None


def names(tags: Mapping[str, str]) -> tuple[str, str]:
    """Name in Chinese and in English; each falls back to what there is, both are "" without any."""
    plain = tags.get("name") or tags.get("ref", "")
    zh = tags.get("name:zh") or tags.get("name:zh-Hans") or plain
    en = tags.get("name:en") or (plain if plain.isascii() else "")
    return zh, en


_TURN_KEYS = (
    "restriction:emergency",
    "restriction:motorcar",
    "restriction:motor_vehicle",
    "restriction:vehicle",
    "restriction",
)
"""Most special first (wiki.openstreetmap.org, Relation:restriction): a patrol car on its way to a call."""
_EXEMPT = {"emergency", "motorcar", "motor_vehicle", "vehicle"}
_TURNS = re.compile(r"(no|only)_(left_turn|right_turn|straight_on|u_turn|entry|exit)")
_TIMED = ("day_on", "day_off", "hour_on", "hour_off")


_CONDITIONAL = re.compile(r"\s*(?P<value>[a-z_]+)\s*@\s*(?:\((?P<when>[^()]*)\)|(?P<bare>[^();]+))\s*(?:;|$)")
_NOTHING = {"none", "no"}


def turn_rules(tags: Mapping[str, str]) -> dict[str, bytes | None]:
    """What a relation of type restriction forbids a patrol car, as "no_left_turn", and at which minutes of the week
    (`hours_of_week`), None for all of them; empty: nothing.

    Those of other vehicles (hgv, bicycle) say nothing, nor do those that except emergency vehicles; `except=psv` is of
    buses. "timed" for one whose hours cannot be read, "unknown" for a value the wiki does not have.
    """
    if _EXEMPT & {one.strip() for one in tags.get("except", "").split(";")}:
        return {}
    plain = next((nth for nth, key in enumerate(_TURN_KEYS) if key in tags), len(_TURN_KEYS))
    # What is said of other hours under a less special key does not reach it.
    timed = next((tags[f"{key}:conditional"] for key in _TURN_KEYS[: plain + 1] if f"{key}:conditional" in tags), "")
    said = [] if plain == len(_TURN_KEYS) else [(tags[_TURN_KEYS[plain]], _on_hours(tags))]
    at = 0
    while at < len(timed):
        match = _CONDITIONAL.match(timed, at)
        if match is None:
            return {"timed": None}
        said.append((match["value"], minutes_of(match["when"] if match["bare"] is None else match["bare"])))
        at = match.end()
    return _in_force(said)


def _on_hours(tags: Mapping[str, str]) -> Minutes | None:
    """The minutes of `day_on`, `day_off`, `hour_on`, `hour_off`; all of them where nothing is said."""
    days = [tags.get(key, "").strip().lower()[:2] for key in _TIMED[:2]]
    hours = [[one.strip() for one in tags.get(key, "").split(";")] for key in _TIMED[2:]]
    if not any(days) and hours == [[""], [""]]:
        return np.ones(MINUTES, np.bool_)
    if (
        any(days) != all(days)
        or len(hours[0]) != len(hours[1])
        or any((first == "") != (last == "") for first, last in zip(*hours, strict=True))
    ):
        return None
    spans = ",".join(f"{first}-{last}" for first, last in zip(*hours, strict=True) if first)
    return minutes_of(f"{'-'.join(days) if any(days) else ''} {spans}".strip())


def _in_force(said: Sequence[tuple[str, Minutes | None]]) -> dict[str, bytes | None]:
    """What holds, of which the later replaces the earlier at its minutes."""
    found: dict[str, Minutes] = {}
    for value, minutes in said:
        if minutes is None:
            return {"timed": None}
        if value not in _NOTHING and not _TURNS.fullmatch(value):
            return {"unknown": None}
        for earlier in found:
            found[earlier] = found[earlier] & ~minutes
        found[value] = found.get(value, False) | minutes
    return {
        value: None if minutes.all() else packed(minutes)
        for value, minutes in found.items()
        if value not in _NOTHING and minutes.any()
    }
