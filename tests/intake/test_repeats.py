"""Earlier contacts: found by number, address and name; never across a border, never after erasure."""

from typing import Any
from uuid import UUID

import pytest

from tests.world import HALL, NORTH_1, World
from yaoyaoling.apps import rooms
from yaoyaoling.intake.commands import LinkContact, MoveSeat, ReceiveContact
from yaoyaoling.intake.events import EarlierLooked
from yaoyaoling.intake.handlers.add_words import add_words
from yaoyaoling.intake.handlers.finish import FinishSeat, finish_seat, link_contact
from yaoyaoling.intake.handlers.look_earlier import LookEarlier, look_earlier
from yaoyaoling.intake.handlers.receive import receive_contact
from yaoyaoling.intake.handlers.seats import move_own_seat
from yaoyaoling.intake.repeats import Ask, Repeats, find_repeats, trace
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.principal import PUBLIC, system
from yaoyaoling.telephony.public import number_key

FAR = Point(lon=114.28, lat=30.63)


async def look(world: World, contact: UUID, who: str = "taker1", **more: object) -> Repeats:
    async with world.stage.db.snapshot(world.people[who]) as tx:
        return await find_repeats(tx, Ask.model_validate({"contact_id": contact, **more}))


async def another(world: World, number: str | None = "138 0000 1234") -> UUID:
    """Somebody reports again."""
    contact = new_id()

    async def receive(tx: Tx, command: ReceiveContact) -> None:
        await receive_contact(tx, command)

    command = ReceiveContact(contact_id=contact, channel="voice", hall_code=HALL, caller_number=number)
    await world.do(PUBLIC, receive, command)
    return contact


async def handled(world: World, **rest: Any) -> tuple[UUID, UUID]:
    """A contact that became an incident."""
    contact = await world.report()
    await world.take("taker1", contact)
    incident = await world.open("taker1", contact, **rest)
    await world.do("taker1", finish_seat, FinishSeat())
    await world.do("taker1", move_own_seat, MoveSeat(to="off"))
    return contact, incident


def test_numbers_are_compared_without_their_dress() -> None:
    assert number_key("+86 138-0000-1234") == number_key("13800001234") == "13800001234"
    assert number_key("0086 13800001234") == "13800001234"
    assert number_key("027 8888 1234") == "02788881234"
    assert number_key("110") is None
    assert number_key(None) is None


async def test_the_same_number_is_found_with_its_incident(world: World) -> None:
    earlier, incident = await handled(world)
    contact = await another(world)
    found = await look(world, contact)
    assert found.count == 1
    assert found.earlier[0].contact_id == earlier
    assert found.earlier[0].incident_id == incident
    assert found.earlier[0].class_code == "0202"
    assert "number" in found.earlier[0].same


async def test_a_typed_number_and_a_typed_place_are_looked_for_too(world: World) -> None:
    await handled(world, reporter_phone="+86 139 9999 0000")
    other = await another(world, None)
    assert (await look(world, other)).count == 0
    assert (await look(world, other, phone="139 9999 0000")).count == 1
    near = await look(world, other, lon=114.3003, lat=30.6)
    assert near.count == 1 and near.earlier[0].same == ("place",) and near.earlier[0].distance_m == 29
    assert (await look(world, other, lon=114.3009, lat=30.6)).count == 0  # 86 m away is another address


async def test_a_name_alone_is_listed_and_not_counted(world: World) -> None:
    await handled(world, reporter_name="张伟")
    other = await another(world, None)
    found = await look(world, other, name="张伟")
    assert found.count == 0 and found.earlier[0].same == ("name",)


async def test_after_thirty_days_it_is_forgotten(world: World) -> None:
    await handled(world)
    contact = await another(world)
    assert (await look(world, contact)).count == 1
    await world.stage.db.worker_pool.execute("update intake.trace set at = at - interval '31 days'")
    assert (await look(world, contact)).count == 0


