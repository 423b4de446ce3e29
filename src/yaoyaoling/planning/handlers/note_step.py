"""A running plan begins a step: whoever looks is told, and counts on by the time the step may take."""

from yaoyaoling.planning.commands import NotePlanStep
from yaoyaoling.planning.events import PlanStepped
from yaoyaoling.planning.plans import lock_plan
from yaoyaoling.planning.states import PlanState
from yaoyaoling.platform.db.tx import Tx


async def note_step(tx: Tx, command: NotePlanStep) -> bool:
    """False: it runs no more, nothing is noted. Raises: NotFound."""
    state, version = await lock_plan(tx, command.plan_id)
    if state is not PlanState.RUNNING:
        return False
    await tx.execute(
        "update planning.plan set step = $2, share = $3, step_until = $4, step_most_s = $5, step_at = $6, version = $7"
        " where id = $1",
        command.plan_id,
        command.step,
        command.share,
        command.until,
        command.most_s,
        tx.now,
        version + 1,
    )
    event = PlanStepped.model_validate(command.model_dump())
    tx.record(event, stream=f"plan:{command.plan_id}", seq=version + 1, about=command.plan_id)
    return True
