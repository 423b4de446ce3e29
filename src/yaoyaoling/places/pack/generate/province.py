"""A whole province from a plan and a seed, written as a city pack."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from yaoyaoling.places.frame import Frame
from yaoyaoling.places.pack.contract import PackInfo, Roads
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.divide import Region
from yaoyaoling.places.pack.finder import county_finder
from yaoyaoling.places.pack.generate.blocks import Division
from yaoyaoling.places.pack.generate.city_names import CityNames
from yaoyaoling.places.pack.generate.city_vocabulary import VILLAGE_STEMS
from yaoyaoling.places.pack.generate.city_words import CityWords, city_words
from yaoyaoling.places.pack.generate.country import Country, make_country
from yaoyaoling.places.pack.generate.directions import make_one_way_at_once, road_arrays
from yaoyaoling.places.pack.generate.forbidden import forbid_turns
from yaoyaoling.places.pack.generate.land import Site, make_grounds, make_sites
from yaoyaoling.places.pack.generate.marks import draw_marks
from yaoyaoling.places.pack.generate.naming import name_streets
from yaoyaoling.places.pack.generate.plates import Plate, make_plates
from yaoyaoling.places.pack.generate.province_drawing import draw_province
from yaoyaoling.places.pack.generate.province_plan import ProvincePlan
from yaoyaoling.places.pack.generate.quick_blocks import QuickDivision
from yaoyaoling.places.pack.generate.register import Register
from yaoyaoling.places.pack.generate.romanise import pinyin_word
from yaoyaoling.places.pack.generate.rush import SPEEDS
from yaoyaoling.places.pack.generate.streets import XY, Edge, StreetNet, lines_through, make_streets
from yaoyaoling.places.pack.generate.town import StationNames, generated_info, net_bounds, official_venues
from yaoyaoling.places.pack.generate.venues import (
    Venue,
    bridge_venues,
    make_venues,
    old_town_venues,
    railway_venues,
    site_venues,
)
from yaoyaoling.places.pack.generate.villages import Countryside, Village, lanes_and_roads, place_villages, placed
from yaoyaoling.places.pack.invent import Invented, Name, Wish, invent_cities
from yaoyaoling.places.pack.tiles import write_map
from yaoyaoling.places.pack.write import write_marks, write_speeds, write_tables

Bounds = tuple[float, float, float, float]
_TRIES = 4
_TRUE_TO_M = 0.25
"""Courses of a larger city are smoother than a small town's."""
_BORDER_M = 5_600.0
"""The border of the larger city's territory runs so far west of the smaller cities' middles."""


@dataclass(frozen=True)
class CityPart:
    """One city of the province, in ground metres. region: its territory; old: middle and radius of its old town."""

    words: CityWords
    old: tuple[XY, float]
    region: Region
    net: StreetNet
    sites: list[Site]
    plates: list[Plate]
    venues: list[Venue]

    @property
    def name(self) -> Name:
        """Without 市."""
        return self.words.name


@dataclass(frozen=True)
class Province:
    """Everything about a generated province, in ground metres about (plan.lon, plan.lat)."""

    plan: ProvincePlan
    seed: int
    frame: Frame
    bounds: Bounds
    country: Country
    net: StreetNet
    roads: Roads
    villages: list[tuple[Village, XY]]
    railway: LineString
    parts: list[CityPart]
    invented: Invented


Say = Callable[[str], None]


def make_province(plan: ProvincePlan, seed: int, say: Say) -> Province:
    """Generate a province; the same plan and seed give the same one."""
    frame = Frame(plan.lon, plan.lat)
    say("正在布设道路 · laying out rivers, rings and streets")
    country = make_country(plan, Dice(seed, "country"))
    divisions = []
    for number, city in enumerate(country.cities):
        division = QuickDivision(Dice(seed, "blocks", number), tries=_TRIES)
        for quarter in city.quarters:
            division.divide(quarter)
        divisions.append(division)
    railway = _railway(plan, country)
    villages = _villages(plan, country, railway, seed)
    lanes = lanes_and_roads(country.terrain, country.skeleton, villages, Dice(seed, "village roads"))
    streets = [line for division in divisions for line in division.lines]
    net = make_streets([*country.skeleton.lines, *streets, *lanes], country.terrain, _TRUE_TO_M)
    bounds = net_bounds(net, frame)
    count = len(net.edges)
    say(f"道路 {count} 段；正在命名与编门牌 · {count} streets between crossings; names and door-plates")
    parts = []
    for number, (region, edges) in enumerate(_territories(plan, net, bounds, frame)):
        part = StreetNet(net.junctions, edges)
        parts.append(_city(plan, number, country, divisions[number], region, part, railway, seed))
    arrays = forbid_turns(road_arrays(net, frame), frame, Dice(seed, "turns"))
    say("正在划分辖区与网格 · dividing counties, stations and grids")
    invented = invent_cities(
        [(_wish(plan, number, part, seed, frame), part.region, np.array([p.at for p in part.plates]))
         for number, part in enumerate(parts)],
        arrays,
        frame,
    )  # fmt: skip
    for city_part in parts:
        ours = [row for row in invented.organisations if _is_of(city_part, row.lon, row.lat, frame)]
        city_part.venues.extend(official_venues(frame, city_part.plates, ours))
    stands = placed(villages, country.terrain)
    return Province(plan, seed, frame, bounds, country, net, arrays, stands, railway, parts, invented)


