"""Requests about calls: what people and upper rooms want, and what the line notes of what really happened."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.kernel.contract import Command
from yaoyaoling.telephony.states import CallSignal, LegSignal

LegKind = Literal[
    "citizen",  # 报警人
    "seat",  # 接警席
    "officer",  # 处警民警
    "partner",  # 联动单位
    "callback",  # 回拨报警人
]
Mode = Literal[
    "open",  # 正常
    "muted",  # 静音
    "held",  # 保持，听提示音
    "whisper",  # 耳语：只有席位和民警听到
]
Attended = Literal[
    "warm",  # 先三方后离开
    "blind",  # 直接转
]
Reason = Literal[
    "no_answer",  # 无人接听
    "busy",  # 占线
    "rejected",  # 拒接
    "unreachable",  # 无法接通
    "cancelled",  # 取消
    "error",  # 线路故障
    "hung_up",  # 对方挂断
    "ended",  # 我方挂断
    "call_ended",  # 通话已结束
    "seat_lost",  # 席位失联
    "transferred",  # 已转出
    "answered_elsewhere",  # 他人已接听
    "order_over",  # 派警单已失效
    "too_long",  # 超过最长时限
]
NUMBER = r"^\+?[0-9*#]{2,20}$"


class NoteCall(Command):
    """The line tells what became of a call."""

    call_id: UUID
    signal: CallSignal
    reason: Reason | None = None
    sip_status: int | None = None


class NoteLeg(Command):
    """The line tells what became of a leg. person_id: who answered, when a crew was rung and not a person."""

    leg_id: UUID
    signal: LegSignal
    reason: Reason | None = None
    sip_status: int | None = None
    person_id: UUID | None = None


class KeepDialog(Command):
    """What a restarted line needs to go on with a call, or with one leg of it; no fact, None leaves as it is."""

    call_id: UUID | None = None
    leg_id: UUID | None = None
    node: str | None = None
    sip: dict[str, Any] | None = None
    media: dict[str, Any] | None = None


class NoteAlone(Command):
    """Nobody is left with the caller."""

    call_id: UUID


class NoteLine(Command):
    """The line of a person carries sound, or no longer does. node: who tells it."""

    person_id: UUID
    node: str
    is_up: bool


class AskKey(Command):
    """Ask the caller to press 1 if help is wanted: once in a call and never twice."""

    call_id: UUID


class NoteKey(Command):
    """The caller pressed a key."""

    call_id: UUID
    key: str = Field(pattern=r"^[0-9*#A-D]$")


class AskLeg(Command):
    """Have somebody join a call. A leg that lives already for the same person or order is given again.

    person_id: whose line; crew_id: any line of that crew's officers, when nobody is registered aboard. number: rung
    through the trunk when no line answers. display: name on screens. attended: how a seat hands over to a partner.
    """

    call_id: UUID
    kind: LegKind
    person_id: UUID | None = None
    number: str | None = Field(default=None, pattern=NUMBER)
    display: str | None = Field(default=None, max_length=60)
    order_id: UUID | None = None
    partner_id: str | None = Field(default=None, max_length=40)
    mode: Mode = "open"
    attended: Attended | None = None
    crew_id: UUID | None = None


class SetMode(Command):
    """What a leg shall hear and say from now on."""

    leg_id: UUID
    mode: Mode


class EndLeg(Command):
    """Take a leg out of its call, or stop calling it."""

    leg_id: UUID
    reason: Reason = "ended"


class EndCall(Command):
    """Hang up, for everybody."""

    call_id: UUID
    reason: Reason = "ended"


class SendDigits(Command):
    """Play keys to those outside: a menu, an extension."""

    call_id: UUID
    digits: str = Field(pattern=r"^[0-9*#A-D]{1,20}$")


class CallBack(Command):
    """Ring the caller back in the same call. is_safe: the person has seen that the caller may be hiding."""

    call_id: UUID
    is_safe: bool = False


class TieCall(Command):
    """Say which incident a call belongs to; None: to none any more."""

    call_id: UUID
    incident_id: UUID | None


class TagNumber(Command):
    """Mark the number of a call as one of junk calls, for so many days, saying why. Nobody is refused for it."""

    call_id: UUID
    why: str = Field(min_length=2, max_length=200)
    days: int = Field(default=7, ge=1, le=90)


class UntagNumber(Command):
    """Take the mark away."""

    call_id: UUID
    why: str = Field(min_length=2, max_length=200)
