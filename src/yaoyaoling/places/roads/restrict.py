"""A road network as it can be driven now: closed stretches are not driven through, slow ones are slowed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.search import Graph

_OFF_M = 30.0
"""A line whose piece lies further than this from any road says nothing about it."""


@dataclass(frozen=True)
class Restriction:
    """What holds on a stretch. line: (lon, lat) along the road. speed_kmh: as driven; None: closed."""

    line: tuple[tuple[float, float], ...]
    both_ways: bool
    speed_kmh: float | None


def restricted(
    network: RoadNetwork,
    restrictions: Sequence[Restriction],
    share: NDArray[np.float64] | None = None,
    shut: NDArray[np.int32] | None = None,
) -> Graph:
    """The network's graph with the restrictions: only what driving costs differs, whatever its size.

    share: float64 by road class, of the usual speed that is driven now; None: all of it. shut: what nobody may take at
    this hour (`RoadNetwork.shut_at`).

    A piece of the line counts for the whole arc it lies on. Of several restrictions on one arc the strictest counts.
    """
    own_s = network.graph.own_s.copy()
    if share is not None:
        own_s[: network.arc_count] /= share[network.road_class]
    is_closed = np.zeros(len(own_s), bool)
    for one in restrictions:
        arcs = _arcs(network, one)
        if one.speed_kmh is None:
            is_closed[arcs] = True
        else:
            own_s[arcs] = np.maximum(own_s[arcs], network.graph.length_m[arcs] / (one.speed_kmh / 3.6))
    if len(network.copied):
        own_s[-len(network.copied) :] = own_s[network.copied]
        is_closed[-len(network.copied) :] = is_closed[network.copied]
    if shut is not None:
        is_closed[shut] = True
    return network.graph._replace(own_s=own_s, cost_s=np.where(is_closed, np.inf, own_s))


def _arcs(network: RoadNetwork, one: Restriction) -> NDArray[np.int32]:
    """The arcs under a line: in its direction, or both."""
    line = np.array(one.line, np.float64)
    middle = (line[:-1] + line[1:]) / 2
    arcs = network.arcs_near(middle[:, 0], middle[:, 1], _OFF_M)
    way_x, way_y = network.frame.to_xy(line[:, 0], line[:, 1])
    tail, head = network.tail[arcs], network.head[arcs]
    from_x, from_y = network.frame.to_xy(network.lon[tail], network.lat[tail])
    to_x, to_y = network.frame.to_xy(network.lon[head], network.lat[head])
    along = (to_x - from_x) * np.diff(way_x)[:, None] + (to_y - from_y) * np.diff(way_y)[:, None]
    counts = (arcs >= 0) & (one.both_ways | (along > 0))
    found: NDArray[np.int32] = arcs[counts]
    return found