def write_province(path: Path, plan: ProvincePlan, seed: int, say: Say) -> PackInfo:
    """Generate a province and write its pack into an existing directory; `say` hears how far it is."""
    made = make_province(plan, seed, say)
    info = _info(made)
    invented = made.invented
    addresses = []
    for number, part in enumerate(made.parts):
        counties = {
            area.code: f"{part.name[0]}市{area.name_zh}"
            for area in invented.areas
            if area.kind == "county" and area.code.startswith(f"{plan.region[:2]}{number + 1:02d}")
        }
        register = Register(made.frame, county_finder(invented.shapes, counties), with_lanes=False)
        ours = [village for village in made.villages if shapely.intersects_xy(part.region, *village[1])]
        rows = register.addresses(part.plates, part.venues, part.net, ours)
        addresses += [row for row in rows if row.full_zh.startswith(part.name[0])]
    say(f"写入 {len(addresses)} 个地址 · writing {len(addresses)} addresses")
    write_tables(path, info, invented.organisations, invented.areas, invented.crews, addresses, made.roads)
    write_speeds(path, SPEEDS)
    write_marks(path, draw_marks(made.roads, addresses))
    say("正在绘制地图 · drawing the map")
    write_map(path, info, draw_province(made, info))
    return info


def _info(made: Province) -> PackInfo:
    plan = made.plan
    return generated_info(plan, (plan.name_zh, plan.name_en), made.bounds, made.seed, ("省份", "province"))


# Country --------------------------------------------------------------------------------------------------


def _railway(plan: ProvincePlan, country: Country) -> LineString:
    """From the south past the larger city's west, then east past the north of the first smaller one."""
    _west, south, east, _ = plan.bounds_m
    ring = plan.metropolis.rings[-2]
    city = plan.cities[0]
    x, y = -ring.width_x_m - 420.0, ring.width_y_m + 700.0
    top = city.y_m + city.plan.ring_y_m * 1.5
    points = [(x - 900, south), (x - 300, south / 2), (x, 0), (x + 500, y * 0.7), (x + 3_200, y), (0, y + 350),
              ((city.x_m) / 2, y + 500), (city.x_m - 4_000, top - 250), (city.x_m, top), (east, top + 500)]  # fmt: skip
    smooth = LineString(_corners_cut(_corners_cut(_corners_cut(points))))
    return LineString(country.terrain.bend(shapely.get_coordinates(shapely.segmentize(smooth, 200.0))))


def _corners_cut(points: list[XY]) -> list[XY]:
    """A softer line through the same country (Chaikin)."""
    cut = [points[0]]
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        cut += [(0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by), (0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by)]
    return [*cut, points[-1]]


def _villages(plan: ProvincePlan, country: Country, railway: LineString, seed: int) -> list[Village]:
    west, south, east, north = plan.bounds_m
    middle = ((west + east) / 2, (south + north) / 2)
    land = Countryside(east - west, north - south, plan.villages, VILLAGE_STEMS, middle)
    return place_villages(land, country.terrain, country.skeleton, railway, Dice(seed, "villages"))


def _territories(plan: ProvincePlan, net: StreetNet, bounds: Bounds, frame: Frame) -> list[tuple[Region, list[Edge]]]:
    """The territory of each city, the larger one's first, and the edges whose middle lies in it."""
    west, south, east, north = bounds
    box = shapely.box(*frame.point_xy(west, south), *frame.point_xy(east, north))
    first, second = plan.cities
    x = min(first.x_m, second.x_m) - _BORDER_M
    y = (first.y_m + second.y_m) / 2
    far = np.linspace(-30_000, 30_000, 121)
    cut = LineString(np.column_stack([x + 420 * np.sin(far / 3_300) + 160 * np.sin(far / 900), far]))
    large, rest = sorted(_pieces(box, cut), key=lambda piece: piece.centroid.x)
    across = np.linspace(-10_000, 60_000, 141)
    cut = LineString(np.column_stack([across, y + 380 * np.sin(across / 2_900) + 130 * np.sin(across / 800)]))
    lower, upper = sorted(_pieces(rest, cut), key=lambda piece: piece.centroid.y)
    regions = [large, upper, lower] if first.y_m > second.y_m else [large, lower, upper]
    lines = lines_through([edge.course for edge in net.edges])
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    xy = shapely.get_coordinates(middles)
    found: list[tuple[Region, list[Edge]]] = []
    for region in regions:
        shapely.prepare(region)
        inside = np.flatnonzero(shapely.contains_xy(region, xy[:, 0], xy[:, 1]))
        found.append((region, [net.edges[index] for index in inside]))
    return found


