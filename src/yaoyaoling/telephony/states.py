"""States of a call (通话) and of a leg in it (一方): two tables, two pure functions."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class CallState(StrEnum):
    """Where a citizen's call stands."""

    RINGING = "ringing"  # 振铃，听到提示音
    TALKING = "talking"  # 已接通
    ENDED = "ended"  # 已结束
    ABANDONED = "abandoned"  # 未接通即挂断


class CallSignal(StrEnum):
    """What can happen to a call."""

    ANSWER = "answer"
    ABANDON = "abandon"
    END = "end"
    CALL_BACK = "call_back"  # 回拨接通


class LegState(StrEnum):
    """Where one party of a call stands: what really happened, as the line tells it."""

    ASKED = "asked"  # 待呼叫
    RINGING = "ringing"  # 振铃
    JOINED = "joined"  # 在通话中
    LOST = "lost"  # 网络中断
    LEFT = "left"  # 已离开
    FAILED = "failed"  # 未接通


class LegSignal(StrEnum):
    """What can happen to a leg."""

    RING = "ring"
    JOIN = "join"
    LOSE = "lose"
    LEAVE = "leave"
    FAIL = "fail"


class IllegalCallSignal(Refused):
    """The call's state does not allow that."""

    code = "call_state"
    status = 409
    zh = "通话当前状态（{state}）不允许此操作（{signal}）。"
    en = "The call's state ({state}) does not allow this ({signal})."


class IllegalLegSignal(Refused):
    """The leg's state does not allow that."""

    code = "leg_state"
    status = 409
    zh = "该通话方当前状态（{state}）不允许此操作（{signal}）。"
    en = "This party's state ({state}) does not allow this ({signal})."


_C, _X = CallState, CallSignal
CALL_TABLE: dict[tuple[CallState, CallSignal], CallState] = {
    (_C.RINGING, _X.ANSWER): _C.TALKING,
    (_C.RINGING, _X.ABANDON): _C.ABANDONED,
    (_C.RINGING, _X.END): _C.ENDED,  # we ended it, or the line was lost
    (_C.TALKING, _X.END): _C.ENDED,
    (_C.ABANDONED, _X.CALL_BACK): _C.TALKING,
    (_C.ENDED, _X.CALL_BACK): _C.TALKING,
}
CALL_LIVE = frozenset({CallState.RINGING, CallState.TALKING})

_L, _Y = LegState, LegSignal
LEG_TABLE: dict[tuple[LegState, LegSignal], LegState] = {
    (_L.ASKED, _Y.RING): _L.RINGING,
    (_L.ASKED, _Y.JOIN): _L.JOINED,  # a line that is open already
    (_L.ASKED, _Y.FAIL): _L.FAILED,
    (_L.RINGING, _Y.JOIN): _L.JOINED,
    (_L.RINGING, _Y.FAIL): _L.FAILED,
    (_L.JOINED, _Y.LOSE): _L.LOST,
    (_L.JOINED, _Y.LEAVE): _L.LEFT,
    (_L.LOST, _Y.JOIN): _L.JOINED,
    (_L.LOST, _Y.LEAVE): _L.LEFT,
}
LEG_LIVE = frozenset({LegState.ASKED, LegState.RINGING, LegState.JOINED, LegState.LOST})
CALLED = frozenset({LegState.ASKED, LegState.RINGING})
"""A leg that is being called and has not answered."""


def advance_call(state: CallState, signal: CallSignal) -> CallState:
    """The call's state after a signal. Raises: IllegalCallSignal."""
    try:
        return CALL_TABLE[(state, signal)]
    except KeyError:
        raise IllegalCallSignal(state=state.value, signal=signal.value) from None


def advance_leg(state: LegState, signal: LegSignal) -> LegState:
    """The leg's state after a signal. Raises: IllegalLegSignal."""
    try:
        return LEG_TABLE[(state, signal)]
    except KeyError:
        raise IllegalLegSignal(state=state.value, signal=signal.value) from None
