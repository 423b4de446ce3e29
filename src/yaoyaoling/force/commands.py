"""Requests about crews and their positions."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from yaoyaoling.force.events import Duty, Readiness
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.geo import Datum, Point


class CrewSeed(Value):
    """A crew as a city pack or a roster brings it. `post`: where it waits until its first position."""

    code: str
    call_sign: str
    grid_code: str
    org_code: str
    org_path: str
    force_type: str
    shift: int = 1
    officers: int = Field(ge=0)
    auxiliaries: int = Field(ge=0)
    duty: Duty = "on_duty"
    skills: tuple[str, ...] = ()
    post: Point


class RegisterCrews(Command):
    """Make crews that do not exist yet; those that do are left as they are."""

    crews: tuple[CrewSeed, ...]
    hall_code: str


class SetDuty(Command):
    """Put a crew on duty or off. until: when its watch ends, None when nobody knows."""

    crew_id: UUID
    duty: Duty
    until: datetime | None = None
    readiness: Readiness = "street"


class StartRota(Command):
    """Let the crews of five shifts take turns from now on, this shift first."""

    shift: int = Field(default=1, ge=1, le=5)


class Fix(Value):
    """One position of one crew, WGS-84."""

    crew_id: UUID
    point: Point
    at: datetime
    heading: float | None = Field(default=None, ge=0, le=360)
    speed_kmh: float | None = Field(default=None, ge=0, le=400)
    accuracy_m: float | None = Field(default=None, ge=0, le=100_000)


class RegisterTerminal(Command):
    """Let a vehicle terminal speak for a crew. org_path: the crew's."""

    number: str = Field(pattern=r"^[1-9]\d{0,19}$")
    crew_id: UUID
    org_path: str
    datum: Datum


class ChangeTerminal(Command):
    """What a terminal is from now on. pairs_anew: its code opens nothing any more, it may come for another."""

    number: str
    crew_id: UUID
    org_path: str
    datum: Datum
    is_on: bool
    pairs_anew: bool = False
    expected_version: int


class PairTerminal(Command):
    """A terminal came for the first time."""

    number: str
    pairing: int
    maker: str
    code_hash: bytes
