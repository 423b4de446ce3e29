"""States of a message to a citizen."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class MessageState(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"  # 待发送
    SENT = "sent"  # 已发出
    DELIVERED = "delivered"  # 已送达
    FAILED = "failed"  # 未送达


class MessageSignal(StrEnum):
    """What can happen to a message."""

    SEND = "send"
    DELIVER = "deliver"
    FAIL = "fail"
    EXPIRE = "expire"


class IllegalMessageSignal(Refused):
    """The message's state does not allow that."""

    code = "message_state"
    status = 409
    zh = "该消息当前状态（{state}）不允许此操作（{signal}）。"
    en = "The message's state ({state}) does not allow this ({signal})."


_S, _X = MessageState, MessageSignal
MESSAGE_TABLE: dict[tuple[MessageState, MessageSignal], MessageState] = {
    (_S.QUEUED, _X.SEND): _S.SENT,
    (_S.QUEUED, _X.DELIVER): _S.DELIVERED,  # the receipt overtook the reply
    (_S.QUEUED, _X.FAIL): _S.FAILED,
    (_S.QUEUED, _X.EXPIRE): _S.FAILED,
    (_S.SENT, _X.DELIVER): _S.DELIVERED,
    (_S.SENT, _X.FAIL): _S.FAILED,
    (_S.FAILED, _X.SEND): _S.SENT,  # it was under way when its time was over
    (_S.FAILED, _X.DELIVER): _S.DELIVERED,  # it arrived after all
}


def advance_message(state: MessageState, signal: MessageSignal) -> MessageState:
    """The state after a signal. Raises: IllegalMessageSignal."""
    try:
        return MESSAGE_TABLE[(state, signal)]
    except KeyError:
        raise IllegalMessageSignal(state=state.value, signal=signal.value) from None
