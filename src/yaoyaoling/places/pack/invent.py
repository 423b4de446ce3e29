"""Organisations, areas and crews for any road network: what no open source knows, invented and said to be so.

The tree is province › hall; province › city › inspection and counties › stations; areas go down to grids.
Stations share their county fairly by points (door-plates or road nodes), grids share their station.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from yaoyaoling.places.frame import Floats, Frame
from yaoyaoling.places.pack.contract import (
    Area,
    AreaKind,
    CrewPost,
    Organisation,
    OrganisationKind,
    RoadClass,
    Roads,
)
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.divide import Region, Streets, divide, tidy
from yaoyaoling.places.pack.write import PLACES

SHIFTS = 2
"""Crews of a grid take turns in so many duty shifts."""
_POST_INSIDE_M = 30.0
_FIRST_STATION = 51  # GA 380-2002 numbers of local stations begin there in practice

Name = tuple[str, str]
NameStation = Callable[[Region, Name, int], Name]
"""Name (zh, en) of a station by its area in metres, its county's name and its number there, from 1."""


@dataclass(frozen=True)
class Wish:
    """What is to be invented. region: 6 digits, province level. city: without 市.

    name_counties: names by the shapes in degrees, one for each.
    """

    region: str
    province: Name
    city: Name
    name_counties: Callable[[list[Region]], list[Name]]
    stations_per_county: tuple[int, ...]
    grids_per_station: int
    name_station: NameStation
    seed: int


@dataclass(frozen=True)
class Invented:
    """Rows for the pack, and the areas' shapes in degrees by their code."""

    organisations: tuple[Organisation, ...]
    areas: tuple[Area, ...]
    crews: tuple[CrewPost, ...]
    shapes: dict[str, Region]


def invent(wish: Wish, roads: Roads, frame: Frame, box: Polygon, points: Floats) -> Invented:
    """Divide the box (metres) among counties, stations and grids, and man them.

    points: metres, shape (n, 2), what is to be shared fairly.
    """
    return _Inventor(wish, roads, frame).run(box, points)


