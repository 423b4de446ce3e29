"""Turns that are not allowed: a crossing that has some is parted, and the search itself knows nothing of them."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from yaoyaoling.places.pack.contract import Roads

Whole = NDArray[np.int32]


class Parted(NamedTuple):
    """The same m arcs between search nodes, of which the first n are the crossings themselves.

    tail, head: int32[m]. link_tail, link_head: int32[l], what is joined inside of a crossing, at no cost.
    crossing: int32[s], whose part a search node is. also: int32[s], the next search node at which one arrives at the
    same crossing, -1 at the end.
    """

    tail: Whole
    head: Whole
    link_tail: Whole
    link_head: Whole
    crossing: Whole
    also: Whole


def part_crossings(nodes: int, tail: Whole, head: Whole, turns: Whole) -> Parted:
    """Part every crossing with a turn that is not allowed.

    tail, head: sorted by (tail, head), each pair once. turns: int32[t, 3], by the nodes one comes from, turns at and
    goes to; a turn between arcs that are not there says nothing.

    One arrives at such a crossing in as many nodes as there are sets of turns that are not allowed: the crossing
    itself where all are, and leaves it from one node for each arc that somebody may not take, and one for all the
    others. Arcs stay one each: whoever stands on one, or closes it, need not know of the parting.
    """
    made = _Parting(nodes)
    banned = _banned(nodes, tail, head, turns)
    first, last = (np.searchsorted(tail, np.array(list(banned), np.int64) + more) for more in (0, 1))
    for (via, not_to), begin, end in zip(banned.items(), first.tolist(), last.tolist(), strict=True):
        made.part(via, not_to, range(begin, end))
    links = np.array(made.links, np.int32).reshape(-1, 2)
    return Parted(
        tail=_moved(tail, made.tails), head=_moved(head, made.heads),
        link_tail=links[:, 0].copy(), link_head=links[:, 1].copy(),
        crossing=np.concatenate([np.arange(nodes, dtype=np.int32), np.array(made.crossing, np.int32)]),
        also=made.chain(),
    )  # fmt: skip


def _moved(ends: Whole, to: dict[int, int]) -> Whole:
    """The ends of all arcs, some of them moved."""
    moved = ends.copy()
    moved[np.array(list(to), np.int64)] = np.array(list(to.values()), np.int32)
    return moved


def _banned(nodes: int, tail: Whole, head: Whole, turns: Whole) -> dict[int, dict[int, set[int]]]:
    """For each crossing the arcs by which one comes, with those one may not go on by."""
    pair = tail.astype(np.int64) * nodes + head

    def arcs(a: Whole, b: Whole) -> NDArray[np.int64]:
        wanted = a.astype(np.int64) * nodes + b
        at = np.minimum(np.searchsorted(pair, wanted), len(pair) - 1)
        return np.where(pair[at] == wanted, at, -1)

    comes, goes = arcs(turns[:, 0], turns[:, 1]), arcs(turns[:, 1], turns[:, 2])
    found: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for come, via, go in zip(comes.tolist(), turns[:, 1].tolist(), goes.tolist(), strict=True):
        if come >= 0 and go >= 0:
            found[via][come].add(go)
    return found


@dataclass
class _Parting:
    """tails, heads: arcs and the search nodes they now begin and end in."""

    nodes: int
    tails: dict[int, int] = field(default_factory=dict)
    heads: dict[int, int] = field(default_factory=dict)
    links: list[tuple[int, int]] = field(default_factory=list)
    crossing: list[int] = field(default_factory=list)
    arrivals: dict[int, list[int]] = field(default_factory=dict)

    def _new(self, via: int) -> int:
        self.crossing.append(via)
        return self.nodes + len(self.crossing) - 1

    def part(self, via: int, banned: dict[int, set[int]], outs: range) -> None:
        """One crossing: exits, one for each arc that is not allowed from somewhere; then where one arrives."""
        limited = sorted(set().union(*banned.values()))
        ways_out = [(arc, self._new(via)) for arc in limited]
        self.tails.update(ways_out)
        free = [arc for arc in outs if arc not in self.tails]
        if free:
            ways_out.append((-1, self._new(via)))
            self.tails.update(dict.fromkeys(free, ways_out[-1][1]))
        self.links += [(via, node) for _, node in ways_out]
        alike: dict[frozenset[int], list[int]] = defaultdict(list)
        for come, not_to in sorted(banned.items()):
            alike[frozenset(not_to)].append(come)
        for not_to_all, comes in alike.items():
            node = self._new(via)
            self.heads.update(dict.fromkeys(comes, node))
            self.links += [(node, out) for arc, out in ways_out if arc not in not_to_all]
            self.arrivals.setdefault(via, []).append(node)

    def chain(self) -> Whole:
        """For each search node the next of the same crossing at which one arrives."""
        also = np.full(self.nodes + len(self.crossing), -1, np.int32)
        for via, arrivals in self.arrivals.items():
            for one, following in zip([via, *arrivals], arrivals, strict=False):
                also[one] = following
        return also


def cut_off(parted: Parted) -> NDArray[np.bool_]:
    """bool[m]: the arcs that cannot be reached from most others, or from which most others cannot."""
    size = len(parted.crossing)
    tail, head = (np.concatenate(ends) for ends in ((parted.tail, parted.link_tail), (parted.head, parted.link_head)))
    _, part = connected_components(
        coo_matrix((np.ones(len(tail)), (tail, head)), shape=(size, size)), connection="strong"
    )
    is_whole = part[parted.tail] == part[parted.head]
    main = np.bincount(part[parted.tail[is_whole]], minlength=1).argmax() if is_whole.any() else -1
    off: NDArray[np.bool_] = ~is_whole | (part[parted.tail] != main)
    return off


def cut_off_by_turns(roads: Roads) -> tuple[Whole, Whole, NDArray[np.bool_]]:
    """The arcs between different nodes, each once, as (tail, head); and which of them are cut off."""
    nodes = len(roads.lon)
    pair = np.unique((roads.tail.astype(np.int64) * nodes + roads.head)[roads.tail != roads.head])
    tail, head = (pair // nodes).astype(np.int32), (pair % nodes).astype(np.int32)
    return tail, head, cut_off(part_crossings(nodes, tail, head, roads.turns))


def without_traps(roads: Roads) -> tuple[Roads, Whole]:
    """The roads without the bans that make an arc unreachable, or one that cannot be left; and the rows left out.

    Where the bans of several corners do it together, all of them go: which of them is the mistake nobody can say here.
    """
    kept = np.arange(len(roads.turns))
    while len(kept):
        tail, head, off = cut_off_by_turns(replace(roads, turns=roads.turns[kept]))
        if not off.any():
            break
        pairs = set(zip(tail[off].tolist(), head[off].tolist(), strict=True))
        ends = [((a, via) in pairs, (via, b) in pairs) for a, via, b in roads.turns[kept].tolist()]
        guilty = np.array([before != behind for before, behind in ends])
        if not guilty.any():
            guilty = np.array([before or behind for before, behind in ends])
        if not guilty.any():
            break
        kept = kept[~guilty]
    left_out = np.setdiff1d(np.arange(len(roads.turns)), kept).astype(np.int32)
    return replace(roads, turns=roads.turns[kept]), left_out
