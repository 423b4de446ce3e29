"""Facts about crews. Positions are no facts of the ledger: only the newest counts."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Event

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


EVENTS = (CrewRegistered, DutyChanged)
