"""What a plan of posts or grids is asked for, and what it finds; the command line and the console ask for the same."""

from typing import Annotated, Literal, TypeVar

from pydantic import Field

from yaoyaoling.kernel.contract import Value

T = TypeVar("T")
# A list, not a tuple: readers of OpenAPI 3.1 trip over `prefixItems`.
Pair = Annotated[list[T], Field(min_length=2, max_length=2)]
DemandKind = Literal["mixed", "incidents", "addresses"]
PlanKind = Literal["posts", "grids"]
Objective = Literal["mean", "covered"]


class PlanRequest(Value):
    """county: code of its organisation, None: the whole city. count: how many; None: as many as today.

    objective: of posts, the least mean drive (p-median) or the most demand reached in time (maximal covering). balance:
    of grids, the weight of equal work. shift: today's crews are those of this one; None: of the first. seconds: at most
    so long for the proof. days: incidents of so many. played: so many calls a day are played in the twin; None: not.
    """

    kind: PlanKind
    county: str | None = Field(default=None, max_length=12)
    count: int | None = Field(default=None, ge=1, le=2000)
    objective: Objective = "mean"
    balance: float = Field(default=3.0, ge=0, le=1000)
    within_s: float = Field(default=300, ge=1, le=7200)
    shift: int | None = Field(default=None, ge=0, le=20)
    seconds: float = Field(default=60, ge=0.1, le=3600)
    demand: DemandKind = "mixed"
    days: int = Field(default=90, ge=1, le=3650)
    played: float | None = Field(default=None, ge=1, le=20_000)
    scene_min: float = Field(default=20, ge=0, le=600)


class Refusal(Value):
    """Why there is no plan: stable code and a sentence for the person."""

    code: str
    zh: str
    en: str


class Problem(Value):
    """What was left out of a plan, and what to do about it."""

    file: str
    zh: str
    en: str


class Arrivals(Value):
    """How soon somebody is there; None where nobody is reached. within, unreached: shares of demand, 0..1.

    heaviest: load of the heaviest post or grid over the mean.
    """

    within: float
    mean_s: float | None
    p90_s: float | None
    heaviest: float | None
    unreached: float


class PlayedSide(Value):
    """Posts played in the twin: mean and half a 95 % interval of each. within_more: than today's side."""

    within: Pair[float]
    mean_s: Pair[float]
    busy: Pair[float]
    within_more: Pair[float] | None = None


class PlanFigures(Value):
    """What `yyl plan --json` prints. objective, bound: of posts, mean seconds or share covered; no choice beats bound.

    mean_s_bound: of grids, no division has a shorter mean drive. connected: every proposed grid is one part by road.
    """

    city: str
    demand: str
    demand_zh: str
    points: int
    atoms: int
    within_s: float
    seconds: float
    posts: int | None = None
    grids: int | None = None
    today_crews: int
    objective: float
    bound: float | None = None
    mean_s_bound: float | None = None
    connected: bool | None = None
    today_connected: Pair[int] | None = None
    today: Arrivals | None
    proposal: Arrivals
    problems: tuple[Problem, ...]
    played: dict[str, PlayedSide] | None = None


class PlanRow(Value):
    """One post or grid. load: its share of all demand; within: of that, the share reached in time."""

    code: str
    name_zh: str
    name_en: str
    lon: float | None
    lat: float | None
    load: float
    within: float
    mean_s: float | None


class PlanRows(Value):
    """Of today and of the proposal."""

    today: tuple[PlanRow, ...]
    proposal: tuple[PlanRow, ...]
