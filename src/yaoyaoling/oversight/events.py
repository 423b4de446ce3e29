"""Facts about reviews, about what stood too long, and about files that left the hall."""

from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.kernel.contract import Event
from yaoyaoling.oversight.states import ReviewState

ReviewKind = Literal["dispatch", "feedback", "handling"]


class ReviewOpened(Event):
    """Something waits for a second person."""

    name: ClassVar[str] = "oversight.review.opened"

    review_id: UUID
    incident_id: UUID
    kind: ReviewKind
    reference: UUID
    state: ReviewState
    author: str
    author_name: str


class ReviewDecided(Event):
    """A second person passed it or sent it back. corrections: what was wrong and is right now."""

    name: ClassVar[str] = "oversight.review.decided"

    review_id: UUID
    incident_id: UUID
    state: ReviewState
    decided_by_name: str
    remarks: str | None = None
    corrections: dict[str, Any]
    corrected_from: dict[str, Any] = Field(default_factory=dict)
    """What stood there before, for each field corrected."""


class MatterOverdue(Event):
    """Something stood in a state longer than it may, and the next level was told.

    thing, state, reference: what it is, as in `clocks.py`. raised: how often by now. since: when it came into the
    state; due_at: when it is raised again.
    """

    name: ClassVar[str] = "oversight.matter.overdue"

    overdue_id: UUID
    thing: str
    state: str
    reference: UUID
    incident_id: UUID | None
    raised: int
    desk_code: str
    since: datetime
    due_at: datetime


class MatterMoved(Event):
    """What had stood too long moved on."""

    name: ClassVar[str] = "oversight.matter.moved"

    overdue_id: UUID
    incident_id: UUID | None


class IncidentExported(Event):
    """Somebody took the incident's file out of the hall. purpose: stated when personal data is in clear in it."""

    name: ClassVar[str] = "oversight.incident.exported"

    export_id: UUID
    incident_id: UUID
    is_personal: bool
    purpose: str | None = None


EVENTS = (ReviewOpened, ReviewDecided, MatterOverdue, MatterMoved, IncidentExported)
