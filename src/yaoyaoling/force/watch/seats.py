"""Who of the hall's roster has a seat open: told by the room that has the seats, looked at when a turn has begun."""

from datetime import timedelta
from uuid import UUID, uuid5

from yaoyaoling.force.settings import DutySettings
from yaoyaoling.force.watch import alarms
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row

SETTINGS = DutySettings()

# Whoever has a seat open need not open it anew; one that was closed counts when it was open after the turn began.
_MISSED = """
select t.member_id, t.member_name, t.place_code, t.starts_at, t.ends_at
from force.turn t
where t.roster_id = $1 and t.starts_at <= $2::timestamptz - $3::interval and t.ends_at > $2
  and not exists (
    select from force.seat_presence p
    where p.account_id = t.member_id and (p.closed_at is null or p.closed_at > t.starts_at)
  )
order by t.starts_at, t.member_name
"""


async def open_seat(tx: Tx, seat_id: UUID, account_id: UUID) -> None:
    """Somebody has opened a seat: whoever was missed is so no more."""
    await tx.execute(
        "insert into force.seat_presence (seat_id, account_id, opened_at) values ($1, $2, $3)"
        " on conflict (seat_id) do update set opened_at = excluded.opened_at, closed_at = null",
        seat_id,
        account_id,
        tx.now,
    )
    rows = await tx.fetch("select distinct roster_id from force.turn where member_id = $1 and ends_at > $2",
                          account_id, tx.now)  # fmt: skip
    missed = await alarms.list_open(tx, [subject_of(row["roster_id"], account_id) for row in rows], "seat_absent")
    await alarms.settle(tx, [alarm for alarm, _, _ in missed], "signed_on")


async def close_seat(tx: Tx, seat_id: UUID) -> None:
    """Somebody has left a seat."""
    await tx.execute("update force.seat_presence set closed_at = $2 where seat_id = $1", seat_id, tx.now)


def subject_of(roster_id: UUID, account_id: UUID) -> UUID:
    """What an alarm about somebody's seat is about, for whom it may be shown to: the person in that roster."""
    return uuid5(roster_id, str(account_id))


async def look_for_missed(tx: Tx, roster: Row) -> None:
    """Say which people of a hall's roster have no seat open though their turn began; take back what holds no longer."""
    grace = timedelta(minutes=SETTINGS.sign_on_within_min)
    missed = await tx.fetch(_MISSED, roster["id"], tx.now, grace)
    for row in missed:
        about = subject_of(roster["id"], row["member_id"])
        await audience.grant(tx, about, f"h/{roster['org_code']}", "seat_absent")
        case = alarms.Case(
            "seat_absent", about, roster["org_code"], roster["org_path"], row["member_name"], row["place_code"],
            row["starts_at"], row["ends_at"],
        )  # fmt: skip
        await alarms.raise_alarm(tx, case)
    members = await tx.fetchval(
        "select array(select distinct unnest(member_ids) from force.edition where roster_id = $1)", roster["id"]
    )
    subjects = {subject_of(roster["id"], member) for member in members}
    still = {(subject_of(roster["id"], row["member_id"]), row["starts_at"]) for row in missed}
    standing = await alarms.list_open(tx, list(subjects), "seat_absent")
    await alarms.settle(tx, [alarm for alarm, about, since in standing if (about, since) not in still], "lapsed")
