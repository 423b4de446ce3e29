"""Turns that are not allowed: a crossing that has some is parted, and the search itself knows nothing of them."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components

from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.pack.hours_of_week import Packed, hold_together
from yaoyaoling.places.roads.ways import ALWAYS, NEVER, ForbiddenWays, Way, When

Whole = NDArray[np.int32]


class Parted(NamedTuple):
    """The same m arcs between search nodes, of which the first n are the crossings themselves.

    tail, head: int32[m]. link_tail, link_head: int32[l], what is joined inside of a crossing, at no cost.
    link_hours: int32[q, 2], links nobody may take at some hours, and the row of those.
    copy_tail, copy_head, copied: int32[c], arcs that are driven once more by whoever came some way, and which they are.
    crossing: int32[s], whose part a search node is. also: int32[s], the next search node at which one arrives at the
    same crossing, -1 at the end.
    """

    tail: Whole
    head: Whole
    link_tail: Whole
    link_head: Whole
    link_hours: Whole
    copy_tail: Whole
    copy_head: Whole
    copied: Whole
    crossing: Whole
    also: Whole


def part_crossings(nodes: int, tail: Whole, head: Whole, roads: Roads) -> Parted:
    """Part every crossing with a turn that is not allowed, or where it matters how one came.

    tail, head: sorted by (tail, head), each pair once. roads: whose turns and paths; those over arcs that are not there
    say nothing.

    One arrives at such a crossing in as many nodes as there are sets of turns that are not allowed: the crossing
    itself where all are, and leaves it from one node for each arc that somebody may not take, and one for all the
    others. Arcs stay one each: whoever stands on one, or closes it, need not know of the parting; but an arc in the
    middle of a way that is not allowed has a copy for those who came by the beginning of that way. Who begins on such
    an arc is on the arc itself, free to go on: nobody knows how they came.
    """
    forbidden = ForbiddenWays.of(nodes, tail, head, roads)
    made = _Parting(nodes, forbidden)
    came: dict[int, list[Way]] = defaultdict(list)
    for way in sorted(forbidden.behind):
        came[int(head[way[-1]])].append(way)
    first, last = (np.searchsorted(tail, np.array(list(came), np.int64) + more) for more in (0, 1))
    for (via, ways), begin, end in zip(came.items(), first.tolist(), last.tolist(), strict=True):
        made.part(via, ways, range(begin, end))
    links = np.array(made.links, np.int32).reshape(-1, 2)
    begun = forbidden.begun
    return Parted(
        tail=_moved(tail, made.tails), head=_moved(head, made.heads),
        link_tail=links[:, 0].copy(), link_head=links[:, 1].copy(),
        link_hours=np.array(made.hours, np.int32).reshape(-1, 2),
        copy_tail=np.array([made.tails[way] for way in begun], np.int32),
        copy_head=np.array([made.heads[way] for way in begun], np.int32),
        copied=np.array([way[-1] for way in begun], np.int32),
        crossing=np.concatenate([np.arange(nodes, dtype=np.int32), np.array(made.crossing, np.int32)]),
        also=made.chain(),
    )  # fmt: skip


def _moved(ends: Whole, to: dict[Way, int]) -> Whole:
    """The ends of all arcs, some of them moved."""
    moved = ends.copy()
    arcs = [way[0] for way in to if len(way) == 1]
    moved[np.array(arcs, np.int64)] = np.array([to[arc,] for arc in arcs], np.int32)
    return moved


@dataclass
class _Parting:
    """tails, heads: arcs and copies, by how one came on them, and the search nodes they now begin and end in.

    hours: (link, row of hours).
    """

    nodes: int
    forbidden: ForbiddenWays
    tails: dict[Way, int] = field(default_factory=dict)
    heads: dict[Way, int] = field(default_factory=dict)
    links: list[tuple[int, int]] = field(default_factory=list)
    hours: list[tuple[int, int]] = field(default_factory=list)
    crossing: list[int] = field(default_factory=list)
    arrivals: dict[int, list[int]] = field(default_factory=dict)

    def _new(self, via: int) -> int:
        self.crossing.append(via)
        return self.nodes + len(self.crossing) - 1

    def _join(self, node: int, out: int, when: When) -> None:
        """Lead from one part to another, at the hours that are left."""
        if ALWAYS not in when:
            self.hours += [(len(self.links), row) for row in sorted(when)]
            self.links.append((node, out))

    def part(self, via: int, ways: list[Way], outs: range) -> None:
        """One crossing: exits, one for each arc that is not free from somewhere; then where one arrives.

        ways: how one comes, wherever it matters.
        """
        onward = {way: self.forbidden.onward(way) for way in ways}
        limited = sorted(set().union(*onward.values()))
        copies = {to for row in onward.values() for to, _ in row.values() if len(to) > 1}
        self.tails.update({to: self._new(via) for to in [*((arc,) for arc in limited), *sorted(copies)]})
        ways_out = [self.tails[arc,] for arc in limited]
        free = [(arc,) for arc in sorted(set(outs).difference(limited))]
        free_out = [self._new(via)] if free else []
        self.tails.update(dict.fromkeys(free, *free_out))
        for out in [*ways_out, *free_out]:
            self._join(via, out, NEVER)
        alike: dict[frozenset[tuple[int, tuple[Way, When]]], list[Way]] = defaultdict(list)
        for way, row in onward.items():
            alike[frozenset(row.items())].append(way)
        for same in alike.values():
            node, row = self._new(via), onward[same[0]]
            self.heads.update(dict.fromkeys(same, node))
            for arc in limited:
                to, when = row.get(arc, ((arc,), NEVER))
                self._join(node, self.tails[to], when)
            for out in free_out:
                self._join(node, out, NEVER)
            self.arrivals.setdefault(via, []).append(node)

    def chain(self) -> Whole:
        """For each search node the next of the same crossing at which one arrives."""
        also = np.full(self.nodes + len(self.crossing), -1, np.int32)
        for via, arrivals in self.arrivals.items():
            for one, following in zip([via, *arrivals], arrivals, strict=False):
                also[one] = following
        return also


def cut_off(parted: Parted, hours: Packed) -> NDArray[np.bool_]:
    """bool[m]: the arcs that cannot be reached from most others, or from which most others cannot, at some hour."""
    off = np.zeros(len(parted.tail), np.bool_)
    for holds in hold_together(hours, parted.link_hours[:, 1]):
        is_open = np.ones(len(parted.link_tail), np.bool_)
        is_open[parted.link_hours[holds[parted.link_hours[:, 1]], 0]] = False
        off |= _cut_off(parted, is_open)
    return off


def _cut_off(parted: Parted, is_open: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The same with some of the links. One drives to an arc on any of its copies, and has to get away from each."""
    size = len(parted.crossing)
    tail = np.concatenate([parted.tail, parted.link_tail[is_open], parted.copy_tail])
    head = np.concatenate([parted.head, parted.link_head[is_open], parted.copy_head])
    driven = coo_matrix((np.ones(len(tail)), (tail, head)), shape=(size, size)).tocsr()
    _, part = connected_components(driven, connection="strong")
    is_whole = part[parted.tail] == part[parted.head]
    if not is_whole.any():
        return np.ones(len(is_whole), np.bool_)
    main = int(parted.tail[is_whole][np.bincount(part[parted.tail[is_whole]])[part[parted.tail[is_whole]]].argmax()])
    from_main, to_main = _reached(driven, main), _reached(driven.T.tocsr(), main)
    comes, leaves = from_main[parted.tail], to_main[parted.head]
    comes[parted.copied[from_main[parted.copy_tail]]] = True
    leaves[parted.copied[from_main[parted.copy_tail] & ~to_main[parted.copy_head]]] = False
    off: NDArray[np.bool_] = ~(comes & leaves)
    return off


