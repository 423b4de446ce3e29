"""Facts about incidents."""

from typing import Any, ClassVar, Literal
from uuid import UUID

from yaoyaoling.incidents.states import IncidentSignal, IncidentState
from yaoyaoling.kernel.contract import Event, Personal, Value


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
    class_version: int = 0
    """Version of the class table it was opened with."""


class IncidentAdvanced(Event):
    """The incident's state moved on."""

    name: ClassVar[str] = "incidents.incident.advanced"

    incident_id: UUID
    signal: IncidentSignal
    state: IncidentState
    outcome: Personal[str | None] = None
    reason: str | None = None
    primary_id: UUID | None = None
    """The incident it was merged into, or taken out of again (并案, 撤销并案)."""
    primary_number: str | None = None
    carries_crews: bool = False
    """Whether its crews go on for the incident it was merged into, rather than being released."""


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


class DuplicateJoined(Event):
    """Another incident was merged into this one; told in this one's own timeline."""

    name: ClassVar[str] = "incidents.duplicate.joined"

    incident_id: UUID
    duplicate_id: UUID
    duplicate_number: str
    is_unsafe_to_contact: bool
    """Of this incident from now on: as soon as one of its reporters is not to be contacted, none is."""
    reason: str


class DuplicateParted(Event):
    """An incident that had been merged into this one stands for itself again."""

    name: ClassVar[str] = "incidents.duplicate.parted"

    incident_id: UUID
    duplicate_id: UUID
    duplicate_number: str
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


class FileOpened(Event):
    """Somebody opened the incident's file. is_personal: the role sees name and number of the reporter in it."""

    name: ClassVar[str] = "incidents.file.opened"

    incident_id: UUID
    is_personal: bool


class FilePrinted(Event):
    """Somebody printed the incident's file from the screen."""

    name: ClassVar[str] = "incidents.file.printed"

    incident_id: UUID
    is_personal: bool


class ClassChange(Value):
    """What happened to one class: the fields that changed, as they were and as they are."""

    code: str
    kind: Literal["added", "changed", "retired", "restored"]
    before: dict[str, Any]
    after: dict[str, Any]


class ClassTableChanged(Event):
    """The class table has a new version, from the next incident on."""

    name: ClassVar[str] = "incidents.class_table.changed"

    version_made: int
    note: str
    changes: tuple[ClassChange, ...]


EVENTS = (
    ClassTableChanged,
    IncidentOpened,
    IncidentAdvanced,
    IncidentAmended,
    DuplicateJoined,
    DuplicateParted,
    IncidentErased,
    ObligationAdded,
    ObligationSettled,
    PersonalDataRevealed,
    FileOpened,
    FilePrinted,
)
