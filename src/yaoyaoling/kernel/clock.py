"""The hall's clock: aware UTC, and steady when somebody turns the machine's clock.

A wall clock that jumps an hour back would make every acceptance timer an hour late. So the hall reads
the wall clock once (the *anchor*), then counts on the boot-time clock, which nobody can set. All
processes of one machine share the anchor (`platform.steady` keeps it in the database), so a restarted
process goes on counting where the others are. Small differences (NTP slewing) are followed slowly.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

HALL_ZONE = ZoneInfo("Asia/Shanghai")
"""The zone in which the hall's days begin and end."""
STEP_TOLERANCE_S = 1.0
"""A difference larger than this between wall and hall clock counts as a step, not as drift."""


class Clock(Protocol):
    """Anything that tells the hall's time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


def midnight(at: datetime) -> datetime:
    """The beginning of the hall's day (Asia/Shanghai) in which a moment lies, UTC."""
    return at.astimezone(HALL_ZONE).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def boot_id() -> str:
    """Which boot of the machine this is; boot-time seconds compare only within one."""
    path = Path("/proc/sys/kernel/random/boot_id")
    return path.read_text().strip() if path.exists() else "unknown"


def boottime_s() -> float:
    """Seconds since boot, suspended time included; no one can set this clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def wall_now() -> datetime:
    """What the machine's settable clock says."""
    return datetime.now(UTC)


@dataclass
class SteadyClock:
    """Counts boot-time seconds from an anchor; tells when the wall clock was stepped.

    anchor: hall time at `anchor_boottime_s`.
    """

    anchor: datetime
    anchor_boottime_s: float

    @classmethod
    def start(cls) -> "SteadyClock":
        """Anchor at the wall clock as it is now."""
        return cls(anchor=wall_now(), anchor_boottime_s=boottime_s())

    def now(self) -> datetime:
        """The hall's time: aware, UTC, never set back while the machine runs."""
        return self.anchor + timedelta(seconds=boottime_s() - self.anchor_boottime_s)

    def step_s(self) -> float:
        """Seconds by which the wall clock stands off the hall's (negative: set back); 0.0 within tolerance."""
        off = (wall_now() - self.now()).total_seconds()
        return off if abs(off) > STEP_TOLERANCE_S else 0.0


@dataclass
class ManualClock:
    """A clock that stands still until it is moved: for tests, replay and simulation."""

    at: datetime

    def now(self) -> datetime:
        """The time it was last set to."""
        return self.at

    def advance(self, seconds: float) -> None:
        """Move on by so many seconds."""
        self.at += timedelta(seconds=seconds)
