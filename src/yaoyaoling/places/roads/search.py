"""The bounded one-to-many search: from the incident backwards over the arcs, until k positions are settled.

Dijkstra (1959) on the reversed graph with a binary heap and lazy deletion. Its cost follows the number
of roads around the incident, not the size of the city. Positions hang on the nodes they reach next, so
thousands of crews far away cost nothing; `live.py` keeps them hung while they move.

Machine code sees arrays only; `network.py` and `engine.py` give them a face.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.kernel.compiled import compiled

Array = NDArray[Any]
DIRECT = -2
"""Way of a result whose position lies on the target's own arc, before the target: no node between."""


class Graph(NamedTuple):
    """m arcs between n nodes. into_arc[into_start[v]:into_start[v + 1]] are the arcs that end in v.

    also: int32[n], the next node at which one arrives at the same crossing, -1 for none (`turns.part_crossings`).
    twin: int32[m], the next arc that is the same piece of road for who came another way, -1 for none.

    cost_s: to drive all of an arc, infinite where it is closed. own_s: the same for whoever stands on it or is called
    to a place on it, finite: they drive out of a closed stretch, and into it.
    """

    tail: Array
    head: Array
    cost_s: Array
    own_s: Array
    length_m: Array
    into_start: Array
    into_arc: Array
    also: Array
    twin: Array


class OnRoad(NamedTuple):
    """Places on the road: on a node (node ≥ 0), or a share (0-1) along up to two arcs, one each direction.

    node: int32[p], -1 for none. arc: int32[p, 2], -1 for none. share: float64[p, 2].
    """

    node: Array
    arc: Array
    share: Array


class Labels(NamedTuple):
    """What the search knows of a node; it counts only where `stamp` is this search's.

    time_s, metres: to the target. onward: the next node on the way, -1 at the target.
    """

    time_s: Array
    metres: Array
    onward: Array
    stamp: Array


class Hung(NamedTuple):
    """Positions by the nodes they reach next: linked lists of slots, 2 * position + side.

    first: int32[n], the list of a node where `stamp` is that of these lists, -1 at its end. following: int32[2p].
    """

    first: Array
    stamp: Array
    following: Array


class Heap(NamedTuple):
    """A binary heap of nodes by key; room for one entry for each arc and node, and for the arcs of each target."""

    key: Array
    node: Array


class Best(NamedTuple):
    """The k best so far by (eta_s, position). way: the node where a position meets the search, or DIRECT."""

    eta_s: Array
    metres: Array
    position: Array
    way: Array


@compiled
def push(heap: Heap, size: int, key: float, node: int) -> int:
    """Put a node on the heap; gives the heap's new size. Equal keys come out by node."""
    at = size
    while at > 0:
        up = (at - 1) >> 1
        if heap.key[up] < key or (heap.key[up] == key and heap.node[up] <= node):
            break
        heap.key[at] = heap.key[up]
        heap.node[at] = heap.node[up]
        at = up
    heap.key[at] = key
    heap.node[at] = node
    return size + 1


@compiled
def pop(heap: Heap, size: int) -> int:
    """Take the top off the heap (read it before); gives the heap's new size."""
    size -= 1
    key, node = heap.key[size], heap.node[size]
    at = 0
    while True:
        down = 2 * at + 1
        if down >= size:
            break
        right = down + 1
        if right < size and (
            heap.key[right] < heap.key[down]
            or (heap.key[right] == heap.key[down] and heap.node[right] < heap.node[down])
        ):
            down = right
        if heap.key[down] > key or (heap.key[down] == key and heap.node[down] >= node):
            break
        heap.key[at] = heap.key[down]
        heap.node[at] = heap.node[down]
        at = down
    heap.key[at] = key
    heap.node[at] = node
    return size


@compiled
def keep(best: Best, size: int, eta_s: float, metres: float, position: int, way: int) -> int:
    """Insert a result into the k best, one for each position; gives how many there are."""
    at = -1
    for i in range(size):
        if best.position[i] == position:
            if best.eta_s[i] <= eta_s:
                return size
            at = i
            break
    if at < 0 and size < len(best.eta_s):
        at = size
        size += 1
    elif at < 0:
        at = size - 1
        if best.eta_s[at] < eta_s or (best.eta_s[at] == eta_s and best.position[at] < position):
            return size
    while at > 0 and (best.eta_s[at - 1] > eta_s or (best.eta_s[at - 1] == eta_s and best.position[at - 1] > position)):
        best.eta_s[at] = best.eta_s[at - 1]
        best.metres[at] = best.metres[at - 1]
        best.position[at] = best.position[at - 1]
        best.way[at] = best.way[at - 1]
        at -= 1
    best.eta_s[at] = eta_s
    best.metres[at] = metres
    best.position[at] = position
    best.way[at] = way
    return size


@compiled
def next_node(graph: Graph, positions: OnRoad, slot: int) -> int:
    """The node at which a slot's position reaches the road network, -1 for none."""
    position, side = slot >> 1, slot & 1
    if positions.node[position] >= 0:
        return int(positions.node[position]) if side == 0 else -1
    arc = positions.arc[position, side]
    return int(graph.head[arc]) if arc >= 0 else -1


@compiled
def hang(graph: Graph, positions: OnRoad, hung: Hung, stamp: int) -> None:
    """Hang each position on the nodes it reaches next."""
    for slot in range(2 * len(positions.node)):
        node = next_node(graph, positions, slot)
        if node >= 0:
            hung.following[slot] = hung.first[node] if hung.stamp[node] == stamp else -1
            hung.first[node] = slot
            hung.stamp[node] = stamp


