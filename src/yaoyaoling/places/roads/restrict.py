"""A road network as it can be driven now: closed stretches left out, slow ones slowed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.roads.network import RoadNetwork

_OFF_M = 30.0
"""A line whose piece lies further than this from any road says nothing about it."""


@dataclass(frozen=True)
class Restriction:
    """What holds on a stretch. line: (lon, lat) along the road. speed_kmh: as driven; None: closed."""

    line: tuple[tuple[float, float], ...]
    both_ways: bool
    speed_kmh: float | None


def restricted(roads: Roads, network: RoadNetwork, restrictions: Sequence[Restriction], *, pace: float) -> Roads:
    """The roads with the restrictions; `network` is that of the unrestricted roads.

    A piece of the line counts for the whole arc it lies on. Nodes stay, so that nothing else moves. Of several
    restrictions on one arc the strictest counts. pace: share of the allowed speed that is driven on average.
    """
    pair = roads.tail.astype(np.int64) * network.node_count + roads.head
    is_open = np.ones(len(pair), bool)
    speed = roads.speed_kmh.astype(np.float32).copy()
    for one in restrictions:
        touched = np.isin(pair, _pairs(network, one))
        if one.speed_kmh is None:
            is_open &= ~touched
        else:
            speed[touched] = np.minimum(speed[touched], one.speed_kmh / pace)
    return replace(
        roads,
        tail=roads.tail[is_open],
        head=roads.head[is_open],
        length_m=roads.length_m[is_open],
        speed_kmh=speed[is_open],
        road_class=roads.road_class[is_open],
        name=roads.name[is_open],
    )


def _pairs(network: RoadNetwork, one: Restriction) -> NDArray[np.int64]:
    """Node pairs, as tail * nodes + head, of the arcs under a line: in its direction, or both."""
    line = np.array(one.line, np.float64)
    middle = (line[:-1] + line[1:]) / 2
    arcs = network.arcs_near(middle[:, 0], middle[:, 1], _OFF_M)
    way_x, way_y = network.frame.to_xy(line[:, 0], line[:, 1])
    x, y = network.frame.to_xy(network.lon, network.lat)
    tail, head = network.graph.tail[arcs], network.graph.head[arcs]
    along = (x[head] - x[tail]) * np.diff(way_x)[:, None] + (y[head] - y[tail]) * np.diff(way_y)[:, None]
    counts = (arcs >= 0) & (one.both_ways | (along > 0))
    return tail[counts].astype(np.int64) * network.node_count + head[counts]
