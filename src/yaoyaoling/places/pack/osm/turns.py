"""Relations that forbid turns, as ways over nodes; what cannot be taken is named."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, product

from yaoyaoling.places.pack.osm.extract import Ban, DrivenWay, Extract, TurnRelation

Nodes = tuple[int, ...]
"""Ids of the nodes of a way: where one comes from, turns at or drives over, and goes to."""

MEMBERS, AMBIGUOUS, TIMED, UNKNOWN, TRAP = "members", "ambiguous", "timed", "unknown", "trap"
REASONS = {
    MEMBERS: ("成员不全或不相接", "members that are missing or do not meet"),
    AMBIGUOUS: ("道路未在路口处断开，方向不明", "a way that is not split at the crossing: which side is meant?"),
    TIMED: ("生效时段无法识别", "hours that cannot be read"),
    UNKNOWN: ("取值未知", "a value that is not known"),
    TRAP: ("执行后有道路无法到达或无法离开", "it would leave roads that cannot be reached or left"),
}
"""Why a relation is left out, in Chinese and English."""
_MOST_ON_VIA, _MOST_VIAS = 64, 8
"""Over more nodes, or more ways, a relation is taken for a mistake."""


@dataclass
class Turns:
    """turns: with the relation each comes of. left_out: ids of relations by reason. void: those that forbid what nobody
    could drive anyway: roads that are not of the network, or driven the other way."""

    turns: dict[Ban, int] = field(default_factory=dict)
    left_out: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    void: set[int] = field(default_factory=set)

    def leave_out(self, reason: str, relation: int) -> None:
        """Note a relation, once."""
        if relation not in self.left_out[reason]:
            self.left_out[reason].append(relation)


class _Ways:
    """Neighbours along ways, and what may be driven."""

    def __init__(self, ways: list[DrivenWay], wanted: set[int]) -> None:
        """wanted: the ways that are members of a relation."""
        self.pieces: dict[int, list[DrivenWay]] = defaultdict(list)
        for way in ways:
            if way.id in wanted:
                self.pieces[way.id].append(way)
        ends = {node for pieces in self.pieces.values() for way in pieces for node in way.nodes}
        self.comes: dict[int, set[int]] = defaultdict(set)
        self.goes: dict[int, set[int]] = defaultdict(set)
        for way in ways:
            for a, b in pairwise(way.nodes):
                if a != b and (a in ends or b in ends):
                    if way.forward_kmh is not None:
                        self.goes[a].add(b)
                        self.comes[b].add(a)
                    if way.backward_kmh is not None:
                        self.goes[b].add(a)
                        self.comes[a].add(b)

    def nodes(self, way: int) -> set[int]:
        """All of a way's."""
        return {node for piece in self.pieces[way] for node in piece.nodes}

    def beside(self, way: int, via: int) -> set[int]:
        """The neighbours of a node along a way."""
        return self.along([way]).get(via, set())

    def along(self, ways: Nodes | list[int]) -> dict[int, set[int]]:
        """Neighbours along some ways, however they are driven."""
        found: dict[int, set[int]] = defaultdict(set)
        for piece in (piece for way in ways for piece in self.pieces[way]):
            for a, b in pairwise(piece.nodes):
                if a != b:
                    found[a].add(b)
                    found[b].add(a)
        return found


def read_turns(extract: Extract) -> Turns:
    """Every turn that the extract's relations forbid."""
    found = Turns(dict(extract.forbidden))
    members = {way for one in extract.turns for way in (*one.from_ways, *one.via_ways, *one.to_ways)}
    ways = _Ways(extract.ways, members)
    for one in extract.turns:
        forbidden = _forbidden(one, ways)
        if isinstance(forbidden, str):
            found.leave_out(forbidden, one.id)
        elif not forbidden:
            found.void.add(one.id)
        else:
            for turn in sorted(forbidden):
                found.turns.setdefault((turn, one.hours), one.id)
    return found


def _forbidden(one: TurnRelation, ways: _Ways) -> set[Nodes] | str:
    """The turns of a relation, or why it cannot be taken."""
    if one.rule in (TIMED, UNKNOWN):
        return one.rule
    is_over_way = bool(one.via_ways) and not one.via_nodes
    if not one.from_ways or not one.to_ways or not (is_over_way or (len(one.via_nodes) == 1 and not one.via_ways)):
        return MEMBERS
    if not all(way in ways.pieces for way in (*one.from_ways, *one.via_ways, *one.to_ways)):
        return set()  # a way nobody drives, or one outside of the extract
    middle = _over(one, ways) if is_over_way else [one.via_nodes]
    if isinstance(middle, str) or not middle:
        return middle if isinstance(middle, str) else set()
    first, last = middle[0][0], middle[0][-1]
    if one.rule == "no_u_turn" and one.from_ways == one.to_ways and not is_over_way:
        backs = ways.beside(one.from_ways[0], first) & ways.comes[first] & ways.goes[first]
        return {(a, first, a) for a in backs}
    sides: list[set[int]] = []
    for members, via in ((one.from_ways, first), (one.to_ways, last)):
        beside = [ways.beside(way, via) for way in members]
        if not all(beside):
            return MEMBERS
        if any(len(nodes) > 1 for nodes in beside):
            return AMBIGUOUS
        sides.append(set().union(*beside))
    before, behind = sides[0] & ways.comes[first], sides[1] & ways.goes[last]
    if one.rule.startswith("only"):
        if not behind:
            return set()  # it leads where nobody may drive: heeding it would leave nowhere to go
        behind = ways.goes[last] - behind
    return {(a, *middle[0], b) for a in before for b in behind}


def _over(one: TurnRelation, ways: _Ways) -> list[Nodes] | str:
    """The nodes driven over from where the first way ends to where the last begins; none if nobody could drive so."""
    over = ways.along(one.via_ways)
    first, last = (
        set.intersection(set(over), *(ways.nodes(way) for way in members)) for members in (one.from_ways, one.to_ways)
    )
    if not first or not last or len(one.via_ways) > _MOST_VIAS:
        return MEMBERS
    ends = [(a, b) for a, b in product(first, last) if a != b]
    if len(ends) != 1:
        return AMBIGUOUS
    (begin, end) = ends[0]
    found = [course for course in _courses(over, begin, end) if _takes_all(course, one, ways)]
    if not found:
        return MEMBERS
    driven = [course for course in found if all(b in ways.goes[a] for a, b in pairwise(course))]
    return AMBIGUOUS if len(driven) > 1 else driven


def _takes_all(course: Nodes, one: TurnRelation, ways: _Ways) -> bool:
    """Whether some nodes go along each of the ways in the middle."""
    steps = {frozenset(pair) for pair in pairwise(course)}
    return all(
        any(frozenset(pair) in steps for piece in ways.pieces[way] for pair in pairwise(piece.nodes))
        for way in one.via_ways
    )


def _courses(beside: dict[int, set[int]], begin: int, end: int) -> Iterator[Nodes]:
    """Every way from one node to another that meets none twice."""
    ahead: list[Nodes] = [(begin,)]
    while ahead:
        course = ahead.pop()
        if course[-1] == end:
            yield course
        elif len(course) < _MOST_ON_VIA:
            ahead += [(*course, node) for node in beside[course[-1]] if node not in course]
