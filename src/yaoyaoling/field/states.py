"""States of a feedback (处警反馈), of a panic call (紧急求助) and of a request for help (请求增援)."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class FeedbackState(StrEnum):
    """Where a feedback stands."""

    SUBMITTED = "submitted"  # 待复核
    PASSED = "passed"  # 复核通过
    RETURNED = "returned"  # 退回补正
    MENDED = "mended"  # 已补正


class FeedbackSignal(StrEnum):
    """What can happen to a feedback."""

    PASS = "pass"  # noqa: S105 - a signal, no password
    RETURN = "return"
    MEND = "mend"


class IllegalFeedbackSignal(Refused):
    """The feedback's state does not allow that."""

    code = "feedback_state"
    status = 409
    zh = "反馈当前状态（{state}）不允许此操作（{signal}）。"
    en = "The feedback's state ({state}) does not allow this ({signal})."


TABLE: dict[tuple[FeedbackState, FeedbackSignal], FeedbackState] = {
    (FeedbackState.SUBMITTED, FeedbackSignal.PASS): FeedbackState.PASSED,
    (FeedbackState.SUBMITTED, FeedbackSignal.RETURN): FeedbackState.RETURNED,
    (FeedbackState.RETURNED, FeedbackSignal.MEND): FeedbackState.MENDED,
}


def advance(state: FeedbackState, signal: FeedbackSignal) -> FeedbackState:
    """The state after a signal. Raises: IllegalFeedbackSignal."""
    try:
        return TABLE[(state, signal)]
    except KeyError:
        raise IllegalFeedbackSignal(state=state.value, signal=signal.value) from None


class PanicState(StrEnum):
    """Where a panic call stands."""

    RAISED = "raised"  # 待确认
    ACKNOWLEDGED = "acknowledged"  # 已确认
    ENDED = "ended"  # 已解除


class PanicSignal(StrEnum):
    """What can happen to a panic call."""

    REPEAT = "repeat"
    ACKNOWLEDGE = "acknowledge"
    END = "end"


class HelpState(StrEnum):
    """Where a request for help stands."""

    OPEN = "open"  # 待答复
    ANSWERED = "answered"  # 已答复
    WITHDRAWN = "withdrawn"  # 已撤回


class HelpSignal(StrEnum):
    """What can happen to a request for help."""

    ANSWER = "answer"
    WITHDRAW = "withdraw"


class IllegalPanicSignal(Refused):
    """The panic call's state does not allow that."""

    code = "panic_state"
    status = 409
    zh = "该紧急求助当前状态（{state}）不允许此操作（{signal}）。"
    en = "The panic call's state ({state}) does not allow this ({signal})."


class IllegalHelpSignal(Refused):
    """The request's state does not allow that."""

    code = "help_state"
    status = 409
    zh = "该增援请求当前状态（{state}）不允许此操作（{signal}）。"
    en = "The request's state ({state}) does not allow this ({signal})."


PANIC_TABLE: dict[tuple[PanicState, PanicSignal], PanicState] = {
    (PanicState.RAISED, PanicSignal.REPEAT): PanicState.RAISED,
    (PanicState.RAISED, PanicSignal.ACKNOWLEDGE): PanicState.ACKNOWLEDGED,
    (PanicState.RAISED, PanicSignal.END): PanicState.ENDED,
    (PanicState.ACKNOWLEDGED, PanicSignal.REPEAT): PanicState.RAISED,  # pressed again: it sounds again
    (PanicState.ACKNOWLEDGED, PanicSignal.END): PanicState.ENDED,
}
HELP_TABLE: dict[tuple[HelpState, HelpSignal], HelpState] = {
    (HelpState.OPEN, HelpSignal.ANSWER): HelpState.ANSWERED,
    (HelpState.OPEN, HelpSignal.WITHDRAW): HelpState.WITHDRAWN,
}


def advance_panic(state: PanicState, signal: PanicSignal) -> PanicState:
    """The state after a signal. Raises: IllegalPanicSignal."""
    try:
        return PANIC_TABLE[(state, signal)]
    except KeyError:
        raise IllegalPanicSignal(state=state.value, signal=signal.value) from None


def advance_help(state: HelpState, signal: HelpSignal) -> HelpState:
    """The state after a signal. Raises: IllegalHelpSignal."""
    try:
        return HELP_TABLE[(state, signal)]
    except KeyError:
        raise IllegalHelpSignal(state=state.value, signal=signal.value) from None
