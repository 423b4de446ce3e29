"""SQL of surges: proposals that were shown, the lines that were accepted, and the orders they gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.events import SurgeProposed
from yaoyaoling.dispatch.policy import SurgeBasis, SurgePlan
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx


@dataclass(frozen=True)
class AcceptedLine:
    """An incident of a proposal that somebody accepted."""

    incident_id: UUID
    accepted_by_name: str
    accepted_at: datetime


@dataclass(frozen=True)
class Kept:
    """A proposal, and to whom it was shown when."""

    plan: SurgePlan
    proposed_to_name: str
    proposed_at: datetime


async def insert_surge(tx: Tx, surge: SurgeProposed) -> None:
    """Write a proposal."""
    await tx.execute(
        "insert into dispatch.surge (id, basis, plan, proposed_to_name, proposed_at, version)"
        " values ($1, $2, $3, $4, $5, 1)",
        surge.surge_id,
        surge.basis.model_dump(mode="json"),
        surge.plan.model_dump(mode="json"),
        tx.principal.name,
        tx.now,
    )


async def lock_surge(tx: Tx, surge_id: UUID) -> tuple[int, SurgePlan]:
    """Its next version, and its plan; held until the end of the transaction. Raises: NotFound."""
    row = await tx.fetchrow("select plan, version from dispatch.surge where id = $1 for update", surge_id)
    if row is None:
        raise NotFound
    return row["version"] + 1, SurgePlan.model_validate(row["plan"])


async def get_plan(tx: Tx, surge_id: UUID) -> SurgePlan:
    """The plan as it was shown. Raises: NotFound."""
    return (await get_kept(tx, surge_id)).plan


async def get_kept(tx: Tx, surge_id: UUID) -> Kept:
    """The proposal as it is kept. Raises: NotFound."""
    row = await tx.fetchrow("select plan, proposed_to_name, proposed_at from dispatch.surge where id = $1", surge_id)
    if row is None:
        raise NotFound
    return Kept(SurgePlan.model_validate(row["plan"]), row["proposed_to_name"], row["proposed_at"])


@dataclass(frozen=True)
class Weighed:
    """A proposal with all it follows from."""

    basis: SurgeBasis
    plan: SurgePlan
    proposed_at: datetime


async def find_weighed(tx: Tx, incident_id: UUID, at: datetime) -> Weighed | None:
    """The proposal in sight by which crews were ordered to the incident at that moment; None: not by any."""
    row = await tx.fetchrow(
        "select s.basis, s.plan, s.proposed_at from dispatch.surge s"
        " join dispatch.crew_order o on o.surge_id = s.id where o.incident_id = $1 and o.ordered_at = $2 limit 1",
        incident_id,
        at,
    )
    if row is None:
        return None
    return Weighed(SurgeBasis.model_validate(row["basis"]), SurgePlan.model_validate(row["plan"]), row["proposed_at"])


async def list_accepted(tx: Tx, surge_id: UUID) -> list[AcceptedLine]:
    """Lines that were accepted, in the order they were."""
    rows = await tx.fetch(
        "select incident_id, accepted_by_name, accepted_at from dispatch.surge_line where surge_id = $1"
        " order by accepted_at, incident_id",
        surge_id,
    )
    return [AcceptedLine(**dict(row)) for row in rows]


async def accept_lines(tx: Tx, surge_id: UUID, incident_ids: Sequence[UUID]) -> None:
    """Write that somebody accepted these lines of a locked surge."""
    await tx.execute(
        "insert into dispatch.surge_line (surge_id, incident_id, accepted_by_name, accepted_at)"
        " select $1, unnest($2::uuid[]), $3, $4",
        surge_id,
        list(incident_ids),
        tx.principal.name,
        tx.now,
    )
    await tx.execute("update dispatch.surge set version = version + 1 where id = $1", surge_id)


async def list_orders_of(tx: Tx, surge_id: UUID) -> list[store.Order]:
    """The orders it gave that are in sight, oldest first."""
    sql = f"{store.SELECT_ORDER} where surge_id = $1 order by ordered_at, call_sign"
    return [store.order_of(row) for row in await tx.fetch(sql, surge_id)]
