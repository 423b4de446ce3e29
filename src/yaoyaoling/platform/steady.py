"""The anchor of the hall's clock, shared by all processes of one boot of one machine (kernel/clock.py)."""

from datetime import timedelta

import asyncpg

from yaoyaoling.kernel.clock import SteadyClock, boot_id, wall_now
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.metrics import CLOCK_STEP_SECONDS

log = logger("platform")
_SLEW = 0.1
"""Share of a small difference (drift, NTP slewing) that is followed at each look."""


async def steady_clock(conn: asyncpg.Connection) -> SteadyClock:
    """The clock of this boot; the first process of a boot anchors it.

    A machine that boots with its clock before the last fact in the ledger (a dead battery, a clock set
    back) is anchored just after that fact: the hall's time never goes back.
    """
    fresh = SteadyClock.start()
    last = await conn.fetchval("select max(at) from (select at from ledger.event order by origin_seq desc limit 500) e")
    anchor = fresh.anchor if last is None or fresh.anchor >= last else last + timedelta(milliseconds=1)
    row = await conn.fetchrow(
        "insert into platform.clock_anchor (boot_id, anchor, boottime_s) values ($1, $2, $3)"
        " on conflict (boot_id) do update set boot_id = excluded.boot_id returning anchor, boottime_s",
        boot_id(),
        anchor,
        fresh.anchor_boottime_s,
    )
    assert row is not None
    return SteadyClock(anchor=row["anchor"], anchor_boottime_s=row["boottime_s"])


class StepWatch:
    """Looks at the machine's wall clock now and then: follows drift, reports steps."""

    def __init__(self, clock: SteadyClock) -> None:
        self._clock = clock
        self.step_s = 0.0

    def look(self) -> float:
        """How far the wall clock was stepped (0.0: it was not); small differences are followed."""
        step_s = self._clock.step_s()
        if step_s == 0.0:
            drift = (wall_now() - self._clock.now()).total_seconds()
            self._clock.anchor += timedelta(seconds=drift * _SLEW)
        elif self.step_s == 0.0:
            log.error("clock_stepped", step_s=round(step_s, 3), note="the hall goes on counting steadily")
        self.step_s = step_s
        CLOCK_STEP_SECONDS.set(step_s)
        return step_s
