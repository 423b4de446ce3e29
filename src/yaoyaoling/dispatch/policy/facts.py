"""What the ranking is told and what it answers: values only, kept with every decision.

Everything the order follows from is in a `Basis`, so that the ledger alone gives the saved list again, and "why not
crew B" stays answerable. Times in seconds, distances in metres, from the moment of the question.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, WithJsonSchema

from yaoyaoling.kernel.contract import Value

Reason = Literal[
    "nearest",  # 用时最短
    "grid_owner",  # 本网格责任组
    "function_grid",  # 专业网格责任组（交警等）
    "neighbour",  # 邻近网格
    "zone",  # 跨界协作区
    "other_county",  # 跨区县
    "has_skill",  # 具备所需技能
    "lacks_skill",  # 缺所需技能
    "incomplete",  # 警力不足编组要求
    "standby",  # 备勤
    "returning",  # 返回途中
    "preempts",  # 从较低级别警情抽调
    "shift_ends",  # 临近交班
    "loaded",  # 今日已多次出警
    "leaves_gap",  # 出动后留下空档
    "estimated",  # 路程为估算
    "position_stale",  # 定位过时
    "position_lost",  # 失联
    "reserve",  # 留作处置更重警情的力量
    "let_pass",  # 本警情刚派过，未签收
]
Exclusion = Literal[
    "off_duty",  # 未在岗
    "busy",  # 正在处警
    "no_position",  # 无定位
    "unreachable",  # 道路不通
    "too_far",  # 太远，未比较
    "auxiliaries_alone",  # 无民警，辅警不得单独出警
    "wrong_force",  # 该警种不处置此类
    "shift_over",  # 到场前已交班
    "contains_only",  # 只可先期处置
    "recused",  # 应回避
]
JobState = Literal["ordered", "accepted", "departed", "arrived"]


class ForceType(Value):
    """What a kind of force may do; a row of the table of force types.

    takes, contains: beginnings of class codes it may respond to, or hold until a crew comes; "*" is every class.
    levels: the gravest and the mildest level it is for. officers, people: what makes such a crew complete.
    """

    code: str
    name_zh: str
    name_en: str
    is_police: bool
    takes: tuple[str, ...]
    contains: tuple[str, ...]
    levels: Annotated[
        tuple[int, int],
        WithJsonSchema({"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}),
    ] = (1, 4)
    officers: int = 1
    people: int = 2


class Need(Value):
    """What an incident asks for.

    grid_code: the patrol grid it lies in; function_grids: overlay grids over it (traffic and others); neighbours:
    patrol grids that touch its own; org_path: of the station it belongs to; zones: paths of counties that share a
    cooperation zone with that place; skills: asked for by its class; recused: paths of organisations that must keep
    away.
    """

    class_code: str
    level: int = Field(ge=1, le=4)
    grid_code: str | None = None
    function_grids: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    org_path: str = ""
    zones: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()


class Job(Value):
    """What a crew is ordered to already."""

    incident_id: UUID
    level: int
    state: JobState


class Candidate(Value):
    """A crew as a fact: eta_s None when no road leads there or it has no position.

    on_duty_s: until its shift ends; None: not known. sole_cover: share (0..1) of the demand around that only this crew
    reaches in time now. orders_today: orders it had since its watch began. let_pass: orders to this very incident
    that it did not accept a short while ago.
    """

    crew_id: UUID
    call_sign: str
    grid_code: str
    org_path: str
    force_type: str = "patrol"
    is_on_duty: bool = True
    is_standby: bool = False
    is_returning: bool = False
    officers: int
    auxiliaries: int = 0
    skills: tuple[str, ...] = ()
    on_duty_s: float | None = None
    job: Job | None = None
    eta_s: float | None
    distance_m: float | None
    is_estimated: bool = False
    position_age_s: float | None
    orders_today: int = 0
    sole_cover: float = 0.0
    let_pass: int = 0


class RankingRules(Value):
    """Numbers of the ranking; settings of the area. All in seconds of road time unless it says otherwise."""

    grid_owner_advantage_s: float = 60.0
    """The grid's own crew goes first unless another is faster by more than this."""
    neighbour_advantage_s: float = 15.0
    other_county_penalty_s: float = 60.0
    """A crew from beyond the county line, unless a cooperation zone holds there."""
    stale_after_s: float = 60.0
    stale_penalty_s: float = 120.0
    lost_after_s: float = 600.0
    lost_penalty_s: float = 600.0
    estimated_penalty_s: float = 30.0
    skill_penalty_s: float = 120.0
    """For each skill asked for that the crew lacks."""
    incomplete_penalty_s: float = 90.0
    standby_penalty_s: float = 60.0
    preempt_from_level: int = 2
    """Only incidents this grave take a crew from another one, that is milder by at least two levels or of level 4."""
    preempt_penalty_s: float = 120.0
    handling_s: float = 1200.0
    """So long an incident takes: a shift that ends before counts against a crew."""
    shift_penalty_s: float = 60.0
    load_penalty_s: float = 5.0
    """For each order today more than the least loaded crew had, up to `load_most_s`."""
    load_most_s: float = 45.0
    cover_penalty_s: float = 600.0
    """For the whole demand uncovered (sole_cover 1); half of it uncovered counts half."""
    cover_most_s: float = 180.0
    reserve_penalty_s: float = 180.0
    """A force kept for graver incidents that is sent to a milder one."""
    let_pass_penalty_s: float = 300.0
    """For each order to the same incident that the crew let pass, up to three: whoever does not hear is asked last."""
    urgent_level: int = 1
    """From this level on load, gaps and the end of a shift do not count: life first."""


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
    preempts: UUID | None = None
    """The incident it would be taken from."""


class CostPart(Value):
    """What a crew's cost is made of besides its road time. reason None: not worth naming."""

    reason: Reason | None
    seconds: float


class Excluded(Value):
    """A crew that may not go, and why."""

    crew_id: UUID
    call_sign: str
    reason: Exclusion


class Basis(Value):
    """All a ranking follows from."""

    need: Need
    rules: RankingRules
    candidates: tuple[Candidate, ...]
    forces: tuple[ForceType, ...]


class Ranking(Value):
    """The whole answer, kept with the decision.

    containing: forces that may hold the place until a crew comes and are there clearly sooner, soonest first.
    others: how many crews were not compared one by one, by reason.
    """

    ranked: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]
    containing: tuple[Ranked, ...] = ()
    others: dict[Exclusion, int] = Field(default_factory=dict)
    basis: Basis | None = None
