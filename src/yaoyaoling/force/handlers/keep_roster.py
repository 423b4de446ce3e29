"""Turns of a published roster begin and end by the clock: whose turn it is, is on duty."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from yaoyaoling.force import policy
from yaoyaoling.force.commands import SetDuty
from yaoyaoling.force.handlers import muster
from yaoyaoling.force.handlers.keep_rota import ROTA_TIMER, WATCH_KEY
from yaoyaoling.force.handlers.set_duty import set_duty
from yaoyaoling.platform.db.tx import Tx

ROSTER_TIMER = "force.roster"

_NEXT = """
select min(at) from (
    select unnest(array[starts_at, ends_at]) as at from force.turn where roster_id = $1
    union all
    select unnest(array[holds_from, holds_until]) as at from force.edition where roster_id = $1
) as moments where at > $2
"""
# Crews of all editions that hold now or ended with this moment; a crew is held once, by its newest edition.
_CREWS = """
select c.id, c.shift, c.duty, m.holds, t.ends_at, t.readiness
from (
    select member_id, bool_or(holds_from <= $2 and holds_until > $2) as holds
    from force.edition cross join lateral unnest(member_ids) as member_id
    where roster_id = $1 and holds_from <= $2 group by member_id
) m
join force.crew c on c.id = m.member_id
left join lateral (
    select ends_at, readiness from force.turn
    where member_id = c.id and starts_at <= $2 and ends_at > $2 order by starts_at desc limit 1
) t on true
where m.holds or exists (select from force.edition e where e.roster_id = $1 and c.id = any(e.member_ids)
                         and e.holds_until > $3 and e.holds_until <= $2)
order by c.code
"""


async def keep_roster(tx: Tx, roster_id: UUID, busy: Collection[UUID], since: datetime | None) -> None:
    """Bring the crews of a roster on duty and off as it says now, and wake again when it says something else.

    busy: crews on an order: they go on, and leave when that ends. since: when this was last done; crews whose roster
    ended meanwhile are given back to the watches of eight hours, or to standing duty where there are none.
    """
    await tx.execute("select 1 from force.roster where id = $1 for update", roster_id)
    rota = await tx.find_timer(ROTA_TIMER, WATCH_KEY)
    for row in await tx.fetch(_CREWS, roster_id, tx.now, since or tx.now):
        wanted = _of_turn(row["id"], row["ends_at"], row["readiness"])
        if not row["holds"] and row["ends_at"] is None:
            wanted = _by_default(tx, row["id"], row["shift"], rota["shift"] if rota else None)
        if wanted.duty == "off_duty" and row["duty"] == "on_duty" and row["id"] in busy:
            await tx.execute("update force.crew set leaves_duty = true where id = $1", row["id"])
        else:
            await set_duty(tx, wanted)
    due = await tx.fetchval(_NEXT, roster_id, tx.now)
    if due is not None:
        payload = {"roster_id": roster_id, "since": tx.now}
        await tx.set_timer(ROSTER_TIMER, str(roster_id), due, payload, about=roster_id)
    await muster.wake(tx, roster_id, tx.now)


def _of_turn(crew_id: UUID, ends_at: datetime | None, readiness: str | None) -> SetDuty:
    if ends_at is None:
        return SetDuty(crew_id=crew_id, duty="off_duty")
    return SetDuty(
        crew_id=crew_id, duty="on_duty", until=ends_at, readiness="standby" if readiness == "standby" else "street"
    )


def _by_default(tx: Tx, crew_id: UUID, shift: int, on_watch: int | None) -> SetDuty:
    if on_watch is None:
        return SetDuty(crew_id=crew_id, duty="on_duty")
    if shift == on_watch:
        return SetDuty(crew_id=crew_id, duty="on_duty", until=policy.watch_end(tx.now))
    return SetDuty(crew_id=crew_id, duty="off_duty")
