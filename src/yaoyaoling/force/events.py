"""Facts about crews and their terminals. Positions are no facts of the ledger: only the newest counts."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Event
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


EVENTS = (CrewRegistered, DutyChanged, TerminalRegistered, TerminalChanged, TerminalPaired)
