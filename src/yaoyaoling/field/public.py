"""What other rooms may use of `field`."""

from yaoyaoling.field.commands import JudgeFeedback
from yaoyaoling.field.events import FeedbackSubmitted
from yaoyaoling.field.handlers.judge_feedback import judge_feedback

__all__ = ["FeedbackSubmitted", "JudgeFeedback", "judge_feedback"]
