"""States of a stop-payment order (止付单), and of whose an incident is (管辖)."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class PaymentState(StrEnum):
    """Where a stop-payment order stands."""

    PREPARED = "prepared"  # 已备
    SENT = "sent"  # 已送反诈中心
    STOPPED = "stopped"  # 已止付
    REFUSED = "refused"  # 未能止付
    DROPPED = "dropped"  # 不需要


class PaymentSignal(StrEnum):
    """What can happen to it."""

    SEND = "send"
    STOP = "stop"
    REFUSE = "refuse"
    DROP = "drop"


class IllegalPaymentSignal(Refused):
    """The order's state does not allow that."""

    code = "stop_payment_state"
    status = 409
    zh = "止付单当前状态（{state}）不允许此操作（{signal}）。"
    en = "The stop-payment order's state ({state}) does not allow this ({signal})."


_S, _X = PaymentState, PaymentSignal
PAYMENT_TABLE: dict[tuple[PaymentState, PaymentSignal], PaymentState] = {
    (_S.PREPARED, _X.SEND): _S.SENT,
    (_S.PREPARED, _X.DROP): _S.DROPPED,
    (_S.SENT, _X.STOP): _S.STOPPED,
    (_S.SENT, _X.REFUSE): _S.REFUSED,
    # The centre asks for another account, or the money went on: it is prepared and sent again.
    (_S.REFUSED, _X.SEND): _S.SENT,
}
PAYMENT_FINAL = frozenset({PaymentState.STOPPED, PaymentState.REFUSED, PaymentState.DROPPED})


def advance_payment(state: PaymentState, signal: PaymentSignal) -> PaymentState:
    """The order's state after a signal. Raises: IllegalPaymentSignal."""
    try:
        return PAYMENT_TABLE[(state, signal)]
    except KeyError:
        raise IllegalPaymentSignal(state=state.value, signal=signal.value) from None


class JurisdictionState(StrEnum):
    """Where the question stands whose an incident is. Who owns it meanwhile: whoever received it first (首接负责)."""

    CLEAR = "clear"  # 属地明确
    UNCLEAR = "unclear"  # 交界不明，属地所先接先处
    CONFIRMED = "confirmed"  # 属地所已确认
    DISPUTED = "disputed"  # 管辖争议，待上级裁定
    RULED = "ruled"  # 上级已裁定
    LAPSED = "lapsed"  # 警情已结束，不再确认


class JurisdictionSignal(StrEnum):
    """What can happen to it."""

    PLACE_CLEAR = "place_clear"
    PLACE_UNCLEAR = "place_unclear"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    RULE = "rule"
    LAPSE = "lapse"


class IllegalJurisdictionSignal(Refused):
    """As the question stands, that cannot happen to it."""

    code = "jurisdiction_state"
    status = 409
    zh = "管辖当前状态（{state}）不允许此操作（{signal}）。"
    en = "As the question of jurisdiction stands ({state}), this ({signal}) is not possible."


_J, _Y = JurisdictionState, JurisdictionSignal
JURISDICTION_TABLE: dict[tuple[JurisdictionState, JurisdictionSignal], JurisdictionState] = {
    # Another place asks the question anew, also after a ruling: it was made for the place before.
    **{(state, _Y.PLACE_CLEAR): _J.CLEAR for state in _J},
    **{(state, _Y.PLACE_UNCLEAR): _J.UNCLEAR for state in _J},
    (_J.UNCLEAR, _Y.CONFIRM): _J.CONFIRMED,
    (_J.UNCLEAR, _Y.DISPUTE): _J.DISPUTED,
    (_J.UNCLEAR, _Y.RULE): _J.RULED,
    (_J.UNCLEAR, _Y.LAPSE): _J.LAPSED,
    (_J.CLEAR, _Y.DISPUTE): _J.DISPUTED,
    (_J.CONFIRMED, _Y.DISPUTE): _J.DISPUTED,
    (_J.DISPUTED, _Y.CONFIRM): _J.CONFIRMED,  # whoever raised it takes it back
    (_J.DISPUTED, _Y.RULE): _J.RULED,
    (_J.DISPUTED, _Y.LAPSE): _J.LAPSED,
}
JURISDICTION_OPEN = frozenset({JurisdictionState.UNCLEAR, JurisdictionState.DISPUTED})
"""Somebody must still say whose it is."""


def advance_jurisdiction(state: JurisdictionState, signal: JurisdictionSignal) -> JurisdictionState:
    """The state after a signal. Raises: IllegalJurisdictionSignal."""
    try:
        return JURISDICTION_TABLE[(state, signal)]
    except KeyError:
        raise IllegalJurisdictionSignal(state=state.value, signal=signal.value) from None
