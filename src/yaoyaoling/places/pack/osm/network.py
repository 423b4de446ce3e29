"""Ways become the road network: directed arcs, one name table, and only what is reachable from everywhere."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.places.frame import lengths_m
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.pack.hours_of_week import table_of
from yaoyaoling.places.pack.osm.extract import DrivenWay, Extract
from yaoyaoling.places.pack.osm.turns import TRAP, Turns, read_turns
from yaoyaoling.places.pack.stranded import find_stranded, tell_stranded
from yaoyaoling.places.roads.turns import without_traps


@dataclass(frozen=True)
class Network:
    """The roads kept, and what was dropped because it cannot be reached from everywhere.

    Kilometres are of streets: both directions of one count once. dropped: its largest parts, in both languages.
    """

    roads: Roads
    kept_km: float
    dropped_nodes: int
    dropped_km: float
    turns: Turns
    dropped: tuple[tuple[str, str], ...] = ()


def make_network(extract: Extract) -> Network | None:
    """The largest strongly connected part of the drivable ways; None when there is no way."""
    if not extract.ways:
        return None
    refs = sorted({ref for way in extract.ways for ref in way.nodes})
    number = {ref: index for index, ref in enumerate(refs)}
    names = sorted({(way.name_zh, way.name_en) for way in extract.ways if way.name_zh})
    name_number = {name: index for index, name in enumerate(names)}
    arcs = np.array(
        [
            (
                number[a],
                number[b],
                kmh,
                way.road_class,
                name_number.get((way.name_zh, way.name_en), -1),
                np.nan if way.metres is None else way.metres,
            )
            for way in extract.ways
            for a, b, kmh in _arcs(way)
            if a != b
        ],
        np.float64,
    ).reshape(-1, 6)
    if not len(arcs):
        return None
    lonlat = np.round(np.array([extract.locations[ref] for ref in refs]), 7)
    tail, head = arcs[:, 0].astype(np.int64), arcs[:, 1].astype(np.int64)
    metres = lengths_m(lonlat[tail, 0], lonlat[tail, 1], lonlat[head, 0], lonlat[head, 1])
    metres = np.where(np.isnan(arcs[:, 5]), metres, np.maximum(arcs[:, 5], metres))
    keep_node = _reachable(len(refs), tail, head)
    keep = keep_node[tail] & keep_node[head]
    if not keep.any():
        return None
    new = np.cumsum(keep_node) - 1
    roads = Roads(
        lon=lonlat[keep_node, 0],
        lat=lonlat[keep_node, 1],
        tail=new[tail[keep]].astype(np.int32),
        head=new[head[keep]].astype(np.int32),
        # Two nodes at one place would make an arc of no length.
        length_m=np.maximum(metres[keep], 0.01).astype(np.float32),
        speed_kmh=arcs[keep, 2].astype(np.float32),
        road_class=arcs[keep, 3].astype(np.int8),
        name=arcs[keep, 4].astype(np.int32),
        names_zh=np.array([zh for zh, _ in names], np.str_),
        names_en=np.array([en for _, en in names], np.str_),
    )
    _, once = np.unique(np.minimum(tail, head) * len(refs) + np.maximum(tail, head), return_index=True)
    kept_km, all_km = metres[once][keep[once]].sum() / 1000, metres[once].sum() / 1000
    dropped = tell_stranded(find_stranded(len(refs), tail, head), lonlat[:, 0], lonlat[:, 1])
    turns = read_turns(extract)
    roads = _with_turns(roads, turns, {ref: int(new[number[ref]]) for ref in refs if keep_node[number[ref]]})
    return Network(roads, float(kept_km), int((~keep_node).sum()), float(all_km - kept_km), turns, tuple(dropped))


def _with_turns(roads: Roads, turns: Turns, number: dict[int, int]) -> Roads:
    """The roads with the turns between nodes that were kept; those that would cut roads off are left out and noted."""
    kept = [
        (tuple(number[ref] for ref in nodes), hours, (nodes, hours))
        for nodes, hours in turns.turns
        if all(ref in number for ref in nodes)
    ]
    if not kept:
        return roads
    kept.sort(key=lambda one: (one[0], one[1] or b""))
    plain = [one for one in kept if len(one[0]) == 3 and one[1] is None]
    others = [one for one in kept if len(one[0]) > 3 or one[1] is not None]
    width = max((len(nodes) for nodes, _, _ in others), default=3)
    table = sorted({hours for _, hours, _ in others if hours is not None})
    row: dict[bytes | None, int] = {None: -1, **{hours: nth for nth, hours in enumerate(table)}}
    mended, left_out = without_traps(
        replace(
            roads,
            turns=np.array([nodes for nodes, _, _ in plain], np.int32).reshape(-1, 3),
            paths=np.array([nodes + (-1,) * (width - len(nodes)) for nodes, _, _ in others], np.int32).reshape(
                -1, width
            ),
            path_hours=np.array([row[hours] for _, hours, _ in others], np.int32),
            hours=table_of(table),
        )
    )
    both = [*plain, *others]
    for relation in sorted(turns.turns.pop(both[one][2]) for one in left_out.tolist()):
        turns.leave_out(TRAP, relation)
    return mended


def _arcs(way: DrivenWay) -> Iterator[tuple[int, int, float]]:
    for a, b in zip(way.nodes, way.nodes[1:], strict=False):
        if way.forward_kmh is not None:
            yield a, b, way.forward_kmh
        if way.backward_kmh is not None:
            yield b, a, way.backward_kmh


def _reachable(count: int, tail: NDArray[np.int64], head: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which nodes are in the largest strongly connected part."""
    graph = coo_matrix((np.ones(len(tail)), (tail, head)), shape=(count, count))
    _, part = connected_components(graph, directed=True, connection="strong")
    inside: NDArray[np.bool_] = part == np.bincount(part).argmax()
    return inside


def crossings(roads: Roads, apart_m: float = 200.0) -> Iterator[tuple[int, int, float, float]]:
    """Where streets of different names meet: two name indices and the place (lon, lat).

    The carriageways of one crossing meet in several nodes: those within apart_m count once.
    """
    at_node: dict[int, set[int]] = defaultdict(set)
    for ends in (roads.tail, roads.head):
        for node, name in zip(ends.tolist(), roads.name.tolist(), strict=True):
            if name >= 0:
                at_node[node].add(name)
    told: dict[tuple[int, int], list[Point]] = defaultdict(list)
    for node in sorted(at_node):
        here = sorted(at_node[node])
        spot = Point(lon=float(roads.lon[node]), lat=float(roads.lat[node]))
        for position, first in enumerate(here):
            for second in here[position + 1 :]:
                if str(roads.names_zh[first]) == str(roads.names_zh[second]):
                    continue
                if any(distance_m(spot, earlier) < apart_m for earlier in told[first, second]):
                    continue
                told[first, second].append(spot)
                yield first, second, spot.lon, spot.lat
