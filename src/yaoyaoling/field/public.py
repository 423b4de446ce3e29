"""What other rooms may use of `field`."""

from yaoyaoling.field.commands import JudgeFeedback
from yaoyaoling.field.events import FeedbackSubmitted
from yaoyaoling.field.handlers.judge_feedback import judge_feedback
from yaoyaoling.field.handlers.keep_patrol_plan import keep_patrol_plan
from yaoyaoling.field.patrol.lines import thinned
from yaoyaoling.field.patrol.plans import has_plans as has_patrol_plans
from yaoyaoling.field.patrol.requests import KeepPatrolPlan

__all__ = [
    "FeedbackSubmitted",
    "JudgeFeedback",
    "KeepPatrolPlan",
    "has_patrol_plans",
    "judge_feedback",
    "keep_patrol_plan",
    "thinned",
]
