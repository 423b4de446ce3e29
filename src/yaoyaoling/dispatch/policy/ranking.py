"""Which crew goes first: pure. Change the order here and nowhere else; the numbers are `RankingRules`."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from yaoyaoling.dispatch.policy.facts import (
    Basis,
    Candidate,
    CostPart,
    Excluded,
    Exclusion,
    ForceType,
    Need,
    Ranked,
    Ranking,
    RankingRules,
    Reason,
)

_COUNTY_PARTS = 3
"""A county's path: province/city/county."""
_GAP = 0.05
"""A crew that alone covers so much of the demand leaves a gap that is worth naming."""
_SOONER_S = 60.0
"""Whoever only contains is named when there so much sooner than the first crew."""
_CONTAIN_TO_LEVEL = 3
_MOST_LET_PASS = 3


def rank(basis: Basis) -> Ranking:
    """Order the crews for an incident, with reasons; the answer carries what it follows from.

    Ordered by road time with advantages and penalties, ties by call sign. The same basis gives the same ranking.
    """
    forces = {force.code: force for force in basis.forces}
    may_go: list[Candidate] = []
    excluded: list[Excluded] = []
    contains: list[Candidate] = []
    for crew in basis.candidates:
        why_not = exclusion(crew, basis.need, forces.get(crew.force_type), basis.rules)
        if why_not is None:
            may_go.append(crew)
            continue
        excluded.append(Excluded(crew_id=crew.crew_id, call_sign=crew.call_sign, reason=why_not))
        if why_not == "contains_only":
            contains.append(crew)
    least = min((crew.orders_today for crew in may_go), default=0)
    ranked = sorted(
        (_ranked(_Weighed(crew, forces[crew.force_type], basis, least)) for crew in may_go),
        key=lambda one: (one.cost_s, one.call_sign),
    )
    return Ranking(
        ranked=_mark_nearest(ranked),
        excluded=tuple(excluded),
        containing=_containing(contains, ranked, basis),
        basis=basis,
    )


def explain(basis: Basis, crew_id: UUID) -> tuple[CostPart, ...]:
    """What the cost of a ranked crew is made of besides its road time; nothing for any other."""
    forces = {force.code: force for force in basis.forces}
    may_go = [
        crew
        for crew in basis.candidates
        if exclusion(crew, basis.need, forces.get(crew.force_type), basis.rules) is None
    ]
    least = min((crew.orders_today for crew in may_go), default=0)
    return tuple(
        CostPart(reason=reason, seconds=round(seconds, 1))
        for crew in may_go
        if crew.crew_id == crew_id
        for reason, seconds in _costs(_Weighed(crew, forces[crew.force_type], basis, least))
        if reason is not None or seconds
    )


def exclusion(crew: Candidate, need: Need, force: ForceType | None, rules: RankingRules) -> Exclusion | None:
    """Why a crew may not go; None when it may."""
    if not crew.is_on_duty:
        return "off_duty"
    if any(_within(crew.org_path, path) for path in need.recused):
        return "recused"
    takes = force is not None and covers_class(force.takes, need.class_code) and need.level >= force.levels[0]
    if force is None or not takes:
        is_holding = force is not None and covers_class(force.contains, need.class_code)
        return "contains_only" if is_holding else "wrong_force"
    if force.is_police and crew.officers < 1:
        return "auxiliaries_alone"  # 辅警不得单独执法
    if crew.job is not None and not may_preempt(crew, need, rules):
        return "busy"
    if crew.position_age_s is None:
        return "no_position"
    if crew.eta_s is None or crew.distance_m is None:
        return "unreachable"
    if crew.on_duty_s is not None and crew.on_duty_s < crew.eta_s and need.level > rules.urgent_level:
        return "shift_over"
    return None


PREEMPT_LEVELS = 2
MILDEST = 4


def may_preempt(crew: Candidate, need: Need, rules: RankingRules) -> bool:
    """Whether the crew may be taken from the incident it is ordered to: a much milder one it has not reached."""
    job = crew.job
    return job is not None and job.state != "arrived" and may_take_from(need.level, job.level, rules)


def may_take_from(level: int, other: int, rules: RankingRules) -> bool:
    """Whether an incident of a level may take a crew from one of another: two levels milder, or of the mildest."""
    return level <= rules.preempt_from_level and (other - level >= PREEMPT_LEVELS or level < other == MILDEST)


def covers_class(beginnings: Iterable[str], class_code: str) -> bool:
    """Whether a class is among those that begin so; "*" is every class."""
    return any(one == "*" or class_code.startswith(one) for one in beginnings)


