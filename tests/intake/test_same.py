"""The running desk is told which open incident a contact may be about, as far as it may see; a danger breaks out."""

from typing import Any
from uuid import UUID

from tests.world import HALL, World
from yaoyaoling.intake.commands import LinkContact, ReceiveContact, UnlinkContact
from yaoyaoling.intake.handlers.finish import FinishSeat, finish_seat, link_contact
from yaoyaoling.intake.handlers.receive import receive_contact
from yaoyaoling.intake.handlers.unlink import unlink_contact
from yaoyaoling.intake.same import SameAsk, SameReply, find_same
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import PUBLIC


async def calls(world: World, number: str, **rest: Any) -> UUID:
    """Somebody rings."""
    contact = new_id()

    async def receive(tx: Tx, command: ReceiveContact) -> None:
        await receive_contact(tx, command)

    command = ReceiveContact(contact_id=contact, channel="voice", hall_code=HALL, caller_number=number, **rest)
    await world.do(PUBLIC, receive, command)
    return contact


async def ask(world: World, contact: UUID, text: str, who: str = "taker1", **rest: Any) -> SameReply:
    async with world.stage.db.snapshot(world.people[who]) as tx:
        return await find_same(tx, SameAsk(contact_id=contact, text=text, **rest))


async def fire(world: World) -> UUID:
    contact = await calls(world, "10000000001")
    await world.take("taker1", contact)
    incident = await world.open("taker1", contact, "0801", narrative="解放路12号着火了，浓烟很大")
    await world.do("taker1", finish_seat, FinishSeat())
    return incident


async def test_the_fire_is_offered_one_key_joins_and_what_is_new_breaks_out_once(world: World) -> None:
    incident = await fire(world)
    near = Point(lon=114.3005, lat=30.6)
    second = await calls(world, "10000000002", point=near, uncertainty_m=60)
    found = (await ask(world, second, "解放路12号起火了快来")).suggestions
    assert [one.incident_id for one in found] == [incident]
    assert found[0].score > 0.9 and not found[0].is_breaking_out and found[0].callers == 1
    assert {"near", "time", "event", "place_name"} <= {one.kind for one in found[0].reasons}
    third = await calls(world, "10000000003", point=near, uncertainty_m=60)
    said = "解放路12号着火，四楼轮椅上的老人下不来"
    found = (await ask(world, third, said)).suggestions
    assert found[0].is_breaking_out and "new_victim" in {one.kind for one in found[0].breaks}
    await world.take("taker1", third)
    await world.do("taker1", link_contact, LinkContact(contact_id=third, incident_id=incident, said=said))
    fourth = await calls(world, "10000000004", point=near, uncertainty_m=60)
    assert not (await ask(world, fourth, "解放路12号着火，四楼轮椅上的老人下不来")).suggestions[0].is_breaking_out
    await world.do("taker1", unlink_contact, UnlinkContact(contact_id=third))  # and what it said is not known any more
    assert (await ask(world, fourth, "解放路12号着火，四楼轮椅上的老人下不来")).suggestions[0].is_breaking_out


async def test_nothing_is_offered_for_another_event_nor_of_what_one_may_not_see(world: World) -> None:
    incident = await fire(world)
    here = Point(lon=114.3002, lat=30.6001)
    other = await calls(world, "10000000005", point=here, uncertainty_m=40)
    assert all(one.is_breaking_out for one in (await ask(world, other, "楼下广场舞太吵了")).suggestions)
    again = await calls(world, "10000000001")  # no place at all; the number called about it
    assert [one.incident_id for one in (await ask(world, again, "消防车怎么还没到，火很大")).suggestions] == [incident]
    contact = await calls(world, "10000000006", point=here)
    await world.take("taker1", contact)
    await world.open("taker1", contact, "0702", narrative="民警打人，解放路12号")
    last = await calls(world, "10000000007", point=here)
    numbers = {one.incident_id for one in (await ask(world, last, "解放路12号民警打人", "taker2")).suggestions}
    assert numbers <= {incident}  # what inspection handles is nobody's to join
