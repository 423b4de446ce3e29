"""Requests to the queue and from the seats."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.evidence.public import Upload
from yaoyaoling.incidents.public import Owner
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.geo import Point
from yaoyaoling.triage.public import Answer

Channel = Literal[
    "voice", "web", "sms", "wechat", "qr", "walk_in", "self_received", "community", "device", "mail", "partner"
]
EnteredChannel = Literal[
    "walk_in",  # 窗口来访
    "self_received",  # 自接警
    "community",  # 群众组织线索（警民议事厅）
]
Disposition = Literal[
    "answered",  # 已答复
    "not_police",  # 非警务，已引导
    "duplicate",  # 重复报警
    "silent",  # 无声
    "misdialled",  # 误拨
    "harassment",  # 骚扰
]


PauseReason = Literal[
    "rest",  # 小休
    "meal",  # 用餐
    "training",  # 培训
    "meeting",  # 会议
    "equipment",  # 设备故障
    "other",  # 其他
    "no_answer",  # 振铃无人应答，系统示忙
]


class ReceiveContact(Command):
    """A report by any channel. contact_id is also the subject of its personal data.

    has_history: an incident came of this number before. is_marked: a call-taker marked it as one of junk calls.
    redial_of: the earlier contact it belongs to; tied_incident_id: its incident; prefers_seat: where it rings first.
    is_entered: the actor entered it for a citizen, and sees what becomes of it.
    is_urgent: a machine (a crash, an alarm), or whoever hands it on, says that somebody is in danger. is_test: it is
    only tried, and opens no incident.
    """

    contact_id: UUID
    channel: Channel
    hall_code: str
    caller_number: str | None = None
    caller_name: str | None = None
    text: str | None = None
    place_text: str | None = None
    point: Point | None = None
    uncertainty_m: float | None = None
    is_outside_city: bool = False
    is_silent: bool = False
    citizen_scope: str | None = None
    has_history: bool = False
    is_marked: bool = False
    redial_of: UUID | None = None
    tied_incident_id: UUID | None = None
    prefers_seat: UUID | None = None
    is_entered: bool = False
    is_urgent: bool = False
    is_test: bool = False


class EnterReport(Command):
    """What somebody of the force enters for a citizen, or met himself."""

    channel: EnteredChannel
    text: str = Field(min_length=2, max_length=4000)
    place_text: str | None = Field(default=None, max_length=300)
    point: Point | None = None
    uncertainty_m: float | None = None
    caller_name: str | None = Field(default=None, max_length=40)
    caller_number: str | None = Field(default=None, max_length=24)
    uploads: tuple[Upload, ...] = ()


PlaceSource = Literal[
    "aml",  # 手机紧急定位
    "ecall",  # 车辆自动呼救
]
PlaceMethod = Literal[
    "gnss",  # 卫星
    "wifi",  # 无线局域网
    "cell",  # 基站
    "fused",  # 综合
    "unknown",  # 未知
]


class PlaceContact(Command):
    """Where somebody who reached us is, told by other means than words. point: WGS-84; uncertainty_m: radius of the
    area, with so much confidence (percent); measured_at: when."""

    contact_id: UUID
    point: Point
    uncertainty_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    source: PlaceSource
    method: PlaceMethod = "unknown"
    measured_at: datetime
    confidence: float | None = Field(default=None, ge=0, le=100, allow_inf_nan=False)


class MoveSeat(Command):
    """The person at the seat goes ready, pauses (saying why) or leaves.

    takes_calls: whether callers who speak ring here; no: only what is written, and calls that another line carries.
    """

    to: Literal["ready", "paused", "off"]
    reason: PauseReason | None = None
    takes_calls: bool = True


class TakeContact(Command):
    """Take a contact: the one that rings, or one out of the queue."""

    contact_id: UUID


class DeclineContact(Command):
    """Let the next seat have it."""

    contact_id: UUID


class HoldContact(Command):
    """Hold the contact in hand (保持): it stays the seat's, the hand is free for another."""

    contact_id: UUID


class ResumeContact(Command):
    """Take a held contact back; what is in hand is held instead."""

    contact_id: UUID


class OpenFromContact(Command):
    """Open an incident from the contact in hand (立警). is_no_test: somebody on the line of a test call needs help."""

    contact_id: UUID
    class_code: str = Field(pattern=r"^\d{2,6}$")
    level: int | None = Field(default=None, ge=1, le=4)
    narrative: str = Field(default="", max_length=8000)
    reporter_name: str | None = Field(default=None, max_length=40)
    reporter_phone: str | None = Field(default=None, max_length=24)
    place_text: str = Field(min_length=1, max_length=300)
    point: Point
    owner: Owner
    is_unsafe_to_contact: bool = False
    answers: tuple[Answer, ...] = Field(default=(), max_length=40)
    expected_version: int | None = None
    is_no_test: bool = False


class NoteAnswers(Command):
    """Write down what was answered to the question card; all of it, as it stands now."""

    incident_id: UUID
    answers: tuple[Answer, ...] = Field(max_length=40)


class SettleContact(Command):
    """End the contact without an incident, saying how. hang_up: and the call with it."""

    contact_id: UUID
    disposition: Disposition
    note: str = Field(default="", max_length=1000)
    hang_up: bool = False


class UntieContact(Command):
    """It does not belong to the earlier contact of this number after all."""

    contact_id: UUID


class LinkContact(Command):
    """Tie the contact to an incident that is open already. said: what the call-taker wrote of it."""

    contact_id: UUID
    incident_id: UUID
    said: str = Field(default="", max_length=8000)


class UnlinkContact(Command):
    """It is not about that incident after all: it is back in the hand of whoever says so, as it was."""

    contact_id: UUID
