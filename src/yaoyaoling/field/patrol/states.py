"""States of a patrol (巡逻任务): planned, under way, interrupted by an order, and how it ended."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class PatrolState(StrEnum):
    """Where a patrol stands."""

    PLANNED = "planned"  # 待巡
    UNDER_WAY = "under_way"  # 巡逻中
    INTERRUPTED = "interrupted"  # 因警中断
    FINISHED = "finished"  # 已完成
    PARTLY = "partly"  # 部分完成
    LAPSED = "lapsed"  # 未巡
    CANCELLED = "cancelled"  # 已取消


class PatrolSignal(StrEnum):
    """What can happen to a patrol."""

    START = "start"
    INTERRUPT = "interrupt"
    RESUME = "resume"
    FINISH = "finish"
    END_PARTLY = "end_partly"
    LAPSE = "lapse"
    CANCEL = "cancel"


class IllegalPatrolSignal(Refused):
    """The patrol's state does not allow that."""

    code = "patrol_state"
    status = 409
    zh = "巡逻任务当前状态（{state}）不允许此操作（{signal}）。"
    en = "The patrol's state ({state}) does not allow this ({signal})."


_S, _X = PatrolState, PatrolSignal
PATROL_TABLE: dict[tuple[PatrolState, PatrolSignal], PatrolState] = {
    (_S.PLANNED, _X.START): _S.UNDER_WAY,
    (_S.PLANNED, _X.LAPSE): _S.LAPSED,
    (_S.PLANNED, _X.CANCEL): _S.CANCELLED,
    (_S.UNDER_WAY, _X.INTERRUPT): _S.INTERRUPTED,
    (_S.UNDER_WAY, _X.FINISH): _S.FINISHED,
    (_S.UNDER_WAY, _X.END_PARTLY): _S.PARTLY,
    (_S.UNDER_WAY, _X.LAPSE): _S.LAPSED,
    (_S.UNDER_WAY, _X.CANCEL): _S.CANCELLED,
    (_S.INTERRUPTED, _X.RESUME): _S.UNDER_WAY,
    (_S.INTERRUPTED, _X.FINISH): _S.FINISHED,  # what was done without a network came in later
    (_S.INTERRUPTED, _X.END_PARTLY): _S.PARTLY,
    (_S.INTERRUPTED, _X.LAPSE): _S.LAPSED,
    (_S.INTERRUPTED, _X.CANCEL): _S.CANCELLED,
}
RUNNING = frozenset({_S.UNDER_WAY, _S.INTERRUPTED})
PATROL_FINAL = frozenset({_S.FINISHED, _S.PARTLY, _S.LAPSED, _S.CANCELLED})


def advance_patrol(state: PatrolState, signal: PatrolSignal) -> PatrolState:
    """The patrol's state after a signal. Raises: IllegalPatrolSignal."""
    try:
        return PATROL_TABLE[(state, signal)]
    except KeyError:
        raise IllegalPatrolSignal(state=state.value, signal=signal.value) from None


def ending(done: int, points: int) -> PatrolSignal:
    """How a patrol ends of which so many points were done."""
    if done >= points:
        return PatrolSignal.FINISH
    return PatrolSignal.END_PARTLY if done else PatrolSignal.LAPSE
