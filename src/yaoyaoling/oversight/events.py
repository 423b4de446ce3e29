"""Facts about reviews."""

from typing import Any, ClassVar, Literal
from uuid import UUID

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


EVENTS = (ReviewOpened, ReviewDecided)
