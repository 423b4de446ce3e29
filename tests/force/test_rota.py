"""五班三运转: one shift of five is on duty, the next takes over at 0, 8 and 16 o'clock in China."""

from datetime import UTC, datetime

import pytest

from tests.world import HALL, HERE, NORTH_1, World
from yaoyaoling.apps import rooms
from yaoyaoling.force import policy
from yaoyaoling.force.public import ROTA_TIMER, CrewSeed, RegisterCrews, StartRota, register_crews, start_rota
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


def seed(world: World, shift: int) -> CrewSeed:
    return CrewSeed(
        code=f"R{shift}", call_sign=f"R{shift}", grid_code="G1", org_code=NORTH_1, org_path=world.paths[NORTH_1],
        force_type="patrol", shift=shift, officers=1, auxiliaries=1, post=HERE,
    )  # fmt: skip


async def on_duty(world: World) -> set[str]:
    rows = await world.stage.fetch("select code from force.crew where duty = 'on_duty' and code like 'R%'")
    return {row["code"] for row in rows}


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
