"""Rounds of plans: opened when they begin, given to whoever is on duty, dropped with their plan."""

from uuid import UUID

from yaoyaoling.field.patrol import moves, store
from yaoyaoling.field.patrol.choose import Wanted, choose_crew
from yaoyaoling.field.patrol.contract import PatrolNow, PatrolPlanView
from yaoyaoling.field.patrol.states import PatrolSignal, PatrolState
from yaoyaoling.field.patrol.windows import next_start, round_at
from yaoyaoling.platform.db.tx import Tx

ROUND_TIMER = "field.patrol_round"


async def begin_rounds(tx: Tx, plan: PatrolPlanView, org_path: str) -> None:
    """Open the round that runs now, unless it is there, and wake when the next begins."""
    turn = round_at(plan.windows, tx.now)
    if turn is not None:
        patrol = await moves.open_patrol(tx, plan, org_path, turn, is_extra=False)
        if patrol is not None:
            await offer(tx, patrol, plan)
    due = next_start(plan.windows, tx.now)
    if due is None:
        await tx.cancel_timer(ROUND_TIMER, str(plan.id))
    else:
        await tx.set_timer(ROUND_TIMER, str(plan.id), due, {"plan_id": plan.id}, about=plan.id)


async def drop_rounds(tx: Tx, plan_id: UUID) -> None:
    """Nothing of this plan begins any more; what has not begun is taken back."""
    await tx.cancel_timer(ROUND_TIMER, str(plan_id))
    rows = await tx.fetch(
        "select id from field.patrol where plan_id = $1 and state = $2 for update", plan_id, PatrolState.PLANNED.value
    )
    for row in rows:
        await moves.move(tx, await store.get_patrol(tx, row["id"]), PatrolSignal.CANCEL, "plan_off")


async def offer(tx: Tx, patrol: PatrolNow, plan: PatrolPlanView) -> PatrolNow:
    """Give it to the crew that fits best, if there is one; else it waits for whoever comes on duty."""
    able = await moves.list_able(tx, patrol.org_path)
    wanted = Wanted(crew_ids=plan.crew_ids, shift=plan.shift, grid_code=plan.grid_code)
    chosen = choose_crew(wanted, [crew for crew, _ in able])
    if chosen is None:
        return patrol
    if chosen == patrol.crew_id:
        return patrol
    return await moves.give(tx, patrol, next(crew for one, crew in able if one.id == chosen))
