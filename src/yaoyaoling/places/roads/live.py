"""Positions that move, kept hung on the road network: what is far away costs a question nothing, a move a few steps."""

import threading
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.kernel.compiled import compiled
from yaoyaoling.places.frame import Floats
from yaoyaoling.places.roads.network import RoadNetwork
from yaoyaoling.places.roads.search import Array, Graph, Hung, OnRoad, next_node

Flags: TypeAlias = NDArray[np.bool_]
LIVE = 1
"""The one stamp of these lists: they are never begun anew."""


@compiled
def move(graph: Graph, positions: OnRoad, hung: Hung, before: Array, moved: Array, to: OnRoad) -> None:
    """Take the moved positions off their nodes, write where they are, and hang them there.

    before: int32[2p], the slot ahead in a slot's list, -1 for the first; -2 for one that hangs nowhere.
    """
    for i in range(len(moved)):
        position = moved[i]
        for slot in range(2 * position, 2 * position + 2):
            if before[slot] == -2:
                continue
            behind = hung.following[slot]
            if before[slot] >= 0:
                hung.following[before[slot]] = behind
            else:
                hung.first[next_node(graph, positions, slot)] = behind
            if behind >= 0:
                before[behind] = before[slot]
            before[slot] = -2
        positions.node[position] = to.node[i]
        positions.arc[position] = to.arc[i]
        positions.share[position] = to.share[i]
        for slot in range(2 * position, 2 * position + 2):
            node = next_node(graph, positions, slot)
            if node < 0:
                continue
            behind = hung.first[node]
            hung.following[slot], before[slot], hung.first[node] = behind, -1, slot
            if behind >= 0:
                before[behind] = slot


class LivePlaces:
    """So many slots, each one position that comes, moves and goes. Safe to be used from several threads."""

    def __init__(self, network: RoadNetwork, slots: int) -> None:
        self.slots = slots
        self.lock = threading.Lock()
        self.positions = OnRoad(
            np.full(slots, -1, np.int32), np.full((slots, 2), -1, np.int32), np.zeros((slots, 2), np.float64)
        )
        nodes = len(network.crossing)
        self.hung = Hung(np.full(nodes, -1, np.int32), np.full(nodes, LIVE, np.int32), np.full(2 * slots, -1, np.int32))
        self.is_there = np.zeros(slots, np.bool_)
        self._before = np.full(2 * slots, -2, np.int32)
        self._network = network

    def put(self, slots: NDArray[np.int32], lon: Floats, lat: Floats) -> NDArray[np.int32]:
        """Where these slots are now, WGS-84; each at most once. Gives those that have no road near: they are gone."""
        to, _ = self._network.snap(lon, lat)
        self._move(slots, to)
        off: NDArray[np.int32] = slots[~self.is_there[slots]]
        return off

    def put_on_road(self, slots: NDArray[np.int32], to: OnRoad) -> None:
        """As `put`, of places that were snapped to this network before."""
        self._move(slots, to)

    def take_out(self, slots: NDArray[np.int32]) -> None:
        """These are nowhere any more."""
        self._move(slots, OnRoad(
            np.full(len(slots), -1, np.int32), np.full((len(slots), 2), -1, np.int32), np.zeros((len(slots), 2))
        ))  # fmt: skip

    def _move(self, slots: NDArray[np.int32], to: OnRoad) -> None:
        with self.lock:
            move(self._network.graph, self.positions, self.hung, self._before, slots, to)
            self.is_there[slots] = (to.node >= 0) | (to.arc >= 0).any(axis=1)
