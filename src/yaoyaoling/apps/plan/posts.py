"""Posts for a city: today's beside the ones a plan proposes."""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.apps.plan.ground import CityGround
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.public import CrewPost, Problem
from yaoyaoling.planning.public import (
    Arrival,
    Objective,
    Part,
    arrival_of_nearest,
    parts_by_nearest,
    solve_covering,
    solve_pmedian,
)

Array = NDArray[Any]


class NoSuchShift(Refused):
    """Nobody works that shift."""

    code = "no_such_shift"
    status = 422
    zh = "没有第 {shift} 班的警组；已有班次：{there}。"
    en = "No crew works shift {shift}; there are: {there}."


@dataclass(frozen=True)
class PostsPlan:
    """sites: crossings of the proposal. objective, bound: mean seconds, or the share of demand covered; of clients.

    today: None when no crew has a post. today_at: their (lon, lat). parts, today_parts: post by post.
    """

    sites: Array
    objective: float
    bound: float
    seconds: float
    today: Arrival | None
    proposal: Arrival
    today_at: list[tuple[float, float]]
    parts: tuple[Part, ...]
    today_parts: tuple[Part, ...]


def posts_of_shift(ground: CityGround, shift: int | None) -> list[CrewPost]:
    """Crews of one shift, the first one by default: who is out at the same time. Raises: NoSuchShift."""
    there = sorted({crew.shift for crew in ground.pack.crews})
    if not there:
        return []
    wanted = there[0] if shift is None else shift
    if wanted not in there:
        raise NoSuchShift(shift=wanted, there=", ".join(map(str, there)))
    return [crew for crew in ground.pack.crews if crew.shift == wanted]


def plan_posts(
    ground: CityGround, count: int | None, objective: Objective, within_s: float, shift: int | None, budget_s: float
) -> PostsPlan:
    """Propose so many posts (as many as today by default). Raises: NoSuchChoice, NoSuchShift."""
    began = time.perf_counter()
    crews = posts_of_shift(ground, shift)
    at = sorted({(crew.lon, crew.lat) for crew in crews})
    count = count if count is not None else max(1, len(at))
    times_s, demand = ground.atom_times(ground.clients), ground.demand_of(ground.clients)
    total = float(demand.sum())
    if objective == "covered":
        cover = solve_covering(within_s >= times_s.T, demand, count, within_s=budget_s)
        chosen, value, bound = cover.sites, cover.objective / total, float(cover.bound) / total
    else:
        medians = solve_pmedian((times_s * demand).T, count, within_s=budget_s)
        chosen, value, bound = medians.sites, medians.objective / total, medians.bound / total
    sites = ground.atoms.centre[list(chosen)]
    times_s = ground.times_from_nodes(sites)
    proposal = arrival_of_nearest(times_s, ground.weight, within_s)
    parts = parts_by_nearest(times_s, ground.weight, within_s)
    today, today_parts = _today(ground, at, within_s) if at else (None, ())
    seconds = time.perf_counter() - began
    return PostsPlan(sites, value, bound, seconds, today, proposal, at, parts, today_parts)


def _today(ground: CityGround, at: list[tuple[float, float]], within_s: float) -> tuple[Arrival, tuple[Part, ...]]:
    lon, lat = (np.array(axis) for axis in zip(*at, strict=True))
    places, _ = ground.network.snap(lon, lat)
    times_s = ground.times_from(places)
    lost = ~np.isfinite(times_s[:, ground.weight > 0]).any(axis=1)
    for one in np.flatnonzero(lost):
        where = f"{lon[one]:.5f}, {lat[one]:.5f}"
        zh = f"现有警务站点（{where}）不通往任何需求；请核对其位置与单行方向。"
        en = f"A post of today ({where}) reaches no demand; look at its place and at one-way directions."
        ground.problems.append(Problem("crews.csv", 0, zh, en))
    parts = parts_by_nearest(times_s, ground.weight, within_s)
    return arrival_of_nearest(times_s, ground.weight, within_s), parts
