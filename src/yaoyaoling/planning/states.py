"""States of a relocation (调防): a proposal, a crew on its way, a crew that waits there; and of a plan (规划)."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class RelocationState(StrEnum):
    """Where a relocation stands."""

    PROPOSED = "proposed"  # 建议
    ACCEPTED = "accepted"  # 已采纳，前往
    THERE = "there"  # 已到位
    DECLINED = "declined"  # 未采纳
    LAPSED = "lapsed"  # 过时
    ENDED = "ended"  # 已结束


class RelocationSignal(StrEnum):
    """What can happen to a relocation."""

    ACCEPT = "accept"
    DECLINE = "decline"
    LAPSE = "lapse"
    ARRIVE = "arrive"
    END = "end"


class IllegalRelocationSignal(Refused):
    """The relocation's state does not allow that."""

    code = "relocation_state"
    status = 409
    zh = "该调防建议当前状态（{state}）不允许此操作（{signal}）。"
    en = "The relocation's state ({state}) does not allow this ({signal})."


_S, _X = RelocationState, RelocationSignal
TABLE: dict[tuple[RelocationState, RelocationSignal], RelocationState] = {
    (_S.PROPOSED, _X.ACCEPT): _S.ACCEPTED,
    (_S.PROPOSED, _X.DECLINE): _S.DECLINED,
    (_S.PROPOSED, _X.LAPSE): _S.LAPSED,
    (_S.ACCEPTED, _X.ARRIVE): _S.THERE,
    (_S.ACCEPTED, _X.END): _S.ENDED,
    (_S.THERE, _X.END): _S.ENDED,
}
FINAL = frozenset({_S.DECLINED, _S.LAPSED, _S.ENDED})


def advance(state: RelocationState, signal: RelocationSignal) -> RelocationState:
    """The state after a signal. Raises: IllegalRelocationSignal."""
    try:
        return TABLE[(state, signal)]
    except KeyError:
        raise IllegalRelocationSignal(state=state.value, signal=signal.value) from None


class PlanState(StrEnum):
    """Where a plan stands."""

    QUEUED = "queued"  # 排队
    RUNNING = "running"  # 计算中
    DONE = "done"  # 完成
    FAILED = "failed"  # 未能完成
    CANCELLED = "cancelled"  # 已取消
    REMOVED = "removed"  # 已删除


class PlanSignal(StrEnum):
    """What can happen to a plan."""

    BEGIN = "begin"
    RETURN = "return"  # the planner stopped in the middle of it: it is begun again
    FINISH = "finish"
    FAIL = "fail"
    CANCEL = "cancel"
    REMOVE = "remove"


class IllegalPlanSignal(Refused):
    """The plan's state does not allow that."""

    code = "plan_state"
    status = 409
    zh = "该规划当前状态（{state}）不允许此操作（{signal}）。"
    en = "The plan's state ({state}) does not allow this ({signal})."


_P, _G = PlanState, PlanSignal
PLAN_TABLE: dict[tuple[PlanState, PlanSignal], PlanState] = {
    (_P.QUEUED, _G.BEGIN): _P.RUNNING,
    (_P.QUEUED, _G.FAIL): _P.FAILED,
    (_P.QUEUED, _G.CANCEL): _P.CANCELLED,
    (_P.RUNNING, _G.RETURN): _P.QUEUED,
    (_P.RUNNING, _G.FINISH): _P.DONE,
    (_P.RUNNING, _G.FAIL): _P.FAILED,
    (_P.RUNNING, _G.CANCEL): _P.CANCELLED,
    (_P.DONE, _G.REMOVE): _P.REMOVED,
    (_P.FAILED, _G.REMOVE): _P.REMOVED,
    (_P.CANCELLED, _G.REMOVE): _P.REMOVED,
}
PLAN_FINAL = frozenset({_P.REMOVED})
PLAN_OVER = PLAN_FINAL | {_P.DONE, _P.FAILED, _P.CANCELLED}
"""Nothing is computed any more."""


def advance_plan(state: PlanState, signal: PlanSignal) -> PlanState:
    """The state after a signal. Raises: IllegalPlanSignal."""
    try:
        return PLAN_TABLE[(state, signal)]
    except KeyError:
        raise IllegalPlanSignal(state=state.value, signal=signal.value) from None
