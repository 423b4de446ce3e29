"""Relations that forbid turns, as turns between nodes; what cannot be taken is named."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeAlias

from yaoyaoling.places.pack.osm.extract import DrivenWay, Extract, TurnRelation

Turn: TypeAlias = tuple[int, int, int]
"""Ids of the nodes one comes from, turns at and goes to."""

VIA_WAY, MEMBERS, AMBIGUOUS, TIMED, UNKNOWN, TRAP = "via_way", "members", "ambiguous", "timed", "unknown", "trap"
REASONS = {
    VIA_WAY: ("经由道路（而非路口）的限制", "over a way instead of a crossing"),
    MEMBERS: ("成员不全或不相接", "members that are missing or do not meet"),
    AMBIGUOUS: ("道路未在路口处断开，方向不明", "a way that is not split at the crossing: which side is meant?"),
    TIMED: ("仅部分时段有效", "in force at some hours only"),
    UNKNOWN: ("取值未知", "a value that is not known"),
    TRAP: ("执行后有道路无法到达或无法离开", "it would leave roads that cannot be reached or left"),
}
"""Why a relation is left out, in Chinese and English."""


@dataclass
class Turns:
    """turns: with the relation each comes of. left_out: ids of relations by reason. void: so many forbid what nobody
    could drive anyway: roads that are not of the network, or driven the other way."""

    turns: dict[Turn, int] = field(default_factory=dict)
    left_out: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    void: int = 0


class _Ways:
    """Neighbours along ways, and what may be driven."""

    def __init__(self, ways: list[DrivenWay], vias: set[int]) -> None:
        self.beside: dict[tuple[int, int], set[int]] = defaultdict(set)
        self.comes: dict[int, set[int]] = defaultdict(set)
        self.goes: dict[int, set[int]] = defaultdict(set)
        for way in ways:
            for a, b in zip(way.nodes, way.nodes[1:], strict=False):
                for via, other, inward, outward in (
                    (b, a, way.forward_kmh, way.backward_kmh),
                    (a, b, way.backward_kmh, way.forward_kmh),
                ):
                    if via not in vias or via == other:
                        continue
                    self.beside[way.id, via].add(other)
                    if inward is not None:
                        self.comes[via].add(other)
                    if outward is not None:
                        self.goes[via].add(other)


def read_turns(extract: Extract) -> Turns:
    """Every turn that the extract's relations forbid."""
    found = Turns(dict(extract.forbidden))
    driven = {way.id for way in extract.ways}
    ways = _Ways(extract.ways, {via for one in extract.turns for via in one.via_nodes})
    for one in extract.turns:
        forbidden = _forbidden(one, ways, driven)
        if isinstance(forbidden, str):
            found.left_out[forbidden].append(one.id)
        elif not forbidden:
            found.void += 1
        else:
            for turn in forbidden:
                found.turns.setdefault(turn, one.id)
    return found


def _forbidden(one: TurnRelation, ways: _Ways, driven: set[int]) -> set[Turn] | str:
    """The turns of a relation, or why it cannot be taken."""
    if one.rule in (TIMED, UNKNOWN):
        return one.rule
    if one.via_ways:
        return VIA_WAY
    if len(one.via_nodes) != 1 or not one.from_ways or not one.to_ways:
        return MEMBERS
    if not driven.issuperset(one.from_ways) or not driven.issuperset(one.to_ways):
        return set()  # a way nobody drives, or one outside of the extract
    (via,) = one.via_nodes
    if one.rule == "no_u_turn" and one.from_ways == one.to_ways:
        return {(a, via, a) for a in ways.beside[one.from_ways[0], via] & ways.comes[via] & ways.goes[via]}
    sides: list[set[int]] = []
    for members in (one.from_ways, one.to_ways):
        beside = [ways.beside[way, via] for way in members]
        if not all(beside):
            return MEMBERS
        if any(len(nodes) > 1 for nodes in beside):
            return AMBIGUOUS
        sides.append(set().union(*beside))
    before, behind = sides[0] & ways.comes[via], sides[1] & ways.goes[via]
    if one.rule.startswith("only"):
        if not behind:
            return set()  # it leads where nobody may drive: heeding it would leave nowhere to go
        behind = ways.goes[via] - behind
    return {(a, via, b) for a in before for b in behind}
