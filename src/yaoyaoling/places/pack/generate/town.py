"""A whole town from a plan and a seed, written as a city pack."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.frame import Floats, Frame
from yaoyaoling.places.pack.contract import Organisation, OrganisationKind, PackInfo, Roads
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.divide import Region
from yaoyaoling.places.pack.finder import county_finder
from yaoyaoling.places.pack.generate.blocks import Division
from yaoyaoling.places.pack.generate.directions import make_one_way, road_arrays
from yaoyaoling.places.pack.generate.drawing import draw_town
from yaoyaoling.places.pack.generate.land import Site, make_sites
from yaoyaoling.places.pack.generate.marks import draw_marks
from yaoyaoling.places.pack.generate.naming import name_streets
from yaoyaoling.places.pack.generate.plan import TownPlan
from yaoyaoling.places.pack.generate.plates import Plate, make_plates
from yaoyaoling.places.pack.generate.register import Register
from yaoyaoling.places.pack.generate.romanise import pinyin_word
from yaoyaoling.places.pack.generate.scenery import make_railway
from yaoyaoling.places.pack.generate.skeleton import Skeleton, make_skeleton
from yaoyaoling.places.pack.generate.streets import XY, StreetNet, make_streets
from yaoyaoling.places.pack.generate.terrain import Terrain, make_terrain
from yaoyaoling.places.pack.generate.venues import (
    Venue,
    bridge_venues,
    make_venues,
    old_town_venues,
    railway_venues,
    site_venues,
)
from yaoyaoling.places.pack.generate.villages import Countryside, Village, lanes_and_roads, place_villages, placed
from yaoyaoling.places.pack.invent import Invented, Name, Wish, invent, numbered_stations
from yaoyaoling.places.pack.tiles import write_map
from yaoyaoling.places.pack.write import write_marks, write_tables

MARGIN_M = 260.0
_MAIN_HALF_M = 10.0
Bounds = tuple[float, float, float, float]
INVENTED = ("roads", "addresses", "organisations", "areas", "grids", "crews", "map")


@dataclass(frozen=True)
class Town:
    """Everything about a generated town, in ground metres about (plan.lon, plan.lat)."""

    plan: TownPlan
    seed: int
    frame: Frame
    bounds: Bounds
    terrain: Terrain
    skeleton: Skeleton
    net: StreetNet
    roads: Roads
    sites: list[Site]
    villages: list[tuple[Village, XY]]
    railway: LineString
    plates: list[Plate]
    venues: list[Venue]
    invented: Invented


def make_town(plan: TownPlan, seed: int) -> Town:
    """Generate a town; the same plan and seed give the same town."""
    frame = Frame(plan.lon, plan.lat)
    terrain = make_terrain(plan, Dice(seed, "terrain"))
    skeleton = make_skeleton(plan, terrain, Dice(seed, "skeleton"))
    division = Division(Dice(seed, "blocks"))
    for quarter in skeleton.quarters:
        division.divide(quarter)
    railway = make_railway(plan, skeleton, terrain, Dice(seed, "railway"))
    land = Countryside(plan.width_m, plan.height_m, plan.villages)
    villages = place_villages(land, terrain, skeleton, railway, Dice(seed, "villages"))
    lanes = lanes_and_roads(terrain, skeleton, villages, Dice(seed, "village roads"))
    net = make_streets([*skeleton.lines, *division.lines, *lanes], terrain)
    name_streets(net, Dice(seed, "names"))
    make_one_way(net, Dice(seed, "one way"), plan.one_way_streets)
    city = (plan.city_zh, plan.city_en)
    sites = make_sites(city, terrain, division.blocks, Dice(seed, "sites"))
    parks = [site.shape for site in sites if site.use == "park"]
    closed = shapely.union_all([terrain.bent(terrain.river), *parks])
    ox, oy = plan.old_centre
    plates = make_plates(net, closed, (ox, oy), Dice(seed, "plates"))
    venues = [
        *old_town_venues(plan.old_centre, terrain),
        *bridge_venues(net, terrain),
        *railway_venues(city, railway, [at for at in net.junctions if math.hypot(*at) < plan.ring_x_m * 1.5]),
        *site_venues(sites),
        *make_venues(city, plates, Dice(seed, "venues")),
    ]
    arrays = road_arrays(net, frame)
    bounds = net_bounds(net, frame)
    invented = invent(_wish(plan, seed, plates, venues), arrays, frame, _box(bounds, frame), _spots(plates))
    return Town(
        plan, seed, frame, bounds, terrain, skeleton, net, arrays, sites, placed(villages, terrain), railway,
        plates, venues + official_venues(frame, plates, invented.organisations), invented,
    )  # fmt: skip


def write_town(path: Path, plan: TownPlan, seed: int, say: Callable[[str], None]) -> PackInfo:
    """Generate a town and write its pack into an existing directory; `say` hears how far it is."""
    say("正在生成城镇 · generating the town")
    town = make_town(plan, seed)
    info = pack_info(town)
    counties = {area.code: f"{plan.city_zh}市{area.name_zh}" for area in town.invented.areas if area.kind == "county"}
    register = Register(town.frame, county_finder(town.invented.shapes, counties))
    addresses = list(register.addresses(town.plates, town.venues, town.net, town.villages))
    invented = town.invented
    write_tables(path, info, invented.organisations, invented.areas, invented.crews, addresses, town.roads)
    write_marks(path, draw_marks(town.roads, addresses))
    say("正在绘制地图 · drawing the map")
    write_map(path, info, draw_town(town, info))
    return info


def pack_info(town: Town) -> PackInfo:
    """`pack.json` of a generated town."""
    plan = town.plan
    titles = (f"{plan.province_zh}·{plan.city_zh}", f"{plan.city_en}, {plan.province_en}")
    return generated_info(plan, titles, town.bounds, town.seed, ("城镇", "town"))


class AnyPlan(Protocol):
    """What the plan of a town and that of a province have in common."""

    @property
    def name(self) -> str:
        """Of the pack."""

    @property
    def region(self) -> str:
        """Six digits."""

    @property
    def lon(self) -> float:
        """Of the middle."""

    @property
    def lat(self) -> float:
        """Of the middle."""


def generated_info(plan: AnyPlan, titles: Name, bounds: Bounds, seed: int, kind: Name) -> PackInfo:
    """`pack.json` of what was generated. titles, kind: in Chinese and in English."""
    return PackInfo(
        name=plan.name,
        title_zh=titles[0],
        title_en=titles[1],
        region=plan.region,
        bounds=bounds,
        center=(round(plan.lon, 6), round(plan.lat, 6)),
        is_generated=True,
        invented=INVENTED,
        source="yaoyaoling places.pack.generate",
        licence="CC0-1.0",
        attribution_zh=f"虚构{kind[0]}，由幺幺零生成",
        attribution_en=f"An invented {kind[1]}, generated by Yaoyaoling",
        seed=seed,
    )


def net_bounds(net: StreetNet, frame: Frame) -> Bounds:
    """Degrees around all junctions, rounded as `pack.json` has them: the areas fill exactly these."""
    xy = np.array(net.junctions)
    west, south = frame.point_lonlat(*(xy.min(axis=0) - MARGIN_M))
    east, north = frame.point_lonlat(*(xy.max(axis=0) + MARGIN_M))
    return round(west, 6), round(south, 6), round(east, 6), round(north, 6)


def _box(bounds: Bounds, frame: Frame) -> Polygon:
    west, south, east, north = bounds
    box: Polygon = shapely.box(*frame.point_xy(west, south), *frame.point_xy(east, north))
    return box


def _spots(plates: list[Plate]) -> Floats:
    return np.array([plate.at for plate in plates], np.float64)


# What the invented organisations are called ---------------------------------------------------------------


def _wish(plan: TownPlan, seed: int, plates: list[Plate], venues: list[Venue]) -> Wish:
    return Wish(
        region=plan.region,
        province=(plan.province_zh, plan.province_en),
        city=(plan.city_zh, plan.city_en),
        name_counties=lambda _: [(county.name_zh, county.name_en) for county in plan.counties],
        stations_per_county=plan.stations_per_county,
        grids_per_station=plan.grids_per_station,
        name_station=StationNames(plates, venues),
        seed=seed,
    )


class StationNames:
    """A station is called after the old town, the railway, its largest village, or the street with most doors."""

    def __init__(self, plates: list[Plate], venues: list[Venue]) -> None:
        self._streets = [plate.street for plate in plates]
        self._are_main = np.array([plate.half_road_m > _MAIN_HALF_M for plate in plates])
        self._spots = _spots(plates)
        self._sights = {venue.name_zh: venue.at for venue in venues if venue.is_landmark}
        self._used: set[str] = set()

    def __call__(self, shape: Region, county: Name, number: int) -> Name:
        for name in self._candidates(shape):
            if name not in self._used:
                self._used.add(name)
                return name, pinyin_word(name)
        return numbered_stations(shape, county, number)

    def _candidates(self, shape: BaseGeometry) -> list[str]:
        names = []
        for sight, at in self._sights.items():
            if (sight == "钟楼" or sight.endswith("火车站")) and shapely.contains_xy(shape, *at):
                names.append("城关" if sight == "钟楼" else "站前")
        inside = np.flatnonzero(shapely.contains_xy(shape, self._spots[:, 0], self._spots[:, 1]))
        doors = Counter(self._streets[index] for index in inside)
        villages = [name for name, _ in doors.most_common() if name.endswith("村")]
        if sum(doors[name] for name in villages) > 0.3 * doors.total():
            names += [f"{name.removesuffix('村')}镇" for name in villages]
        main = Counter(self._streets[index] for index in inside if self._are_main[index])
        for name in (
            name.removesuffix("路") for name, _ in main.most_common() if name[-2:-1] != "公" and name.endswith("路")
        ):
            names += [name[:-1], name] if len(name) > 2 and name[-1] in "东西南北" else [name]
        return names


def official_venues(frame: Frame, plates: list[Plate], organisations: Sequence[Organisation]) -> list[Venue]:
    """Police stations and county governments, at the doors nearest to the organisations' seats."""
    doors = shapely.STRtree(shapely.points([plate.at for plate in plates]))
    taken: set[int] = set()
    venues = []

    def door_at(x: float, y: float, least_m: float) -> Plate:
        near = doors.query(shapely.Point(x, y), predicate="dwithin", distance=900.0)
        order = sorted(near.tolist(), key=lambda i: (np.hypot(plates[i].at[0] - x, plates[i].at[1] - y), i))
        fit = (i for i in order if i not in taken and np.hypot(plates[i].at[0] - x, plates[i].at[1] - y) >= least_m)
        index = next(fit, order[0] if order else 0)
        taken.add(index)
        return plates[index]

    for organisation in organisations:
        x, y = frame.point_xy(organisation.lon, organisation.lat)
        plate = door_at(x, y, 0.0)
        venues.append(Venue("police", organisation.name_zh, organisation.name_en, plate.at, plate))
        if organisation.kind is OrganisationKind.COUNTY:
            plate = door_at(x, y, 150.0)
            county, county_en = (text.removesuffix(end) for text, end in (
                (organisation.name_zh, "公安局"), (organisation.name_en, " Public Security Bureau")))  # fmt: skip
            name, name_en = f"{county}人民政府", f"{county_en} Government"
            venues.append(Venue("government", name, name_en, plate.at, plate, True))
    return venues
