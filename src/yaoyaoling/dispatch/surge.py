"""The surge's proposal, gathered: all incidents that wait, one ask of the roads for all of them. `policy` decides.

Like a single ranking it runs outside of any command; what is accepted becomes ordinary orders.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from yaoyaoling.dispatch import policy
from yaoyaoling.dispatch.basis import NEAREST, Seen, Time, crews_to_ask, ranking_of, read_moment, read_seen
from yaoyaoling.dispatch.coverage import CoverageWatch
from yaoyaoling.dispatch.rules import SETTINGS
from yaoyaoling.force.public import CrewNow
from yaoyaoling.incidents.public import count_waiting, list_waiting
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import ask_matrix, straight
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.principal import Principal

MOST = 60
"""So many incidents at once, the gravest and oldest; the others come with the next proposal."""
LIMIT_S = 3600.0
"""Nobody is sent further than this by road in a surge."""


class SurgeView(Value):
    """Whether many wait. waiting: incidents in sight nobody is on the way to; from_count: so many make a surge.

    plan: the proposal, None while fewer wait.
    """

    waiting: int
    from_count: int
    plan: policy.SurgePlan | None


@dataclass(frozen=True)
class Proposal:
    """A view with what its plan follows from."""

    view: SurgeView
    waiting: tuple[policy.Waiting, ...] = ()


async def propose_surge(db: Database, bus: Bus, principal: Principal, watch: CoverageWatch | None = None) -> SurgeView:
    """Which crew to which waiting incident, over what the actor sees; nothing is done by it."""
    return (await weigh_surge(db, bus, principal, watch)).view


async def weigh_surge(db: Database, bus: Bus, principal: Principal, watch: CoverageWatch | None = None) -> Proposal:
    """The same, with the rankings it was made of."""
    from_count = SETTINGS.surge_from
    async with db.snapshot(principal) as tx:
        waiting = await count_waiting(tx)
        if waiting < from_count:
            return Proposal(SurgeView(waiting=waiting, from_count=from_count, plan=None))
        moment = await read_moment(tx, watch)
        seen = [await read_seen(tx, moment, one) for one in await list_waiting(tx, MOST)]
    times = await _times_of_all(bus, seen)
    weighed = await asyncio.to_thread(_weigh, seen, times)
    plan = await asyncio.to_thread(policy.plan_surge, weighed)
    return Proposal(SurgeView(waiting=waiting, from_count=from_count, plan=plan), weighed)


def _weigh(seen: Sequence[Seen], times: Sequence[dict[UUID, Time]]) -> tuple[policy.Waiting, ...]:
    wanted = [one.rules.chain().crews_wanted[one.need.level - 1] for one in seen]
    # Those nearest to one are nearest to its neighbours too: enough are compared that all may have one.
    most = NEAREST + sum(wanted)
    waiting = []
    for one, its, crews in zip(seen, times, wanted, strict=True):
        soonest = dict(sorted(its.items(), key=lambda item: item[1].eta_s)[:most])
        ranking = ranking_of(one, soonest, most)
        waiting.append(policy.Waiting(incident_id=one.incident.id, wanted=crews, ranking=ranking))
    return tuple(waiting)


async def _times_of_all(bus: Bus, seen: Sequence[Seen]) -> list[dict[UUID, Time]]:
    """For each incident the crews with a road there, from their stored positions: one ask for all.

    Whoever stands off the roads is estimated, and so are all when the roads do not answer.
    """
    asked = [{crew.id: crew for crew in crews_to_ask(one)} for one in seen]
    crews = list({key: crew for its in asked for key, crew in its.items()}.values())
    places = [crew.point for crew in crews if crew.point is not None]
    targets = [one.incident.point for one in seen]
    seconds = await ask_matrix(bus, targets, places, LIMIT_S) if places else None
    if seconds is None:
        seconds = np.full((len(targets), len(places)), np.inf, np.float32)
    is_off = [not np.isfinite(seconds[:, number]).any() for number in range(len(places))]
    times = []
    for row, its, target in zip(seconds.tolist(), asked, targets, strict=True):
        found = {}
        for crew, eta_s, is_estimated in zip(crews, row, is_off, strict=True):
            if crew.id in its and (is_estimated or eta_s != float("inf")):
                found[crew.id] = _time(crew, target, None if is_estimated else eta_s)
        times.append(found)
    return times


def _time(crew: CrewNow, target: Point, eta_s: float | None) -> Time:
    assert crew.point is not None
    estimated_s, distance_m = straight(crew.point, target)
    return Time(estimated_s if eta_s is None else eta_s, distance_m, eta_s is None, None)
