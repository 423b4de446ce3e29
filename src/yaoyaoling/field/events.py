"""Facts about feedback, panic calls and requests for help."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.field.patrol.events import PATROL_EVENTS
from yaoyaoling.field.states import FeedbackState, HelpSignal, HelpState, PanicSignal, PanicState
from yaoyaoling.kernel.contract import Event, Personal

Outcome = Literal[
    "settled_on_scene",  # 现场处置完毕
    "mediated",  # 现场调解
    "handed_over",  # 移交办案单位
    "taken_to_station",  # 带回派出所
    "sent_to_hospital",  # 送医
    "nobody_found",  # 未找到当事人
    "unfounded",  # 不实警情
    "other",  # 其他
]
HelpReason = Literal[
    "outnumbered",  # 人手不足
    "weapon",  # 对方持械
    "crowd",  # 围观聚集
    "resisting",  # 拒不配合
    "wounded",  # 有人受伤
    "equipment",  # 需要装备、车辆
    "female_officer",  # 需要女警
    "other",  # 其他
]
HelpAnswer = Literal[
    "sent",  # 已派增援
    "on_its_way",  # 已有力量在途
    "nobody_free",  # 暂无警力
    "not_needed",  # 无需增援
]


class FeedbackSubmitted(Event):
    """A crew reported what it found and did."""

    name: ClassVar[str] = "field.feedback.submitted"

    feedback_id: UUID
    order_id: UUID
    incident_id: UUID
    crew_id: UUID
    call_sign: str
    round: int
    state: FeedbackState
    outcome: Outcome
    text: Personal[str | None] = None
    media: tuple[UUID, ...]
    submitted_by: UUID | None
    submitted_by_name: str


class FeedbackJudged(Event):
    """A second person passed the feedback or sent it back."""

    name: ClassVar[str] = "field.feedback.judged"

    feedback_id: UUID
    incident_id: UUID
    state: FeedbackState
    remarks: str | None = None


class FeedbackMended(Event):
    """The crew answered what was sent back: a further round stands in its place."""

    name: ClassVar[str] = "field.feedback.mended"

    feedback_id: UUID
    incident_id: UUID
    state: FeedbackState


class FeedbackErased(Event):
    """The words are gone; the outcome code stays."""

    name: ClassVar[str] = "field.feedback.erased"

    feedback_id: UUID
    incident_id: UUID


class PanicRaised(Event):
    """An officer pressed the panic button. Positions WGS-84; pressed_at: by the phone's clock."""

    name: ClassVar[str] = "field.panic.raised"

    panic_id: UUID
    crew_id: UUID
    call_sign: str
    account_id: UUID
    officer_name: str
    org_code: str
    incident_id: UUID | None
    state: PanicState
    is_officer_down: bool
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    pressed_at: datetime


class PanicAdvanced(Event):
    """A panic call was pressed again, acknowledged or ended; by_name: who did."""

    name: ClassVar[str] = "field.panic.advanced"

    panic_id: UUID
    incident_id: UUID | None
    signal: PanicSignal
    state: PanicState
    is_officer_down: bool
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    by_name: str
    note: str | None = None
    org_code: str | None = None
    """The crew's organisation; absent in facts of before."""


class HelpAsked(Event):
    """A crew at an incident asks for more."""

    name: ClassVar[str] = "field.help.asked"

    help_id: UUID
    incident_id: UUID
    order_id: UUID
    crew_id: UUID
    call_sign: str
    state: HelpState
    reasons: tuple[HelpReason, ...]


class HelpAdvanced(Event):
    """A request for help was answered or taken back."""

    name: ClassVar[str] = "field.help.advanced"

    help_id: UUID
    incident_id: UUID
    signal: HelpSignal
    state: HelpState
    answer: HelpAnswer | None = None
    by_name: str
    note: str | None = None


class HereLooked(Event):
    """Somebody looked what is known of the place a contact is about. incidents: those that told of dangers there."""

    name: ClassVar[str] = "field.here.looked"

    contact_id: UUID
    hazards: tuple[UUID, ...]
    incidents: tuple[UUID, ...]


EVENTS = (
    FeedbackSubmitted,
    FeedbackJudged,
    FeedbackMended,
    FeedbackErased,
    PanicRaised,
    PanicAdvanced,
    HelpAsked,
    HelpAdvanced,
    HereLooked,
    *PATROL_EVENTS,
)
