"""Dividing a city fairly among stations and grids: cuts halve the points and follow the streets where they can.

A cut begins as the straight line that gives each side its share (a k-d split); then the streets beside it
take its place, so that borders run along roads, as real ones do. Every cut divides a region in two, so
the leaves cover the whole without gap or overlap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from yaoyaoling.places.frame import Floats

BESIDE_M = 420.0
"""Streets this near to the straight cut may take its place."""
STRAY_M = 130.0
"""A street this far beside the straight cut counts double."""
UNFAIR = 0.3
"""A cut along streets may miss its share of the points by this part of it; else it stays straight."""

Region: TypeAlias = BaseGeometry
"""A Polygon or a MultiPolygon."""


@dataclass(frozen=True)
class Streets:
    """An undirected street graph in metres; a, b: the nodes of each edge."""

    xy: Floats
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    metres: Floats


def divide(region: Region, points: Floats, streets: Streets | None, shares: Sequence[float]) -> list[Region]:
    """One region for each share, in proportion to the points (shape n, 2) inside; streets=None: straight cuts."""
    if len(shares) == 1:
        return [region]
    half = len(shares) // 2
    first = sum(shares[:half]) / sum(shares)
    inside = points[shapely.contains_xy(region, points[:, 0], points[:, 1])]
    low, high = _halve(region, inside, streets, first)
    return [*divide(low, inside, streets, shares[:half]), *divide(high, inside, streets, shares[half:])]


def _halve(region: Region, points: Floats, streets: Streets | None, share: float) -> tuple[Region, Region]:
    west, south, east, north = region.bounds
    if len(points) >= 4:
        axis = 0 if points[:, 0].std() >= points[:, 1].std() else 1
        at = float(np.quantile(points[:, axis], share))
    else:
        axis = 0 if east - west >= north - south else 1
        at = (west, south)[axis] + share * ((east - west, north - south)[axis])
    far = (east - west) + (north - south)
    middle = ((west + east) / 2, (south + north) / 2)
    ends = (
        [(at, middle[1] - far), (at, middle[1] + far)] if axis == 0 else [(middle[0] - far, at), (middle[0] + far, at)]
    )
    cut = LineString(ends)
    if streets is not None and isinstance(region, Polygon):
        path = _along_streets(region, streets, cut, axis, at)
        halves = None if path is None else _sides(region, path, axis, at)
        if halves is not None and _is_fair(halves[0], points, share):
            return halves
    straight = _sides(region, cut, axis, at)
    assert straight is not None, "a line through the middle of a region divides it"
    return straight


def _sides(region: Region, cut: LineString, axis: int, at: float) -> tuple[Region, Region] | None:
    """The pieces below and above the cut; a path along streets must leave exactly two."""
    pieces = [
        piece for part in shapely.get_parts(region) for piece in split(part, cut).geoms if isinstance(piece, Polygon)
    ]
    is_straight = len(cut.coords) == 2
    if len(pieces) < 2 or (len(pieces) > 2 and not is_straight):
        return None
    if is_straight:
        low = [piece for piece in pieces if piece.representative_point().coords[0][axis] < at]
        high = [piece for piece in pieces if piece.representative_point().coords[0][axis] >= at]
        return (_whole(low), _whole(high)) if low and high else None
    pieces.sort(key=lambda piece: piece.centroid.coords[0][axis])
    return pieces[0], pieces[1]


def _whole(pieces: list[Polygon]) -> Region:
    return pieces[0] if len(pieces) == 1 else MultiPolygon(pieces)


def _is_fair(low: Region, points: Floats, share: float) -> bool:
    if not len(points):
        return True
    got = float(shapely.contains_xy(low, points[:, 0], points[:, 1]).mean())
    return abs(got - share) <= UNFAIR * min(share, 1 - share)


def _along_streets(region: Polygon, streets: Streets, cut: LineString, axis: int, at: float) -> LineString | None:
    """The way over streets from one end of the cut to the other; None when streets give no clean border."""
    chord = cut.intersection(region)
    if not isinstance(chord, LineString) or chord.is_empty:
        return None
    off = np.abs(streets.xy[:, axis] - at)
    near = off < BESIDE_M
    near[near] = shapely.contains_xy(region.buffer(-8.0), streets.xy[near, 0], streets.xy[near, 1])
    nodes = np.flatnonzero(near)
    if len(nodes) < 3:
        return None
    index = np.full(len(near), -1)
    index[nodes] = np.arange(len(nodes))
    used = near[streets.a] & near[streets.b]
    a, b = index[streets.a[used]], index[streets.b[used]]
    stray = ((off[streets.a[used]] + off[streets.b[used]]) / 2 / STRAY_M) ** 2
    graph = coo_matrix((streets.metres[used] * (1 + stray), (a, b)), shape=(len(nodes), len(nodes))).tocsr()
    _, part = connected_components(graph, directed=False)
    loose = np.where(part == np.bincount(part).argmax(), 0.0, 1e9)
    ends = np.array(chord.coords)[[0, -1]]
    first, last = (int(np.argmin(np.hypot(*(streets.xy[nodes] - end).T) + off[nodes] + loose)) for end in ends)
    time, before = dijkstra(graph, directed=False, indices=first, return_predecessors=True)
    if first == last or not np.isfinite(time[last]):
        return None
    way = [last]
    while way[-1] != first:
        way.append(int(before[way[-1]]))
    beyond = np.array(cut.coords)
    beyond = beyond if np.dot(beyond[1] - beyond[0], ends[1] - ends[0]) > 0 else beyond[::-1]
    path = LineString([beyond[0], ends[0], *streets.xy[nodes[way[::-1]]], ends[1], beyond[1]])
    return path if path.is_simple else None


def tidy(leaves: Sequence[Region], grid: float) -> list[Region]:
    """The same regions on a grid of coordinates, sharing every vertex with their neighbours: no gap, no overlap."""
    rings = [ring for leaf in leaves for part in shapely.get_parts(leaf) for ring in (part.exterior, *part.interiors)]
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(rings, grid_size=grid)]))
    tree = shapely.STRtree(list(leaves))
    spots = shapely.point_on_surface(faces)
    owned: list[list[BaseGeometry]] = [[] for _ in leaves]
    for face, spot in zip(faces, spots, strict=True):
        owned[int(tree.nearest(spot))].append(face)
    return [shapely.union_all(parts) for parts in owned]
