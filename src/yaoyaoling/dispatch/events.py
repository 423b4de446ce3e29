"""Facts about orders and call-outs."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from yaoyaoling.dispatch.policy import Ranking
from yaoyaoling.dispatch.states import CalloutSignal, CalloutState, OrderSignal, OrderState
from yaoyaoling.kernel.contract import Event


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


EVENTS = (CalloutStarted, CalloutAdvanced, CrewOrdered, OrderAdvanced)
