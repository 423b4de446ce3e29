"""Ways that are not allowed, as rows of arcs: what one may do next depends on how one came."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.places.pack.contract import Roads

Whole = NDArray[np.int32]
ALWAYS = -1
Way: TypeAlias = tuple[int, ...]
"""The arcs one came by, the last one last."""
When: TypeAlias = frozenset[int]
"""Rows of hours; `ALWAYS` among them: at all of them."""
NEVER: When = frozenset()


@dataclass
class ForbiddenWays:
    """Ways of two and more arcs. What somebody drives is known by the longest part of how they came that begins such a
    way, as in the automaton of Aho and Corasick (1975); of one arc it is the arc itself.

    when: at what hours each is not allowed. behind: what may follow on each beginning. begun: the beginnings of two
    arcs and more, in order, numbered: whoever came so drives on a copy of the last arc.
    """

    when: dict[Way, set[int]] = field(default_factory=lambda: defaultdict(set))
    behind: dict[Way, set[int]] = field(default_factory=lambda: defaultdict(set))
    begun: dict[Way, int] = field(default_factory=dict)

    @classmethod
    def of(cls, nodes: int, tail: Whole, head: Whole, roads: Roads) -> "ForbiddenWays":
        """Those of some roads; one over an arc that is not there says nothing. tail, head: sorted, each pair once."""
        found = cls()
        pair = tail.astype(np.int64) * nodes + head
        turns = _arcs(pair, nodes, roads.turns)
        for come, go in turns[(turns >= 0).all(axis=1)].tolist():
            found.when[come, go].add(ALWAYS)
            found.behind[come,].add(go)
        arcs = _arcs(pair, nodes, roads.paths)
        count = (roads.paths >= 0).sum(axis=1) - 1
        for row, last, hours in zip(arcs.tolist(), count.tolist(), roads.path_hours.tolist(), strict=True):
            way = tuple(row[:last])
            if len(way) < 2 or min(way) < 0:
                continue
            found.when[way].add(hours)
            for size in range(1, len(way)):
                found.behind[way[:size]].add(way[size])
        found.begun = {way: nth for nth, way in enumerate(sorted(way for way in found.behind if len(way) > 1))}
        return found

    def onward(self, came: Way) -> dict[int, tuple[Way, When]]:
        """The arcs for which it matters that one came so: how one came then, and when one may not drive there."""
        parts = [came[first:] for first in range(len(came))]
        found = {}
        for arc in set().union(*(self.behind.get(part, ()) for part in parts)):
            ways = [(*part, arc) for part in parts]
            when: set[int] = set().union(*(self.when.get(way, ()) for way in ways))
            found[arc] = next((way for way in ways if way in self.begun), (arc,)), frozenset(when)
        return found


def _arcs(pair: NDArray[np.int64], nodes: int, rows: Whole) -> Whole:
    """The arcs between the nodes of each row, -1 where there is none."""
    a, b = rows[:, :-1].astype(np.int64), rows[:, 1:].astype(np.int64)
    wanted = a * nodes + b
    at = np.minimum(np.searchsorted(pair, wanted), len(pair) - 1)
    found: Whole = np.where((a >= 0) & (b >= 0) & (pair[at] == wanted), at, -1).astype(np.int32)
    return found
