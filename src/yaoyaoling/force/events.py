"""Facts about crews. Positions are no facts of the ledger: only the newest counts."""

from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Event

Duty = Literal["on_duty", "off_duty"]


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


class DutyChanged(Event):
    """A crew went on duty or off."""

    name: ClassVar[str] = "force.crew.duty_changed"

    crew_id: UUID
    duty: Duty


EVENTS = (CrewRegistered, DutyChanged)
