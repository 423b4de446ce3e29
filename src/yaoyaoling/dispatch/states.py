"""States of an order to a crew (派警单) and of a call-out (派警过程)."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class OrderState(StrEnum):
    """Where an order stands."""

    ORDERED = "ordered"  # 已派，待签收
    ACCEPTED = "accepted"  # 已签收
    DEPARTED = "departed"  # 已出发
    ARRIVED = "arrived"  # 已到场
    FED_BACK = "fed_back"  # 已反馈
    REFUSED = "refused"  # 拒收
    EXPIRED = "expired"  # 超时未签收
    OUTRUN = "outrun"  # 他组先签收
    RELEASED = "released"  # 撤派


class OrderSignal(StrEnum):
    """What can happen to an order."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    EXPIRE = "expire"
    OUTRUN = "outrun"
    DEPART = "depart"
    ARRIVE = "arrive"
    FEED_BACK = "feed_back"
    RELEASE = "release"


class CalloutState(StrEnum):
    """Who is being rung for an incident."""

    RINGING = "ringing"  # 呼叫警组
    DESK = "desk"  # 呼叫值班台
    DESK_TAKEN = "desk_taken"  # 值班台已接手
    ALARMED = "alarmed"  # 无人响应，告警
    ANSWERED = "answered"  # 有警组签收
    STOPPED = "stopped"  # 终止


class CalloutSignal(StrEnum):
    """What can happen to a call-out."""

    RING = "ring"
    TO_DESK = "to_desk"
    DESK_TAKES = "desk_takes"
    ALARM = "alarm"
    ANSWER = "answer"
    ANSWER_LOST = "answer_lost"
    STOP = "stop"


class IllegalOrderSignal(Refused):
    """The order's state does not allow that."""

    code = "order_state"
    status = 409
    zh = "派警单当前状态（{state}）不允许此操作（{signal}）。"
    en = "The order's state ({state}) does not allow this ({signal})."


class IllegalCalloutSignal(Refused):
    """The call-out's state does not allow that."""

    code = "callout_state"
    status = 409
    zh = "派警过程当前状态（{state}）不允许此操作（{signal}）。"
    en = "The call-out's state ({state}) does not allow this ({signal})."


_O, _X = OrderState, OrderSignal
ORDER_TABLE: dict[tuple[OrderState, OrderSignal], OrderState] = {
    (_O.ORDERED, _X.ACCEPT): _O.ACCEPTED,
    (_O.ORDERED, _X.REFUSE): _O.REFUSED,
    (_O.ORDERED, _X.EXPIRE): _O.EXPIRED,
    (_O.ORDERED, _X.OUTRUN): _O.OUTRUN,
    (_O.ORDERED, _X.RELEASE): _O.RELEASED,
    (_O.ACCEPTED, _X.DEPART): _O.DEPARTED,
    (_O.ACCEPTED, _X.ARRIVE): _O.ARRIVED,  # already there when the order came
    (_O.ACCEPTED, _X.RELEASE): _O.RELEASED,
    (_O.DEPARTED, _X.ARRIVE): _O.ARRIVED,
    (_O.DEPARTED, _X.RELEASE): _O.RELEASED,
    (_O.ARRIVED, _X.FEED_BACK): _O.FED_BACK,
    (_O.ARRIVED, _X.RELEASE): _O.RELEASED,
}
LIVE = frozenset({OrderState.ORDERED, OrderState.ACCEPTED, OrderState.DEPARTED, OrderState.ARRIVED})

_C, _Y = CalloutState, CalloutSignal
CALLOUT_TABLE: dict[tuple[CalloutState, CalloutSignal], CalloutState] = {
    (_C.RINGING, _Y.RING): _C.RINGING,
    (_C.RINGING, _Y.TO_DESK): _C.DESK,
    (_C.RINGING, _Y.ALARM): _C.ALARMED,
    (_C.RINGING, _Y.ANSWER): _C.ANSWERED,
    (_C.RINGING, _Y.STOP): _C.STOPPED,
    (_C.DESK, _Y.RING): _C.RINGING,
    (_C.DESK, _Y.TO_DESK): _C.DESK,
    (_C.DESK, _Y.DESK_TAKES): _C.DESK_TAKEN,
    (_C.DESK, _Y.ALARM): _C.ALARMED,
    (_C.DESK, _Y.STOP): _C.STOPPED,
    (_C.DESK_TAKEN, _Y.RING): _C.RINGING,
    (_C.DESK_TAKEN, _Y.TO_DESK): _C.DESK,
    (_C.DESK_TAKEN, _Y.ALARM): _C.ALARMED,
    (_C.DESK_TAKEN, _Y.STOP): _C.STOPPED,
    (_C.ALARMED, _Y.RING): _C.RINGING,
    (_C.ALARMED, _Y.DESK_TAKES): _C.DESK_TAKEN,
    (_C.ALARMED, _Y.ALARM): _C.ALARMED,
    (_C.ALARMED, _Y.STOP): _C.STOPPED,
    (_C.ANSWERED, _Y.RING): _C.ANSWERED,  # a further crew beside the one that answered
    (_C.ANSWERED, _Y.ANSWER): _C.ANSWERED,
    (_C.ANSWERED, _Y.ANSWER_LOST): _C.RINGING,
    (_C.ANSWERED, _Y.STOP): _C.STOPPED,
    (_C.STOPPED, _Y.RING): _C.RINGING,  # the incident was re-opened
}


def advance_order(state: OrderState, signal: OrderSignal) -> OrderState:
    """The order's state after a signal. Raises: IllegalOrderSignal."""
    try:
        return ORDER_TABLE[(state, signal)]
    except KeyError:
        raise IllegalOrderSignal(state=state.value, signal=signal.value) from None


def advance_callout(state: CalloutState, signal: CalloutSignal) -> CalloutState:
    """The call-out's state after a signal. Raises: IllegalCalloutSignal."""
    try:
        return CALLOUT_TABLE[(state, signal)]
    except KeyError:
        raise IllegalCalloutSignal(state=state.value, signal=signal.value) from None
