"""Who is sent, and who is rung next when nobody answers. Pure: change the rules here and nowhere else.

`rank` orders the crews for an incident, with reasons that are kept with the decision. `next_step` decides
the chain: crew → next crew (two or three at once for levels 1–2) → station desk → county → city → province.
"""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Value

Reason = Literal[
    "grid_owner",  # 网格责任组
    "nearest",  # 路程最近
    "neighbour",  # 邻近网格
    "estimated",  # 路程为估算
    "position_stale",  # 定位过时
]
Exclusion = Literal["off_duty", "busy", "no_position", "unreachable", "too_far", "auxiliaries_alone"]


class RankingRules(Value):
    """Numbers of the ranking; a setting of the area."""

    grid_owner_advantage_s: float = 60.0
    """The grid's own crew goes first unless another is faster by more than this."""
    stale_after_s: float = 60.0
    stale_penalty_s: float = 120.0
    estimated_penalty_s: float = 30.0


class Candidate(Value):
    """A crew as a fact: eta_s None when no road leads there or it has no position."""

    crew_id: UUID
    call_sign: str
    grid_code: str
    org_path: str
    is_on_duty: bool
    is_busy: bool
    officers: int
    eta_s: float | None
    distance_m: float | None
    is_estimated: bool
    position_age_s: float | None


class Ranked(Value):
    """A crew that may go. cost_s: road time with advantages and penalties; what it is ordered by."""

    crew_id: UUID
    call_sign: str
    org_path: str
    eta_s: float
    distance_m: float
    is_estimated: bool
    cost_s: float
    reasons: tuple[Reason, ...]


class Excluded(Value):
    """A crew that may not go, and why."""

    crew_id: UUID
    call_sign: str
    reason: Exclusion


class Ranking(Value):
    """The whole answer, kept with the decision: "why not crew B" stays answerable."""

    ranked: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]


def _excluded(crew: Candidate) -> Exclusion | None:
    if not crew.is_on_duty:
        return "off_duty"
    if crew.is_busy:
        return "busy"
    if crew.officers < 1:
        return "auxiliaries_alone"  # 辅警不得单独执法
    if crew.position_age_s is None:
        return "no_position"
    if crew.eta_s is None:
        return "unreachable"
    return None


def rank(candidates: Iterable[Candidate], *, grid_code: str | None, rules: RankingRules | None = None) -> Ranking:
    """Order the crews for an incident in a grid: road time first, the grid's own crew preferred.

    An old position and an estimated road time count against a crew; ties are broken by call sign.
    """
    rules = rules or RankingRules()
    ranked: list[Ranked] = []
    excluded: list[Excluded] = []
    for crew in candidates:
        why_not = _excluded(crew)
        if why_not is not None:
            excluded.append(Excluded(crew_id=crew.crew_id, call_sign=crew.call_sign, reason=why_not))
            continue
        assert crew.eta_s is not None and crew.distance_m is not None and crew.position_age_s is not None
        owns = grid_code is not None and crew.grid_code == grid_code
        is_stale = crew.position_age_s > rules.stale_after_s
        cost_s = crew.eta_s
        cost_s -= rules.grid_owner_advantage_s if owns else 0
        cost_s += rules.stale_penalty_s if is_stale else 0
        cost_s += rules.estimated_penalty_s if crew.is_estimated else 0
        reasons: list[Reason] = ["grid_owner" if owns else "neighbour"]
        reasons += ["estimated"] if crew.is_estimated else []
        reasons += ["position_stale"] if is_stale else []
        ranked.append(
            Ranked(
                crew_id=crew.crew_id,
                call_sign=crew.call_sign,
                org_path=crew.org_path,
                eta_s=round(crew.eta_s, 1),
                distance_m=round(crew.distance_m, 1),
                is_estimated=crew.is_estimated,
                cost_s=round(cost_s, 1),
                reasons=tuple(reasons),
            )
        )
    ranked.sort(key=lambda one: (one.cost_s, one.call_sign))
    return Ranking(ranked=_mark_nearest(ranked), excluded=tuple(excluded))


def _mark_nearest(ranked: list[Ranked]) -> tuple[Ranked, ...]:
    if not ranked:
        return ()
    nearest = min(ranked, key=lambda one: (one.eta_s, one.call_sign)).crew_id
    return tuple(
        one.model_copy(update={"reasons": ("nearest", *one.reasons)}) if one.crew_id == nearest else one
        for one in ranked
    )


# The chain ------------------------------------------------------------------------------------------------


class ChainRules(Value):
    """The chain's clocks and widths; a setting of the area. Times in seconds."""

    accept_s: float = 10.0
    desk_s: float = 30.0
    desk_send_s: float = 60.0
    alarm_again_s: float = 60.0
    crews_at_once: tuple[int, int, int, int] = (3, 2, 1, 1)
    """How many crews are rung at once for levels 1 to 4."""
    waves: int = 3
    """So many times crews are rung before a desk is."""


class Situation(Value):
    """A call-out as a fact. untried: ranked crews not rung yet that are still free, best first.

    desks_above: codes from the station up, the ones not asked yet first. desk_asked: one was asked or took it.
    """

    level: int
    wave: int
    untried: tuple[UUID, ...]
    desks_above: tuple[str, ...]


class RingCrews(Value):
    """Send orders to these crews at once; whoever accepts first has it."""

    crews: tuple[UUID, ...]
    within_s: float


class AskDesk(Value):
    """Ring the duty desk of this organisation."""

    desk_code: str
    within_s: float


class Alarm(Value):
    """Nobody answers up to the top: alarm, again and again, until somebody does."""

    again_s: float


Step = RingCrews | AskDesk | Alarm


def next_step(situation: Situation, rules: ChainRules | None = None) -> Step:
    """Who is rung next."""
    rules = rules or ChainRules()
    if situation.untried and situation.wave < rules.waves:
        width = rules.crews_at_once[situation.level - 1]
        return RingCrews(crews=situation.untried[:width], within_s=rules.accept_s)
    if situation.desks_above:
        return AskDesk(desk_code=situation.desks_above[0], within_s=rules.desk_s)
    return Alarm(again_s=rules.alarm_again_s)
