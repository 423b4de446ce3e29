"""Facts about crews and their terminals. Positions are no facts of the ledger: only the newest counts."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Event, Personal, Value
from yaoyaoling.kernel.geo import Datum

Duty = Literal["on_duty", "off_duty"]
Readiness = Literal["street", "standby"]
"""Whether a crew on duty waits in the street (屯警街面) or stands by at its station (备勤)."""


class CrewRegistered(Event):
    """A crew exists."""

    name: ClassVar[str] = "force.crew.registered"

    crew_id: UUID
    code: str
    call_sign: str
    grid_code: str
    org_code: str
    force_type: str
    shift: int
    officers: int
    auxiliaries: int
    duty: Duty
    skills: tuple[str, ...] = ()


class DutyChanged(Event):
    """A crew went on duty or off, or is on duty until another time. duty_until: None when nobody knows."""

    name: ClassVar[str] = "force.crew.duty_changed"

    crew_id: UUID
    duty: Duty
    duty_until: datetime | None = None
    readiness: Readiness = "street"


class TerminalRegistered(Event):
    """A vehicle terminal may speak for a crew."""

    name: ClassVar[str] = "force.terminal.registered"

    number: str
    crew_id: UUID
    datum: Datum


class TerminalChanged(Event):
    """It speaks for another crew, on another datum, is switched off or on, or is to pair anew."""

    name: ClassVar[str] = "force.terminal.changed"

    number: str
    crew_id: UUID
    datum: Datum
    is_on: bool
    pairing: int


class TerminalPaired(Event):
    """It came for the first time and was given its code."""

    name: ClassVar[str] = "force.terminal.paired"

    number: str
    pairing: int
    maker: str


class Turn(Value):
    """A published turn. Who is aboard is not told here: names of people are told by the registration."""

    id: UUID
    member_id: UUID
    member_name: str
    team: int | None
    place_code: str
    readiness: Readiness
    starts_at: datetime
    ends_at: datetime


class RosterDrafted(Event):
    """Turns were planned by a pattern."""

    name: ClassVar[str] = "force.roster.drafted"

    roster_id: UUID
    kind: Literal["crews", "seats"]
    org_code: str
    pattern: str
    starts_at: datetime
    ends_at: datetime
    turns: int


RosterChange = Literal["added", "changed", "removed", "swapped", "imported"]


class RosterChanged(Event):
    """Turns of a draft were changed by hand or by a file."""

    name: ClassVar[str] = "force.roster.changed"

    roster_id: UUID
    change: RosterChange
    span_ids: tuple[UUID, ...]
    turns: int


class RosterPublished(Event):
    """A draft holds from now on. warnings: what was wrong with it when somebody published it nevertheless."""

    name: ClassVar[str] = "force.roster.published"

    roster_id: UUID
    edition: int
    starts_at: datetime
    ends_at: datetime
    turns: tuple[Turn, ...]
    warnings: int


class SpecialSite(Value):
    """A named place of a special duty, WGS-84."""

    name: str
    lon: float
    lat: float


class SpecialPost(Value):
    """A crew that stands at a site. site: its number in the list, from 0."""

    crew_id: UUID
    call_sign: str
    site: int


SpecialKind = Literal["exam", "festival", "event", "other"]
SpecialState = Literal["planned", "on", "off", "over", "cancelled"]
"""off: between two of its hours."""


class SpecialHours(Value):
    """From when to when."""

    starts_at: datetime
    ends_at: datetime


class SpecialDutyPlanned(Event):
    """Posts and denser patrol around named sites were planned for named hours."""

    name: ClassVar[str] = "force.special_duty.planned"

    special_duty_id: UUID
    title: str
    kind: SpecialKind
    org_code: str
    sites: tuple[SpecialSite, ...]
    posts: tuple[SpecialPost, ...]
    hours: tuple[SpecialHours, ...]
    place_codes: tuple[str, ...]
    patrol_factor: float


class SpecialDutySwitched(Event):
    """It is on, off until its next hours, over, or was cancelled."""

    name: ClassVar[str] = "force.special_duty.switched"

    special_duty_id: UUID
    state: SpecialState
    reason: str | None = None


class CrewSignedOn(Event):
    """Somebody registered who is aboard a crew, with what. The phone is that person's own."""

    name: ClassVar[str] = "force.crew.signed_on"

    crew_id: UUID
    aboard: tuple[str, ...]
    vehicle: str
    kit: tuple[str, ...]
    skills: tuple[str, ...]
    phone: Personal[str | None] = None


class CrewSignedOff(Event):
    """Nobody of the registration is aboard any more."""

    name: ClassVar[str] = "force.crew.signed_off"

    crew_id: UUID
    handover_id: UUID | None


class PhoneErased(Event):
    """The phone of a registration is no longer kept."""

    name: ClassVar[str] = "force.crew.phone_erased"

    crew_id: UUID


class HandoverGiven(Event):
    """A watch left word, vehicle and kit to the next one."""

    name: ClassVar[str] = "force.handover.given"

    handover_id: UUID
    from_crew: UUID
    to_crew: UUID
    grid_code: str
    notes: str
    open_matters: tuple[str, ...]
    vehicle: str
    kit: tuple[str, ...]


class HandoverTaken(Event):
    """The next watch has signed for it. remarks: what it found otherwise."""

    name: ClassVar[str] = "force.handover.taken"

    handover_id: UUID
    remarks: str


DutyAlarmKind = Literal["absent", "seat_absent", "roster_end"]
"""absent: a crew was planned and not signed on. seat_absent: somebody of the hall was, and has no seat open.

roster_end: what is published ends, and nothing follows.
"""
DutyAlarmEnd = Literal["signed_on", "marked", "lapsed", "renewed"]
"""lapsed: the turn is over, or is no more. renewed: a roster follows."""


class DutyAlarmRaised(Event):
    """Somebody must look after duty. about: the crew, the person in
    the hall's roster, or the roster. since, until: the turn; or the end, twice."""

    name: ClassVar[str] = "force.duty_alarm.raised"

    alarm_id: UUID
    kind: DutyAlarmKind
    about: UUID
    org_code: str
    label: str
    place_code: str
    since: datetime
    until: datetime


class DutyAlarmSettled(Event):
    """It is no more, by itself or because somebody said what was done. note: what."""

    name: ClassVar[str] = "force.duty_alarm.settled"

    alarm_id: UUID
    how: DutyAlarmEnd
    note: str = ""


EVENTS = (
    CrewRegistered,
    DutyChanged,
    RosterDrafted,
    RosterChanged,
    RosterPublished,
    SpecialDutyPlanned,
    SpecialDutySwitched,
    CrewSignedOn,
    CrewSignedOff,
    PhoneErased,
    HandoverGiven,
    HandoverTaken,
    DutyAlarmRaised,
    DutyAlarmSettled,
    TerminalRegistered,
    TerminalChanged,
    TerminalPaired,
)
