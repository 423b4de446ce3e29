"""规划: a commander asks for a plan; the planner computes it beside the commands."""

from datetime import timedelta
from uuid import UUID

from yaoyaoling.agencies.public import get_hall_code, get_organisation
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.planning.commands import AskPlan
from yaoyaoling.planning.events import PlanAsked
from yaoyaoling.planning.handlers.relocate import SETTINGS
from yaoyaoling.planning.plans import PLAN_TIMER
from yaoyaoling.planning.states import PlanState
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


class TooManyPlans(Refused):
    """So many wait already."""

    code = "too_many_plans"
    status = 409
    zh = "已有 {count} 项规划在排队或计算，请等待或先取消一项。"
    en = "{count} plans wait or run already; wait, or cancel one."


class PlanReply(Value):
    """A plan by id, and how it stands."""

    plan_id: UUID
    state: PlanState


async def ask_plan(tx: Tx, command: AskPlan) -> PlanReply:
    """Put it in the queue; the hall sees it, and the county it is about. Raises: NotFound (county), TooManyPlans."""
    asked = command.request
    county = None if asked.county is None else await get_organisation(tx, asked.county)
    waiting: int = await tx.fetchval("select count(*) from planning.plan where ended_at is null")
    if waiting >= SETTINGS.plans_open:
        raise TooManyPlans(count=waiting)
    plan_id = new_id()
    await tx.execute(
        "insert into planning.plan (id, request, state, step, share, asked_by_name, asked_at, version)"
        " values ($1, $2, $3, '', 0, $4, $5, 1)",
        plan_id,
        asked.model_dump(mode="json"),
        PlanState.QUEUED.value,
        tx.principal.name,
        tx.now,
    )
    scopes = [f"h/{await get_hall_code(tx)}", *([] if county is None else [f"t/{county.path}"])]
    for scope in scopes:
        await audience.grant(tx, plan_id, scope, "plan", initial=True)
    tx.record(PlanAsked(plan_id=plan_id, request=asked), stream=f"plan:{plan_id}", seq=1, about=plan_id)
    due = tx.now + timedelta(seconds=SETTINGS.plan_most_s)
    await tx.set_timer(PLAN_TIMER, str(plan_id), due, {"plan_id": plan_id}, about=plan_id)
    return PlanReply(plan_id=plan_id, state=PlanState.QUEUED)
