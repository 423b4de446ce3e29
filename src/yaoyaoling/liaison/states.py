"""States of a work order to a partner desk (联动工单), and of a message to a partner's own platform (对接消息)."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class WorkOrderState(StrEnum):
    """Where a work order stands."""

    SENT = "sent"  # 待接单
    ACCEPTED = "accepted"  # 办理中
    RETURNED = "returned"  # 已退回
    DONE = "done"  # 已办结
    KEPT = "kept"  # 首接自办
    WITHDRAWN = "withdrawn"  # 已撤回


class WorkOrderSignal(StrEnum):
    """What can happen to a work order."""

    ACCEPT = "accept"
    RETURN = "return"
    NOT_TAKEN = "not_taken"
    RECALL = "recall"
    RESEND = "resend"
    KEEP = "keep"
    WITHDRAW = "withdraw"
    FINISH = "finish"
    REOPEN = "reopen"


class IllegalWorkOrderSignal(Refused):
    """The work order's state does not allow that."""

    code = "work_order_state"
    status = 409
    zh = "工单当前状态（{state}）不允许此操作（{signal}）。"
    en = "The work order's state ({state}) does not allow this ({signal})."


_S, _X = WorkOrderState, WorkOrderSignal
TABLE: dict[tuple[WorkOrderState, WorkOrderSignal], WorkOrderState] = {
    (_S.SENT, _X.ACCEPT): _S.ACCEPTED,
    (_S.SENT, _X.RETURN): _S.RETURNED,
    (_S.SENT, _X.NOT_TAKEN): _S.RETURNED,
    (_S.SENT, _X.RECALL): _S.RETURNED,  # their platform cannot be reached
    (_S.SENT, _X.WITHDRAW): _S.WITHDRAWN,
    (_S.ACCEPTED, _X.RETURN): _S.RETURNED,
    (_S.ACCEPTED, _X.FINISH): _S.DONE,
    (_S.ACCEPTED, _X.WITHDRAW): _S.WITHDRAWN,
    (_S.RETURNED, _X.RESEND): _S.SENT,
    (_S.RETURNED, _X.KEEP): _S.KEPT,
    (_S.RETURNED, _X.WITHDRAW): _S.WITHDRAWN,
    (_S.DONE, _X.REOPEN): _S.ACCEPTED,  # what was done is not enough
}
OPEN = frozenset({_S.SENT, _S.ACCEPTED, _S.RETURNED})
"""Somebody must still do something: an order in one of these has an owner and a running clock."""
BY_PARTNER = frozenset({_X.ACCEPT, _X.RETURN, _X.FINISH})
"""What the partner's desk says; the rest is the sender's side, and `NOT_TAKEN` the clock's."""
WANTS_TEXT = frozenset({_X.RETURN, _X.KEEP, _X.WITHDRAW, _X.FINISH, _X.REOPEN})
"""Signals that are nothing without a word: why, or what was done."""


def advance(state: WorkOrderState, signal: WorkOrderSignal) -> WorkOrderState:
    """The state after a signal. Raises: IllegalWorkOrderSignal."""
    try:
        return TABLE[(state, signal)]
    except KeyError:
        raise IllegalWorkOrderSignal(state=state.value, signal=signal.value) from None


class ExchangeState(StrEnum):
    """Where a message to a partner's platform stands."""

    QUEUED = "queued"  # 待送
    SENT = "sent"  # 已送达
    DEAD = "dead"  # 送不到
    DROPPED = "dropped"  # 不再送


class ExchangeSignal(StrEnum):
    """What can happen to such a message."""

    SEND = "send"
    FAIL = "fail"
    RETRY = "retry"
    DROP = "drop"


class IllegalExchangeSignal(Refused):
    """The message's state does not allow that."""

    code = "exchange_state"
    status = 409
    zh = "消息当前状态（{state}）不允许此操作（{signal}）。"
    en = "The message's state ({state}) does not allow this ({signal})."


_E, _Y = ExchangeState, ExchangeSignal
EXCHANGE_TABLE: dict[tuple[ExchangeState, ExchangeSignal], ExchangeState] = {
    (_E.QUEUED, _Y.SEND): _E.SENT,
    (_E.QUEUED, _Y.FAIL): _E.DEAD,
    (_E.QUEUED, _Y.DROP): _E.DROPPED,
    (_E.DEAD, _Y.SEND): _E.SENT,  # the try that was under way when it was given up got through
    (_E.DEAD, _Y.RETRY): _E.QUEUED,
    (_E.DEAD, _Y.DROP): _E.DROPPED,
}


def advance_exchange(state: ExchangeState, signal: ExchangeSignal) -> ExchangeState:
    """The state after a signal. Raises: IllegalExchangeSignal."""
    try:
        return EXCHANGE_TABLE[(state, signal)]
    except KeyError:
        raise IllegalExchangeSignal(state=state.value, signal=signal.value) from None
