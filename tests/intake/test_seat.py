"""The seat: hold and take back, pause with a reason, wrap up; nobody is lost in any of it."""

from uuid import UUID

import pytest

from tests.intake.test_queue import seat_state, where
from tests.world import World
from yaoyaoling.intake.commands import HoldContact, MoveSeat, ResumeContact, SettleContact
from yaoyaoling.intake.handlers.finish import FinishSeat, finish_seat, settle_contact
from yaoyaoling.intake.handlers.hold import HoldsTooMany, NotHeld, hold_contact, resume_contact
from yaoyaoling.intake.handlers.seats import Heartbeat, SeatHolds, hear_seat, move_own_seat
from yaoyaoling.intake.handlers.take import AlreadyTaken
from yaoyaoling.intake.states import IllegalContactSignal, SeatState
from yaoyaoling.platform.principal import Role


async def hold(world: World, who: str, contact: UUID) -> None:
    await world.do(who, hold_contact, HoldContact(contact_id=contact))


async def test_a_held_contact_stays_its_takers_and_the_hand_is_free(world: World) -> None:
    seat = await world.ready("taker1")
    one, two = await world.report(), await world.report()
    await world.take("taker1", one)
    await hold(world, "taker1", one)
    assert await seat_state(world, seat) == "holding"
    assert (await where(world, two))[0] == "waiting"  # nobody rings at somebody who has a person on hold
    with pytest.raises(AlreadyTaken):
        await world.take("taker2", one)
    with pytest.raises(NotHeld):
        await world.do("taker2", resume_contact, ResumeContact(contact_id=one))
    await world.take("taker1", two)
    await world.do("taker1", resume_contact, ResumeContact(contact_id=one))  # what was in hand is held instead
    assert (await where(world, one))[0] == "taken" and (await where(world, two))[0] == "held"
    await world.do("taker1", settle_contact, SettleContact(contact_id=one, disposition="answered"))
    assert await seat_state(world, seat) == "holding"
    with pytest.raises(SeatHolds):
        await world.do("taker1", move_own_seat, MoveSeat(to="paused"))
    await world.do("taker1", resume_contact, ResumeContact(contact_id=two))
    await world.do("taker1", settle_contact, SettleContact(contact_id=two, disposition="answered"))
    assert await seat_state(world, seat) == "wrap_up"


async def test_an_incident_is_not_held_and_no_seat_holds_without_end(world: World) -> None:
    await world.ready("taker1")
    for _ in range(3):
        contact = await world.report()
        await world.take("taker1", contact)
        await hold(world, "taker1", contact)
    last = await world.report()
    await world.take("taker1", last)
    with pytest.raises(HoldsTooMany):
        await hold(world, "taker1", last)
    await world.open("taker1", last)
    with pytest.raises(IllegalContactSignal):
        await hold(world, "taker1", last)


async def test_whoever_was_on_hold_at_a_lost_console_is_first_again(world: World) -> None:
    await world.ready("taker1")
    contact = await world.report()
    await world.take("taker1", contact)
    await hold(world, "taker1", contact)
    await world.advance(21)
    assert (await where(world, contact))[0] == "waiting"
    second = await world.ready("taker2")
    assert await where(world, contact) == ("offered", second)


async def test_a_wrap_up_ends_by_itself_on_a_durable_timer(world: World) -> None:
    seat = await world.ready("taker1")
    one = await world.report()
    await world.take("taker1", one)
    await world.open("taker1", one)
    await world.do("taker1", finish_seat, FinishSeat())
    assert await seat_state(world, seat) == "wrap_up"
    two = await world.report()
    assert (await where(world, two))[0] == "waiting"
    await world.advance(8.1)
    assert await where(world, two) == ("offered", seat)


async def test_a_wrap_up_is_cut_short_by_its_person(world: World) -> None:
    seat = await world.ready("taker1")
    one = await world.report()
    await world.take("taker1", one)
    await world.do("taker1", settle_contact, SettleContact(contact_id=one, disposition="misdialled"))
    await world.do("taker1", move_own_seat, MoveSeat(to="paused", reason="meal"))
    await world.do("taker1", hear_seat, Heartbeat())
    await world.advance(9)
    assert await seat_state(world, seat) == "paused"  # the timer went with it


async def test_the_commander_sees_why_a_seat_is_paused_and_who_is_on_hold(world: World) -> None:
    seat = await world.ready("taker1")
    await world.ready("taker2")
    await world.do("taker1", move_own_seat, MoveSeat(to="paused", reason="training"))
    contact = await world.report()
    await world.take("taker2", contact)
    await hold(world, "taker2", contact)
    view = await world.stage.snapshot(world.people["commander"])
    assert Role.COMMANDER in world.people["commander"].roles
    assert view.entities[("seat", str(seat))].fields["reason"] == "training"
    shown = view.entities[("contact", str(contact))].fields
    assert shown["state"] == "held" and shown["held_at"] is not None


async def test_a_seat_nobody_answers_at_says_so(world: World) -> None:
    seat = await world.ready("taker1")
    await world.report()
    await world.advance(15.1)
    row = (await world.stage.fetch("select state, reason from intake.seat where id = $1", seat))[0]
    assert (row["state"], row["reason"]) == (SeatState.PAUSED, "no_answer")
