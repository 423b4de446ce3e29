"""Facts about ratings and requests to withdraw."""

from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.citizen.states import WithdrawalSignal, WithdrawalState
from yaoyaoling.kernel.contract import Event, Personal

WithdrawalReason = Literal[
    "settled",  # 已自行解决
    "mistake",  # 误报
    "no_longer",  # 不再需要
    "other",  # 其他
]


class RatingGiven(Event):
    """The reporter rated the answering and the handling, each from 1 to 5."""

    name: ClassVar[str] = "citizen.rating.given"

    contact_id: UUID
    incident_id: UUID
    answering: int
    handling: int
    words: Personal[str | None] = None


class WithdrawalAsked(Event):
    """The reporter asks to withdraw. Nothing stops by it: a seat verifies."""

    name: ClassVar[str] = "citizen.withdrawal.asked"

    withdrawal_id: UUID
    contact_id: UUID
    incident_id: UUID | None
    state: WithdrawalState
    reason: WithdrawalReason
    words: Personal[str | None] = None


class WithdrawalAdvanced(Event):
    """The request was answered, or nothing is left to answer. reply: what the reporter reads."""

    name: ClassVar[str] = "citizen.withdrawal.advanced"

    withdrawal_id: UUID
    contact_id: UUID
    incident_id: UUID | None
    signal: WithdrawalSignal
    state: WithdrawalState
    reply: str | None = None
    by_name: str


class WithdrawalErased(Event):
    """The reporter's words are gone."""

    name: ClassVar[str] = "citizen.withdrawal.erased"

    withdrawal_id: UUID
    contact_id: UUID


EVENTS = (RatingGiven, WithdrawalAsked, WithdrawalAdvanced, WithdrawalErased)