def _pieces(shape: Polygon, cut: LineString) -> list[Polygon]:
    pieces = [piece for piece in split(shape, cut).geoms if isinstance(piece, Polygon)]
    assert len(pieces) == 2, "a border parts a territory in two"
    return pieces


# Cities ---------------------------------------------------------------------------------------------------


def _city(
    plan: ProvincePlan,
    number: int,
    country: Country,
    division: Division,
    region: Region,
    net: StreetNet,
    railway: LineString,
    seed: int,
) -> CityPart:
    """Names, doors and places of one city."""
    terrain, words = country.terrain, city_words(plan)[number]
    ((ox, oy),) = terrain.bend(np.array([words.old_at])).tolist()
    old = ((ox, oy), words.old_radius_m)
    name_streets(net, Dice(seed, "names", number), CityNames(net, Dice(seed, "names", number), *old))
    make_one_way_at_once(net, Dice(seed, "one way", number), words.one_way_streets)
    sites = make_sites(
        words.name, terrain, division.blocks, Dice(seed, "sites", number),
        words=words.sites, named_compounds=words.compounds,
    )  # fmt: skip
    sites += _parks(country, number)
    parks = [site.shape for site in sites if site.use == "park"]
    closed = shapely.union_all([terrain.bent(terrain.river), *parks])
    plates = make_plates(net, closed, (ox, oy), Dice(seed, "plates", number), plot_scale=plan.plot_scale)
    built: BaseGeometry = terrain.bent(country.cities[number].built)
    shapely.prepare(built)
    town = [at for at in sorted({net.junctions[edge.a] for edge in net.edges}) if shapely.intersects_xy(built, *at)]
    venues = [
        *old_town_venues(words.old_at, terrain),
        *bridge_venues(net, terrain),
        *(railway_venues(words.name, railway, town) if number < 2 else ()),
        *site_venues(sites),
        *make_venues(words.name, plates, Dice(seed, "venues", number), share=plan.plot_scale * 0.75),
    ]
    return CityPart(words, old, region, net, sites, plates, venues)


def _parks(country: Country, number: int) -> list[Site]:
    parks = country.cities[number].parks
    grounds = make_grounds([shape for shape, _ in parks], country.terrain)
    return [
        Site(ground, "park", "park", name, f"{pinyin_word(name.removesuffix('公园'))} Park", True)
        for ground, (_, name) in zip(grounds, parks, strict=True)
    ]


def _wish(plan: ProvincePlan, number: int, part: CityPart, seed: int, frame: Frame) -> Wish:
    return Wish(
        region=plan.region,
        province=(plan.name_zh, plan.name_en),
        city=part.name,
        name_counties=lambda shapes: _county_names(part, shapes, frame),
        stations_per_county=part.words.stations_per_county,
        grids_per_station=part.words.grids_per_station,
        name_station=StationNames(part.plates, part.venues),
        seed=seed,
        city_number=number + 1,
        crews_per_grid=(plan.crews_per_grid, plan.crews_per_grid),
        shifts=plan.crews_per_grid,
        call_sign=f"{part.name[0][0]}巡",
        has_functions=True,
    )


def _county_names(part: CityPart, shapes: Sequence[Region], frame: Frame) -> list[Name]:
    """The first name to where the old town is, the last to the largest; the others from east to west."""
    middle = frame.point_lonlat(*part.old[0])
    left = list(range(len(shapes)))
    old = next(index for index in left if shapely.intersects_xy(shapes[index], *middle))
    left.remove(old)
    largest = max(left, key=lambda index: shapes[index].area)
    left.remove(largest)
    order = [old, *sorted(left, key=lambda index: -shapes[index].centroid.x), largest]
    names = dict(zip(order, part.words.counties, strict=True))
    return [(names[index].name_zh, names[index].name_en) for index in range(len(shapes))]


def _is_of(part: CityPart, lon: float, lat: float, frame: Frame) -> bool:
    return bool(shapely.intersects_xy(part.region, *frame.point_xy(lon, lat)))
