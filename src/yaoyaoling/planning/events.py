"""Facts about relocations and plans."""

from typing import ClassVar
from uuid import UUID

from yaoyaoling.kernel.contract import Event
from yaoyaoling.planning.contract import PlanRequest
from yaoyaoling.planning.states import PlanSignal, PlanState, RelocationSignal, RelocationState


class RelocationProposed(Event):
    """A crew would cover more from elsewhere. cover_*: share of demand expected to be reached in time, 0..1."""

    name: ClassVar[str] = "planning.relocation.proposed"

    relocation_id: UUID
    crew_id: UUID
    call_sign: str
    grid_code: str
    place_text: str
    lon: float
    lat: float
    drive_s: float
    cover_before: float
    cover_meanwhile: float
    cover_after: float


class RelocationAdvanced(Event):
    """It was accepted or declined, the crew is there, or it is over."""

    name: ClassVar[str] = "planning.relocation.advanced"

    relocation_id: UUID
    crew_id: UUID
    signal: RelocationSignal
    state: RelocationState
    by_name: str
    reason: str | None = None


class PlanAsked(Event):
    """Somebody asked for a plan of posts or grids."""

    name: ClassVar[str] = "planning.plan.asked"

    plan_id: UUID
    request: PlanRequest


class PlanStepped(Event):
    """A running plan begins a step: it goes from `share` to `until` (0..1) in at most about `most_s`."""

    name: ClassVar[str] = "planning.plan.stepped"

    plan_id: UUID
    step: str
    share: float
    until: float
    most_s: float


class PlanAdvanced(Event):
    """It began, ended, failed, was cancelled or removed.

    within_*: share of demand reached in time, today and proposed, 0..1.

    code: of the refusal, when it failed.
    """

    name: ClassVar[str] = "planning.plan.advanced"

    plan_id: UUID
    signal: PlanSignal
    state: PlanState
    by_name: str
    within_today: float | None = None
    within_proposed: float | None = None
    code: str | None = None


EVENTS = (RelocationProposed, RelocationAdvanced, PlanAsked, PlanStepped, PlanAdvanced)