async def test_nobody_learns_of_contacts_that_lie_elsewhere(world: World) -> None:
    _, north = await handled(world, station=NORTH_1)
    southern = await world.report()
    await world.ready("taker2")
    await world.take("taker2", southern)
    await world.open("taker2", southern, station="990102510000")
    assert (await look(world, southern)).count == 1  # the hall answers for both
    found = await look(world, southern, who="south")  # the desk of the south sees its own contact only
    assert found.count == 0 and not found.earlier
    async with world.stage.db.snapshot(world.people["south"]) as tx:
        seen = await tx.fetchval("select count(*) from intake.trace where contact_id <> $1", southern)
    assert seen == 0
    assert north is not None


async def test_a_complaint_about_police_is_no_repeat_for_the_hall(world: World) -> None:
    await handled(world, class_code="0702")
    contact = await another(world)
    assert (await look(world, contact, who="taker2")).count == 0


async def test_two_contacts_of_one_incident_are_one_repeat(world: World) -> None:
    first, incident = await handled(world)
    second = await another(world)
    await world.take("taker1", second)
    await world.do("taker1", link_contact, LinkContact(contact_id=second, incident_id=incident))
    contact = await another(world)
    found = await look(world, contact)
    assert found.count == 1 and found.earlier[0].incident_id == incident
    assert first != second


async def test_no_number_stands_in_the_traces_and_erasure_takes_them(world: World) -> None:
    earlier, _ = await handled(world)
    contact = await another(world)
    assert (await look(world, contact)).count == 1
    dump = str([dict(row) for row in await world.stage.fetch("select * from intake.trace")])
    assert "13800001234" not in dump and b"13800001234".hex() not in dump
    await world.do(system("erasure"), eraser(rooms.PURGES), EraseSubject(subject=earlier, reason="asked"))
    assert await world.stage.value("select count(*) from intake.trace where contact_id = $1", earlier) == 0
    assert (await look(world, contact)).count == 0


async def test_a_moved_place_moves_the_trace(world: World) -> None:
    earlier, _ = await handled(world)
    async with world.stage.db.transaction(world.people["taker1"]) as tx:
        await trace(tx, earlier, point=FAR)
    rows = await world.stage.fetch(
        "select lon, lat from intake.trace where kind = 'place' and contact_id = $1", earlier
    )
    assert [(row["lon"], row["lat"]) for row in rows] == [(FAR.lon, FAR.lat)]


async def test_a_vehicle_in_the_words_is_found_again_and_no_plate_stands_in_the_traces(world: World) -> None:
    earlier, incident = await handled(world, narrative="鄂A·12345追着我不放")
    other = await another(world, None)
    assert (await look(world, other)).count == 0
    found = await look(world, other, vehicles=("鄂a12345",))
    assert found.count == 1 and found.earlier[0].same == ("vehicle",) and found.earlier[0].incident_id == incident
    async with world.stage.db.transaction(world.people["taker1"]) as tx:
        await add_words(tx, other, "刚才那辆车是鄂A一二三四五")
    again = await look(world, other)
    assert [one.contact_id for one in again.earlier] == [earlier]
    dump = str([dict(row) for row in await world.stage.fetch("select * from intake.trace")])
    assert "12345" not in dump and b"12345".hex() not in dump


async def test_who_looks_back_is_written_down_and_the_queue_is_told_the_newest_alone(world: World) -> None:
    first, _ = await handled(world)
    await world.advance(60)
    second, _ = await handled(world)
    contact = await another(world)
    shown = await world.do("taker1", look_earlier, LookEarlier(ask=Ask(contact_id=contact)))
    assert [one.contact_id for one in shown.earlier] == [second, first]
    looks = [one for one in await world.stage.facts() if isinstance(one.event, EarlierLooked)]
    assert [(one.event, one.actor_name) for one in looks] == [
        (EarlierLooked(contact_id=contact, same=("number",), found=(second, first)), world.people["taker1"].name)
    ]
    async with world.stage.db.snapshot(world.people["taker1"]) as tx:
        marked = await find_repeats(tx, Ask(contact_id=contact), shown=1)
    assert marked.count == 2 and [one.contact_id for one in marked.earlier] == [second]
    with pytest.raises(NotFound):
        await world.do("south", look_earlier, LookEarlier(ask=Ask(contact_id=contact)))
