"""Grids for a city: today's beside the ones a plan proposes; holes and overlaps of today's are named."""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from yaoyaoling.apps.plan.ground import CityGround
from yaoyaoling.apps.plan.posts import posts_of_shift
from yaoyaoling.places.pack.check_land import area_shape
from yaoyaoling.places.public import Area, AreaKind, CrewPost, Problem
from yaoyaoling.planning.public import Arrival, Districts, Part, arrival_of_own, parts_by_own, parts_of, solve_districts

Array = NDArray[Any]
_NAMED = 5


@dataclass(frozen=True)
class GridsPlan:
    """of_node: for each crossing its proposed grid, -1 for none. connected: whether every one is of one part by road.

    today_of: the same of today. today: None when the pack has no grids. today_connected: how many of today's are of one
    part, of how many. parts, today_parts: grid by grid.
    """

    districts: Districts
    of_node: Array
    today_of: Array | None
    connected: bool
    seconds: float
    today: Arrival | None
    today_crews: int
    today_connected: tuple[int, int]
    proposal: Arrival
    parts: tuple[Part, ...]
    today_parts: tuple[Part, ...]


def plan_grids(
    ground: CityGround, count: int | None, within_s: float, shift: int | None, balance: float, budget_s: float
) -> GridsPlan:
    """Propose so many grids (as many as today by default). Raises: NoSuchChoice, NotConnected, NoSuchShift."""
    began = time.perf_counter()
    areas = [area for area in ground.pack.areas if area.kind is AreaKind.GRID]
    count = count if count is not None else max(1, len(areas))
    districts = solve_districts(
        ground.atom_times(ground.atoms), ground.demand_of(ground.atoms), ground.atoms.neighbours, count,
        balance=balance, within_s=budget_s,
    )  # fmt: skip
    of_atom = np.array([*districts.of_atom, -1])
    of_node = of_atom[ground.atoms.of_node]
    near = _neighbours(ground)
    times_s = ground.times_from_nodes(ground.atoms.centre[list(districts.posts)])
    proposal = arrival_of_own(times_s, of_node, ground.weight, within_s)
    parts = parts_by_own(times_s, of_node, ground.weight, within_s)
    connected = all(parts_of(of_node, near, grid) == 1 for grid in range(count))
    today, today_of, joined = None, None, (0, 0)
    today_parts: tuple[Part, ...] = ()
    crews: list[CrewPost] = []
    if areas:
        today_of = today_grids(ground, areas)
        crews = posts_of_shift(ground, shift)
        today, today_parts = _today(ground, areas, today_of, crews, within_s)
        joined = (sum(parts_of(today_of, near, grid) == 1 for grid in range(len(areas))), len(areas))
    seconds = time.perf_counter() - began
    return GridsPlan(
        districts, of_node, today_of, connected, seconds, today, len(crews), joined, proposal, parts, today_parts
    )


def _neighbours(ground: CityGround) -> tuple[tuple[int, ...], ...]:
    """Crossings by road, in either direction, among the usable ones."""
    tail, head = ground.network.tail, ground.network.head
    near: list[list[int]] = [[] for _ in range(ground.network.node_count)]
    for a, b in zip(tail.tolist(), head.tolist(), strict=True):
        if ground.usable[a] and ground.usable[b]:
            near[a].append(b)
            near[b].append(a)
    return tuple(tuple(row) for row in near)


def today_grids(ground: CityGround, areas: list[Area]) -> Array:
    """For each usable crossing the number of its grid today, -1 for none; holes and overlaps become problems."""
    nodes = np.flatnonzero(ground.usable)
    lon, lat = ground.network.lon, ground.network.lat
    shapes = [area_shape(area) for area in areas]
    spots: Any = shapely.points(np.column_stack([lon[nodes], lat[nodes]]))
    tree = shapely.STRtree(spots)
    grid, point = tree.query(shapes, predicate="covers")
    found = np.full(ground.network.node_count, -1, np.int64)
    often = np.bincount(point, minlength=len(nodes))
    found[nodes[point]] = grid
    for index in np.flatnonzero(often > 1)[:_NAMED]:
        codes = [areas[one].code for one in grid[point == index]]
        inside = shapely.intersection_all([shapes[one] for one in grid[point == index]])
        if inside.area <= 0:
            continue  # a crossing on the line between two grids is in both, and nobody minds
        at = f"{lon[nodes[index]]:.5f}, {lat[nodes[index]]:.5f}"
        zh = f"路口（{at}）同时属于网格 {'、'.join(codes)}；请改正重叠的边界。"
        en = f"The crossing {at} lies in the grids {', '.join(codes)} at once; mend the borders that overlap."
        ground.problems.append(Problem("areas.geojson", 0, zh, en))
    holes = nodes[often == 0]
    held = holes[ground.weight[holes] > 0]
    if len(held):
        share = ground.weight[held].sum() / ground.weight.sum()
        at = f"{lon[held[0]]:.5f}, {lat[held[0]]:.5f}"
        zh = f"有需求的路口 {len(held)} 个（需求的 {share:.1%}，如 {at}）不在任何网格内；请补上缺口。"
        en = f"{len(held)} crossings with {share:.1%} of demand ({at}, for one) lie in no grid; fill the gap."
        ground.problems.append(Problem("areas.geojson", 0, zh, en))
    return found


def _today(
    ground: CityGround, areas: list[Area], of_node: Array, crews: list[CrewPost], within_s: float
) -> tuple[Arrival, tuple[Part, ...]]:
    number = {area.code: index for index, area in enumerate(areas)}
    posted = [crew for crew in crews if crew.grid_code in number]
    times_s = np.full((len(areas), ground.network.node_count), np.inf)
    if posted:
        places, _ = ground.network.snap(np.array([c.lon for c in posted]), np.array([c.lat for c in posted]))
        for crew, row in zip(posted, ground.times_from(places), strict=True):
            index = number[crew.grid_code]
            times_s[index] = np.minimum(times_s[index], row)
    for index, area in enumerate(areas):
        if not np.isfinite(times_s[index]).any():
            zh = f"网格 {area.code} {area.name_zh} 此班次无人值守；请在 crews.csv 中补上警组。"
            en = f"Nobody stands in grid {area.code} {area.name_en} in this shift; add a crew to crews.csv."
            ground.problems.append(Problem("crews.csv", 0, zh, en))
    parts = parts_by_own(times_s, of_node, ground.weight, within_s)
    return arrival_of_own(times_s, of_node, ground.weight, within_s), parts
