"""States of a double check (双复核)."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class ReviewState(StrEnum):
    """Where a review stands."""

    OPEN = "open"  # 待复核
    PASSED = "passed"  # 通过
    RETURNED = "returned"  # 退回


class ReviewSignal(StrEnum):
    """What can happen to a review."""

    APPROVE = "approve"
    SEND_BACK = "send_back"


class IllegalReviewSignal(Refused):
    """It was decided already."""

    code = "review_decided"
    status = 409
    zh = "该复核已由他人完成（{state}）。"
    en = "This review has been decided already ({state})."


TABLE: dict[tuple[ReviewState, ReviewSignal], ReviewState] = {
    (ReviewState.OPEN, ReviewSignal.APPROVE): ReviewState.PASSED,
    (ReviewState.OPEN, ReviewSignal.SEND_BACK): ReviewState.RETURNED,
}


def advance(state: ReviewState, signal: ReviewSignal) -> ReviewState:
    """The state after a signal. Raises: IllegalReviewSignal."""
    try:
        return TABLE[(state, signal)]
    except KeyError:
        raise IllegalReviewSignal(state=state.value) from None
