"""Shops, banks, schools, bridges: what people name when they say where they are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.land import Site, made_stems
from yaoyaoling.places.pack.generate.plates import Plate
from yaoyaoling.places.pack.generate.romanise import english_name, pinyin_word
from yaoyaoling.places.pack.generate.streets import XY, StreetNet, lines_through
from yaoyaoling.places.pack.generate.terrain import Terrain
from yaoyaoling.places.pack.generate.venue_words import DOORS
from yaoyaoling.places.pack.generate.vocabulary import SURNAMES
from yaoyaoling.places.pack.invent import Name

_STATIONS = {"火车站": "Railway Station", "站": "Station", "南站": "South Station"}


@dataclass(frozen=True)
class Venue:
    """A named place. at: ground metres. plate: the door it stands behind; None: the nearest one is told."""

    sort: str
    name_zh: str
    name_en: str
    at: XY
    plate: Plate | None = None
    is_landmark: bool = False


def make_venues(city: Name, plates: list[Plate], dice: Dice, *, share: float = 1.0) -> list[Venue]:
    """What is behind the doors of the streets; a name that tells no street is given once.

    share: how many more of the doors than in a small town.
    """
    doors = dice.shuffled([plate for plate in plates if not plate.street.endswith(("村", "公路"))])
    stems, surnames = made_stems(dice), dice.shuffled(SURNAMES)
    venues: list[Venue] = []
    used: set[str] = set()
    for word in DOORS:
        wanted = max(1, round(share * word.per_thousand * len(doors) / 1_000))
        for turn in range(wanted * 3):
            if not doors or wanted == 0:
                break
            plate = doors.pop()
            surname, stem = surnames[turn % len(surnames)], next(stems)
            words_zh = {"city": city[0], "street": plate.street, "surname": surname, "stem": stem}
            words_en = {"city": city[1], "street": english_name(plate.street),
                        "surname": pinyin_word(surname), "stem": pinyin_word(stem)}  # fmt: skip
            name = word.zh.format(**words_zh)
            is_lane = plate.street.endswith("巷")
            if name in used or (is_lane and word.sort in ("bank", "fuel", "hotel")):
                continue
            used.add(name)
            wanted -= 1
            venues.append(Venue(word.sort, name, word.en.format(**words_en), plate.at, plate))
    return venues


def site_venues(sites: list[Site]) -> list[Venue]:
    """The sites that have names."""
    venues = []
    for site in sites:
        if site.name_zh:
            spot = site.shape.representative_point()
            venues.append(Venue(site.sort, site.name_zh, site.name_en, (spot.x, spot.y), None, site.is_landmark))
    return venues


def bridge_venues(net: StreetNet, terrain: Terrain) -> list[Venue]:
    """A landmark in the middle of every bridge."""
    river = terrain.bent(terrain.river_line)
    venues: dict[str, Venue] = {}
    shapely.prepare(river)
    met = shapely.intersects(river, lines_through([edge.course for edge in net.edges])).tolist()
    for edge, meets in zip(net.edges, met, strict=True):
        if meets and edge.name:
            spot = edge.line.intersection(river).representative_point()
            name = f"{edge.name.removesuffix('路').rstrip('东西')}桥"
            venues.setdefault(name, Venue("bridge", name, english_name(name), (spot.x, spot.y), None, True))
    return list(venues.values())


def railway_venues(city: Name, railway: BaseGeometry, junctions: Iterable[XY], name: str = "火车站") -> list[Venue]:
    """The railway station: where the line comes nearest to a street of the town."""
    town = list(junctions)
    x, y = min(town, key=lambda spot: (railway.distance(Point(spot)), spot))
    (rx, ry), _ = shapely.get_coordinates(shapely.shortest_line(railway, Point(x, y))).tolist()
    at = (rx + (x - rx) * 0.45, ry + (y - ry) * 0.45)
    return [Venue("railway", f"{city[0]}{name}", f"{city[1]} {_STATIONS[name]}", at, None, True)]


def old_town_venues(middle: XY, terrain: Terrain) -> list[Venue]:
    """The old town's bell tower and pagoda. middle: of the old town, in plan space."""
    ox, oy = middle
    spots = terrain.bend(np.array([(ox + 60.0, oy + 70.0), (ox - 380.0, oy + 420.0)]))
    names = (("钟楼", "Bell Tower"), ("文峰塔", "Wenfeng Pagoda"))
    return [
        Venue("landmark", zh, en, (float(x), float(y)), None, True)
        for (zh, en), (x, y) in zip(names, spots, strict=True)
    ]


def crossings(net: StreetNet, *, with_lanes: bool = True) -> Iterator[tuple[tuple[str, str], XY]]:
    """Where streets of different names meet: their names and the place, each pair once."""
    seen: set[tuple[str, str]] = set()
    for junction, around in sorted(net.at_junction().items()):
        widest: dict[str, int] = {}
        for index in around:
            edge = net.edges[index]
            if edge.name and not edge.name.endswith("村" if with_lanes else ("村", "巷")):
                widest[edge.name] = min(widest.get(edge.name, 99), edge.road_class)
        names = sorted(widest, key=lambda name: (widest[name], name))
        for position, first in enumerate(names):
            for second in names[position + 1 :]:
                if (first, second) not in seen and (second, first) not in seen:
                    seen.add((first, second))
                    yield (first, second), net.junctions[junction]
