"""SQL that reads what crews did and which counties work together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.platform.db.tx import Tx

DAY = timedelta(hours=8)
"""A watch: so far back the orders of a crew count."""


@dataclass(frozen=True)
class Day:
    """What a crew did in the last hours: orders it took, and when it last fed one back."""

    orders: int
    fed_back_at: datetime | None


async def list_days(tx: Tx) -> dict[UUID, Day]:
    """For each crew that was ordered somewhere in the last eight hours, as far as the actor may see."""
    rows = await tx.fetch(
        "select crew_id, count(accepted_at) as orders, max(fed_back_at) as fed_back_at from dispatch.crew_order"
        " where ordered_at > $1 and role = 'respond' group by crew_id",
        tx.now - DAY,
    )
    return {row["crew_id"]: Day(row["orders"], row["fed_back_at"]) for row in rows}


async def list_zone_counties(tx: Tx, county_code: str, near: Sequence[str]) -> tuple[str, ...]:
    """Those of the counties near a place that share a zone with its own county, by code."""
    rows = await tx.fetch(
        "select unnest(counties) as code from dispatch.zone where ended_at is null and $1 = any(counties)", county_code
    )
    return tuple(sorted({row["code"] for row in rows} & set(near) - {county_code}))


async def list_zones(tx: Tx, about: UUID | None) -> list[Any]:
    """Zones that hold, or one."""
    return await tx.fetch(
        "select id, name_zh, counties, agreed_by_name, agreed_at, ended_at, reason, until, version"
        " from dispatch.zone"
        " where ended_at is null and ($1::uuid is null or id = $1) order by agreed_at",
        about,
    )


async def list_waves(tx: Tx, incidents: Sequence[UUID]) -> list[Any]:
    """Further waves of these incidents."""
    return await tx.fetch(
        "select id, incident_id, number, wanted, sent, missing, reach, forces, standby, reason, by_name, sent_at,"
        " version from dispatch.wave where incident_id = any($1::uuid[]) order by sent_at, number",
        list(incidents),
    )


async def find_job_at(tx: Tx, crew_id: UUID, at: datetime, besides: UUID | None) -> dict[str, Any] | None:
    """What a crew was ordered to at a moment, as far as the actor may see, as `policy.Job` takes it."""
    row = await tx.fetchrow(
        "select o.incident_id, coalesce(c.level, 1) as level,"
        " case when o.arrived_at <= $2 then 'arrived' when o.departed_at <= $2 then 'departed'"
        " when o.accepted_at <= $2 then 'accepted' else 'ordered' end as state"
        " from dispatch.crew_order o left join dispatch.callout c on c.id = o.callout_id"
        " where o.crew_id = $1 and o.ordered_at < $2 and o.incident_id is distinct from $3"
        " and coalesce(o.ended_at, o.fed_back_at, $2 + interval '1 second') > $2 order by o.ordered_at desc limit 1",
        crew_id,
        at,
        besides,
    )
    return None if row is None else dict(row)
