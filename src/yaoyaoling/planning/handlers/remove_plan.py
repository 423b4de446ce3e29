"""Plans that are not wanted any more: one by hand, old ones by themselves. The ledger keeps that they were made."""

from datetime import timedelta
from uuid import UUID

from yaoyaoling.planning.commands import PurgePlans, RemovePlan
from yaoyaoling.planning.handlers.ask_plan import PlanReply
from yaoyaoling.planning.handlers.relocate import SETTINGS
from yaoyaoling.planning.plans import move_plan
from yaoyaoling.planning.states import PlanSignal, PlanState
from yaoyaoling.platform.db.tx import Tx

_AT_ONCE = 100


async def remove_plan(tx: Tx, command: RemovePlan) -> PlanReply:
    """Raises: NotFound, IllegalPlanSignal while it waits or runs: it is cancelled first."""
    return PlanReply(plan_id=command.plan_id, state=await _remove(tx, command.plan_id))


async def purge_plans(tx: Tx, _: PurgePlans) -> int:
    """Gives how many were removed; a hundred at once, the rest comes next time."""
    if not SETTINGS.plan_keep_days:
        return 0
    before = tx.now - timedelta(days=SETTINGS.plan_keep_days)
    rows = await tx.fetch(
        "select id from planning.plan where ended_at < $1 order by ended_at limit $2", before, _AT_ONCE
    )
    for row in rows:
        await _remove(tx, row["id"])
    return len(rows)


async def _remove(tx: Tx, plan_id: UUID) -> PlanState:
    state = await move_plan(tx, plan_id, PlanSignal.REMOVE)
    await tx.execute("delete from planning.plan where id = $1", plan_id)
    return state
