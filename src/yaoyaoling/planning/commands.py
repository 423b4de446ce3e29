"""Requests about relocations and plans."""

from typing import Any, Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.geo import Point
from yaoyaoling.planning.contract import PlanRequest, Refusal


class ProposeRelocation(Command):
    """The planner's proposal; see `events.RelocationProposed`."""

    crew_id: UUID
    grid_code: str
    place_text: str
    point: Point
    drive_s: float
    cover_before: float
    cover_meanwhile: float
    cover_after: float


class DecideRelocation(Command):
    """A commander or a desk takes the proposal up, or does not; also ends one that runs."""

    relocation_id: UUID
    decision: Literal["accept", "decline", "end"]


class ArriveRelocated(Command):
    """The crew is where it was asked to wait."""

    relocation_id: UUID


class AskPlan(Command):
    """A commander wants posts or grids planned."""

    request: PlanRequest


class CancelPlan(Command):
    """It is not wanted any more."""

    plan_id: UUID


class BeginPlan(Command):
    """The planner takes up the plan that waits longest."""


class ReturnPlans(Command):
    """What ran when the planner ended last time waits again."""


class NotePlanStep(Command):
    """The planner begins a step; see `events.PlanStepped`."""

    plan_id: UUID
    step: str
    share: float
    until: float
    most_s: float


class RemovePlan(Command):
    """What came out of it is not wanted any more."""

    plan_id: UUID


class PurgePlans(Command):
    """Plans that ended longer ago than they are kept are removed."""


class FinishPlan(Command):
    """What came out of it; see `contract.PlanFound`."""

    plan_id: UUID
    figures: dict[str, Any]
    rows: dict[str, Any]
    drawing: str


class FailPlan(Command):
    """It cannot be planned, and why."""

    plan_id: UUID
    refusal: Refusal
