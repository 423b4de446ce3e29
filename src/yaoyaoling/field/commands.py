"""Requests from the officer's terminal."""

from uuid import UUID

from pydantic import Field

from yaoyaoling.evidence.public import Upload
from yaoyaoling.field.events import Outcome
from yaoyaoling.force.public import Fix
from yaoyaoling.kernel.contract import Command


class SubmitFeedback(Command):
    """What the crew found and did; `uploads` are photos sent before."""

    order_id: UUID
    outcome: Outcome
    text: str = Field(min_length=2, max_length=8000)
    uploads: tuple[Upload, ...] = ()


class ReportPositions(Command):
    """Fixes of one crew (an officer's phone) or of many (a vehicle gateway)."""

    fixes: tuple[Fix, ...] = Field(min_length=1, max_length=5000)


class JudgeFeedback(Command):
    """For `oversight`: pass the feedback, or send it back with remarks."""

    feedback_id: UUID
    is_passed: bool
    remarks: str | None = None
