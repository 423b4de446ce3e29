"""Muster: some time after a turn began it is looked who has not signed on for it; and how far the roster reaches."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.force.roster.store import find_published_until
from yaoyaoling.force.settings import DutySettings
from yaoyaoling.force.watch import alarms, seats
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row

MUSTER_TIMER = "force.muster"
SETTINGS = DutySettings()

# A crew whose earlier turn runs into this one need not sign on anew.
_MISSED = """
select t.member_id, t.member_name, t.place_code, t.starts_at, t.ends_at, c.org_code, c.org_path
from force.turn t
join force.crew c on c.id = t.member_id
left join lateral (
    select min(p.starts_at) as began from force.turn p
    where p.member_id = t.member_id and p.starts_at < t.starts_at and p.ends_at >= t.starts_at
) earlier on true
where t.roster_id = $1 and t.starts_at <= $2::timestamptz - $3::interval and t.ends_at > $2
  and not exists (
    select from force.registration r
    where r.crew_id = t.member_id and r.signed_on_at >= coalesce(earlier.began, t.starts_at) - $4::interval
      and (r.signed_off_at is null or r.signed_off_at > t.starts_at)
  )
order by t.starts_at, t.member_name
"""
_NEXT = """
select min(at) from (
    select starts_at + $3::interval as at from force.turn where roster_id = $1
    union all select ends_at from force.turn where roster_id = $1
    union all select max(holds_until) - $4::interval from force.edition where roster_id = $1
) as moments where at > $2::timestamptz
"""


async def on_muster_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Say who is missed and whether the roster runs out, take back what holds no longer, and wake again in time."""
    roster_id = UUID(payload["roster_id"])
    roster = await tx.fetchrow(
        "select id, kind, org_code, org_path from force.roster where id = $1 for update", roster_id
    )
    if roster is None:
        return
    grace = timedelta(minutes=SETTINGS.sign_on_within_min)
    if roster["kind"] == "crews":
        await _look_for_missed(tx, roster_id, grace)
    else:
        await seats.look_for_missed(tx, roster)
    await _look_ahead(tx, roster)
    due = await tx.fetchval(_NEXT, roster_id, tx.now, grace, timedelta(hours=SETTINGS.roster_ahead_h))
    if due is not None:
        await wake(tx, roster_id, due)


async def wake(tx: Tx, roster_id: UUID, due: datetime) -> None:
    """Look at the roster then."""
    await tx.set_timer(MUSTER_TIMER, str(roster_id), due, {"roster_id": roster_id}, about=roster_id)


async def _look_for_missed(tx: Tx, roster_id: UUID, grace: timedelta) -> None:
    missed = await tx.fetch(_MISSED, roster_id, tx.now, grace, timedelta(hours=SETTINGS.early_h))
    for row in missed:
        case = alarms.Case(
            "absent", row["member_id"], row["org_code"], row["org_path"], row["member_name"], row["place_code"],
            row["starts_at"], row["ends_at"],
        )  # fmt: skip
        await alarms.raise_alarm(tx, case)
    members = await tx.fetchval(
        "select array(select distinct unnest(member_ids) from force.edition where roster_id = $1)", roster_id
    )
    still = {(row["member_id"], row["starts_at"]) for row in missed}
    gone = [alarm for alarm, crew, since in await alarms.list_open(tx, members, "absent") if (crew, since) not in still]
    await alarms.settle(tx, gone, "lapsed")


async def _look_ahead(tx: Tx, roster: Row) -> None:
    """A roster with nothing behind its end, so near that the next must be planned now."""
    until = await find_published_until(tx, roster["id"])
    if until is None:
        return
    is_near = until - tx.now <= timedelta(hours=SETTINGS.roster_ahead_h)
    standing = await alarms.list_open(tx, [roster["id"]], "roster_end")
    await alarms.settle(tx, [alarm for alarm, _, since in standing if since != until or not is_near], "renewed")
    if is_near:
        case = alarms.Case(
            "roster_end", roster["id"], roster["org_code"], roster["org_path"], roster["kind"], "", until, until
        )
        await alarms.raise_alarm(tx, case)
