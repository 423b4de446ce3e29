"""States of an incident (警情状态): one table, one pure function."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class IncidentState(StrEnum):
    """Where an incident stands."""

    OPENED = "opened"  # 待派警
    DISPATCHED = "dispatched"  # 已派警，待签收
    UNDER_WAY = "under_way"  # 已签收，处警途中
    ON_SCENE = "on_scene"  # 到达现场
    HANDLED = "handled"  # 处置完毕，待复核
    CLOSED = "closed"  # 结警
    CANCELLED = "cancelled"  # 撤销
    MERGED = "merged"  # 已并案


class IncidentSignal(StrEnum):
    """What can happen to an incident."""

    ORDER_SENT = "order_sent"
    ORDER_ACCEPTED = "order_accepted"
    CREW_ARRIVED = "crew_arrived"
    ORDERS_LOST = "orders_lost"
    FED_BACK = "fed_back"
    HANDLED_DIRECTLY = "handled_directly"
    FEEDBACK_RETURNED = "feedback_returned"
    ALL_SETTLED = "all_settled"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    MERGED = "merged"
    UNMERGED = "unmerged"


class IllegalIncidentSignal(Refused):
    """The incident's state does not allow that."""

    code = "incident_state"
    status = 409
    zh = "警情当前状态（{state}）不允许此操作（{signal}）。"
    en = "The incident's state ({state}) does not allow this ({signal})."


_S, _X = IncidentState, IncidentSignal
TABLE: dict[tuple[IncidentState, IncidentSignal], IncidentState] = {
    (_S.OPENED, _X.ORDER_SENT): _S.DISPATCHED,
    (_S.OPENED, _X.HANDLED_DIRECTLY): _S.HANDLED,
    (_S.OPENED, _X.CANCELLED): _S.CANCELLED,
    (_S.OPENED, _X.MERGED): _S.MERGED,
    (_S.DISPATCHED, _X.ORDER_SENT): _S.DISPATCHED,
    (_S.DISPATCHED, _X.ORDER_ACCEPTED): _S.UNDER_WAY,
    (_S.DISPATCHED, _X.ORDERS_LOST): _S.OPENED,
    (_S.DISPATCHED, _X.CANCELLED): _S.CANCELLED,
    (_S.DISPATCHED, _X.MERGED): _S.MERGED,
    (_S.UNDER_WAY, _X.ORDER_SENT): _S.UNDER_WAY,
    (_S.UNDER_WAY, _X.ORDER_ACCEPTED): _S.UNDER_WAY,
    (_S.UNDER_WAY, _X.CREW_ARRIVED): _S.ON_SCENE,
    (_S.UNDER_WAY, _X.ORDERS_LOST): _S.OPENED,
    (_S.UNDER_WAY, _X.CANCELLED): _S.CANCELLED,
    (_S.UNDER_WAY, _X.MERGED): _S.MERGED,
    (_S.ON_SCENE, _X.ORDER_SENT): _S.ON_SCENE,
    (_S.ON_SCENE, _X.ORDER_ACCEPTED): _S.ON_SCENE,
    (_S.ON_SCENE, _X.CREW_ARRIVED): _S.ON_SCENE,
    (_S.ON_SCENE, _X.ORDERS_LOST): _S.OPENED,
    (_S.ON_SCENE, _X.MERGED): _S.MERGED,
    (_S.ON_SCENE, _X.FED_BACK): _S.HANDLED,
    (_S.ON_SCENE, _X.HANDLED_DIRECTLY): _S.HANDLED,  # handled without a crew, sent back by the reviewer
    (_S.HANDLED, _X.FEEDBACK_RETURNED): _S.ON_SCENE,
    (_S.HANDLED, _X.ALL_SETTLED): _S.CLOSED,
    (_S.CLOSED, _X.REOPENED): _S.OPENED,
    (_S.CANCELLED, _X.REOPENED): _S.OPENED,
    (_S.MERGED, _X.UNMERGED): _S.OPENED,
}
BACK_TO_WORK = frozenset({IncidentSignal.REOPENED, IncidentSignal.UNMERGED})
"""Signals after which everything begins anew: its clock, its call-out, its checks."""
FINAL = frozenset({IncidentState.CLOSED, IncidentState.CANCELLED, IncidentState.MERGED})


def advance(state: IncidentState, signal: IncidentSignal) -> IncidentState:
    """The state after a signal. Raises: IllegalIncidentSignal."""
    try:
        return TABLE[(state, signal)]
    except KeyError:
        raise IllegalIncidentSignal(state=state.value, signal=signal.value) from None
