"""Many waiting incidents at once (集中派警): which crew goes to which, over the same costs as one by one. Pure.

Urgent incidents choose first and among themselves. Of the others none is left without a crew for the sake of a milder
one; then what is least is the sum of costs, each times the weight of its level. A second crew comes after everybody's
first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import scipy  # its parts load when they are first used: not at the start of every process
from numpy.typing import NDArray

from yaoyaoling.dispatch.policy.facts import Ranked, Ranking
from yaoyaoling.kernel.contract import Value

Array = NDArray[Any]


class SurgeRules(Value):
    """Numbers of the surge. weights: what a second counts at levels 1 to 4."""

    weights: tuple[float, float, float, float] = (8.0, 4.0, 2.0, 1.0)


class Waiting(Value):
    """An incident nobody is on the way to. wanted: so many crews by its level. ranking: with its basis."""

    incident_id: UUID
    wanted: int
    ranking: Ranking

    @property
    def level(self) -> int:
        """1 the gravest."""
        assert self.ranking.basis is not None
        return self.ranking.basis.need.level

    @property
    def is_urgent(self) -> bool:
        """Whether life comes before everything else there."""
        assert self.ranking.basis is not None
        return self.level <= self.ranking.basis.rules.urgent_level


class SurgeLine(Value):
    """What one incident gets. first_choice: the first of its own ranking when it goes elsewhere, to `goes_to`."""

    incident_id: UUID
    level: int
    wanted: int
    crews: tuple[Ranked, ...]
    first_choice: Ranked | None = None
    goes_to: UUID | None = None


class Tally(Value):
    """What an assignment comes to. served: incidents with a crew; crews: all that go; eta_s: their road times.

    weighed_s: costs times the weights of the levels, that which is made least.
    """

    served: int
    crews: int
    eta_s: float
    weighed_s: float


class SurgePlan(Value):
    """The proposal: one line an incident in the order asked, also those that get nobody; and the comparison."""

    lines: tuple[SurgeLine, ...]
    together: Tally
    one_by_one: Tally


@dataclass(frozen=True, eq=False)
class _Slot:
    """A crew that an incident wants. tier: the least is served first."""

    waiting: Waiting
    nth: int

    @property
    def tier(self) -> int:
        return self.waiting.level if self.nth == 0 else self.waiting.level + 4


Chosen = dict[_Slot, Ranked]


def plan_surge(waiting: Sequence[Waiting], rules: SurgeRules | None = None) -> SurgePlan:
    """The best assignment of crews to all of them at once. waiting: the oldest first. A crew goes to one incident.

    Whom a ranking excludes is not sent there by this either.
    """
    rules = rules or SurgeRules()
    chosen: Chosen = {}
    taken: set[UUID] = set()
    for slots in _stages(waiting):
        found = _together(slots, taken, rules)
        taken |= {crew.crew_id for crew in found.values()}
        chosen |= found
    return SurgePlan(
        lines=tuple(_lines(waiting, chosen)),
        together=_tally(chosen, rules),
        one_by_one=_tally(one_by_one(waiting), rules),
    )


def one_by_one(waiting: Sequence[Waiting]) -> Chosen:
    """What would be done without it: the gravest and then the oldest takes the first of its ranking, and so on."""
    chosen: Chosen = {}
    taken: set[UUID] = set()
    for slots in _stages(waiting):
        for slot in sorted(slots, key=lambda slot: slot.tier):
            first = next((one for one in slot.waiting.ranking.ranked if one.crew_id not in taken), None)
            if first is not None:
                chosen[slot] = first
                taken.add(first.crew_id)
    return chosen


def match(cost: Array, weight: Sequence[float], tier: Sequence[int] | None = None) -> tuple[int | None, ...]:
    """For each row the column it gets, or None: the least sum of weighted costs of those that can be served.

    cost: float[rows, columns], infinite where it may not be. tier: no row of a lesser tier goes without for the sake
    of one of a greater; left out: all are alike, and as many as can be are served.
    """
    tiers = [0] * len(cost) if tier is None else list(tier)
    served: list[int] = []
    found: dict[int, int] = {}
    # Which sets of rows can be served together is a matroid: adding tier by tier loses nothing.
    for one in sorted(set(tiers)):
        rows = [*served, *(row for row, its in enumerate(tiers) if its == one)]
        found = _least(cost, weight, rows, len(served))
        served = [row for row in rows if row in found]
    return tuple(found.get(row) for row in range(len(cost)))


def _least(cost: Array, weight: Sequence[float], rows: Sequence[int], must: int) -> dict[int, int]:
    """The least matching of these rows; the first `must` of them are known to be servable together, and are."""
    if not rows or cost.shape[1] == 0:
        return {}
    count = len(rows)
    weighed = cost[list(rows)] * np.array([weight[row] for row in rows])[:, None]
    # A cost may be below nothing (a grid's own crew that is there already): going without still costs more than all.
    without = 1.0 + 2.0 * count * float(np.abs(weighed[np.isfinite(weighed)]).max(initial=0.0))
    nobody = np.full((count, count), np.inf)
    nobody[range(count), range(count)] = [without * (count + 1 if n < must else 1) for n in range(count)]
    _, columns = scipy.optimize.linear_sum_assignment(np.hstack([weighed, nobody]))
    return {row: int(column) for row, column in zip(rows, columns, strict=True) if column < cost.shape[1]}


def _stages(waiting: Sequence[Waiting]) -> Iterator[list[_Slot]]:
    for is_urgent in (True, False):
        yield [_Slot(one, nth) for one in waiting if one.is_urgent is is_urgent for nth in range(one.wanted)]


def _together(slots: Sequence[_Slot], taken: set[UUID], rules: SurgeRules) -> Chosen:
    options = [{one.crew_id: one for one in slot.waiting.ranking.ranked} for slot in slots]
    crews = list(dict.fromkeys(crew for option in options for crew in option if crew not in taken))
    place = {crew: number for number, crew in enumerate(crews)}
    cost = np.full((len(slots), len(crews)), np.inf)
    for row, option in zip(cost, options, strict=True):
        for crew in option.keys() & place.keys():
            row[place[crew]] = option[crew].cost_s
    weight = [rules.weights[slot.waiting.level - 1] for slot in slots]
    found = match(cost, weight, [slot.tier for slot in slots])
    return {
        slot: option[crews[column]]
        for slot, option, column in zip(slots, options, found, strict=True)
        if column is not None
    }


def _lines(waiting: Iterable[Waiting], chosen: Chosen) -> Iterator[SurgeLine]:
    goes = {crew.crew_id: slot.waiting.incident_id for slot, crew in chosen.items()}
    for one in waiting:
        crews = [crew for slot, crew in chosen.items() if slot.waiting is one]
        first = next(iter(one.ranking.ranked), None)
        is_elsewhere = first is not None and goes.get(first.crew_id) != one.incident_id
        yield SurgeLine(
            incident_id=one.incident_id,
            level=one.level,
            wanted=one.wanted,
            crews=tuple(sorted(crews, key=lambda crew: (crew.cost_s, crew.call_sign))),
            first_choice=first if is_elsewhere else None,
            goes_to=goes.get(first.crew_id) if first is not None and is_elsewhere else None,
        )


def _tally(chosen: Chosen, rules: SurgeRules) -> Tally:
    return Tally(
        served=len({slot.waiting.incident_id for slot in chosen}),
        crews=len(chosen),
        eta_s=round(sum(crew.eta_s for crew in chosen.values()), 1),
        weighed_s=round(sum(crew.cost_s * rules.weights[slot.waiting.level - 1] for slot, crew in chosen.items()), 1),
    )
