"""五班三运转: one shift of five is on duty, the next takes over at 0, 8 and 16 o'clock in China."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.dispatch.test_chain import incident_of
from tests.world import HALL, HERE, NORTH_1, World
from yaoyaoling.apps import rooms
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder, ReleaseOrder, SendCrew
from yaoyaoling.dispatch.handlers.answer import accept_order, advance_own_order
from yaoyaoling.dispatch.handlers.release import release_order
from yaoyaoling.dispatch.handlers.send import send_crew
from yaoyaoling.dispatch.policy import Ranking
from yaoyaoling.field.commands import SubmitFeedback
from yaoyaoling.field.handlers.submit_feedback import submit_feedback
from yaoyaoling.force import policy
from yaoyaoling.force.public import (
    ROTA_TIMER,
    CrewSeed,
    RegisterCrews,
    SetDuty,
    StartRota,
    list_crews,
    register_crews,
    set_duty,
    start_rota,
)
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.timers import Timers


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("2026-11-22T16:00:00", "2026-11-23T00:00:00"),  # midnight in China: a watch begins
        ("2026-11-22T15:59:59", "2026-11-22T16:00:00"),
        ("2026-11-23T00:00:00", "2026-11-23T08:00:00"),
        ("2026-11-23T07:30:00", "2026-11-23T08:00:00"),
    ],
)
def test_watches_end_at_eight_sixteen_and_midnight(at: str, end: str) -> None:
    assert policy.watch_end(datetime.fromisoformat(at).replace(tzinfo=UTC)) == datetime.fromisoformat(end + "+00:00")


def test_the_shifts_follow_each_other_for_ever() -> None:
    order = [1]
    for _ in range(5):
        order.append(policy.next_shift(order[-1]))
    assert order == [1, 2, 3, 4, 5, 1]
    assert [shifts for shifts in range(8) if policy.has_rota(shifts)] == [5]


@pytest.mark.parametrize(
    ("hour", "shift"), [(0, 1), (7, 1), (8, 2), (16, 3), (24, 4), (40, 1), (48, 2), (-1, 5), (-24, 3)]
)
def test_whose_watch_it_is_at_any_hour(hour: int, shift: int) -> None:
    midnight = datetime(2026, 11, 23, tzinfo=HALL_ZONE)
    assert policy.shift_at(midnight + timedelta(hours=hour), 1, midnight) == shift


def seed(world: World, shift: int) -> CrewSeed:
    return CrewSeed(
        code=f"R{shift}", call_sign=f"R{shift}", grid_code="G1", org_code=NORTH_1, org_path=world.paths[NORTH_1],
        force_type="patrol", shift=shift, officers=1, auxiliaries=1, post=HERE,
    )  # fmt: skip


async def on_duty(world: World) -> set[str]:
    rows = await world.stage.fetch("select code from force.crew where duty = 'on_duty' and code like 'R%'")
    return {row["code"] for row in rows}


async def test_crews_in_turn_say_until_when_and_those_off_duty_do_not(world: World) -> None:
    db, clock = world.stage.db, world.stage.clock
    seeds = [seed(world, shift) for shift in range(1, 6)]
    seeds[1] = seeds[1].model_copy(update={"skills": ("first_aid", "drone")})
    await execute(db, system("setup"), register_crews, RegisterCrews(crews=tuple(seeds), hall_code=HALL))
    await execute(db, system("setup"), start_rota, StartRota(shift=2))
    await world.stage.settle()
    await world.check()
    async with db.snapshot(system("test")) as tx:
        crews = {crew.code: crew for crew in await list_crews(tx) if crew.code.startswith("R")}
    assert {code: crew.duty_until for code, crew in crews.items()} == {
        **dict.fromkeys(crews),
        "R2": policy.watch_end(clock.now()),
    }
    assert crews["R2"].skills == ("first_aid", "drone") and not crews["R1"].skills
    assert {crew.readiness for crew in crews.values()} == {"street"}


async def test_one_shift_works_and_the_next_takes_over_on_time(world: World) -> None:
    db, clock = world.stage.db, world.stage.clock
    await execute(db, system("setup"), start_rota, StartRota())
    # Everybody of a small town is on duty: it has no rota.
    assert await world.stage.value("select count(*) from platform.timer where name = $1", ROTA_TIMER) == 0
    crews = tuple(seed(world, shift) for shift in range(1, 6))
    await execute(db, system("setup"), register_crews, RegisterCrews(crews=crews, hall_code=HALL))
    await execute(db, system("setup"), start_rota, StartRota(shift=2))
    assert await on_duty(world) == {"R2"}
    # A second start of the demo changes nothing.
    await execute(db, system("setup"), start_rota, StartRota(shift=1))
    assert await on_duty(world) == {"R2"}
    timers = Timers(db, rooms.TIMERS)
    for wanted in ("R3", "R4", "R5", "R1"):
        end = policy.watch_end(clock.now())
        clock.advance((end - clock.now()).total_seconds() - 1)
        assert not await timers.fire_one()
        clock.advance(2)
        assert await timers.fire_one()
        assert await on_duty(world) == {wanted}


async def near_the_end_of_the_watch(world: World) -> None:
    left = policy.watch_end(world.stage.clock.now()) - world.stage.clock.now()
    await world.stage.advance(left.total_seconds() - 30)


async def test_a_crew_on_an_order_goes_on_until_it_has_ended_and_is_off_duty_then(world: World) -> None:
    db = world.stage.db
    crews = tuple(seed(world, shift) for shift in range(1, 6))
    await execute(db, system("setup"), register_crews, RegisterCrews(crews=crews, hall_code=HALL))
    await execute(db, system("setup"), start_rota, StartRota(shift=2))
    async with db.snapshot(system("test")) as tx:
        world.crews["R2"] = next(crew.id for crew in await list_crews(tx) if crew.code == "R2")
    await near_the_end_of_the_watch(world)
    incident = await incident_of(world)
    command = SendCrew(incident_id=incident, ranking=Ranking(ranked=(), excluded=()), crew_id=world.crews["R2"])
    await world.do("taker1", send_crew, command)
    crew_id = world.crews["R2"]
    officer = world.people["officer_n1"].model_copy(update={"crew_id": crew_id, "scopes": (f"c/{crew_id}",)})
    order = await world.order_of("R2")
    await world.do(officer, accept_order, AcceptOrder(order_id=order))
    await world.stage.advance(31)
    assert await on_duty(world) == {"R2", "R3"}
    await world.do(officer, advance_own_order, AdvanceOrder(order_id=order, to="arrive"))
    assert await on_duty(world) == {"R2", "R3"}
    await world.do(officer, submit_feedback, SubmitFeedback(order_id=order, outcome="other", text="已处置"))
    assert await on_duty(world) == {"R3"}
    # Its next turn begins as any other's.
    for wanted in ("R4", "R5", "R1", "R2"):
        await world.stage.advance(8 * 3600)
        assert await on_duty(world) == {wanted}


async def test_a_crew_put_on_duty_by_hand_stays_when_its_order_ends(world: World) -> None:
    db = world.stage.db
    crews = tuple(seed(world, shift) for shift in range(1, 6))
    await execute(db, system("setup"), register_crews, RegisterCrews(crews=crews, hall_code=HALL))
    await execute(db, system("setup"), start_rota, StartRota(shift=2))
    async with db.snapshot(system("test")) as tx:
        crew_id = world.crews["R2"] = next(crew.id for crew in await list_crews(tx) if crew.code == "R2")
    await near_the_end_of_the_watch(world)
    incident = await incident_of(world)
    command = SendCrew(incident_id=incident, ranking=Ranking(ranked=(), excluded=()), crew_id=crew_id)
    await world.do("taker1", send_crew, command)
    officer = world.people["officer_n1"].model_copy(update={"crew_id": crew_id, "scopes": (f"c/{crew_id}",)})
    order = await world.order_of("R2")
    await world.do(officer, accept_order, AcceptOrder(order_id=order))
    await world.stage.advance(31)
    await execute(db, system("setup"), set_duty, SetDuty(crew_id=crew_id, duty="on_duty"))
    await world.do("taker1", release_order, ReleaseOrder(order_id=order, reason="另有任务"))
    assert await on_duty(world) == {"R2", "R3"}
