"""A plan played before it is made: today's posts and the proposed ones under the same calls, with crews that are busy.

Arrival figures of a plan take everybody to be free. Here crews are away at calls as often as the load makes them, and
the hall's own ranking sends the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.apps.plan.grids import GridsPlan
from yaoyaoling.apps.plan.ground import CityGround
from yaoyaoling.places.public import HOURLY_SHARES, AreaKind, CrewPost
from yaoyaoling.planning.public import (
    AsTheHall,
    Calls,
    Estimate,
    Ground,
    difference,
    estimate,
    play,
    poisson_moments,
    service,
    stream,
    workloads,
)

Array = NDArray[Any]
_DAY_S, _DAYS, _IDLE_DAYS, _REPLICATIONS = 86_400.0, 3.0, 0.5, 5
_SEED = 7
PLANNED_S = 60.0
"""From the call to the order; drives are counted from the order."""


@dataclass(frozen=True)
class Crews:
    """crossings: where each waits. grid_of_node, grid_of_crew: codes, where grids are part of the plan; else empty."""

    crossings: Array
    grid_of_node: Sequence[str] = ()
    grid_of_crew: Sequence[str] = ()


@dataclass(frozen=True)
class Rehearsal:
    """Means over replications with half a 95 % interval: share there in time, mean drive, share of time at work."""

    within: Estimate
    mean_s: Estimate
    busy: Estimate
    within_more: Estimate | None = None


def sides_of_posts(ground: CityGround, today_at: Sequence[tuple[float, float]], sites: Array) -> list[Crews]:
    """Today's posts (those on roads one can plan on), if there are any, and the proposed ones."""
    proposal = Crews(sites)
    if not today_at:
        return [proposal]
    node = ground.crossings_of(*(np.array(axis) for axis in zip(*today_at, strict=True)))
    return [Crews(node[node >= 0]), proposal] if (node >= 0).any() else [proposal]


def sides_of_grids(ground: CityGround, plan: GridsPlan, crews: Sequence[CrewPost]) -> list[Crews]:
    """Today's grids with the first crew of each, if there are any, and the proposed ones with a crew each."""
    names = [str(number) for number in range(len(plan.districts.posts))]
    sites = ground.atoms.centre[list(plan.districts.posts)]
    proposal = Crews(sites, [names[one] if one >= 0 else "" for one in plan.of_node], names)
    if plan.today_of is None or not crews:
        return [proposal]
    codes = [area.code for area in ground.pack.areas if area.kind is AreaKind.GRID]
    node = ground.crossings_of(np.array([one.lon for one in crews]), np.array([one.lat for one in crews]))
    firsts = {crews[index].grid_code: index for index in reversed(range(len(crews))) if node[index] >= 0}
    there = sorted(firsts.values())
    if not there:
        return [proposal]
    grids = [codes[one] if one >= 0 else "" for one in plan.today_of]
    return [Crews(node[there], grids, [crews[index].grid_code for index in there]), proposal]


def rehearse(
    ground: CityGround, sides: Sequence[Crews], calls_per_day: float, scene_s: float, within_s: float
) -> list[Rehearsal]:
    """Play each side under the same calls. within_more: how many more are there in time than with the first side."""
    found: list[list[tuple[float, float, float]]] = [[] for _ in sides]
    grounds = [_ground(ground, side) for side in sides]
    end_s = _DAYS * _DAY_S
    for replication in range(_REPLICATIONS):
        calls = _calls(ground, replication, calls_per_day, scene_s, end_s)
        for (map_of, policy), rows in zip(grounds, found, strict=True):
            played = play(map_of, calls, policy)
            one = service(calls, played, (PLANNED_S + within_s,), _IDLE_DAYS * _DAY_S, end_s)
            busy = float(workloads(played, len(map_of.homes), _IDLE_DAYS * _DAY_S, end_s).mean())
            rows.append((1.0 - one.late, one.mean_response_s - PLANNED_S, busy))
    first = [row[0] for row in found[0]] if found else []
    return [
        Rehearsal(
            within=estimate([row[0] for row in rows]),
            mean_s=estimate([row[1] for row in rows]),
            busy=estimate([row[2] for row in rows]),
            within_more=difference([row[0] for row in rows], first) if index else None,
        )
        for index, rows in enumerate(found)
    ]


def _ground(ground: CityGround, side: Crews) -> tuple[Ground, AsTheHall]:
    atoms = len(ground.atoms)
    nodes = np.concatenate([ground.atoms.centre, side.crossings])
    times_s = np.empty((len(nodes), len(nodes)))
    for row, node in enumerate(nodes):
        times_s[row] = ground.times_from_nodes(np.array([node]))[0][nodes]
    homes = tuple(range(atoms, len(nodes)))
    place = [side.grid_of_node[node] for node in nodes] if side.grid_of_node else [""] * len(nodes)
    crew = list(side.grid_of_crew) or [""] * len(homes)
    return Ground((times_s,), (0,), 0, homes, homes), AsTheHall(grid_of_place=place, grid_of_unit=crew)


def _calls(ground: CityGround, replication: int, per_day: float, scene_s: float, until_s: float) -> Calls:
    """Poisson by the published hours: moments of an even process, each moved to an hour's share of the day."""
    even = poisson_moments(stream(_SEED, replication, "arrivals"), per_day / _DAY_S, until_s)
    share = np.concatenate([[0.0], np.cumsum(HOURLY_SHARES)])
    day, within = np.divmod(even / _DAY_S, 1.0)
    at_s = (day + np.interp(within, share / share[-1], np.arange(25) / 24)) * _DAY_S
    count = len(at_s)
    weight = ground.demand_of(ground.atoms)
    return Calls(
        at_s=at_s,
        delay_s=np.full(count, PLANNED_S),
        place=stream(_SEED, replication, "places").choice(len(weight), count, p=weight / weight.sum()),
        priority=np.zeros(count, np.int64),
        scene_s=stream(_SEED, replication, "scenes").exponential(scene_s, count),
        then=np.full(count, -1),
        handover_s=np.zeros(count),
    )
