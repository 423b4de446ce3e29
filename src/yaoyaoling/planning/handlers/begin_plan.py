"""The planner takes up what waits longest; after a restart also what it left in the middle."""

from uuid import UUID

from yaoyaoling.kernel.contract import Value
from yaoyaoling.planning.commands import BeginPlan, ReturnPlans
from yaoyaoling.planning.contract import PlanRequest
from yaoyaoling.planning.plans import move_plan
from yaoyaoling.planning.states import PlanSignal, PlanState
from yaoyaoling.platform.db.tx import Tx


class Begun(Value):
    """What is to be planned; plan_id None: nothing waits."""

    plan_id: UUID | None
    request: PlanRequest | None


async def begin_plan(tx: Tx, _: BeginPlan) -> Begun:
    """Take it from the queue."""
    row = await tx.fetchrow(
        "select id, request from planning.plan where state = $1 and ended_at is null"
        " order by asked_at, id limit 1 for update skip locked",
        PlanState.QUEUED.value,
    )
    if row is None:
        return Begun(plan_id=None, request=None)
    await move_plan(tx, row["id"], PlanSignal.BEGIN)
    return Begun(plan_id=row["id"], request=PlanRequest.model_validate(row["request"], strict=False))


async def return_plans(tx: Tx, _: ReturnPlans) -> int:
    """Gives how many were running when the planner ended; only whoever plans alone may ask for that."""
    rows = await tx.fetch("select id from planning.plan where state = $1", PlanState.RUNNING.value)
    for row in rows:
        await move_plan(tx, row["id"], PlanSignal.RETURN)
    return len(rows)
