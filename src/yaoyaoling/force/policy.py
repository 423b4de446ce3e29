"""Whose watch it is: pure."""

from datetime import datetime, timedelta

from yaoyaoling.kernel.clock import HALL_ZONE

TEAMS = 5
"""五班三运转: five teams share the three watches of a day; with fewer shifts everybody is on duty."""
EVERY_WATCH = 0
"""常日: the shift of posts that are always there."""
WATCH_HOURS = 8


def watch_end(at: datetime) -> datetime:
    """When the watch of a time ends: at 8, 16 or 24 o'clock in China."""
    local = at.astimezone(HALL_ZONE)
    day = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(hours=WATCH_HOURS * (local.hour // WATCH_HOURS + 1))


def next_shift(shift: int) -> int:
    """The shift that takes over."""
    return shift % TEAMS + 1


def shift_at(at: datetime, shift: int, now: datetime) -> int:
    """Whose watch it is (or was) at a time, when it is this shift's now."""
    watches = (watch_end(at) - watch_end(now)) // timedelta(hours=WATCH_HOURS)
    return (shift - 1 + watches) % TEAMS + 1


def has_rota(shifts: int) -> bool:
    """Whether so many shifts take turns."""
    return shifts == TEAMS
