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


class StillKept(Event):
    """A seat kept a picture of the caller's video; sha256 is of the file, in hexadecimal."""

    name: ClassVar[str] = "citizen.still.kept"

    media_id: UUID
    contact_id: UUID
    sha256: str
    by_name: str


class MessageSaid(Event):
    """The caller and the hall write to each other. by_name: of the hall's person."""

    name: ClassVar[str] = "citizen.message.said"

    message_id: UUID
    contact_id: UUID
    is_from_citizen: bool
    by_name: str | None
    words: Personal[str | None] = None
    via: str = "page"
    """How what the citizen wrote came: by the page, or the channel of a text message."""


class MessageSeen(Event):
    """It was on the other side's screen."""

    name: ClassVar[str] = "citizen.message.seen"

    message_id: UUID
    contact_id: UUID


class MessageErased(Event):
    """The words are gone; that something was written, and when, stays."""

    name: ClassVar[str] = "citizen.message.erased"

    message_id: UUID
    contact_id: UUID


EVENTS = (
    RatingGiven,
    WithdrawalAsked,
    WithdrawalAdvanced,
    WithdrawalErased,
    StillKept,
    MessageSaid,
    MessageSeen,
    MessageErased,
)
