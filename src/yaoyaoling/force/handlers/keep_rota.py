"""Crews of five shifts take turns: at the end of a watch the next shift is on duty, the others are not."""

from typing import Any

from yaoyaoling.force import policy
from yaoyaoling.force.commands import SetDuty, StartRota
from yaoyaoling.force.handlers.set_duty import set_duty
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx

ROTA_TIMER = "force.rota"
_KEY = "watch"


async def start_rota(tx: Tx, command: StartRota) -> None:
    """Begin with a shift; nothing happens when the rota runs already, or when the crews have no five shifts."""
    shifts = await tx.fetchval("select coalesce(max(shift), 0) from force.crew")
    runs = await tx.fetchval("select exists (select 1 from platform.timer where name = $1)", ROTA_TIMER)
    if policy.has_rota(shifts) and not runs:
        await _begin(tx, command.shift)


async def on_rota_due(tx: Tx, payload: dict[str, Any]) -> None:
    """A watch is over; after a long rest the shift is the one that follows the last that worked."""
    await _begin(tx, policy.next_shift(payload["shift"]))


async def _begin(tx: Tx, shift: int) -> None:
    rows = await tx.fetch("select id, shift, duty from force.crew order by code")
    for row in rows:
        duty = "on_duty" if row["shift"] == shift else "off_duty"
        if row["duty"] != duty:
            await set_duty(tx, SetDuty(crew_id=row["id"], duty=duty))
    await tx.set_timer(ROTA_TIMER, _KEY, policy.watch_end(tx.now), {"shift": shift}, about=new_id())
