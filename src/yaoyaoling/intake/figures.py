"""Figures of the queue since a moment, from this room's own rows."""

from datetime import datetime
from uuid import UUID

from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx

_SINCE = "from intake.contact where received_at >= $1"


class AnsweringFigures(Value):
    """Contacts received since then. Seconds run from the report's arrival to the moment a call-taker took it.

    in_time: taken within the target. late: taken after it, or still waiting for longer than it.
    """

    received: int
    answered: int
    in_time: int
    late: int
    median_s: float | None
    p90_s: float | None


class LateContact(Value):
    """A contact that was not taken in time. answered_s None: it still waits."""

    contact_id: UUID
    number: str
    received_at: datetime
    answered_s: float | None
    incident_id: UUID | None
    incident_number: str | None


async def answering_since(tx: Tx, since: datetime, target_s: float) -> AnsweringFigures:
    """Figures over the contacts the actor may see."""
    row = await tx.fetchrow(
        "select count(*) as received, count(s) as answered, count(*) filter (where s <= $2) as in_time,"
        " count(*) filter (where s > $2"
        " or (s is null and ended_at is null and extract(epoch from $3 - received_at) > $2))"
        " as late, percentile_cont(0.5) within group (order by s) as median_s,"
        " percentile_cont(0.9) within group (order by s) as p90_s"
        " from (select extract(epoch from taken_at - received_at)::float8 as s, received_at, ended_at"
        f" {_SINCE}) as contact",
        since,
        target_s,
        tx.now,
    )
    assert row is not None
    return AnsweringFigures(**dict(row))


async def list_late_contacts(tx: Tx, since: datetime, target_s: float, limit: int) -> list[LateContact]:
    """The contacts behind `late`, the slowest first."""
    rows = await tx.fetch(
        "select id as contact_id, number, received_at, incident_id, incident_number,"
        f" extract(epoch from taken_at - received_at)::float8 as answered_s {_SINCE}"
        " and extract(epoch from coalesce(taken_at, $3) - received_at) > $2"
        " and (taken_at is not null or ended_at is null)"
        " order by coalesce(taken_at, $3) - received_at desc limit $4",
        since,
        target_s,
        tx.now,
        limit,
    )
    return [LateContact(**dict(row)) for row in rows]