class _Inventor:
    def __init__(self, wish: Wish, roads: Roads, frame: Frame) -> None:
        self.wish, self.roads, self.frame = wish, roads, frame
        self.dice = Dice(wish.seed, "crews")
        self.xy = np.column_stack(frame.to_xy(roads.lon, roads.lat))
        self.class_of_node = np.full(len(roads.lon), 99)
        np.minimum.at(self.class_of_node, roads.tail, roads.road_class)
        np.minimum.at(self.class_of_node, roads.head, roads.road_class)
        self.city_code = f"{wish.region[:2]}{int(wish.region[2:4]) + 1:02d}00"
        self.seats: set[int] = set()
        self.organisations: list[Organisation] = []
        self.areas: list[Area] = []
        self.crews: list[CrewPost] = []
        self.shapes: dict[str, Region] = {}

    def run(self, box: Polygon, points: Floats) -> Invented:
        leaves = self._leaves(box, points)
        self._above_counties(points)
        shapes = [shapely.union_all([grid for grids in stations for grid in grids]) for stations in leaves]
        names = self.wish.name_counties(shapes)
        for index, stations in enumerate(leaves):
            self._county(index, names[index], shapes[index], stations, points)
        order = list(AreaKind)
        self.areas.sort(key=lambda area: (order.index(area.kind), area.code))
        return Invented(tuple(self.organisations), tuple(self.areas), tuple(self.crews), self.shapes)

    # Areas ------------------------------------------------------------------------------------------------

    def _leaves(self, box: Polygon, points: Floats) -> list[list[list[Region]]]:
        """Grids (degrees) of each station of each county; they cover the box and share their vertices."""
        once = self.roads.tail < self.roads.head
        a, b = self.roads.tail[once].astype(np.int64), self.roads.head[once].astype(np.int64)
        streets = Streets(self.xy, a, b, self.roads.length_m[once].astype(np.float64))
        tree: list[list[list[Region]]] = []
        flat: list[Region] = []
        shares = [float(count) for count in self.wish.stations_per_county]
        for county, stations in zip(divide(box, points, streets, shares), self.wish.stations_per_county, strict=True):
            tree.append([])
            for station in divide(county, points, streets, [1.0] * stations):
                grids = divide(station, points, streets, [1.0] * self.wish.grids_per_station)
                tree[-1].append(grids)
                flat += grids
        tidied = iter(tidy([shapely.transform(grid, self._to_degrees) for grid in flat], 10.0**-PLACES))
        return [[[next(tidied) for _ in grids] for grids in stations] for stations in tree]

    def _to_degrees(self, xy: Floats) -> Floats:
        return np.column_stack(self.frame.to_lonlat(xy[:, 0], xy[:, 1]))

    def _to_metres(self, lonlat: Floats) -> Floats:
        return np.column_stack(self.frame.to_xy(lonlat[:, 0], lonlat[:, 1]))

    def _add_area(self, kind: AreaKind, code: str, org_code: str, name: Name, shape: Region) -> None:
        rings = tuple(
            tuple((round(x, PLACES), round(y, PLACES)) for x, y in part.exterior.coords[:-1])
            for part in shapely.get_parts(shapely.orient_polygons(shape))
        )
        self.areas.append(Area(kind, code, org_code, *name, rings))
        self.shapes[code] = shape

    # Organisations --------------------------------------------------------------------------------------------

    def _above_counties(self, points: Floats) -> None:
        (city_zh, city_en), (province_zh, province_en) = self.wish.city, self.wish.province
        middle = np.median(points, axis=0)
        province, city = f"{self.wish.region}000000", f"{self.city_code}000000"
        rows: tuple[tuple[str, str | None, OrganisationKind, str, str], ...] = (
            (province, None, OrganisationKind.PROVINCE, f"{province_zh}公安厅",
             f"{province_en} Public Security Department"),
            (f"{self.wish.region}010000", province, OrganisationKind.HALL, f"{province_zh}公安厅110接警大厅",
             f"{province_en} 110 Hall"),
            (city, province, OrganisationKind.CITY, f"{city_zh}市公安局", f"{city_en} Public Security Bureau"),
            (f"{self.city_code}060000", city, OrganisationKind.INSPECTION, f"{city_zh}市公安局警务督察支队",
             f"{city_en} Police Inspection"),
        )  # fmt: skip
        for code, parent, kind, name_zh, name_en in rows:
            self._add_organisation(code, parent, kind, (name_zh, name_en), middle)

    def _add_organisation(
        self, code: str, parent: str | None, kind: OrganisationKind, name: Name, near: Floats
    ) -> None:
        """Its seat is a junction of a larger street, the nearest that is not taken."""
        order = np.argsort(np.hypot(*(self.xy - near).T) + 60.0 * self.class_of_node, kind="stable")
        node = next((int(node) for node in order if int(node) not in self.seats), int(order[0]))
        self.seats.add(node)
        self.organisations.append(
            Organisation(code, parent, kind, *name, float(self.roads.lon[node]), float(self.roads.lat[node]))
        )

    def _county(self, index: int, name: Name, shape: Region, stations: list[list[Region]], points: Floats) -> None:
        code = f"{self.city_code[:4]}{index + 2:02d}"
        zh, en = name
        org_code = f"{code}000000"
        self._add_area(AreaKind.COUNTY, code, org_code, (zh, en), shape)
        self._add_organisation(
            org_code,
            f"{self.city_code}000000",
            OrganisationKind.COUNTY,
            (f"{zh}公安局", f"{en} Public Security Bureau"),
            self._middle(shape, points),
        )
        for number, grids in enumerate(stations, 1):
            self._station(name, number, code, grids, points)

    def _station(self, county: Name, number: int, county_code: str, grids: list[Region], points: Floats) -> None:
        code = f"{county_code}{_FIRST_STATION + number - 1:02d}"
        shape = shapely.union_all(grids)
        zh, en = self.wish.name_station(shapely.transform(shape, self._to_metres), county, number)
        self._add_area(AreaKind.STATION, code, f"{code}0000", (f"{zh}派出所辖区", f"{en} Station Area"), shape)
        self._add_organisation(
            f"{code}0000",
            f"{county_code}000000",
            OrganisationKind.STATION,
            (f"{zh}派出所", f"{en} Police Station"),
            self._middle(shape, points),
        )
        for nth, grid in enumerate(grids, 1):
            grid_code = f"{code}{nth:02d}"
            self._add_area(AreaKind.GRID, grid_code, f"{code}0000", (f"{zh}第{nth}网格", f"{en} Grid {nth}"), grid)
            self._add_crews(grid_code, f"{code}0000", grid, points)

    def _middle(self, shape: Region, points: Floats) -> Floats:
        inside = self._inside(shape, points)
        if len(inside):
            middle: Floats = np.median(inside, axis=0)
            return middle
        centre: Floats = self._to_metres(np.array([[shape.centroid.x, shape.centroid.y]]))[0]
        return centre

    def _inside(self, shape: Region, points: Floats) -> Floats:
        ground = shapely.transform(shape, self._to_metres)
        return points[shapely.contains_xy(ground, points[:, 0], points[:, 1])]

    # Crews ----------------------------------------------------------------------------------------------------

    def _add_crews(self, grid_code: str, org_code: str, grid: Region, points: Floats) -> None:
        nodes, inside = self._posts_of(grid), self._inside(grid, points)
        if not len(inside):
            inside = self.xy[nodes]
        axis = 0 if inside[:, 0].std() >= inside[:, 1].std() else 1
        ordered = inside[np.argsort(inside[:, axis], kind="stable")]
        grids = len({crew.grid_code for crew in self.crews}) + 1
        taken: set[int] = set()
        for number, part in enumerate(np.array_split(ordered, self.dice.whole(2, 3)), 1):
            goal = np.median(part if len(part) else ordered, axis=0)
            order = nodes[np.argsort(np.hypot(*(self.xy[nodes] - goal).T), kind="stable")]
            node = next((int(node) for node in order if int(node) not in taken), int(order[0]))
            taken.add(node)
            self.crews.append(
                CrewPost(
                    code=f"{grid_code}-{number}",
                    call_sign=f"巡特警{grids}-{number}",
                    grid_code=grid_code,
                    org_code=org_code,
                    force_type="patrol",
                    shift=(number - 1) % SHIFTS + 1,
                    officers=self.dice.whole(1, 2),
                    auxiliaries=self.dice.whole(1, 3),
                    lon=float(self.roads.lon[node]),
                    lat=float(self.roads.lat[node]),
                )
            )

    def _posts_of(self, grid: Region) -> NDArray[np.int64]:
        """Nodes where a crew may stand: well inside the grid and on a street, not in a lane, if there are such."""
        ground = shapely.transform(grid, self._to_metres)
        x, y = self.xy[:, 0], self.xy[:, 1]
        for shape, least in (
            (ground.buffer(-_POST_INSIDE_M), RoadClass.TERTIARY),
            (ground.buffer(-_POST_INSIDE_M), RoadClass.SERVICE),
            (ground, RoadClass.SERVICE),
        ):
            nodes = np.flatnonzero(shapely.contains_xy(shape, x, y) & (self.class_of_node <= least))
            if len(nodes) >= 3:
                return nodes
        middle = ground.centroid
        return np.array([int(np.argmin(np.hypot(x - middle.x, y - middle.y)))])


def split_evenly(total: int, parts: int) -> tuple[int, ...]:
    """A number as whole parts that differ by one at most: 5 in 2 → (3, 2)."""
    return tuple(total // parts + (1 if index < total % parts else 0) for index in range(parts))


def numbered_stations(_: Region, county: Name, number: int) -> Name:
    """A station called by its number in the county, where no better name is known."""
    numeral = "一二三四五六七八九十"[number - 1] if number <= 10 else str(number)
    return f"{county[0]}第{numeral}", f"{county[1]} No. {number}"
