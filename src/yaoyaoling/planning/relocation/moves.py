"""Which free crew should wait where, by expected covering: pure, asked by the desk and by the twin alike.

A zone that k free crews reach in time is served in time with probability 1 - q^k, q being the share of time a crew is
busy (maximum expected covering, Daskin 1983). A crew's place is worth what it adds to the sum over all demand
(dynamic form: Jagtenberg, Bhulai, van der Mei 2015). On the way a moving crew is counted as covering nothing, so a
move is proposed only when what it gains afterwards outweighs what is uncovered meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Posts:
    """Where crews may wait. reach_s: float[posts, zones], seconds from a post to a zone.

    demand: float[zones], any unit. within_s: float[zones], or one number: when somebody has to be there.
    room: int[posts], how many crews a post holds; None for no limit.
    """

    reach_s: Array
    demand: Array
    within_s: Array | float
    room: Array | None = None

    @cached_property
    def within(self) -> Array:
        """float[posts, zones]: 1 where a crew at the post is in time, else 0."""
        return np.asarray(self.reach_s <= self.within_s, np.float64)


@dataclass(frozen=True)
class FreeCrew:
    """A crew that may be sent. drive_s: float[posts] from where it is.

    post: the one it stands at or is bound for, -1 for none. reach_s: float[zones] from where it stands when that is no
    post; None with no post: it covers nothing yet.
    """

    name: str
    drive_s: Array
    post: int = -1
    reach_s: Array | None = None


@dataclass(frozen=True)
class Terms:
    """busy: share of time a crew is busy, 0 ≤ busy < 1. most_drive_s: no move takes longer.

    lasts_s: for how long the state of things is expected to hold. least_gain: share of all demand a move must add.
    """

    busy: float
    most_drive_s: float = 900.0
    lasts_s: float = 1800.0
    least_gain: float = 0.005
    most_moves: int = 1


@dataclass(frozen=True)
class Move:
    """A proposal. before, meanwhile, after: share of demand expected to be reached in time, as things stand, while the
    crew drives (counting nowhere), and once it is there.
    """

    crew: str
    post: int
    drive_s: float
    before: float
    meanwhile: float
    after: float

    @property
    def gain(self) -> float:
        """What is won once the crew is there, as a share of demand."""
        return self.after - self.before


def expected_cover(posts: Posts, crews: Sequence[FreeCrew], busy: float) -> float:
    """Share of demand expected to be reached in time by these crews; 0 when there is no demand."""
    return _cover(posts, _covers(posts, crews).sum(axis=0), busy)


def propose_moves(posts: Posts, crews: Sequence[FreeCrew], terms: Terms) -> tuple[Move, ...]:
    """The moves that gain most, one after the other, none for a crew twice; empty when nothing is worth its drive."""
    standing = list(crews)
    moves: list[Move] = []
    while len(moves) < terms.most_moves:
        move = _best_move(posts, standing, {one.crew for one in moves}, terms)
        if move is None:
            break
        moves.append(move)
        standing = [FreeCrew(one.name, one.drive_s, move.post) if one.name == move.crew else one for one in standing]
    return tuple(moves)


def best_post(posts: Posts, crew: FreeCrew, others: Sequence[FreeCrew], terms: Terms) -> int | None:
    """Where a crew that became free and covers nothing yet is worth most; None when no post is within its drive."""
    count = _covers(posts, others).sum(axis=0)
    worth = posts.within @ (posts.demand * (1.0 - terms.busy) * terms.busy**count)
    worth = worth * np.maximum(0.0, terms.lasts_s - crew.drive_s)
    worth[(crew.drive_s > terms.most_drive_s) | ~_has_room(posts, others)] = -1.0
    best = int(worth.argmax())
    return best if worth[best] >= 0 else None


def _best_move(posts: Posts, crews: list[FreeCrew], moved: set[str], terms: Terms) -> Move | None:
    total = float(posts.demand.sum())
    if total <= 0 or not crews:
        return None
    covers = _covers(posts, crews)
    count = covers.sum(axis=0)
    before = _cover(posts, count, terms.busy)
    if 1.0 - before < terms.least_gain:  # nobody can gain more than what is left to cover
        return None
    room = _has_room(posts, crews)
    best: Move | None = None
    best_worth = 0.0
    for index, crew in enumerate(crews):
        if crew.name in moved:
            continue
        without = count - covers[index]
        adds = posts.demand * (1.0 - terms.busy) * terms.busy**without / total
        meanwhile = before - float(covers[index] @ adds)
        after = meanwhile + posts.within @ adds
        # A post without a road is left out below; until then its drive is a number like others.
        drive_s = np.minimum(crew.drive_s, terms.lasts_s)
        # Both are shares of demand times seconds over the time the state lasts.
        worth = (after - before) * (terms.lasts_s - drive_s) - (before - meanwhile) * drive_s
        worth[(crew.drive_s > terms.most_drive_s) | ~room | (after - before < terms.least_gain)] = -1.0
        if crew.post >= 0:
            worth[crew.post] = -1.0
        post = int(worth.argmax())
        if worth[post] > best_worth:
            best_worth = float(worth[post])
            best = Move(crew.name, post, float(crew.drive_s[post]), before, meanwhile, float(after[post]))
    return best


def _covers(posts: Posts, crews: Sequence[FreeCrew]) -> Array:
    """float[crews, zones]: 1 where the crew is in time."""
    found = np.zeros((len(crews), len(posts.demand)))
    for row, crew in zip(found, crews, strict=True):
        if crew.post >= 0:
            row[:] = posts.within[crew.post]
        elif crew.reach_s is not None:
            row[:] = crew.reach_s <= posts.within_s
    return found


def _has_room(posts: Posts, crews: Sequence[FreeCrew]) -> Array:
    if posts.room is None:
        return np.ones(len(posts.reach_s), np.bool_)
    taken = np.bincount([crew.post for crew in crews if crew.post >= 0], minlength=len(posts.reach_s))
    return np.asarray(taken < posts.room)


def _cover(posts: Posts, count: Array, busy: float) -> float:
    total = float(posts.demand.sum())
    return float((posts.demand * (1.0 - busy**count)).sum() / total) if total > 0 else 0.0
