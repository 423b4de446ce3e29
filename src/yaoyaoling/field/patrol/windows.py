"""When a plan is patrolled: windows of the week, cut into rounds of equal length. Pure; clock time of China."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from pydantic import Field, field_validator

from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.contract import Value

_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
_DAY, _WEEK = 24 * 60, 7 * 24 * 60
_AHEAD_DAYS = 8


class PatrolWindow(Value):
    """Hours in which a plan is patrolled so many times. days: 1 Monday … 7 Sunday; ends before starts: next day."""

    days: tuple[int, ...] = Field(min_length=1, max_length=7)
    starts: str = Field(pattern=_CLOCK)
    ends: str = Field(pattern=_CLOCK)
    times: int = Field(default=1, ge=1, le=24)

    @field_validator("days")
    @classmethod
    def _of_the_week(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if any(not 1 <= day <= 7 for day in days):
            raise ValueError("days are 1 Monday to 7 Sunday")
        return tuple(sorted(set(days)))

    @property
    def minutes(self) -> int:
        """How long it lasts; the same hour twice is a whole day."""
        return (_minute(self.ends) - _minute(self.starts)) % _DAY or _DAY


class Round(Value):
    """One turn of a plan: from when, and by when it is to be done."""

    starts_at: datetime
    ends_at: datetime


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def find_overlap(windows: Sequence[PatrolWindow]) -> tuple[PatrolWindow, PatrolWindow] | None:
    """Two windows that share a minute of the week, or None. One that begins when another ends shares none."""
    spans = sorted(
        ((day - 1) * _DAY + _minute(window.starts), window.minutes, at)
        for at, window in enumerate(windows)
        for day in window.days
    )
    if not spans:
        return None
    first_start, first_minutes, first = spans[0]
    for (start, minutes, one), (after, _, other) in pairwise([*spans, (first_start + _WEEK, first_minutes, first)]):
        if start + minutes > after:
            return windows[one], windows[other]
    return None


def _rounds(windows: Sequence[PatrolWindow], since: datetime, days: int) -> Iterator[Round]:
    """Rounds that begin on so many days from the day before `since`."""
    midnight = since.astimezone(HALL_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    for ahead in range(-1, days):
        day = midnight + timedelta(days=ahead)
        for window in windows:
            if day.isoweekday() not in window.days:
                continue
            start = day + timedelta(minutes=_minute(window.starts))
            length = timedelta(minutes=window.minutes) / window.times
            for number in range(window.times):
                yield Round(starts_at=start + number * length, ends_at=start + (number + 1) * length)


def round_at(windows: Sequence[PatrolWindow], at: datetime) -> Round | None:
    """The round that runs at a time, or None."""
    return next((one for one in _rounds(windows, at, 1) if one.starts_at <= at < one.ends_at), None)


def next_start(windows: Sequence[PatrolWindow], at: datetime) -> datetime | None:
    """When the next round begins after a time; None without windows."""
    return min((one.starts_at for one in _rounds(windows, at, _AHEAD_DAYS) if one.starts_at > at), default=None)
