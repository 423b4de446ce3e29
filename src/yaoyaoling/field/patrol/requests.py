"""Requests about patrols."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.evidence.public import Upload
from yaoyaoling.field.patrol.contract import CheckResult, HazardKind, Line, PatrolKind, PointPlan, Title
from yaoyaoling.field.patrol.windows import PatrolWindow
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.geo import Point


class KeepPatrolPlan(Command):
    """A plan as it is to be. line, length_m: as the roads say, computed before. plan_id None: a new one."""

    plan_id: UUID | None = None
    expected_version: int | None = None
    title: Title
    kind: PatrolKind
    org_code: str = Field(pattern=r"^\d{12}$")
    grid_code: str | None = Field(default=None, max_length=40)
    shift: int | None = Field(default=None, ge=1, le=9)
    crew_ids: tuple[UUID, ...] = Field(default=(), max_length=50)
    waypoints: tuple[Point, ...] = Field(default=(), max_length=60)
    points: tuple[PointPlan, ...] = Field(default=(), max_length=60)
    windows: tuple[PatrolWindow, ...] = Field(default=(), max_length=21)
    line: Line = ()
    length_m: float = 0
    is_estimated: bool = True
    is_on: bool = True


class KeepPatrolPlans(Command):
    """Plans of a file, all of them or none; one of the same name is replaced."""

    org_code: str
    plans: tuple[KeepPatrolPlan, ...] = Field(max_length=500)


class AskForPatrol(Command):
    """A desk wants a round beside those of the plan, by this crew, now. minutes: how long it may take."""

    plan_id: UUID
    crew_id: UUID
    minutes: int | None = Field(default=None, ge=5, le=720)


class GivePatrol(Command):
    """A desk gives a patrol that has not begun to a crew."""

    patrol_id: UUID
    crew_id: UUID


class MovePatrol(Command):
    """The crew starts or ends its patrol, or a desk takes it back. reason: why it ends before everything is done."""

    patrol_id: UUID
    to: Literal["start", "end", "cancel"]
    reason: str = Field(default="", max_length=300)


class VisitPoint(Command):
    """The crew is at a point, or done there. at: by the phone's clock. reason: why it cannot be proven, or is short."""

    patrol_id: UUID
    number: int = Field(ge=1, le=60)
    step: Literal["arrive", "done"]
    at: datetime
    point: Point | None = None
    accuracy_m: float | None = None
    results: tuple[CheckResult, ...] = Field(default=(), max_length=20)
    note: str = Field(default="", max_length=1000)
    reason: str = Field(default="", max_length=300)
    uploads: tuple[Upload, ...] = ()


class ReportHazard(Command):
    """What somebody has to do something about. number: of the point it was found at."""

    patrol_id: UUID
    number: int | None = None
    kind: HazardKind
    text: str = Field(min_length=2, max_length=1000)
    point: Point | None = None
    uploads: tuple[Upload, ...] = ()


class HandleHazard(Command):
    """Somebody has dealt with it. answer: what was done."""

    hazard_id: UUID
    answer: str = Field(min_length=2, max_length=300)
