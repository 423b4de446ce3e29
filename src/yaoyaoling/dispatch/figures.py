"""Figures of the crews' orders since a moment, from this room's own rows."""

from datetime import datetime
from uuid import UUID

from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx

_COUNTY = "split_part(org_path, '/', 3)"


class ResponseFigures(Value):
    """Orders given since then; county_code None: all. Seconds run from the order to the crew's
    acceptance and arrival.
    """

    county_code: str | None
    ordered: int
    accepted: int
    accept_median_s: float | None
    arrived: int
    arrive_median_s: float | None


class TimedOrder(Value):
    """An order behind the figures."""

    order_id: UUID
    incident_id: UUID
    call_sign: str
    ordered_at: datetime
    accept_s: float | None
    arrive_s: float | None


async def responses_since(tx: Tx, since: datetime) -> list[ResponseFigures]:
    """Figures over the orders the actor may see: of all, then by the county of the crew."""
    rows = await tx.fetch(
        f"select {_COUNTY} as county_code, grouping({_COUNTY}) as whole, count(*) as ordered,"
        " count(accepted_at) as accepted, count(arrived_at) as arrived,"
        " percentile_cont(0.5) within group (order by extract(epoch from accepted_at - ordered_at)) as accept_median_s,"
        " percentile_cont(0.5) within group (order by extract(epoch from arrived_at - ordered_at)) as arrive_median_s"
        f" from dispatch.crew_order where ordered_at >= $1 group by grouping sets ((), ({_COUNTY}))"
        f" order by grouping({_COUNTY}) desc, {_COUNTY}",
        since,
    )
    fields = ResponseFigures.model_fields
    return [
        ResponseFigures(**{name: row[name] for name in fields} | ({"county_code": None} if row["whole"] else {}))
        for row in rows
    ]


async def list_timed_orders(tx: Tx, since: datetime, limit: int) -> list[TimedOrder]:
    """The orders behind the figures, newest first."""
    rows = await tx.fetch(
        "select id as order_id, incident_id, call_sign, ordered_at,"
        " extract(epoch from accepted_at - ordered_at)::float8 as accept_s,"
        " extract(epoch from arrived_at - ordered_at)::float8 as arrive_s"
        " from dispatch.crew_order where ordered_at >= $1 order by ordered_at desc limit $2",
        since,
        limit,
    )
    return [TimedOrder(**dict(row)) for row in rows]
