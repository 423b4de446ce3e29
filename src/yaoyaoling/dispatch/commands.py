"""Requests about orders."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.dispatch.policy import Ranking
from yaoyaoling.kernel.contract import Command


class SendCrew(Command):
    """Start the chain for an incident, or send a further crew. The ranking was made just before, outside.

    crew_id: the crew the person chose; None: the best of the ranking.
    """

    incident_id: UUID
    ranking: Ranking
    crew_id: UUID | None = None


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


class TakeCallout(Command):
    """A duty desk takes over a call-out that reached it."""

    incident_id: UUID
