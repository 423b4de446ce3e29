"""Requests about a watch: sign on and off, take over, plan special duties."""

from itertools import pairwise
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from yaoyaoling.force.events import SpecialKind
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.geo import Point

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class SignOn(Command):
    """Register who is aboard the actor's crew, with what. phone: the actor's own, for whoever directs the crew."""

    aboard: tuple[Word, ...] = Field(min_length=1, max_length=12)
    vehicle: str = Field(default="", max_length=40)
    kit: tuple[Word, ...] = Field(default=(), max_length=30)
    skills: tuple[Word, ...] = Field(default=(), max_length=20)
    phone: str | None = Field(default=None, pattern=r"^\+?[0-9][0-9 -]{5,19}$")


class SignOff(Command):
    """Leave the actor's crew; with to_crew the watch is handed over to the next crew of the grid."""

    to_crew: UUID | None = None
    notes: str = Field(default="", max_length=2_000)
    open_matters: tuple[Word, ...] = Field(default=(), max_length=30)


class TakeHandover(Command):
    """Sign for what the earlier watch left. remarks: what was found otherwise."""

    handover_id: UUID
    remarks: str = Field(default="", max_length=1_000)


class SiteBody(Value):
    """A named place, WGS-84."""

    name: Word
    point: Point


class PostBody(Value):
    """A crew that stands at a site, by the site's number in the list from 0."""

    crew_id: UUID
    site: int = Field(ge=0)


class HoursBody(Value):
    """From when to when."""

    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @model_validator(mode="after")
    def _forwards(self) -> "HoursBody":
        if self.ends_at <= self.starts_at:
            raise ValueError("hours end after they start")
        if not 2000 <= self.starts_at.year <= self.ends_at.year <= 2200:
            raise ValueError("hours are of our years")
        return self


class PlanSpecialDuty(Command):
    """Posts, and patrol_factor times as many crews in the street of these grids, in these hours, by the calendar."""

    title: Word
    kind: SpecialKind = "exam"
    org_code: str = Field(pattern=r"^\d{12}$")
    sites: tuple[SiteBody, ...] = Field(min_length=1, max_length=200)
    posts: tuple[PostBody, ...] = Field(default=(), max_length=500)
    hours: tuple[HoursBody, ...] = Field(min_length=1, max_length=60)
    place_codes: tuple[Word, ...] = Field(default=(), max_length=500)
    patrol_factor: float = Field(default=1, ge=1, le=10)

    @model_validator(mode="after")
    def _sound(self) -> "PlanSpecialDuty":
        if any(post.site >= len(self.sites) for post in self.posts):
            raise ValueError("a post stands at a site of the list")
        ordered = sorted(self.hours, key=lambda one: one.starts_at)
        if any(b.starts_at < a.ends_at for a, b in pairwise(ordered)):
            raise ValueError("hours do not overlap")
        return self


class CancelSpecialDuty(Command):
    """It will not be, or is no more."""

    special_duty_id: UUID
    reason: str = Field(min_length=2, max_length=200)


class MarkAlarm(Command):
    """What was done about a duty alarm: it is no more."""

    alarm_id: UUID
    note: str = Field(min_length=2, max_length=200)