def is_complete(crew: Candidate, force: ForceType) -> bool:
    """Whether as many people are aboard as the force type asks for (编组)."""
    return crew.officers >= force.officers and crew.officers + crew.auxiliaries >= force.people


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A crew that may go, with what it is weighed against."""

    crew: Candidate
    force: ForceType
    basis: Basis
    least_orders: int


def _ranked(weighed: _Weighed) -> Ranked:
    crew = weighed.crew
    assert crew.eta_s is not None and crew.distance_m is not None
    costs = _costs(weighed)
    return Ranked(
        crew_id=crew.crew_id,
        call_sign=crew.call_sign,
        org_path=crew.org_path,
        eta_s=round(crew.eta_s, 1),
        distance_m=round(crew.distance_m, 1),
        is_estimated=crew.is_estimated,
        cost_s=round(crew.eta_s + sum(cost_s for _, cost_s in costs), 1),
        reasons=tuple(reason for reason, _ in costs if reason is not None),
        preempts=None if crew.job is None else crew.job.incident_id,
    )


Cost = tuple[Reason | None, float]
"""What it adds, and its name when it is worth naming."""


def _costs(weighed: _Weighed) -> list[Cost]:
    return [*_of_ground(weighed), *_of_position(weighed), *_of_people(weighed), *_of_the_rest(weighed)]


def _of_ground(weighed: _Weighed) -> Iterable[Cost]:
    """Whose ground it is: the owner first, neighbours next, other counties last unless they work together there."""
    crew, need, rules = weighed.crew, weighed.basis.need, weighed.basis.rules
    if need.grid_code is not None and crew.grid_code == need.grid_code:
        yield "grid_owner", -rules.grid_owner_advantage_s
    elif crew.grid_code in need.function_grids:
        yield "function_grid", -rules.grid_owner_advantage_s
    elif crew.grid_code in need.neighbours:
        yield "neighbour", -rules.neighbour_advantage_s
    county = _county(crew.org_path)
    if not county or not need.org_path or county == _county(need.org_path):
        return
    if any(_within(crew.org_path, zone) for zone in need.zones):
        yield "zone", 0.0
    else:
        yield "other_county", rules.other_county_penalty_s


def _of_position(weighed: _Weighed) -> Iterable[Cost]:
    """How well it is known where the crew is and how it drives."""
    crew, rules = weighed.crew, weighed.basis.rules
    if crew.is_estimated:
        yield "estimated", rules.estimated_penalty_s
    age_s = crew.position_age_s or 0.0
    if age_s > rules.lost_after_s:
        yield "position_lost", rules.lost_penalty_s
    elif age_s > rules.stale_after_s:
        yield "position_stale", rules.stale_penalty_s


def _of_people(weighed: _Weighed) -> Iterable[Cost]:
    """Who is aboard, and what they can."""
    crew, need, rules = weighed.crew, weighed.basis.need, weighed.basis.rules
    lacking = len(set(need.skills) - set(crew.skills))
    if lacking:
        yield "lacks_skill", lacking * rules.skill_penalty_s
    elif need.skills:
        yield "has_skill", 0.0
    if not is_complete(crew, weighed.force):
        yield "incomplete", rules.incomplete_penalty_s if need.level <= 2 else 0.0
    if need.level > weighed.force.levels[1]:
        yield "reserve", rules.reserve_penalty_s
    if crew.is_standby:
        yield "standby", 0.0 if need.level <= rules.urgent_level else rules.standby_penalty_s


def _of_the_rest(weighed: _Weighed) -> Iterable[Cost]:
    """What the crew leaves behind, and how its day was. Where life is at stake nothing of this costs anything."""
    crew, need, rules = weighed.crew, weighed.basis.need, weighed.basis.rules
    counts = 0.0 if need.level <= rules.urgent_level else 1.0
    assert crew.eta_s is not None
    if crew.job is not None:
        yield "preempts", rules.preempt_penalty_s
    elif crew.is_returning:
        yield "returning", 0.0
    if crew.on_duty_s is not None and crew.on_duty_s < crew.eta_s + rules.handling_s:
        yield "shift_ends", counts * rules.shift_penalty_s
    if crew.let_pass:
        yield "let_pass", min(crew.let_pass, _MOST_LET_PASS) * rules.let_pass_penalty_s
    load_s = rules.load_penalty_s * (crew.orders_today - weighed.least_orders)
    yield "loaded" if load_s >= rules.load_most_s else None, counts * min(load_s, rules.load_most_s)
    cover_s = min(rules.cover_penalty_s * crew.sole_cover, rules.cover_most_s)
    yield "leaves_gap" if crew.sole_cover >= _GAP else None, counts * cover_s


def _containing(crews: list[Candidate], ranked: list[Ranked], basis: Basis) -> tuple[Ranked, ...]:
    """Who may hold the place until a crew comes, soonest first: those there clearly sooner (先期处置)."""
    if basis.need.level > _CONTAIN_TO_LEVEL:
        return ()
    first_s = ranked[0].eta_s if ranked else float("inf")
    holding = [
        Ranked(
            crew_id=crew.crew_id,
            call_sign=crew.call_sign,
            org_path=crew.org_path,
            eta_s=round(crew.eta_s, 1),
            distance_m=round(crew.distance_m, 1),
            is_estimated=crew.is_estimated,
            cost_s=round(crew.eta_s, 1),
            reasons=("estimated",) if crew.is_estimated else (),
        )
        for crew in crews
        if crew.job is None and crew.position_age_s is not None
        if crew.eta_s is not None and crew.distance_m is not None and crew.eta_s + _SOONER_S <= first_s
    ]
    return tuple(sorted(holding, key=lambda one: (one.cost_s, one.call_sign)))


def _mark_nearest(ranked: list[Ranked]) -> tuple[Ranked, ...]:
    if not ranked:
        return ()
    nearest = min(ranked, key=lambda one: (one.eta_s, one.call_sign)).crew_id
    return tuple(
        one.model_copy(update={"reasons": ("nearest", *one.reasons)}) if one.crew_id == nearest else one
        for one in ranked
    )


def _county(org_path: str) -> str:
    return "/".join(org_path.strip("/").split("/")[:_COUNTY_PARTS])


def _within(org_path: str, above: str) -> bool:
    """Whether an organisation is the other or lies below it."""
    return f"{org_path.strip('/')}/".startswith(f"{above.strip('/')}/")