@compiled
def begin(graph: Graph, target: OnRoad, labels: Labels, heap: Heap, stamp: int) -> int:
    """Label the nodes from which a target is reached without another; gives the heap's size."""
    size = 0
    for goal in range(len(target.node)):
        for side in range(2):
            arc = target.arc[goal, side]
            node = target.node[goal]
            time_s, metres = 0.0, 0.0
            if node < 0 and arc >= 0:
                node = graph.tail[arc]
                time_s = target.share[goal, side] * graph.own_s[arc]
                metres = target.share[goal, side] * graph.length_m[arc]
            elif node < 0 or side == 1:
                continue
            while node >= 0:
                if labels.stamp[node] != stamp or time_s < labels.time_s[node]:
                    labels.time_s[node] = time_s
                    labels.metres[node] = metres
                    labels.onward[node] = -1
                    labels.stamp[node] = stamp
                    size = push(heap, size, time_s, node)
                if target.node[goal] >= 0:
                    node = graph.also[node]
                else:
                    arc = graph.twin[arc]
                    node = graph.tail[arc] if arc >= 0 else -1
    return size


@compiled
def meet_on_arc(
    graph: Graph, target: OnRoad, positions: OnRoad, may: Array, hung: Hung, hung_stamp: int, best: Best, limit_s: float
) -> int:
    """Keep the positions on a target's own arc that drive towards it; gives how many there are."""
    found = 0
    for goal in range(len(target.node)):
        for side in range(2):
            arc = target.arc[goal, side]
            if target.node[goal] >= 0 or arc < 0 or hung.stamp[graph.head[arc]] != hung_stamp:
                continue
            slot = hung.first[graph.head[arc]]
            while slot >= 0:
                position, other = slot >> 1, slot & 1
                if may[position] and positions.node[position] < 0 and positions.arc[position, other] == arc:
                    share = target.share[goal, side] - positions.share[position, other]
                    eta_s = share * graph.own_s[arc]
                    if share >= 0 and eta_s <= limit_s:
                        found = keep(best, found, eta_s, share * graph.length_m[arc], position, DIRECT)
                slot = hung.following[slot]
    return found


@compiled
def meet_at_node(
    graph: Graph, positions: OnRoad, may: Array, labels: Labels, hung: Hung, best: Best, found: int, node: int,
    limit_s: float,
) -> int:  # fmt: skip
    """Keep the positions that reach the road at this settled node; gives how many there are."""
    slot = hung.first[node]
    while slot >= 0:
        position, side = slot >> 1, slot & 1
        eta_s, metres = labels.time_s[node], labels.metres[node]
        if positions.node[position] < 0:
            arc = positions.arc[position, side]
            left = 1.0 - positions.share[position, side]
            eta_s += left * graph.own_s[arc]
            metres += left * graph.length_m[arc]
        if may[position] and eta_s <= limit_s:
            found = keep(best, found, eta_s, metres, position, node)
        slot = hung.following[slot]
    return found


@compiled
def nearest(
    graph: Graph, target: OnRoad, positions: OnRoad, may: Array, hung: Hung, hung_stamp: int, limit_s: float,
    stamp: int, labels: Labels, heap: Heap, best: Best,
) -> int:  # fmt: skip
    """Fill `best` with the positions from which a target is reached soonest; gives how many there are.

    The positions hang on their nodes already, in the lists of `hung_stamp`; may: bool[p], who is looked for.
    `stamp` is one no earlier search on these labels had.
    """
    found = meet_on_arc(graph, target, positions, may, hung, hung_stamp, best, limit_s)
    size = begin(graph, target, labels, heap, stamp)
    while size > 0:
        time_s, node = heap.key[0], heap.node[0]
        size = pop(heap, size)
        if time_s > labels.time_s[node]:
            continue
        # On equal times the lower position comes first, so what ties with the k-th is still looked at.
        if time_s > limit_s or (found == len(best.eta_s) and time_s > best.eta_s[found - 1]):
            break
        if hung.stamp[node] == hung_stamp:
            found = meet_at_node(graph, positions, may, labels, hung, best, found, node, limit_s)
        for i in range(graph.into_start[node], graph.into_start[node + 1]):
            arc = graph.into_arc[i]
            before = graph.tail[arc]
            longer_s = time_s + graph.cost_s[arc]
            if longer_s == np.inf:
                continue
            if labels.stamp[before] != stamp or longer_s < labels.time_s[before]:
                labels.time_s[before] = longer_s
                labels.metres[before] = labels.metres[node] + graph.length_m[arc]
                labels.onward[before] = node
                labels.stamp[before] = stamp
                size = push(heap, size, longer_s, before)
    return found


@compiled
def seconds_of_all(
    graph: Graph, target: OnRoad, positions: OnRoad, labels: Labels, stamp: int, limit_s: float, seconds: Array
) -> None:
    """Write the time of every position to the one target, after a search from it with nobody to find.

    What `nearest` would say for as many results as there are positions, without keeping them in order:
    seconds: float32[p], left as it is for positions beyond the limit.
    """
    for slot in range(2 * len(positions.node)):
        position, side = slot >> 1, slot & 1
        node = next_node(graph, positions, slot)
        if node < 0:
            continue
        eta_s = np.inf
        if labels.stamp[node] == stamp and labels.time_s[node] <= limit_s:
            eta_s = labels.time_s[node]
        if positions.node[position] < 0:
            arc, share = positions.arc[position, side], positions.share[position, side]
            eta_s += (1.0 - share) * graph.own_s[arc]
            for other in range(2):
                ahead = target.share[0, other] - share
                if target.node[0] < 0 and target.arc[0, other] == arc and ahead >= 0:
                    eta_s = min(eta_s, ahead * graph.own_s[arc])
        if eta_s <= limit_s and eta_s < seconds[position]:
            seconds[position] = eta_s
