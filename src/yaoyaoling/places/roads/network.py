"""The road network in memory: directed arcs with times, and the grid that finds the road at a point."""

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.places.frame import Floats, Frame
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.pack.hours_of_week import hold_at
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.roads.search import Graph, OnRoad
from yaoyaoling.places.roads.snap import segment_grid, snap
from yaoyaoling.places.roads.turns import Parted, part_crossings

AT_NODE_M = 1.0
"""A point this near to a node is on it: a post at a crossing may leave by any of its roads."""

FURTHEST_M = 500.0
"""A point further than this from any road is not on the network; a straight line is estimated for it."""


def roads_name(roads: Roads) -> bytes:
    """16 bytes that name a network: two processes that read the same pack call it the same."""
    digest = hashlib.sha256()
    for part in (roads.lon, roads.lat, roads.tail, roads.head):
        digest.update(part.tobytes())
    return digest.digest()[:16]


class RoadNetwork:
    """Nodes, arcs and segments of one city, read only; many searches may share it.

    Arcs between the same two nodes in the same direction are one, the quickest. A segment is a pair of
    nodes with the arcs in both directions or in one.

    tail, head: int32[m], the ends of the arcs; road_class: [m], of each. graph: what is searched, without the ways that
    are not allowed at some hours only; its first m arcs are the same, its first nodes the same too, and more of both
    come after them where turns are not allowed. copied: int32[c], the arcs of which its last c are copies.
    crossing: the node of each of its nodes.
    """

    def __init__(self, roads: Roads, *, pace: float = 1.0) -> None:
        """pace: the share of the allowed speed that is really driven."""
        if not len(roads.tail):
            raise ValueError("a road network without arcs cannot be searched")
        self.lon, self.lat = roads.lon, roads.lat
        self.frame = Frame(float(roads.lon.mean()), float(roads.lat.mean()))
        cost_s = roads.length_m.astype(np.float64) / (roads.speed_kmh.astype(np.float64) * (pace / 3.6))
        nodes = len(roads.lon)
        pair = roads.tail.astype(np.int64) * nodes + roads.head
        order = np.lexsort((cost_s, pair))
        order = order[(roads.tail != roads.head)[order]]
        quickest = order[np.r_[True, pair[order][1:] != pair[order][:-1]]]
        self.tail, self.head = roads.tail[quickest], roads.head[quickest]
        self.road_class = roads.road_class[quickest]
        parted = part_crossings(nodes, self.tail, self.head, roads)
        self.crossing, self.copied = parted.crossing, parted.copied
        self.most_copies = int(np.bincount(parted.copied, minlength=1).max())
        self.graph = _graph(parted, cost_s[quickest], roads.length_m[quickest].astype(np.float64))
        self._link_hours, self._hours = parted.link_hours + np.array([len(self.tail), 0], np.int32), roads.hours
        self._backwards: Graph | None = None
        self._make_segments(nodes)

    @classmethod
    def load(cls, path: Path, *, pace: float = 1.0) -> "RoadNetwork":
        """The network of a pack's directory. Raises: PackUnfit."""
        return cls(read_roads(path), pace=pace)

    def _make_segments(self, nodes: int) -> None:
        tail, head = self.tail.astype(np.int64), self.head.astype(np.int64)
        low, high = np.minimum(tail, head), np.maximum(tail, head)
        pairs, segment = np.unique(low * nodes + high, return_inverse=True)
        self.segment_arcs = np.full((len(pairs), 2), -1, np.int32)
        self.segment_arcs[segment, (tail > head).astype(np.int64)] = np.arange(len(tail))
        self._from, self._to = (pairs // nodes).astype(np.int32), (pairs % nodes).astype(np.int32)
        x, y = self.frame.to_xy(self.lon, self.lat)
        self._grid = segment_grid(x[self._from], y[self._from], x[self._to], y[self._to])
        self._segment_m = np.hypot(x[self._from] - x[self._to], y[self._from] - y[self._to])

    def shut_at(self, minute: int) -> NDArray[np.int32]:
        """The arcs of the graph inside of crossings that nobody may take at a minute of the week, Monday's first 0."""
        holds = hold_at(self._hours, minute)
        shut: NDArray[np.int32] = np.unique(self._link_hours[holds[self._link_hours[:, 1]], 0])
        return shut

    @property
    def has_hours(self) -> bool:
        """Whether some turns are forbidden at some hours only."""
        return len(self._link_hours) > 0

    @property
    def backwards(self) -> Graph:
        """The same arcs, each driven the other way: a search on it finds times away from a place."""
        if self._backwards is None:
            tail = self.graph.tail
            start, arcs = _into(tail, len(self.crossing))
            self._backwards = self.graph._replace(tail=self.graph.head, head=tail, into_start=start, into_arc=arcs)
        return self._backwards

    def arcs_near(self, lon: Floats, lat: Floats, furthest_m: float) -> NDArray[np.int32]:
        """The arcs of the segment nearest to each point, one each direction; -1 where there is none."""
        x, y = self.frame.to_xy(lon, lat)
        segment, share, apart_m = np.empty(len(x), np.int32), np.empty(len(x)), np.empty(len(x))
        snap(self._grid, x, y, furthest_m, segment, share, apart_m)
        arcs = self.segment_arcs[segment].copy()
        arcs[segment < 0] = -1
        return arcs

    @property
    def node_count(self) -> int:
        """How many nodes."""
        return len(self.lon)

    @property
    def arc_count(self) -> int:
        """How many arcs one drives on."""
        return len(self.tail)

    def snap(self, lon: Floats, lat: Floats, *, furthest_m: float = FURTHEST_M) -> tuple[OnRoad, Floats]:
        """The places on the road nearest to some points, and how many metres they are off it.

        A point with no road within furthest_m has neither node nor arcs.
        """
        x, y = self.frame.to_xy(lon, lat)
        segment, share, apart_m = np.empty(len(x), np.int32), np.empty(len(x)), np.empty(len(x))
        snap(self._grid, x, y, furthest_m, segment, share, apart_m)
        return self._on_road(segment, share), apart_m

    def _on_road(self, segment: NDArray[np.int32], share: Floats) -> OnRoad:
        along_m = share * self._segment_m[segment]
        left_m = (1 - share) * self._segment_m[segment]
        node = np.where(along_m <= left_m, self._from[segment], self._to[segment]).astype(np.int32)
        node[(np.minimum(along_m, left_m) > AT_NODE_M) | (segment < 0)] = -1
        arc = self.segment_arcs[segment].copy()
        arc[(segment < 0) | (node >= 0)] = -1
        return OnRoad(node=node, arc=arc, share=np.stack([share, 1 - share], axis=1))

    def point_of(self, place: OnRoad, index: int = 0) -> tuple[float, float]:
        """Degrees (lon, lat) of a place on the road."""
        node = int(place.node[index])
        if node >= 0:
            return float(self.lon[node]), float(self.lat[node])
        side = 0 if place.arc[index, 0] >= 0 else 1
        arc, share = int(place.arc[index, side]), float(place.share[index, side])
        a, b = int(self.tail[arc]), int(self.head[arc])
        lon = self.lon[a] + share * (self.lon[b] - self.lon[a])
        return float(lon), float(self.lat[a] + share * (self.lat[b] - self.lat[a]))


def _into(head: NDArray[np.int32], nodes: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The arcs by the nodes they end in, as `Graph` has them."""
    start = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(head, minlength=nodes), out=start[1:])
    return start, np.argsort(head, kind="stable").astype(np.int32)


def _graph(parted: Parted, cost_s: Floats, length_m: Floats) -> Graph:
    """What is searched: the arcs, then what joins the parts of a crossing, at no cost, then copies of arcs."""
    nothing = np.zeros(len(parted.link_tail))
    head = np.concatenate([parted.head, parted.link_head, parted.copy_head])
    start, arcs = _into(head, len(parted.crossing))
    costs = np.concatenate([cost_s, nothing, cost_s[parted.copied]])
    return Graph(
        tail=np.concatenate([parted.tail, parted.link_tail, parted.copy_tail]), head=head, cost_s=costs, own_s=costs,
        length_m=np.concatenate([length_m, nothing, length_m[parted.copied]]), into_start=start, into_arc=arcs,
        also=parted.also, twin=_twins(parted.copied, len(costs)),
    )  # fmt: skip


def _twins(copied: NDArray[np.int32], arcs: int) -> NDArray[np.int32]:
    """For each arc the next that is a copy of the same."""
    twin = np.full(arcs, -1, np.int32)
    last: dict[int, int] = {}
    for copy, arc in enumerate(copied.tolist(), arcs - len(copied)):
        twin[last.get(arc, arc)] = copy
        last[arc] = copy
    return twin
