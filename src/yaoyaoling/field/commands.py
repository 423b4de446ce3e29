"""Requests from the officer's terminal."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from yaoyaoling.evidence.public import Upload
from yaoyaoling.field.events import HelpAnswer, HelpReason, Outcome
from yaoyaoling.force.public import Fix
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.geo import Point


class SubmitFeedback(Command):
    """What the crew found and did; `uploads` are photos sent before."""

    order_id: UUID
    outcome: Outcome
    text: str = Field(min_length=2, max_length=8000)
    uploads: tuple[Upload, ...] = ()


class ReportPositions(Command):
    """Fixes of one crew (an officer's phone) or of many (a vehicle gateway).

    is_held: the position process has them and keeps them; only arrivals are left to be noticed.
    """

    fixes: tuple[Fix, ...] = Field(max_length=5000)
    is_held: bool = False


class JudgeFeedback(Command):
    """For `oversight`: pass the feedback, or send it back with remarks."""

    feedback_id: UUID
    is_passed: bool
    remarks: str | None = None


class RaisePanic(Command):
    """The officer needs help at once. order_id: what the crew is at; pressed_at: by the phone's clock."""

    order_id: UUID | None = None
    point: Point | None = None
    accuracy_m: float | None = None
    is_officer_down: bool = False
    pressed_at: datetime | None = None


class AcknowledgePanic(Command):
    """A person at a desk has it."""

    panic_id: UUID


class EndPanic(Command):
    """The danger is over, in whose words."""

    panic_id: UUID
    note: str = Field(min_length=2, max_length=300)


class AskForHelp(Command):
    """The crew at an incident asks for more, saying why."""

    order_id: UUID
    reasons: tuple[HelpReason, ...] = Field(min_length=1, max_length=8)


class WithdrawHelp(Command):
    """The crew needs no more."""

    help_id: UUID


class AnswerHelp(Command):
    """What a desk does about it."""

    help_id: UUID
    answer: HelpAnswer
    note: str | None = Field(default=None, max_length=300)
