"""A plan is not wanted any more, or takes too long; the planner stops as soon as it looks."""

from typing import Any
from uuid import UUID

from yaoyaoling.kernel.refused import Refused
from yaoyaoling.planning.commands import CancelPlan
from yaoyaoling.planning.handlers.ask_plan import PlanReply
from yaoyaoling.planning.handlers.end_plan import fail
from yaoyaoling.planning.plans import lock_plan, move_plan
from yaoyaoling.planning.states import PLAN_OVER, PlanSignal
from yaoyaoling.platform.db.tx import Tx


class PlanTookTooLong(Refused):
    """Nobody waits for ever."""

    code = "plan_took_too_long"
    status = 422
    zh = "规划在规定时间内没有完成；请减少数量或缩小范围，或检查后台进程是否运行。"
    en = "The plan was not done in its time; ask for fewer or for one county, or look whether the worker runs."


async def cancel_plan(tx: Tx, command: CancelPlan) -> PlanReply:
    """Raises: NotFound, IllegalPlanSignal when it has ended."""
    state = await move_plan(tx, command.plan_id, PlanSignal.CANCEL)
    return PlanReply(plan_id=command.plan_id, state=state)


async def on_plan_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Its time is over."""
    plan_id = UUID(payload["plan_id"])
    state, _ = await lock_plan(tx, plan_id)
    if state not in PLAN_OVER:
        await fail(tx, plan_id, PlanTookTooLong())
