"""One-way streets, and the arrays of the road network."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from yaoyaoling.places.frame import Frame, lengths_m
from yaoyaoling.places.pack.contract import RoadClass, Roads
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.streets import Edge, StreetNet

SPEED_KMH = {
    RoadClass.MOTORWAY: 100,
    RoadClass.TRUNK: 70,
    RoadClass.PRIMARY: 60,
    RoadClass.SECONDARY: 50,
    RoadClass.TERTIARY: 40,
    RoadClass.UNCLASSIFIED: 40,
    RoadClass.RESIDENTIAL: 30,
    RoadClass.LIVING_STREET: 15,
}
"""Allowed speeds of the generated town, the usual ones of such roads."""

_LIKELY = (RoadClass.TERTIARY, RoadClass.RESIDENTIAL, RoadClass.LIVING_STREET)


def make_one_way(net: StreetNet, dice: Dice, count: int) -> None:
    """Let whole streets be driven in one direction only, as long as everything stays reachable from everywhere."""
    candidates = _long_streets(net)
    made = 0
    for name in dice.shuffled(list(candidates)):
        if made == count:
            return
        turned = _in_line(net, candidates[name])
        if turned is None:
            continue
        for index, is_reversed in turned:
            edge = net.edges[index]
            edge.is_one_way = True
            if is_reversed:
                edge.a, edge.b, edge.course = edge.b, edge.a, edge.course[::-1]
        if _is_strong(net):
            made += 1
        else:
            for index, _ in turned:
                net.edges[index].is_one_way = False


def make_one_way_at_once(net: StreetNet, dice: Dice, count: int) -> None:
    """The same for a large net: all are turned, then those that cut something off are turned back."""
    turned: list[list[int]] = []
    for name, edges in dice.shuffled(sorted(_long_streets(net).items())):
        if len(turned) == count:
            break
        line = _in_line(net, edges) if name else None
        if line is None:
            continue
        turned.append([index for index, _ in line])
        for index, is_reversed in line:
            edge = net.edges[index]
            edge.is_one_way = True
            if is_reversed:
                edge.a, edge.b, edge.course = edge.b, edge.a, edge.course[::-1]
    while turned:
        part = _parts(net)
        main = np.bincount(part).argmax()
        cut = [street for street in turned if any(part[end] != main for i in street for end in _ends(net.edges[i]))]
        if not cut:
            return
        turned = [street for street in turned if street not in cut]
        for index in (index for street in cut for index in street):
            net.edges[index].is_one_way = False


def _in_line(net: StreetNet, edges: list[int]) -> list[tuple[int, bool]] | None:
    """The edges of a street from end to end, with those that lie the other way; None when it has branches."""
    around: dict[int, list[int]] = {}
    for index in edges:
        around.setdefault(net.edges[index].a, []).append(index)
        around.setdefault(net.edges[index].b, []).append(index)
    ends = sorted(junction for junction, here in around.items() if len(here) == 1)
    if len(ends) != 2 or any(len(here) > 2 for here in around.values()):
        return None
    line: list[tuple[int, bool]] = []
    at, used = ends[0], set[int]()
    while True:
        onward = [index for index in around[at] if index not in used]
        if not onward:
            return line if len(line) == len(edges) else None
        used.add(onward[0])
        edge = net.edges[onward[0]]
        line.append((onward[0], edge.b == at))
        at = edge.a if edge.b == at else edge.b


def _long_streets(net: StreetNet) -> dict[str, list[int]]:
    by_name: dict[str, list[int]] = {}
    for index, edge in enumerate(net.edges):
        if edge.name and edge.road_class in _LIKELY and not edge.name.endswith("村"):
            by_name.setdefault(edge.name, []).append(index)
    return {name: edges for name, edges in by_name.items() if sum(net.edges[i].length_m for i in edges) > 220}


def _ends(edge: Edge) -> tuple[int, int]:
    return edge.a, edge.b


def _is_strong(net: StreetNet) -> bool:
    part = _parts(net)
    return bool((part[np.unique([end for edge in net.edges for end in _ends(edge)])] == part[net.edges[0].a]).all())


def _parts(net: StreetNet) -> NDArray[np.int32]:
    """The strongly connected part of each junction."""
    tail = [edge.a for edge in net.edges] + [edge.b for edge in net.edges if not edge.is_one_way]
    head = [edge.b for edge in net.edges] + [edge.a for edge in net.edges if not edge.is_one_way]
    graph = coo_matrix((np.ones(len(tail)), (tail, head)), shape=(len(net.junctions),) * 2)
    part: NDArray[np.int32] = connected_components(graph, directed=True, connection="strong")[1]
    return part


def road_arrays(net: StreetNet, frame: Frame) -> Roads:
    """The network as the pack keeps it: straight arcs, bends as nodes of their own."""
    xy = list(net.junctions)
    tail: list[int] = []
    head: list[int] = []
    edge_of: list[int] = []
    for index, edge in enumerate(net.edges):
        inner = range(len(xy), len(xy) + len(edge.course) - 2)
        xy.extend(edge.course[1:-1])
        chain = [edge.a, *inner, edge.b]
        for a, b in pairwise(chain):
            for one, other in ((a, b),) if edge.is_one_way else ((a, b), (b, a)):
                tail.append(one)
                head.append(other)
                edge_of.append(index)
    lon, lat = _rounded(np.array(xy), frame)
    names = sorted({(edge.name, edge.name_en) for edge in net.edges if edge.name})
    number = {name: index for index, (name, _) in enumerate(names)}
    edges = [net.edges[index] for index in edge_of]
    t, h = np.array(tail, np.int32), np.array(head, np.int32)
    return Roads(
        lon=lon,
        lat=lat,
        tail=t,
        head=h,
        length_m=lengths_m(lon[t], lat[t], lon[h], lat[h]).astype(np.float32),
        speed_kmh=np.array([SPEED_KMH[edge.road_class] for edge in edges], np.float32),
        road_class=np.array([edge.road_class for edge in edges], np.int8),
        name=np.array([number.get(edge.name, -1) for edge in edges], np.int32),
        names_zh=np.array([name for name, _ in names], np.str_),
        names_en=np.array([name_en for _, name_en in names], np.str_),
    )


def _rounded(xy: NDArray[np.float64], frame: Frame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    lon, lat = frame.to_lonlat(xy[:, 0], xy[:, 1])
    return np.round(lon, 7), np.round(lat, 7)
