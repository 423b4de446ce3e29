"""Places that a report may mean: from its words, and from what else is known of where the caller is."""

import re
from collections.abc import Sequence
from dataclasses import replace

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import distance_m
from yaoyaoling.places.public import plain
from yaoyaoling.triage.where.fixes import NAMES, Circle, Fix, circles, likelihood
from yaoyaoling.triage.where.gazetteer import Gazetteer, divided, text_key
from yaoyaoling.triage.where.mentions import Mention, mentions_in
from yaoyaoling.triage.where.relations import related
from yaoyaoling.triage.where.spots import Spot, alone, by_codes, stretch, together
from yaoyaoling.triage.where.why import PlaceWhy, why

MOST_CHARACTERS = 300
"""Of a longer report so many from the beginning are read for its place, and as many from the end."""
_MOST_MENTIONS = 60
_APART = 12
_SAME_M = 5.0
_UNLIKELY = 0.25
_DETAIL = re.compile(
    r"(?:[0-9a-z]{1,4}(?:号楼|栋|幢|座))?(?:[0-9]{1,3}单元)?(?:[0-9]{1,3}(?:层|楼))?(?:[0-9]{2,5}(?:室|房|号房)?)?"
)


class PlaceCandidate(Value):
    """A place the report may mean. lon, lat: WGS-84. radius_m: it is within so far of the point.

    score: 0 to 1, comparable within one answer; detail: building, unit and room as they were said.
    """

    name: str
    address: str
    lon: float
    lat: float
    radius_m: float
    score: float
    why: tuple[PlaceWhy, ...]
    detail: str = ""


def find(text: str, gazetteer: Gazetteer, near: tuple[Fix, ...] = (), limit: int = 5) -> tuple[PlaceCandidate, ...]:
    """Candidates, best first, at most `limit`; none when nothing in the text or the fixes tells a place.

    text: as it was said or typed: characters, pinyin, initials, numbers in characters. Raises: BadCoordinate.
    """
    asked = text_key(plain(_ends(text)))
    known = circles(near)
    mentions = sorted(mentions_in(asked, gazetteer), key=lambda one: -one.quality)[:_MOST_MENTIONS]
    mentions.sort(key=lambda one: (one.start, -one.end))
    spots = [_weighed(spot, asked, mentions, gazetteer, known) for spot in _spots(asked, mentions, gazetteer)]
    spots += [_of_fix(circle) for circle in known]
    spots.sort(key=lambda spot: (-spot.score, spot.radius_m, spot.name, spot.address))
    return tuple(_candidate(asked, spot) for spot in _distinct(spots, limit))


def _ends(text: str) -> str:
    return text if len(text) <= 2 * MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]} {text[-MOST_CHARACTERS:]}"


def _spots(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Spot]:
    """Every reading of every mention, and of neighbouring ones together."""
    found = by_codes(text, gazetteer)
    for nth, first in enumerate(mentions):
        street = first.named if first.named.is_street else None
        found += [related(text, spot, street) for spot in alone(text, first)]
        for second in mentions[nth + 1 :]:
            if second.start < first.end:
                continue
            if second.start - first.end > _APART:
                break
            found += [related(text, spot, None) for spot in together(text, first, second)]
            for third in mentions:
                if first.named.is_street and second.end <= third.start <= second.end + 3 and third.named.is_street:
                    found += stretch(text, first, second, third)
    return found


def _weighed(spot: Spot, text: str, mentions: Sequence[Mention], gazetteer: Gazetteer, known: Sequence[Circle]) -> Spot:
    """A reading with all else that was said, and with the fixes."""
    score, told = spot.score, list(spot.why)
    city, county = divided(spot.address)
    for name in gazetteer.cities | set(gazetteer.counties):
        short = name[:-1] if len(name) > 2 else name
        at = text.find(short) if name else -1
        if at < 0 or spot.start < at + len(short) <= spot.end:
            continue
        if name in (city, county):
            score *= 1.12
        elif name in gazetteer.cities or city in gazetteer.counties[name]:
            score *= 0.6
            told.append(why("other", short))
    for one in mentions:
        apart = one.end <= spot.start or one.start >= spot.end
        if apart and one.quality >= 0.7 and one.named.name in spot.address:
            score *= 1.1
            told.append(why("also", one.said))
            break
    score = min(score, 1.0)
    for circle in known:
        agreed, metres = likelihood(circle, spot.point, spot.radius_m)
        score *= agreed
        zh, en = NAMES[circle.source]
        reason = why("fix" if agreed > 0.6 else "far", name=zh, metres=round(metres))
        told.append(reason.model_copy(update={"en": reason.en.replace(zh, en)}))
    return replace(spot, score=min(score, 1.0), why=tuple(told))


def _of_fix(circle: Circle) -> Spot:
    """A fix by itself: what is known when no words tell a place."""
    zh, en = NAMES[circle.source]
    reason = why("only_fix", name=zh).model_copy(update={"en": f"only {en} is known"})
    # The narrower the better, and below whatever the words tell and the fix supports.
    score = 0.6 / (1.0 + circle.radius_m / 300.0) * (0.5 if circle.source == "ani" else 1.0)
    return Spot(zh, "", circle.point, circle.radius_m, score, 0, 0, (reason,))


def _distinct(spots: Sequence[Spot], limit: int) -> list[Spot]:
    """The best of each place; far below the best nothing is offered."""
    kept: list[Spot] = []
    for spot in spots:
        if len(kept) >= limit or (kept and spot.score < _UNLIKELY * kept[0].score):
            break
        if not any(distance_m(spot.point, other.point) < _SAME_M for other in kept):
            kept.append(spot)
    return kept


def _candidate(text: str, spot: Spot) -> PlaceCandidate:
    found = _DETAIL.match(text[spot.end :]) if spot.end else None
    return PlaceCandidate(
        name=spot.name,
        address=spot.address,
        lon=round(spot.point.lon, 7),
        lat=round(spot.point.lat, 7),
        radius_m=round(spot.radius_m, 1),
        score=round(spot.score, 4),
        why=spot.why,
        detail=found[0] if found else "",
    )
