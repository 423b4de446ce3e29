"""Watch lists: under an authority, until a day, found only by who has the value, each look a fact."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.world import World
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.triage.known.events import KnownLooked
from yaoyaoling.triage.known.watch import (
    AmendWatch,
    EndWatch,
    LookKnown,
    PutWatch,
    WatchTooLong,
    WatchValueUnclear,
    amend_watch,
    end_watch,
    key_of,
    list_looks,
    list_watch,
    look_known,
    mask,
    put_watch,
)

NUMBER = "10000000042"


async def put(world: World, who: str = "commander", days: int = 30, value: str = NUMBER) -> UUID:
    command = PutWatch(
        kind="number",
        value=value,
        reason="反复扬言报复",
        authority="治安〔2026〕12号",
        until=world.stage.clock.now() + timedelta(days=days),
        owner_name="李警官",
    )
    found: UUID = await world.do(who, put_watch, command)
    return found


def test_values_are_compared_without_their_dress_and_shown_masked() -> None:
    assert key_of("number", "+86 138-0000-1234") == key_of("number", "13800001234")
    assert key_of("vehicle", "鄂A·12345") == key_of("vehicle", "鄂a12345") and key_of("vehicle", "A1") is None
    assert mask("number", NUMBER) == "100****0042" and mask("person", "张三丰") == "张**"


async def test_it_is_found_masked_with_its_authority_until_its_day_and_each_look_is_a_fact(world: World) -> None:
    entry = await put(world)
    contact = await world.report()
    look = LookKnown(contact_id=contact, numbers=("100 0000 0042",))
    found = await world.do("taker1", look_known, look)
    assert [(one.id, one.masked, one.authority) for one in found] == [(entry, "100****0042", "治安〔2026〕12号")]
    assert (
        await world.stage.value("select count(*) from triage.watch_entry where masked like '%' || $1 || '%'", NUMBER)
        == 0
    )
    looks = [one.event for one in await world.stage.facts() if isinstance(one.event, KnownLooked)]
    assert looks == [KnownLooked(contact_id=contact, kinds=("number",), found=(entry,))]
    with pytest.raises(NotFound):  # nobody looks about a contact he does not see
        await world.do("south", look_known, look)
    async with world.stage.db.snapshot(world.people["commander"]) as tx:
        [met] = await list_looks(tx, entry)
    assert (met.contact_id, met.by_name) == (contact, world.people["taker1"].name)
    await world.do("commander", amend_watch, AmendWatch(entry_id=entry, reason="已约谈", owner_name=""))
    assert await world.stage.value("select owner_name from triage.watch_entry where id = $1", entry) is None
    await world.stage.advance(31 * 86_400)
    assert await world.do("taker1", look_known, look) == []
    async with world.stage.db.snapshot(world.people["taker1"]) as tx:
        assert await list_watch(tx) == []


async def test_nothing_is_watched_without_end_and_a_county_sees_its_own(world: World) -> None:
    with pytest.raises(WatchTooLong):
        await put(world, days=400)
    with pytest.raises(WatchValueUnclear):
        await put(world, value="110")
    entry = await put(world, "north")
    async with world.stage.db.snapshot(world.people["south"]) as tx:
        assert await list_watch(tx) == []
    with pytest.raises(NotFound):
        await world.do("south", end_watch, EndWatch(entry_id=entry, why="不是我的"))
    async with world.stage.db.snapshot(world.people["south"]) as tx:
        with pytest.raises(NotFound):
            await list_looks(tx, entry)
    await world.do("north", end_watch, EndWatch(entry_id=entry, why="已处理"))
    async with world.stage.db.snapshot(world.people["north"]) as tx:
        assert await list_watch(tx) == []
