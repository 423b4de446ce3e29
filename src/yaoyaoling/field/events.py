"""Facts about feedback."""

from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.field.states import FeedbackState
from yaoyaoling.kernel.contract import Event, Personal

Outcome = Literal[
    "settled_on_scene",  # 现场处置完毕
    "mediated",  # 现场调解
    "handed_over",  # 移交办案单位
    "taken_to_station",  # 带回派出所
    "sent_to_hospital",  # 送医
    "nobody_found",  # 未找到当事人
    "unfounded",  # 不实警情
    "other",  # 其他
]


class FeedbackSubmitted(Event):
    """A crew reported what it found and did."""

    name: ClassVar[str] = "field.feedback.submitted"

    feedback_id: UUID
    order_id: UUID
    incident_id: UUID
    crew_id: UUID
    call_sign: str
    round: int
    state: FeedbackState
    outcome: Outcome
    text: Personal[str | None] = None
    media: tuple[UUID, ...]
    submitted_by: UUID | None
    submitted_by_name: str


class FeedbackJudged(Event):
    """A second person passed the feedback or sent it back."""

    name: ClassVar[str] = "field.feedback.judged"

    feedback_id: UUID
    incident_id: UUID
    state: FeedbackState
    remarks: str | None = None


class FeedbackErased(Event):
    """The words are gone; the outcome code stays."""

    name: ClassVar[str] = "field.feedback.erased"

    feedback_id: UUID
    incident_id: UUID


EVENTS = (FeedbackSubmitted, FeedbackJudged, FeedbackErased)
