"""A plan is done, or cannot be made."""

from uuid import UUID

from yaoyaoling.kernel.refused import Refused
from yaoyaoling.planning.commands import FailPlan, FinishPlan
from yaoyaoling.planning.contract import PlanFigures, PlanRows, Refusal
from yaoyaoling.planning.handlers.ask_plan import PlanReply
from yaoyaoling.planning.plans import move_plan
from yaoyaoling.planning.states import PlanSignal
from yaoyaoling.platform.db.tx import Tx


async def finish_plan(tx: Tx, command: FinishPlan) -> PlanReply:
    """Keep what was found. Raises: NotFound, IllegalPlanSignal when it was cancelled meanwhile."""
    figures = PlanFigures.model_validate(command.figures, strict=False)
    rows = PlanRows.model_validate(command.rows, strict=False)
    state = await move_plan(
        tx,
        command.plan_id,
        PlanSignal.FINISH,
        within_today=None if figures.today is None else figures.today.within,
        within_proposed=figures.proposal.within,
    )
    await tx.execute(
        "update planning.plan set figures = $2, rows = $3, drawing = $4 where id = $1",
        command.plan_id,
        figures.model_dump(mode="json"),
        rows.model_dump(mode="json"),
        command.drawing,
    )
    return PlanReply(plan_id=command.plan_id, state=state)


async def fail_plan(tx: Tx, command: FailPlan) -> PlanReply:
    """Keep why. Raises: NotFound, IllegalPlanSignal when it was cancelled meanwhile."""
    state = await move_plan(tx, command.plan_id, PlanSignal.FAIL, code=command.refusal.code)
    await tx.execute(
        "update planning.plan set refusal = $2 where id = $1", command.plan_id, command.refusal.model_dump(mode="json")
    )
    return PlanReply(plan_id=command.plan_id, state=state)


async def fail(tx: Tx, plan_id: UUID, refused: Refused) -> None:
    """The same for what was raised."""
    await fail_plan(tx, FailPlan(plan_id=plan_id, refusal=refusal_of(refused)))


def refusal_of(refused: Refused) -> Refusal:
    """What a person is told."""
    return Refusal(code=refused.code, zh=refused.sentence("zh"), en=refused.sentence("en"))
