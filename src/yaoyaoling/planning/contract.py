"""What a plan of posts or grids is asked for; the command line and the console ask for the same."""

from typing import Annotated, Literal

from pydantic import Field

from yaoyaoling.kernel.contract import Value

DemandKind = Literal["mixed", "incidents", "addresses"]
PlanKind = Literal["posts", "grids"]
Objective = Literal["mean", "covered"]
CountyCode = Annotated[str, Field(pattern=r"^[0-9]{12}$")]


class PlanRequest(Value):
    """county: code of its organisation, None: the whole city. count: how many; None: as many as today.

    objective: of posts, the least mean drive (p-median) or the most demand reached in time (maximal covering). balance:
    of grids, the weight of equal work. shift: today's crews are those of this one; None: of the first. seconds: at most
    so long for the proof. days: incidents of so many. played: so many calls a day are played in the twin; None: not.
    """

    kind: PlanKind
    county: CountyCode | None = None
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
