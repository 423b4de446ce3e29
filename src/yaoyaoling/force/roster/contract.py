"""Words of a roster: members, spans of duty, rules, and what was found wrong."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from yaoyaoling.force.events import Readiness
from yaoyaoling.kernel.contract import Value

Pattern = Literal["five_shift", "four_three", "four_two", "free"]
"""五班三运转 · 四班三运转 · 四班两运转 · 自由排班."""
RosterKind = Literal["crews", "seats"]
HALL = "hall"
"""The place that people at the seats take turns in."""
Severity = Literal["error", "warning", "notice"]
"""error: nobody may publish it. warning: published only by whoever says that he has seen it."""
Mender = Literal["station_desk", "county_desk", "commander"]

_FIRST_YEAR, _LAST_YEAR = 2000, 2200
_LONGEST = timedelta(days=93)


def _minute(at: datetime) -> datetime:
    if at.tzinfo is None or not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ValueError("a time needs its zone, and a year of ours")
    return at.astimezone(UTC).replace(second=0, microsecond=0)


Minute = Annotated[datetime, AfterValidator(_minute)]
"""A time as a spreadsheet can say it: whole minutes, kept in UTC."""


class Member(Value):
    """Who takes turns: a crew, or at the hall's seats a person. place_code: the grid to be covered, or the hall."""

    id: UUID
    name: str = Field(min_length=1, max_length=60)
    team: int = Field(ge=1, le=9)
    place_code: str = Field(min_length=1, max_length=40)


class Span(Value):
    """One turn of duty. people: who is planned to be aboard, by name or police number.

    The times may be wrong: a span is kept as it was entered, and `checks` says what is wrong with it.
    """

    id: UUID
    member_id: UUID
    member_name: str = Field(min_length=1, max_length=60)
    team: int | None = Field(default=None, ge=1, le=9)
    place_code: str = Field(min_length=1, max_length=40)
    readiness: Readiness = "street"
    starts_at: Minute
    ends_at: Minute
    people: tuple[str, ...] = Field(default=(), max_length=20)


class Rules(Value):
    """What a roster promises.

    first_team: has the first watch of the window. overlap_min: how long the old watch stays for the hand-over.
    min_rest_h: hours between two turns of one member. min_street: crews (or people at the seats) in each place at any
    time. standby_share: how many of those on duty may stand by; the others are in the street.
    """

    pattern: Pattern = "five_shift"
    first_team: int = Field(default=1, ge=1, le=5)
    overlap_min: int = Field(default=15, ge=0, le=120)
    min_rest_h: float = Field(default=8, ge=0, le=72)
    min_street: int = Field(default=1, ge=0, le=500)
    standby_share: float = Field(default=1 / 3, ge=0, le=1)


class Window(Value):
    """The time a roster is for."""

    starts_at: Minute
    ends_at: Minute

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if not timedelta(0) < self.ends_at - self.starts_at <= _LONGEST:
            raise ValueError("a window ends after it starts, and is no longer than 93 days")
        return self


class DenseHours(Value):
    """Hours in which these places need more: a special duty's. factor: times as many as `min_street`."""

    name: str
    place_codes: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    factor: float


class Finding(Value):
    """What is wrong, where, when, and who can mend it."""

    code: str
    severity: Severity
    mender: Mender
    starts_at: datetime
    ends_at: datetime
    span_ids: tuple[UUID, ...] = ()
    member_id: UUID | None = None
    place_code: str | None = None
    zh: str
    en: str
