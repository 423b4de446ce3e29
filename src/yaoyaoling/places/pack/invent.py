"""Organisations, areas and crews for any road network: what no open source knows, invented and said to be so.

The tree is province › hall; province › city › inspection and counties › stations; areas go down to grids.
Stations share their county fairly by points (door-plates or road nodes), grids share their station.
"""

from collections.abc import Callable, Sequence
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
from yaoyaoling.places.pack.functions import Ground, add_functions
from yaoyaoling.places.pack.write import PLACES

_WHOLE_CREW = 4
_POST_INSIDE_M = 30.0
_FIRST_STATION = 51  # GA 380-2002 numbers of local stations begin there in practice

Name = tuple[str, str]
NameStation = Callable[[Region, Name, int], Name]
"""Name (zh, en) of a station by its area in metres, its county's name and its number there, from 1."""


@dataclass(frozen=True)
class Wish:
    """What is to be invented. region: 6 digits, province level. city: without 市.

    name_counties: names by the shapes in degrees, one for each. city_number: in the province, from 1.
    crews_per_grid: at least and at most. shifts: the crews of a grid take turns in so many duty shifts.
    call_sign: what every call sign begins with.
    """

    region: str
    province: Name
    city: Name
    name_counties: Callable[[list[Region]], list[Name]]
    stations_per_county: tuple[int, ...]
    grids_per_station: int
    name_station: NameStation
    seed: int
    city_number: int = 1
    crews_per_grid: tuple[int, int] = (2, 3)
    shifts: int = 2
    call_sign: str = "巡特警"
    has_functions: bool = False
    """Whether traffic and special police and guard posts are invented beside the patrols."""


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
    return invent_cities([(wish, box, points)], roads, frame)


def invent_cities(cities: Sequence[tuple[Wish, Region, Floats]], roads: Roads, frame: Frame) -> Invented:
    """The same for several cities of one province; their regions share every vertex of their border."""
    inventors = [Inventor(wish, roads, frame) for wish, *_ in cities]
    trees = [one.divide(box, points) for one, (_, box, points) in zip(inventors, cities, strict=True)]
    flat = [grid for tree in trees for stations in tree for grids in stations for grid in grids]
    tidied = iter(tidy([shapely.transform(grid, inventors[0].to_degrees) for grid in flat], 10.0**-PLACES))
    parts = [
        one.run([[[next(tidied) for _ in grids] for grids in stations] for stations in tree], points)
        for one, tree, (*_, points) in zip(inventors, trees, cities, strict=True)
    ]
    order = list(AreaKind)
    return Invented(
        # Province and hall are there once.
        tuple(row for nth, part in enumerate(parts) for row in part.organisations[2 if nth else 0 :]),
        tuple(sorted((a for part in parts for a in part.areas), key=lambda area: (order.index(area.kind), area.code))),
        tuple(crew for part in parts for crew in part.crews),
        {code: shape for part in parts for code, shape in part.shapes.items()},
    )


