"""Crews of five shifts take turns: at the end of a watch the next shift is on duty, the others are not."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from yaoyaoling.force import policy
from yaoyaoling.force.commands import SetDuty, StartRota
from yaoyaoling.force.handlers.set_duty import set_duty
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx

ROTA_TIMER = "force.rota"
WATCH_KEY = "watch"

# Crews of a published roster take their turns by it (keep_roster).
_OF_ROTA = """
select c.id, c.shift, c.duty from force.crew c
where not exists (select from force.edition e where c.id = any(e.member_ids)
                  and e.holds_from <= $1 and e.holds_until > $1)
  and not exists (select from force.turn t where t.member_id = c.id and t.starts_at <= $1 and t.ends_at > $1)
order by c.code
"""


async def start_rota(tx: Tx, command: StartRota) -> None:
    """Begin with a shift; nothing happens when the rota runs already, or when the crews have no five shifts."""
    shifts = await tx.fetchval("select coalesce(max(shift), 0) from force.crew")
    runs = await tx.fetchval("select exists (select 1 from platform.timer where name = $1)", ROTA_TIMER)
    if policy.has_rota(shifts) and not runs:
        await _begin(tx, command.shift, ())


async def team_at(tx: Tx, at: datetime) -> int | None:
    """Which of the five shifts has the watch at a time, by the rota as it runs; None where there is none."""
    rota = await tx.find_timer(ROTA_TIMER, WATCH_KEY)
    return policy.shift_at(at, rota["shift"], tx.now) if rota else None


async def change_watch(tx: Tx, shift: int, busy: Collection[UUID]) -> None:
    """A watch is over; after a long rest the shift is the one that follows the last that worked.

    busy: crews on an order, which this room knows nothing of: they go on, and leave when `relieve` says so.
    """
    await _begin(tx, policy.next_shift(shift), busy)


async def relieve(tx: Tx, crew_id: UUID) -> None:
    """The crew has ended its order: off duty, if its watch was over meanwhile."""
    if await tx.fetchval("select leaves_duty from force.crew where id = $1", crew_id):
        await set_duty(tx, SetDuty(crew_id=crew_id, duty="off_duty"))


async def _begin(tx: Tx, shift: int, busy: Collection[UUID]) -> None:
    rows = await tx.fetch(_OF_ROTA, tx.now)
    end = policy.watch_end(tx.now)
    for row in rows:
        if row["shift"] == policy.EVERY_WATCH:
            await set_duty(tx, SetDuty(crew_id=row["id"], duty="on_duty"))
        elif row["shift"] == shift:
            await set_duty(tx, SetDuty(crew_id=row["id"], duty="on_duty", until=end))
        elif row["duty"] == "on_duty" and row["id"] in busy:
            await tx.execute("update force.crew set leaves_duty = true where id = $1", row["id"])
        else:
            await set_duty(tx, SetDuty(crew_id=row["id"], duty="off_duty"))
    await tx.set_timer(ROTA_TIMER, WATCH_KEY, end, {"shift": shift}, about=new_id())
