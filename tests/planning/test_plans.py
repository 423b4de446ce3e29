"""Plans: who asks and sees, how one goes from the queue to its end, and that nothing waits for ever."""

from uuid import UUID

import pytest

from tests.world import NORTH, World
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.planning.commands import (
    AskPlan,
    BeginPlan,
    CancelPlan,
    FailPlan,
    FinishPlan,
    NotePlanStep,
    PurgePlans,
    RemovePlan,
    ReturnPlans,
)
from yaoyaoling.planning.contract import PlanRequest
from yaoyaoling.planning.handlers.ask_plan import TooManyPlans, ask_plan
from yaoyaoling.planning.handlers.begin_plan import begin_plan, return_plans
from yaoyaoling.planning.handlers.cancel_plan import cancel_plan
from yaoyaoling.planning.handlers.end_plan import fail_plan, finish_plan, refusal_of
from yaoyaoling.planning.handlers.note_step import note_step
from yaoyaoling.planning.handlers.relocate import SETTINGS
from yaoyaoling.planning.handlers.remove_plan import purge_plans, remove_plan
from yaoyaoling.planning.plans import get_drawing, get_plan, is_running, list_plans
from yaoyaoling.planning.states import IllegalPlanSignal, PlanState
from yaoyaoling.platform.principal import system

PLANNER = system("planner")
ARRIVAL = {"within": 0.9, "mean_s": 150.0, "p90_s": 280.0, "heaviest": 1.3, "unreached": 0.0}
FIGURES = {
    "city": "blocks", "demand": "d", "demand_zh": "需求", "points": 3, "atoms": 2, "within_s": 300, "seconds": 1.0,
    "posts": 2, "today_crews": 2, "objective": 150.0, "bound": 149.0, "today": {**ARRIVAL, "within": 0.7},
    "proposal": ARRIVAL, "problems": [{"file": "roads.npz", "zh": "孤岛", "en": "an island"}],
}  # fmt: skip
ROW = {"code": "P001", "name_zh": "路口", "name_en": "", "lon": 114.3, "lat": 30.6, "load": 1.0, "within": 0.9,
       "mean_s": None}  # fmt: skip


async def ask(world: World, county: str | None = None) -> UUID:
    request = PlanRequest(kind="posts", county=county, count=2)
    plan_id: UUID = (await world.do("commander", ask_plan, AskPlan(request=request))).plan_id
    return plan_id


async def begin(world: World) -> UUID | None:
    begun: UUID | None = (await world.do(PLANNER, begin_plan, BeginPlan())).plan_id
    return begun


async def step(world: World, plan_id: UUID) -> bool:
    noted: bool = await world.do(
        PLANNER, note_step, NotePlanStep(plan_id=plan_id, step="solve", share=0.2, until=0.75, most_s=30)
    )
    return noted


async def states(world: World, who: str) -> list[str]:
    async with world.stage.db.snapshot(world.people[who]) as tx:
        return [plan.state.value for plan in await list_plans(tx, 50)]


async def test_the_hall_sees_all_plans_and_a_county_its_own(world: World) -> None:
    await ask(world)
    await ask(world, NORTH)
    assert await states(world, "commander") == ["queued", "queued"]
    assert (await states(world, "north"), await states(world, "south")) == (["queued"], [])
    with pytest.raises(NotFound):
        await ask(world, "123456789012")


async def test_the_oldest_goes_first_and_its_result_is_kept(world: World) -> None:
    first, second = await ask(world), await ask(world)
    assert await begin(world) == first
    assert await is_running(world.stage.db, first) and await step(world, first)
    async with world.stage.db.snapshot(world.people["commander"]) as tx:
        plan, rows = await get_plan(tx, first)
        assert (plan.state, plan.step, plan.share, rows) == (PlanState.RUNNING, "solve", 0.2, None)
        assert (plan.step_until, plan.step_most_s) == (0.75, 30) and plan.step_at is not None
        with pytest.raises(NotFound):
            await get_drawing(tx, first)
    done = FinishPlan(plan_id=first, figures=FIGURES, rows={"today": [], "proposal": [ROW]}, drawing="{}")
    await world.do(PLANNER, finish_plan, done)
    async with world.stage.db.snapshot(world.people["commander"]) as tx:
        plan, rows = await get_plan(tx, first)
        assert await get_drawing(tx, first) == "{}"
    assert plan.state is PlanState.DONE and plan.figures is not None and plan.figures.proposal.within == 0.9
    assert rows is not None and rows.proposal[0].code == "P001"
    assert (await begin(world), await begin(world)) == (second, None)
    with pytest.raises(IllegalPlanSignal):
        await world.do("commander", cancel_plan, CancelPlan(plan_id=first))


async def test_a_cancelled_plan_stops_and_ends_for_good(world: World) -> None:
    plan = await ask(world)
    await begin(world)
    await world.do("commander", cancel_plan, CancelPlan(plan_id=plan))
    assert not await is_running(world.stage.db, plan), "whoever plans is told to stop"
    assert not await step(world, plan), "what runs no more has no steps"
    with pytest.raises(IllegalPlanSignal):
        await world.do(PLANNER, fail_plan, FailPlan(plan_id=plan, refusal=refusal_of(NotFound())))
    with pytest.raises(NotFound):
        await world.do("south", cancel_plan, CancelPlan(plan_id=plan))


async def test_what_the_planner_left_in_the_middle_begins_anew(world: World) -> None:
    plan = await ask(world)
    await begin(world)
    assert await world.do(PLANNER, return_plans, ReturnPlans()) == 1
    assert await begin(world) == plan


async def test_so_many_wait_and_no_more_and_none_waits_for_ever(world: World) -> None:
    for _ in range(SETTINGS.plans_open):
        await ask(world)
    with pytest.raises(TooManyPlans):
        await ask(world)
    await world.advance(SETTINGS.plan_most_s + 1)
    assert set(await states(world, "commander")) == {"failed"}
    async with world.stage.db.snapshot(world.people["commander"]) as tx:
        refusal = (await list_plans(tx, 1))[0].refusal
    assert refusal is not None and refusal.code == "plan_took_too_long"


async def test_a_plan_is_removed_by_hand_once_it_has_ended_and_an_old_one_by_itself(world: World) -> None:
    plan, other = await ask(world), await ask(world, NORTH)
    with pytest.raises(IllegalPlanSignal):
        await world.do("commander", remove_plan, RemovePlan(plan_id=plan))
    await world.do("commander", cancel_plan, CancelPlan(plan_id=plan))
    await world.do("commander", cancel_plan, CancelPlan(plan_id=other))
    with pytest.raises(NotFound):
        await world.do("south", remove_plan, RemovePlan(plan_id=other))
    assert (await world.do("commander", remove_plan, RemovePlan(plan_id=plan))).state is PlanState.REMOVED
    assert await states(world, "commander") == ["cancelled"]
    with pytest.raises(NotFound):
        await world.do("commander", remove_plan, RemovePlan(plan_id=plan))
    assert await world.do(PLANNER, purge_plans, PurgePlans()) == 0, "it is kept so many days"
    await world.advance(SETTINGS.plan_keep_days * 86_400 + 1)
    assert await world.do(PLANNER, purge_plans, PurgePlans()) == 1
    assert await states(world, "commander") == []
