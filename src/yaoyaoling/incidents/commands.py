"""Requests about incidents."""

from uuid import UUID

from pydantic import Field

from yaoyaoling.incidents.states import IncidentSignal
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.geo import Point


class Owner(Value):
    """Whose territory the place lies in: who owns the incident, whoever goes."""

    county_code: str
    station_code: str
    station_path: str
    grid_code: str | None


class OpenIncident(Command):
    """Open an incident from a contact (立警).

    subject: whose personal data it holds; the contact's. hall_code: the hall that took it.
    """

    contact_id: UUID
    subject: UUID
    channel: str
    class_code: str
    level: int | None = Field(default=None, ge=1, le=4)
    narrative: str = ""
    reporter_name: str | None = None
    reporter_phone: str | None = None
    place_text: str
    point: Point
    reported_point: Point | None = None
    owner: Owner
    hall_code: str
    is_unsafe_to_contact: bool = False


class AmendIncident(Command):
    """Correct an incident. Fields left out stay."""

    incident_id: UUID
    class_code: str | None = None
    level: int | None = Field(default=None, ge=1, le=4)
    narrative: str | None = Field(default=None, max_length=8000)
    place_text: str | None = Field(default=None, max_length=300)
    point: Point | None = None
    owner: Owner | None = None
    is_unsafe_to_contact: bool | None = None
    reason: str = Field(min_length=1, max_length=300)
    hall_code: str
    expected_version: int | None = None


class HandOverIncident(Command):
    """Make another station the owner, wherever the place lies; for the room that settles whose it is."""

    incident_id: UUID
    owner: Owner
    reason: str = Field(min_length=2, max_length=300)


class AdvanceIncident(Command):
    """Give the incident a signal; for upper rooms, in their transaction."""

    incident_id: UUID
    signal: IncidentSignal
    outcome: str | None = None
    reason: str | None = None


class MergeIncident(Command):
    """Tie a duplicate to the incident that is worked on (并案).

    carries_crews: its crews go on for the primary; otherwise they are released.
    """

    incident_id: UUID
    primary_id: UUID
    carries_crews: bool = False
    reason: str = Field(min_length=2, max_length=300)


class UnmergeIncident(Command):
    """Let a merged incident stand for itself again (撤销并案)."""

    incident_id: UUID
    reason: str = Field(min_length=2, max_length=300)


class RevealPersonalData(Command):
    """Look at masked fields, saying why."""

    incident_id: UUID
    purpose: str = Field(min_length=4, max_length=200)


class OpenFile(Command):
    """Look at the whole file."""

    incident_id: UUID


class PrintFile(Command):
    """Print it from the screen."""

    incident_id: UUID
