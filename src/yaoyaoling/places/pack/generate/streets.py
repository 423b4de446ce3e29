"""Lines become a network: cut where they cross, joined where they nearly meet, bent onto the ground.

The result is a list of edges between junctions; each has its class, its name and its course.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely import LineString

from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.generate.skeleton import Line
from yaoyaoling.places.pack.generate.terrain import Terrain

PIXEL_M = 0.5
"""Lines are cut on a grid this fine (snap rounding), so that an end on a line always is a junction."""
SHORTEST_M = 16.0
"""Junctions nearer to each other than this become one."""
TRUE_TO_M = 1.6
"""How far the straight arcs of the network may run beside the course they stand for."""

XY = tuple[float, float]


@dataclass
class Edge:
    """A piece of road from junction a to junction b. course: ground metres, both ends included.

    name, name_en: "" while it has none. is_one_way: from a to b only.
    """

    a: int
    b: int
    road_class: RoadClass
    course: list[XY]
    name: str = ""
    name_en: str = ""
    is_one_way: bool = False

    @property
    def line(self) -> LineString:
        """The course as a line."""
        return LineString(self.course)

    @property
    def length_m(self) -> float:
        """Metres along the course."""
        return sum(math.dist(p, q) for p, q in zip(self.course, self.course[1:], strict=False))


@dataclass
class StreetNet:
    """Junctions on the ground (metres) and the edges between them."""

    junctions: list[XY]
    edges: list[Edge] = field(default_factory=list)

    def at_junction(self) -> dict[int, list[int]]:
        """The edges of each junction."""
        table: dict[int, list[int]] = defaultdict(list)
        for index, edge in enumerate(self.edges):
            table[edge.a].append(index)
            table[edge.b].append(index)
        return table


def make_streets(lines: list[Line], terrain: Terrain, true_to_m: float = TRUE_TO_M) -> StreetNet:
    """Cut, join and bend the lines; what hangs together with nothing is left out."""
    pieces = _cut(lines)
    points, edges = _graph(pieces)
    points, edges = _join_near(points, edges)
    points, edges = _largest(points, edges)
    bent = terrain.bend(np.array(points))
    net = StreetNet([(float(x), float(y)) for x, y in bent])
    courses = _bent_courses([course for *_, course in edges], terrain, true_to_m)
    for (a, b, line, _), ground in zip(edges, courses, strict=True):
        ground[0], ground[-1] = net.junctions[a], net.junctions[b]
        net.edges.append(Edge(a, b, line.road_class, ground, line.name))
    return net


_Raw = tuple[int, int, Line, list[XY]]


def _cut(lines: list[Line]) -> list[tuple[LineString, Line]]:
    """Every piece between two crossings, with the widest of the lines it lies on."""
    noded = shapely.union_all([line.shape for line in lines], grid_size=PIXEL_M)
    parts = [part for part in shapely.get_parts(noded) if isinstance(part, LineString)]
    tree = shapely.STRtree([line.shape for line in lines])
    middles = shapely.line_interpolate_point(parts, 0.5, normalized=True)
    owners: dict[int, list[int]] = defaultdict(list)
    for piece, line in tree.query(middles, predicate="dwithin", distance=1.5 * PIXEL_M).T:
        owners[int(piece)].append(int(line))
    return [
        (part, min((lines[i] for i in sorted(owners[index])), key=lambda line: line.road_class))
        for index, part in enumerate(parts)
        if owners[index]
    ]


def _graph(pieces: list[tuple[LineString, Line]]) -> tuple[list[XY], list[_Raw]]:
    """Chain the pieces between junctions: a point where just two of one line meet is no junction."""
    courses: list[list[XY]] = [[] for _ in pieces]
    xy, owner = shapely.get_coordinates([part for part, _ in pieces], return_index=True)
    for index, point in zip(owner.tolist(), xy.tolist(), strict=True):
        courses[index].append(_key(point))
    ends: dict[XY, list[int]] = defaultdict(list)
    for index, course in enumerate(courses):
        ends[course[0]].append(index)
        ends[course[-1]].append(index)

    def passes(point: XY) -> bool:
        here = ends[point]
        return len(here) == 2 and here[0] != here[1] and pieces[here[0]][1] is pieces[here[1]][1]

    number: dict[XY, int] = {}
    points: list[XY] = []
    edges: list[_Raw] = []
    used = [False] * len(pieces)

    def junction(point: XY) -> int:
        if point not in number:
            number[point] = len(points)
            points.append(point)
        return number[point]

    starts = [i for i, course in enumerate(courses) if not passes(course[0])]
    starts += [i for i, course in enumerate(courses) if not passes(course[-1])]
    for first in [*starts, *range(len(pieces))]:
        if used[first]:
            continue
        course = list(courses[first])
        if passes(course[0]) and not passes(course[-1]):
            course.reverse()
        used[first] = True
        while passes(course[-1]):
            following = [i for i in ends[course[-1]] if not used[i]]
            if not following:
                break
            used[following[0]] = True
            more = courses[following[0]]
            course += more[1:] if more[0] == course[-1] else more[-2::-1]
        edges.append((junction(course[0]), junction(course[-1]), pieces[first][1], course))
    return points, edges


def _key(point: Sequence[float]) -> XY:
    return round(point[0], 2), round(point[1], 2)


def _join_near(points: list[XY], edges: list[_Raw]) -> tuple[list[XY], list[_Raw]]:
    """Junctions a few steps apart become one; the widest road's junction stays where it is."""
    leader = list(range(len(points)))
    rank = [9] * len(points)
    for a, b, line, _ in edges:
        rank[a], rank[b] = min(rank[a], line.road_class), min(rank[b], line.road_class)

    def find(i: int) -> int:
        while leader[i] != i:
            i = leader[i]
        return i

    lengths = shapely.length(lines_through([course for *_, course in edges]))
    for index in np.argsort(lengths, kind="stable").tolist():
        if lengths[index] >= SHORTEST_M:
            break
        a, b = find(edges[index][0]), find(edges[index][1])
        if a != b:
            keep, gone = (a, b) if (rank[a], a) <= (rank[b], b) else (b, a)
            leader[gone] = keep
    kept: dict[tuple[int, int], _Raw] = {}
    for a, b, line, course in edges:
        a, b = find(a), find(b)
        pair = (min(a, b), max(a, b))
        if a == b:
            continue
        if pair not in kept or line.road_class < kept[pair][2].road_class:
            kept[pair] = (a, b, line, [points[a], *course[1:-1], points[b]])
    return points, list(kept.values())


