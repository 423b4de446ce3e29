"""The addresses of an extract: streets, crossings, places with names, house numbers."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from yaoyaoling.places.pack.contract import Address, PlaceKind, Roads
from yaoyaoling.places.pack.osm.extract import Thing
from yaoyaoling.places.pack.osm.network import crossings
from yaoyaoling.places.pack.osm.tags import names

_POI_KEYS = (
    "amenity", "shop", "tourism", "leisure", "office", "healthcare", "railway", "public_transport", "aeroway",
    "craft", "emergency", "club", "building", "natural", "landuse",
)  # fmt: skip
_LANDMARK = {("railway", "station"), ("tourism", "attraction"), ("tourism", "museum"), ("aeroway", "aerodrome")}
_VILLAGE = {"village", "hamlet", "suburb", "neighbourhood", "quarter", "town", "locality"}

Draft = tuple[PlaceKind, str, str, float, float]
CountyOf = Callable[[Sequence[tuple[float, float]]], list[str]]


def make_addresses(roads: Roads, things: list[Thing], city_zh: str, county_of: CountyOf) -> list[Address]:
    """All rows; what lies outside every county (outside the roads' bounds) is left out."""
    drafts = [*_roads(roads), *_things(things), *_crossings(roads)]
    counties = county_of([(lon, lat) for *_, lon, lat in drafts])
    rows = {
        Address(kind, zh, en, f"{city_zh}{county}{zh}", round(lon, 7), round(lat, 7)): None
        for (kind, zh, en, lon, lat), county in zip(drafts, counties, strict=True)
        if county
    }
    return list(rows)


def _roads(roads: Roads) -> Iterator[Draft]:
    """Each name once, at the arc nearest to the middle of all that have it."""
    order = np.argsort(roads.name, kind="stable")
    order = order[roads.name[order] >= 0]
    for arcs in np.split(order, np.flatnonzero(np.diff(roads.name[order])) + 1):
        if len(arcs):
            lon = (roads.lon[roads.tail[arcs]] + roads.lon[roads.head[arcs]]) / 2
            lat = (roads.lat[roads.tail[arcs]] + roads.lat[roads.head[arcs]]) / 2
            middle = int(np.argmin((lon - lon.mean()) ** 2 + (lat - lat.mean()) ** 2))
            zh, en = (str(names[roads.name[arcs[0]]]) for names in (roads.names_zh, roads.names_en))
            yield PlaceKind.ROAD, zh, en, float(lon[middle]), float(lat[middle])


def _crossings(roads: Roads) -> Iterator[Draft]:
    for first, second, lon, lat in crossings(roads):
        zh = [str(roads.names_zh[name]) for name in (first, second)]
        en = [str(roads.names_en[name]) for name in (first, second)]
        english = " & ".join(en) if all(en) else ""
        is_latin = all(name.isascii() for name in zh)
        yield PlaceKind.INTERSECTION, english if is_latin and english else f"{zh[0]}与{zh[1]}交叉口", english, lon, lat


def _things(things: list[Thing]) -> Iterator[Draft]:
    for thing in things:
        zh, en = names(thing.tags) if "name" in thing.tags else ("", "")
        if zh:
            kind = _kind_of(thing.tags)
            if kind is not None:
                yield kind, zh, en, thing.lon, thing.lat
        number, street = thing.tags.get("addr:housenumber"), thing.tags.get("addr:street")
        if number and street:
            yield PlaceKind.DOORPLATE, *_door(number, street), thing.lon, thing.lat


def _kind_of(tags: Mapping[str, str]) -> PlaceKind | None:
    if tags.get("place") in _VILLAGE:
        return PlaceKind.VILLAGE
    if "historic" in tags or any(tags.get(key) == value for key, value in _LANDMARK):
        return PlaceKind.LANDMARK
    if any(key in tags for key in _POI_KEYS) or tags.get("highway") == "bus_stop":
        return PlaceKind.POI
    return None


def _door(number: str, street: str) -> tuple[str, str]:
    """解放路12号 where the street is Chinese, "12 Main Street" where it is not."""
    if re.search(r"[\u4e00-\u9fff]", street):
        return f"{street}{number.removesuffix('号')}号", ""
    return f"{number} {street}", f"{number} {street}"
