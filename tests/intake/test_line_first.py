"""A line that comes up at a seat nobody was told of yet."""

from tests.world import World
from yaoyaoling.intake.commands import MoveSeat
from yaoyaoling.intake.handlers.seats import move_own_seat


async def test_the_first_fact_of_a_seat_says_all_of_it(world: World) -> None:
    await world.do("taker2", move_own_seat, MoveSeat(to="off"))
    await world.line("taker2")  # the world compares what screens hold with a fresh snapshot
    [seat] = [one.fields for (kind, _), one in world.view.entities.items() if kind == "seat"]
    assert seat["account_name"] == "taker2" and seat["state"] == "off" and seat["has_line"]
