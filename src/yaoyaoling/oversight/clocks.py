"""Nothing stands without a running clock: which states are timed, whom it tells, and when it rings again. Pure.

States that have a durable timer of their own room (a contact that rings, an order not accepted yet) are not here;
`tests/test_states.py` holds that every other state that is left by somebody's doing is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

AGAIN_MOST_S = 3600.0
"""What nobody moves is raised again, each time after twice as long, and at least so often."""

Asks = Literal["desks", "reviewers", "inspection", "hall"]
"""Who is told: the desks from the station up; from the county up; the inspection offices above; the hall."""


@dataclass(frozen=True)
class Clock:
    """setting: the name of how long the state may last, in OversightSettings."""

    setting: str
    asks: Asks


CLOCKS: Mapping[tuple[str, str], Clock] = {
    ("contact", "waiting"): Clock("waiting_s", "hall"),
    ("incident", "opened"): Clock("unsent_s", "desks"),
    ("incident", "under_way"): Clock("arrive_s", "desks"),
    ("incident", "on_scene"): Clock("feedback_s", "desks"),
    ("incident", "handled"): Clock("close_s", "reviewers"),
    ("complaint", "opened"): Clock("complaint_s", "inspection"),
    ("complaint", "on_scene"): Clock("rework_s", "inspection"),
    ("complaint", "handled"): Clock("close_s", "inspection"),
    ("feedback", "returned"): Clock("rework_s", "desks"),
    ("dispatch_review", "open"): Clock("dispatch_check_s", "reviewers"),
    ("feedback_review", "open"): Clock("check_s", "reviewers"),
    ("handling_review", "open"): Clock("check_s", "inspection"),
    ("panic", "raised"): Clock("panic_s", "desks"),
    ("panic", "acknowledged"): Clock("panic_end_s", "desks"),
    ("help_request", "open"): Clock("help_s", "desks"),
    ("withdrawal", "open"): Clock("withdrawal_s", "hall"),
    ("work_order", "accepted"): Clock("order_late_s", "desks"),
    ("work_order", "returned"): Clock("order_returned_s", "desks"),
    ("exchange", "dead"): Clock("exchange_dead_s", "desks"),
    ("jurisdiction", "unclear"): Clock("jurisdiction_s", "desks"),
    ("jurisdiction", "disputed"): Clock("jurisdiction_s", "desks"),
}
"""By what it is and its state. A complaint about police is an incident that inspection alone handles."""


def next_in_s(first_s: float, raised: int) -> float:
    """How long after having been raised so often it is raised again."""
    return min(first_s * 2.0**raised, max(first_s, AGAIN_MOST_S))


def desk_asked(desks: Sequence[str], raised: int) -> str:
    """Who is told this time (raised: 1 the first time): the next level up; at the top, the top again."""
    return desks[min(raised, len(desks)) - 1]