class Inventor:
    """Collects the rows of one city; what somebody gave and what is invented go in by the same methods."""

    def __init__(self, wish: Wish, roads: Roads, frame: Frame) -> None:
        self.wish, self.roads, self.frame = wish, roads, frame
        self.dice = Dice(wish.seed, "crews") if wish.city_number == 1 else Dice(wish.seed, "crews", wish.city_number)
        self.xy = np.column_stack(frame.to_xy(roads.lon, roads.lat))
        self.class_of_node = np.full(len(roads.lon), 99)
        np.minimum.at(self.class_of_node, roads.tail, roads.road_class)
        np.minimum.at(self.class_of_node, roads.head, roads.road_class)
        self.city_code = f"{wish.region[:2]}{int(wish.region[2:4]) + wish.city_number:02d}00"
        self.seats: set[int] = set()
        self.organisations: list[Organisation] = []
        self.areas: list[Area] = []
        self.crews: list[CrewPost] = []
        self.shapes: dict[str, Region] = {}

    def run(self, leaves: list[list[list[Region]]], points: Floats) -> Invented:
        """Name and man the grids (degrees) of each station of each county."""
        self.add_above_counties(points)
        shapes = [shapely.union_all([grid for grids in stations for grid in grids]) for stations in leaves]
        names = self.wish.name_counties(shapes)
        for index, stations in enumerate(leaves):
            self._county(index, names[index], shapes[index], stations, points)
        return Invented(tuple(self.organisations), tuple(self.areas), tuple(self.crews), self.shapes)

    # Areas ------------------------------------------------------------------------------------------------

    def streets(self) -> Streets:
        """The roads as borders may follow them."""
        once = self.roads.tail < self.roads.head
        a, b = self.roads.tail[once].astype(np.int64), self.roads.head[once].astype(np.int64)
        return Streets(self.xy, a, b, self.roads.length_m[once].astype(np.float64))

    def divide(self, box: Region, points: Floats) -> list[list[list[Region]]]:
        """Grids (metres) of each station of each county; they cover the box."""
        streets = self.streets()
        tree: list[list[list[Region]]] = []
        shares = [float(count) for count in self.wish.stations_per_county]
        for county, stations in zip(divide(box, points, streets, shares), self.wish.stations_per_county, strict=True):
            tree.append([])
            for station in divide(county, points, streets, [1.0] * stations):
                tree[-1].append(divide(station, points, streets, [1.0] * self.wish.grids_per_station))
        return tree

    def to_degrees(self, xy: Floats) -> Floats:
        """Degrees of points in metres."""
        return np.column_stack(self.frame.to_lonlat(xy[:, 0], xy[:, 1]))

    def to_metres(self, lonlat: Floats) -> Floats:
        """Metres of points in degrees."""
        return np.column_stack(self.frame.to_xy(lonlat[:, 0], lonlat[:, 1]))

    def add_area(self, kind: AreaKind, code: str, org_code: str, name: Name, shape: Region) -> None:
        """One area; its shape in degrees."""
        rings = tuple(
            tuple((round(x, PLACES), round(y, PLACES)) for x, y in part.exterior.coords[:-1])
            for part in shapely.get_parts(shapely.orient_polygons(shape))
        )
        self.areas.append(Area(kind, code, org_code, *name, rings))
        self.shapes[code] = shape

    # Organisations --------------------------------------------------------------------------------------------

    def add_above_counties(self, points: Floats) -> None:
        """Province, hall, city and inspection, in the middle of the points."""
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
            self.add_organisation(code, parent, kind, (name_zh, name_en), middle)

    def add_organisation(self, code: str, parent: str | None, kind: OrganisationKind, name: Name, near: Floats) -> None:
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
        self.add_area(AreaKind.COUNTY, code, org_code, (zh, en), shape)
        self.add_organisation(
            org_code,
            f"{self.city_code}000000",
            OrganisationKind.COUNTY,
            (f"{zh}公安局", f"{en} Public Security Bureau"),
            self.middle_of(shape, points),
        )
        for number, grids in enumerate(stations, 1):
            self._station(name, number, code, grids, points)
        if self.wish.has_functions:
            add_functions(self, Ground(code, org_code, shape, points, is_first=index == 0))

    def _station(self, county: Name, number: int, county_code: str, grids: list[Region], points: Floats) -> None:
        code = f"{county_code}{_FIRST_STATION + number - 1:02d}"
        shape = shapely.union_all(grids)
        zh, en = self.wish.name_station(shapely.transform(shape, self.to_metres), county, number)
        self.add_area(AreaKind.STATION, code, f"{code}0000", (f"{zh}派出所辖区", f"{en} Station Area"), shape)
        self.add_organisation(
            f"{code}0000",
            f"{county_code}000000",
            OrganisationKind.STATION,
            (f"{zh}派出所", f"{en} Police Station"),
            self.middle_of(shape, points),
        )
        for nth, grid in enumerate(grids, 1):
            grid_code = f"{code}{nth:02d}"
            self.add_area(AreaKind.GRID, grid_code, f"{code}0000", (f"{zh}第{nth}网格", f"{en} Grid {nth}"), grid)
            self.add_crews(grid_code, f"{code}0000", grid, points)

    def middle_of(self, shape: Region, points: Floats) -> Floats:
        """The middle of the points inside a shape in degrees, or its own."""
        inside = self._inside(shape, points)
        if len(inside):
            middle: Floats = np.median(inside, axis=0)
            return middle
        centre: Floats = self.to_metres(np.array([[shape.centroid.x, shape.centroid.y]]))[0]
        return centre

    def _inside(self, shape: Region, points: Floats) -> Floats:
        ground = shapely.transform(shape, self.to_metres)
        shapely.prepare(ground)
        return points[shapely.contains_xy(ground, points[:, 0], points[:, 1])]

    # Crews ----------------------------------------------------------------------------------------------------

    def add_crews(self, grid_code: str, org_code: str, grid: Region, points: Floats) -> None:
        """Crews for a grid, on its roads."""
        nodes, inside = self.posts_of(grid), self._inside(grid, points)
        if not len(inside):
            inside = self.xy[nodes]
        axis = 0 if inside[:, 0].std() >= inside[:, 1].std() else 1
        ordered = inside[np.argsort(inside[:, axis], kind="stable")]
        grids = len({crew.grid_code for crew in self.crews}) + 1
        taken: set[int] = set()
        for number, part in enumerate(np.array_split(ordered, self.dice.whole(*self.wish.crews_per_grid)), 1):
            goal = np.median(part if len(part) else ordered, axis=0)
            order = nodes[np.argsort(np.hypot(*(self.xy[nodes] - goal).T), kind="stable")]
            node = next((int(node) for node in order if int(node) not in taken), int(order[0]))
            taken.add(node)
            officers = self.dice.whole(1, 2)
            # Four are a whole crew (1+3); every third goes out with one too few.
            auxiliaries = _WHOLE_CREW - officers - (self.dice.whole(1, 3) == 1)
            self.crews.append(
                CrewPost(
                    code=f"{grid_code}-{number}",
                    call_sign=f"{self.wish.call_sign}{grids}-{number}",
                    grid_code=grid_code,
                    org_code=org_code,
                    force_type="patrol",
                    shift=(number - 1) % self.wish.shifts + 1,
                    officers=officers,
                    auxiliaries=auxiliaries,
                    lon=float(self.roads.lon[node]),
                    lat=float(self.roads.lat[node]),
                )
            )

    def posts_of(self, grid: Region) -> NDArray[np.int64]:
        """Nodes where a crew may stand: well inside the grid and on a street, not in a lane, if there are such."""
        ground = shapely.transform(grid, self.to_metres)
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
