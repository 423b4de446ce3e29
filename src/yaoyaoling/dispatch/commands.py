"""Requests about orders."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from yaoyaoling.dispatch.events import OrderRole
from yaoyaoling.dispatch.policy import Ranking, SurgeBasis, SurgePlan, WaveAsk
from yaoyaoling.kernel.contract import Command


class SendCrew(Command):
    """Start the chain for an incident, or send a further crew. The ranking was made just before, outside.

    crew_id: the crew the person chose; None: the best of the ranking. reason: why one more is sent (增援).
    role: "contain" sends a chosen force to hold the place until a crew comes. further: chosen crews that go with it.
    surge_id: of whose accepted lines it carries out one.
    """

    incident_id: UUID
    ranking: Ranking
    crew_id: UUID | None = None
    reason: str | None = Field(default=None, min_length=2, max_length=200)
    role: OrderRole = "respond"
    further: tuple[UUID, ...] = Field(default=(), max_length=20)
    surge_id: UUID | None = None


class ProposeSurge(Command):
    """Keep a proposal for all that wait, made just before, outside, so that it can be accepted and answered for."""

    basis: SurgeBasis
    plan: SurgePlan


class AcceptSurge(Command):
    """Accept these lines of a proposal that is kept."""

    surge_id: UUID
    incident_ids: tuple[UUID, ...] = Field(min_length=1, max_length=100)


class SendWave(Command):
    """Order a further wave; the ranking of whom it is asked from was made just before, outside."""

    incident_id: UUID
    ranking: Ranking
    ask: WaveAsk
    reason: str = Field(min_length=2, max_length=200)


class SeeNotice(Command):
    """The owners of a crew have seen who took it."""

    notice_id: UUID


class CallOfficer(Command):
    """Ring the crew's officer into the call of the incident, once more or for the first time."""

    order_id: UUID


class AcceptOrder(Command):
    """The crew takes it (签收)."""

    order_id: UUID


class RefuseOrder(Command):
    """The crew cannot, and says why."""

    order_id: UUID
    reason: str = Field(min_length=2, max_length=200)


class AdvanceOrder(Command):
    """The crew departs or arrives; `by`: how the arrival is known."""

    order_id: UUID
    to: Literal["depart", "arrive"]
    by: Literal["button", "geofence"] = "button"


class ReleaseOrder(Command):
    """Take a crew off an incident."""

    order_id: UUID
    reason: str = Field(min_length=2, max_length=200)


class ReassignOrder(Command):
    """Take a crew off and send another in one step (改派). crew_id None: the best of the ranking."""

    order_id: UUID
    ranking: Ranking
    crew_id: UUID | None = None
    reason: str = Field(min_length=2, max_length=200)


class AgreeZone(Command):
    """Let counties work together along their common line. until: it ends by itself then."""

    name_zh: str = Field(min_length=2, max_length=40)
    counties: tuple[str, ...] = Field(min_length=2, max_length=20)
    reason: str | None = Field(default=None, min_length=2, max_length=200)
    until: AwareDatetime | None = None


class EndZone(Command):
    """End a cooperation zone."""

    zone_id: UUID
    reason: str = Field(min_length=2, max_length=200)


class TakeCallout(Command):
    """A duty desk takes over a call-out that reached it."""

    incident_id: UUID
