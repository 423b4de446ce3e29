"""Atoms: the pieces of road that posts and grids are planned on."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

Array = NDArray[Any]


@dataclass(frozen=True)
class Atoms:
    """of_node: for each node its atom, -1 for a stranded one. centre: for each atom its node. neighbours: by road."""

    of_node: Array
    centre: Array
    neighbours: tuple[tuple[int, ...], ...]

    def __len__(self) -> int:
        return len(self.centre)


def make_atoms(
    x: Array, y: Array, tail: Array, head: Array, cost_s: Array, weight: Array, usable: Array, most: int
) -> Atoms:
    """At most about `most` atoms: squares over the nodes with weight give centres, roads give each node its nearest.

    x, y: metres. cost_s: float[arcs]. weight: float[nodes], demand. usable: bool[nodes], everybody reaches everybody.
    Every atom is connected by road: with a node its whole quickest way from the centre belongs to it.
    """
    nodes = np.flatnonzero(usable)
    wanted = nodes[weight[nodes] > 0] if (weight[nodes] > 0).any() else nodes
    centre = _centres(x, y, weight, wanted, most)
    open_arcs = usable[tail] & usable[head] & np.isfinite(cost_s)
    graph = csr_matrix((np.maximum(cost_s[open_arcs], 1e-6), (tail[open_arcs], head[open_arcs])), shape=(len(x),) * 2)
    _, _, source = dijkstra(graph, indices=centre, min_only=True, return_predecessors=True)
    number = np.full(len(x), -1, np.int64)
    number[centre] = np.arange(len(centre))
    of_node = np.where(usable & (source >= 0), number[np.maximum(source, 0)], -1)
    a, b = of_node[tail[open_arcs]], of_node[head[open_arcs]]
    apart = (a != b) & (a >= 0) & (b >= 0)
    pairs = np.unique(np.concatenate([np.column_stack([a, b])[apart], np.column_stack([b, a])[apart]]), axis=0)
    near: list[list[int]] = [[] for _ in centre]
    for one, other in pairs.tolist():
        near[one].append(other)
    return Atoms(of_node, centre, tuple(tuple(row) for row in near))


def _centres(x: Array, y: Array, weight: Array, nodes: Array, most: int) -> Array:
    """The node in the middle of each square; squares as small as `most` allows."""
    if len(nodes) <= most:
        return nodes
    side = max(np.ptp(x[nodes]), np.ptp(y[nodes]), 1.0) / max(1.0, np.sqrt(most)) / 2
    while True:
        square = ((x[nodes] - x[nodes].min()) // side).astype(np.int64) * 1_000_003
        square += ((y[nodes] - y[nodes].min()) // side).astype(np.int64)
        squares, which = np.unique(square, return_inverse=True)
        if len(squares) <= most:
            break
        side *= 1.05
    heavy = np.maximum(weight[nodes], 1e-9)
    total = np.bincount(which, heavy)
    middle = [np.bincount(which, heavy * along[nodes]) / total for along in (x, y)]
    apart = np.hypot(x[nodes] - middle[0][which], y[nodes] - middle[1][which])
    order = np.lexsort((apart, which))
    return np.asarray(nodes[order[np.searchsorted(which[order], np.arange(len(squares)))]])
