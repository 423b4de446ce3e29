"""States of a request to withdraw a report (申请撤警)."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class WithdrawalState(StrEnum):
    """Where a request stands."""

    OPEN = "open"  # 待核实
    ACCEPTED = "accepted"  # 已同意
    REFUSED = "refused"  # 未同意
    LAPSED = "lapsed"  # 已无须答复


class WithdrawalSignal(StrEnum):
    """What can happen to a request."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    LAPSE = "lapse"


class IllegalWithdrawalSignal(Refused):
    """The request's state does not allow that."""

    code = "withdrawal_state"
    status = 409
    zh = "该撤警申请当前状态（{state}）不允许此操作（{signal}）。"
    en = "The request's state ({state}) does not allow this ({signal})."


TABLE: dict[tuple[WithdrawalState, WithdrawalSignal], WithdrawalState] = {
    (WithdrawalState.OPEN, WithdrawalSignal.ACCEPT): WithdrawalState.ACCEPTED,
    (WithdrawalState.OPEN, WithdrawalSignal.REFUSE): WithdrawalState.REFUSED,
    (WithdrawalState.OPEN, WithdrawalSignal.LAPSE): WithdrawalState.LAPSED,
}


def advance(state: WithdrawalState, signal: WithdrawalSignal) -> WithdrawalState:
    """The state after a signal. Raises: IllegalWithdrawalSignal."""
    try:
        return TABLE[(state, signal)]
    except KeyError:
        raise IllegalWithdrawalSignal(state=state.value, signal=signal.value) from None
