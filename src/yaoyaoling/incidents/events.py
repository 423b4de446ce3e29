"""Facts about incidents."""

from typing import ClassVar
from uuid import UUID

from yaoyaoling.incidents.states import IncidentSignal, IncidentState
from yaoyaoling.kernel.contract import Event, Personal


class IncidentOpened(Event):
    """A call-taker opened an incident (立警)."""

    name: ClassVar[str] = "incidents.incident.opened"

    incident_id: UUID
    number: str
    state: IncidentState
    class_code: str
    level: int
    narrative: Personal[str | None] = None
    reporter_name: Personal[str | None] = None
    reporter_phone: Personal[str | None] = None
    place_text: Personal[str | None] = None
    lon: float
    lat: float
    reported_lon: Personal[float | None] = None
    reported_lat: Personal[float | None] = None
    county_code: str
    station_code: str
    grid_code: str | None
    is_inspection_only: bool
    is_unsafe_to_contact: bool
    channel: str
    contact_id: UUID


class IncidentAdvanced(Event):
    """The incident's state moved on."""

    name: ClassVar[str] = "incidents.incident.advanced"

    incident_id: UUID
    signal: IncidentSignal
    state: IncidentState
    outcome: Personal[str | None] = None
    reason: str | None = None


class IncidentAmended(Event):
    """Class, level, place or words were corrected; what was first entered stays in the ledger."""

    name: ClassVar[str] = "incidents.incident.amended"

    incident_id: UUID
    class_code: str
    level: int
    narrative: Personal[str | None] = None
    place_text: Personal[str | None] = None
    lon: float
    lat: float
    county_code: str
    station_code: str
    grid_code: str | None
    is_inspection_only: bool
    is_unsafe_to_contact: bool
    reason: str


class IncidentErased(Event):
    """The reporter's personal data is gone; class, level, place on the map and states stay."""

    name: ClassVar[str] = "incidents.incident.erased"

    incident_id: UUID


class ObligationAdded(Event):
    """Somebody owes the incident something: it stays open until that is settled."""

    name: ClassVar[str] = "incidents.obligation.added"

    obligation_id: UUID
    incident_id: UUID
    kind: str
    reference: str


class ObligationSettled(Event):
    """What was owed is done."""

    name: ClassVar[str] = "incidents.obligation.settled"

    obligation_id: UUID
    incident_id: UUID
    kind: str
    reference: str


class PersonalDataRevealed(Event):
    """Somebody looked at masked personal data, and said why (个人信息保护法)."""

    name: ClassVar[str] = "incidents.personal_data.revealed"

    incident_id: UUID
    fields: tuple[str, ...]
    purpose: str


EVENTS = (
    IncidentOpened,
    IncidentAdvanced,
    IncidentAmended,
    IncidentErased,
    ObligationAdded,
    ObligationSettled,
    PersonalDataRevealed,
)