def _reached(driven: csr_matrix, node: int) -> NDArray[np.bool_]:
    found = np.zeros(driven.shape[0], np.bool_)
    found[breadth_first_order(driven, node, return_predecessors=False)] = True
    return found


def cut_off_by_turns(roads: Roads) -> tuple[Whole, Whole, NDArray[np.bool_]]:
    """The arcs between different nodes, each once, as (tail, head); and which of them are cut off."""
    nodes = len(roads.lon)
    pair = np.unique((roads.tail.astype(np.int64) * nodes + roads.head)[roads.tail != roads.head])
    tail, head = (pair // nodes).astype(np.int32), (pair % nodes).astype(np.int32)
    return tail, head, cut_off(part_crossings(nodes, tail, head, roads), roads.hours)


def without_traps(roads: Roads) -> tuple[Roads, Whole]:
    """The roads without the bans that make an arc unreachable, or one that cannot be left; and the rows left out: those
    of the turns, and behind them those of the paths.

    Where the bans of several corners do it together, all of them go: which of them is the mistake nobody can say here.
    """
    ways = [*roads.turns.tolist(), *([node for node in row if node >= 0] for row in roads.paths.tolist())]
    kept = np.arange(len(ways))
    while len(kept):
        tail, head, off = cut_off_by_turns(_with_rows(roads, kept))
        if not off.any():
            break
        pairs = set(zip(tail[off].tolist(), head[off].tolist(), strict=True))
        ends = [
            (any(pair in pairs for pair in pairwise(ways[row][:-1])), tuple(ways[row][-2:]) in pairs)
            for row in kept.tolist()
        ]
        guilty = np.array([before != behind for before, behind in ends])
        if not guilty.any():
            guilty = np.array([before or behind for before, behind in ends])
        if not guilty.any():
            break
        kept = kept[~guilty]
    return _with_rows(roads, kept), np.setdiff1d(np.arange(len(ways)), kept).astype(np.int32)


def _with_rows(roads: Roads, kept: NDArray[np.int64]) -> Roads:
    count = len(roads.turns)
    paths = kept[kept >= count] - count
    return replace(
        roads, turns=roads.turns[kept[kept < count]], paths=roads.paths[paths], path_hours=roads.path_hours[paths]
    )
