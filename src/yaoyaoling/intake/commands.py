"""Requests to the queue and from the seats."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.incidents.public import Owner
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.geo import Point
from yaoyaoling.triage.public import Answer

Channel = Literal["voice", "web", "sms", "wechat", "qr", "walk_in", "device", "partner"]
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

    is_danger: whoever hands it on says, or its words do, that somebody is in danger: it is taken first.
    has_history: an incident came of this number before. is_marked: a call-taker marked it as one of junk calls.
    redial_of: the earlier contact it belongs to; tied_incident_id: its incident; prefers_seat: where it rings first.
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
    is_danger: bool = False
    citizen_scope: str | None = None
    has_history: bool = False
    is_marked: bool = False
    redial_of: UUID | None = None
    tied_incident_id: UUID | None = None
    prefers_seat: UUID | None = None


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
    """Open an incident from the contact in hand (立警)."""

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
