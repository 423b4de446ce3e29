"""Policies of the twin: who is sent, and where units wait."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.dispatch.public import Basis, Candidate, ForceType, Need, RankingRules, match, rank
from yaoyaoling.planning.relocation.moves import FreeCrew, Posts, Terms, best_post, propose_moves
from yaoyaoling.planning.twin.core import Play, Unit

Array = NDArray[Any]


@dataclass(frozen=True)
class ByTable:
    """A fixed order of units for each place: rank[place][unit], the least first. Who waits is served in turn."""

    rank: Sequence[Sequence[float]]

    def send(self, play: Play, call: int, free: Sequence[Unit], /) -> Unit:
        """The free unit the table likes best there."""
        rank = self.rank[int(play.calls.place[call])]
        return min(free, key=lambda unit: rank[unit.number])

    def take(self, _play: Play, _unit: Unit, waiting: Sequence[int], /) -> int:
        """The first."""
        return waiting[0]

    def place(self, _play: Play, unit: Unit, /) -> int:
        """Its home."""
        return unit.home

    def move(self, _play: Play, /) -> tuple[Unit, int] | None:
        """Nobody moves."""
        return None


@dataclass(frozen=True)
class Closest:
    """The free unit that is there soonest; units wait at home."""

    def send(self, play: Play, call: int, free: Sequence[Unit], /) -> Unit:
        """The soonest; of equal ones the first."""
        return min(free, key=lambda unit: play.response_s(unit, call))

    def take(self, _play: Play, _unit: Unit, waiting: Sequence[int], /) -> int:
        """The most urgent, and of those the first."""
        return waiting[0]

    def place(self, _play: Play, unit: Unit, /) -> int:
        """Its home."""
        return unit.home

    def move(self, _play: Play, /) -> tuple[Unit, int] | None:
        """Nobody moves."""
        return None


@dataclass(frozen=True)
class Batch(Closest):
    """All calls that are known, due or not, are matched with the free units at once; the due one gets its match.

    weight: what a second of response counts, by priority. Nothing waits longer for it than the centre's own delay.
    """

    weight: tuple[float, ...] = (1.0,)

    def send(self, play: Play, call: int, free: Sequence[Unit], /) -> Unit:
        """The unit the least weighted sum of responses gives to this call."""
        known = [call, *play.pending()]
        if len(known) == 1 or len(free) == 1:
            return super().send(play, call, free)
        cost = np.array([[play.response_s(u, c) for u in free] for c in known])
        found = match(cost, [self.weight[int(play.calls.priority[c])] for c in known])[0]
        # With fewer units than calls the due one may go without: it is due, so it is served all the same.
        return super().send(play, call, free) if found is None else free[found]

    def take(self, play: Play, unit: Unit, waiting: Sequence[int], /) -> int:
        """Of the most urgent ones the nearest."""
        first = int(play.calls.priority[waiting[0]])
        alike = [call for call in waiting if int(play.calls.priority[call]) == first]
        return min(alike, key=lambda call: play.response_s(unit, call))


_ANY = "02"
_RULES = RankingRules()
_CREW = ForceType(
    code="patrol", name_zh="巡特警", name_en="Patrol", is_police=True, takes=("*",), contains=(), officers=1, people=1
)
"""Calls and crews of one kind: the twin asks where crews stand, not what they are."""


@dataclass(frozen=True)
class AsTheHall(Closest):
    """The hall's own ranking (`dispatch.rank`) of crews with fresh positions; the first is sent, and accepts.

    grid_of_place, grid_of_unit: codes of grids; the grid's own crew has the advantage it has in the hall.
    """

    grid_of_place: Sequence[str] = field(kw_only=True)
    grid_of_unit: Sequence[str] = field(kw_only=True)

    def send(self, play: Play, call: int, free: Sequence[Unit], /) -> Unit:
        """The first of the ranking."""
        candidates = [self._candidate(unit, play.response_s(unit, call)) for unit in free]
        need = Need(class_code=_ANY, level=3, grid_code=self.grid_of_place[int(play.calls.place[call])])
        ranking = rank(Basis(need=need, rules=_RULES, candidates=tuple(candidates), forces=(_CREW,)))
        return play.units[ranking.ranked[0].crew_id.int]

    def _candidate(self, unit: Unit, eta_s: float) -> Candidate:
        return Candidate(
            crew_id=UUID(int=unit.number),
            call_sign=f"{unit.number:04d}",
            grid_code=self.grid_of_unit[unit.number],
            org_path="",
            officers=1,
            eta_s=eta_s,
            distance_m=0.0,
            position_age_s=0.0,
        )


@dataclass(frozen=True)
class Relocating(Closest):
    """The soonest is sent; who becomes free waits where it adds most, and free units move when that is worth the drive.

    posts: its rows stand for `Ground.posts` in that order. sending: who is sent, and which waiting call is taken.
    """

    posts: Posts = field(kw_only=True)
    terms: Terms = field(kw_only=True)
    sending: Closest = field(default=Closest(), kw_only=True)

    def send(self, play: Play, call: int, free: Sequence[Unit], /) -> Unit:
        """As `sending` has it."""
        return self.sending.send(play, call, free)

    def take(self, play: Play, unit: Unit, waiting: Sequence[int], /) -> int:
        """As `sending` has it."""
        return self.sending.take(play, unit, waiting)

    def place(self, play: Play, unit: Unit, /) -> int:
        """Where it adds most to the expected covering; home when no post is near enough."""
        others = [self._crew(play, one) for one in play.units if one.is_free and one is not unit]
        post = best_post(self.posts, self._crew(play, unit), others, self.terms)
        return unit.home if post is None else play.ground.posts[post]

    def move(self, play: Play, /) -> tuple[Unit, int] | None:
        """The one move that is worth most, if any is."""
        free = [unit for unit in play.units if unit.is_free]
        moves = propose_moves(self.posts, [self._crew(play, unit) for unit in free], self.terms)
        if not moves:
            return None
        return play.units[int(moves[0].crew)], play.ground.posts[moves[0].post]

    def _crew(self, play: Play, unit: Unit) -> FreeCrew:
        posts = play.ground.posts
        post = posts.index(unit.post) if unit.post in posts else -1
        drive_s = np.array([play.drive_s(unit, place, play.ground.quiet) for place in posts])
        return FreeCrew(str(unit.number), drive_s, post)
