"""Facts about orders and call-outs."""

from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from yaoyaoling.dispatch.notices import Side
from yaoyaoling.dispatch.policy import Authority, Ranking, Reach, Standby, SurgeBasis, SurgeLine, SurgePlan
from yaoyaoling.dispatch.states import CalloutSignal, CalloutState, OrderSignal, OrderState
from yaoyaoling.kernel.contract import Event, Value

OrderRole = Literal["respond", "contain"]
"""What a crew is sent for: to respond (处警), or to hold the place until a crew comes (先期处置)."""


class CalloutStarted(Event):
    """Somebody began to call crews for an incident; the ranking stays with it."""

    name: ClassVar[str] = "dispatch.callout.started"

    callout_id: UUID
    incident_id: UUID
    state: CalloutState
    level: int
    station_code: str
    ranking: Ranking


class CalloutAdvanced(Event):
    """The call-out went on: the next crews, a desk, an alarm, an answer, an end."""

    name: ClassVar[str] = "dispatch.callout.advanced"

    callout_id: UUID
    incident_id: UUID
    signal: CalloutSignal
    state: CalloutState
    wave: int
    desk_code: str | None = None
    desk_taken_by: str | None = None
    due_at: datetime | None = None
    ranking: Ranking | None = None
    """Present when the crews were ranked anew."""


class CrewOrdered(Event):
    """A crew was ordered to an incident. rank: its place in the ranking, from 1; None: chosen outside of it."""

    name: ClassVar[str] = "dispatch.crew.ordered"

    order_id: UUID
    callout_id: UUID
    incident_id: UUID
    crew_id: UUID
    call_sign: str
    state: OrderState
    rank: int | None
    eta_s: float | None
    distance_m: float | None
    is_estimated: bool
    due_at: datetime | None
    reason: str | None = None
    """Why a further crew or another one was sent."""
    role: OrderRole = "respond"
    surge_id: UUID | None = None
    """The surge whose accepted line it carries out."""
    wave_id: UUID | None = None
    """The wave it belongs to, as one of its first crews or as a replacement."""


class OrderAdvanced(Event):
    """An order went on: accepted, under way, on scene, fed back, or over."""

    name: ClassVar[str] = "dispatch.order.advanced"

    order_id: UUID
    incident_id: UUID
    crew_id: UUID
    call_sign: str
    signal: OrderSignal
    state: OrderState
    arrived_by: str | None = None
    reason: str | None = None


class WaveSent(Event):
    """A commander asked for a further wave, and these orders went out. number: 2 is the first after the first call."""

    name: ClassVar[str] = "dispatch.wave.sent"

    wave_id: UUID
    incident_id: UUID
    number: int
    wanted: int
    reach: Reach
    forces: tuple[str, ...]
    standby: Standby
    reason: str
    by_name: str
    order_ids: tuple[UUID, ...]
    ranking: Ranking
    authority: Authority | None = None
    """What whoever asked commands: replacements go no further."""


class WaveRefilled(Event):
    """Crews of a wave did not take it; these were ordered in their place. missing: so many could not be replaced."""

    name: ClassVar[str] = "dispatch.wave.refilled"

    wave_id: UUID
    incident_id: UUID
    order_ids: tuple[UUID, ...]
    missing: int


class SurgeProposed(Event):
    """Somebody was shown how all that wait could be served at once; `plan_surge(unpack(basis))` gives it again."""

    name: ClassVar[str] = "dispatch.surge.proposed"

    surge_id: UUID
    basis: SurgeBasis
    plan: SurgePlan


class SurgeAccepted(Event):
    """Somebody accepted these lines of it; the orders that follow name the surge."""

    name: ClassVar[str] = "dispatch.surge.accepted"

    surge_id: UUID
    lines: tuple[SurgeLine, ...]
    by_name: str


class NoticeRaised(Event):
    """A crew was taken by somebody other than its owners, who must have seen it. asks: who of them.

    expected_until: by road time and usual handling; it ends with the order, whenever that is.
    """

    name: ClassVar[str] = "dispatch.notice.raised"

    notice_id: UUID
    order_id: UUID
    incident_id: UUID
    incident_number: str
    class_code: str
    level: int
    crew_id: UUID
    call_sign: str
    org_path: str
    reason: str | None
    taken_by_name: str
    expected_until: datetime | None
    asks: tuple[Side, ...]


class NoticeRepeated(Event):
    """It was not seen in time and raised again. asked: how often by now."""

    name: ClassVar[str] = "dispatch.notice.repeated"

    notice_id: UUID
    asked: int
    unseen: tuple[Side, ...]


class NoticeSeen(Event):
    """An owner has seen it."""

    name: ClassVar[str] = "dispatch.notice.seen"

    notice_id: UUID
    side: Side
    by_name: str


class NoticeEnded(Event):
    """The order is over, and the crew its owners' again."""

    name: ClassVar[str] = "dispatch.notice.ended"

    notice_id: UUID
    reason: str


class ForceChange(Value):
    """What happened to one force type: the fields that changed, as they were and as they are."""

    code: str
    kind: Literal["added", "changed"]
    before: dict[str, Any]
    after: dict[str, Any]


class ForceTableChanged(Event):
    """The table of forces has a new version, from the next ranking on. skills_*: "class skill"."""

    name: ClassVar[str] = "dispatch.force_table.changed"

    version_made: int
    note: str
    changes: tuple[ForceChange, ...]
    skills_added: tuple[str, ...]
    skills_removed: tuple[str, ...]


class ZoneAgreed(Event):
    """Counties work together along their common line (跨界协作区). counties: codes of their organisations."""

    name: ClassVar[str] = "dispatch.zone.agreed"

    zone_id: UUID
    name_zh: str
    counties: tuple[str, ...]
    agreed_by_name: str
    reason: str | None = None
    until: datetime | None = None


class ZoneEnded(Event):
    """They do no longer."""

    name: ClassVar[str] = "dispatch.zone.ended"

    zone_id: UUID
    reason: str


EVENTS = (
    CalloutStarted,
    CalloutAdvanced,
    CrewOrdered,
    OrderAdvanced,
    WaveSent,
    WaveRefilled,
    SurgeProposed,
    SurgeAccepted,
    NoticeRaised,
    NoticeRepeated,
    NoticeSeen,
    NoticeEnded,
    ForceTableChanged,
    ZoneAgreed,
    ZoneEnded,
)
