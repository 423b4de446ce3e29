"""States of a feedback (处警反馈)."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class FeedbackState(StrEnum):
    """Where a feedback stands."""

    SUBMITTED = "submitted"  # 待复核
    PASSED = "passed"  # 复核通过
    RETURNED = "returned"  # 退回补正


class FeedbackSignal(StrEnum):
    """What can happen to a feedback."""

    PASS = "pass"  # noqa: S105 - a signal, no password
    RETURN = "return"


class IllegalFeedbackSignal(Refused):
    """The feedback's state does not allow that."""

    code = "feedback_state"
    status = 409
    zh = "反馈当前状态（{state}）不允许此操作（{signal}）。"
    en = "The feedback's state ({state}) does not allow this ({signal})."


TABLE: dict[tuple[FeedbackState, FeedbackSignal], FeedbackState] = {
    (FeedbackState.SUBMITTED, FeedbackSignal.PASS): FeedbackState.PASSED,
    (FeedbackState.SUBMITTED, FeedbackSignal.RETURN): FeedbackState.RETURNED,
}


def advance(state: FeedbackState, signal: FeedbackSignal) -> FeedbackState:
    """The state after a signal. Raises: IllegalFeedbackSignal."""
    try:
        return TABLE[(state, signal)]
    except KeyError:
        raise IllegalFeedbackSignal(state=state.value, signal=signal.value) from None