def _largest(points: list[XY], edges: list[_Raw]) -> tuple[list[XY], list[_Raw]]:
    """Only what hangs together, renumbered."""
    a, b = np.array([edge[0] for edge in edges]), np.array([edge[1] for edge in edges])
    graph = coo_matrix((np.ones(len(a)), (a, b)), shape=(len(points), len(points)))
    _, part = connected_components(graph, directed=False)
    largest = np.bincount(part[a]).argmax()
    inside = [edge for edge in edges if part[edge[0]] == largest]
    order = sorted({node for edge in inside for node in edge[:2]})
    number = {old: new for new, old in enumerate(order)}
    return [points[old] for old in order], [(number[a], number[b], line, course) for a, b, line, course in inside]


def _bent_courses(courses: list[list[XY]], terrain: Terrain, true_to_m: float) -> list[list[XY]]:
    fine = shapely.segmentize(lines_through(courses), 25.0)
    bent = shapely.simplify(shapely.transform(fine, terrain.bend), true_to_m)
    points, owner = shapely.get_coordinates(bent, return_index=True)
    ground: list[list[XY]] = [[] for _ in courses]
    for index, x, y in zip(owner.tolist(), points[:, 0].tolist(), points[:, 1].tolist(), strict=True):
        ground[index].append((x, y))
    return ground


def lines_through(courses: Sequence[Sequence[XY]]) -> NDArray[np.object_]:
    """Many lines at once."""
    points = np.array([point for course in courses for point in course], np.float64).reshape(-1, 2)
    owner = np.repeat(np.arange(len(courses)), [len(course) for course in courses])
    return np.asarray(shapely.linestrings(points, indices=owner), dtype=object)
