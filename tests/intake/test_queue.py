"""The queue: numbered from the first second, offered to one seat, never lost."""

import asyncio

import pytest

from tests.world import World
from yaoyaoling.intake.commands import DeclineContact, MoveSeat, SettleContact, TakeContact
from yaoyaoling.intake.handlers.finish import FinishSeat, NotInHand, Undecided, finish_seat, settle_contact
from yaoyaoling.intake.handlers.seats import Heartbeat, hear_seat, move_own_seat
from yaoyaoling.intake.handlers.take import AlreadyTaken, SeatBusy, decline_contact, take_contact
from yaoyaoling.platform.execute import execute


async def where(world: World, contact: object) -> tuple[str, object]:
    row = (await world.stage.fetch("select state, offered_seat from intake.contact where id = $1", contact))[0]
    return row["state"], row["offered_seat"]


async def seat_state(world: World, seat: object) -> str:
    state: str = await world.stage.value("select state from intake.seat where id = $1", seat)
    return state


async def test_offered_to_the_seat_idle_longest(world: World) -> None:
    first = await world.ready("taker1")
    world.stage.clock.advance(5)
    second = await world.ready("taker2")
    one, two = await world.report(), await world.report()
    assert await where(world, one) == ("offered", first)
    assert await where(world, two) == ("offered", second)
    three = await world.report()
    assert await where(world, three) == ("waiting", None)


async def test_no_answer_rings_at_the_next_seat_and_pauses_the_silent_one(world: World) -> None:
    first = await world.ready("taker1")
    second = await world.ready("taker2")
    contact = await world.report()
    assert await where(world, contact) == ("offered", first)
    await world.advance(15.1)
    assert await where(world, contact) == ("offered", second)
    assert await seat_state(world, first) == "paused"


async def test_a_declined_contact_goes_to_another_seat(world: World) -> None:
    await world.ready("taker1")
    second = await world.ready("taker2")
    contact = await world.report()
    await world.do("taker1", decline_contact, DeclineContact(contact_id=contact))
    assert await where(world, contact) == ("offered", second)


async def test_two_people_take_one_contact_and_one_has_it(world: World) -> None:
    await world.ready("taker1")
    await world.ready("taker2")
    contact = await world.report()
    results = await asyncio.gather(
        *(
            execute(world.stage.db, world.people[who], take_contact, TakeContact(contact_id=contact))
            for who in ("taker1", "taker2")
        ),
        return_exceptions=True,
    )
    refused = [one for one in results if isinstance(one, AlreadyTaken)]
    assert len(refused) == 1
    name = await world.stage.value("select taken_by_name from intake.contact where id = $1", contact)
    assert refused[0].details["name"] == name


async def test_one_contact_at_a_time_and_only_in_ones_own_hands(world: World) -> None:
    await world.ready("taker1")
    one, two = await world.report(), await world.report()
    await world.take("taker1", one)
    with pytest.raises(SeatBusy):
        await world.take("taker1", two)
    with pytest.raises(NotInHand):
        await world.do("taker2", settle_contact, SettleContact(contact_id=one, disposition="answered"))
    with pytest.raises(Undecided):
        await world.do("taker1", finish_seat, FinishSeat())
    await world.do("taker1", settle_contact, SettleContact(contact_id=one, disposition="answered", note="咨询"))
    await world.advance(8.1)
    assert (await where(world, two))[0] == "offered"  # the seat was free as soon as it had wrapped up


async def test_taking_by_hand_out_of_the_queue_frees_the_seat_where_it_rang(world: World) -> None:
    first = await world.ready("taker1")
    await world.do("taker2", move_own_seat, MoveSeat(to="paused"))
    contact = await world.report()
    assert await where(world, contact) == ("offered", first)
    await world.take("taker2", contact)
    assert await seat_state(world, first) == "ready"


async def test_a_silent_console_gives_its_contact_back(world: World) -> None:
    await world.ready("taker1")
    contact = await world.report()
    await world.take("taker1", contact)
    await world.advance(15)
    await world.do("taker1", hear_seat, Heartbeat())
    await world.advance(15)
    assert (await where(world, contact))[0] == "taken"
    await world.advance(6)
    assert (await where(world, contact))[0] == "waiting"
    second = await world.ready("taker2")
    assert await where(world, contact) == ("offered", second)


async def test_a_silent_report_comes_first(world: World) -> None:
    ordinary = await world.report()
    silent = await world.report(is_silent=True)
    seat = await world.ready("taker1")
    assert await where(world, silent) == ("offered", seat)
    assert (await where(world, ordinary))[0] == "waiting"


async def test_numbers_are_unique_and_carry_the_origin(world: World) -> None:
    contacts = [await world.report() for _ in range(3)]
    numbers = [row["number"] for row in await world.stage.fetch("select number from intake.contact")]
    assert len(set(numbers)) == len(contacts)
    assert all(number.startswith("J20261122T1") for number in numbers)
