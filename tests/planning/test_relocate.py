"""A proposal to wait elsewhere: who sees it, who decides, what ends it, and that nothing stands without a clock."""

from uuid import UUID

import pytest

from tests.dispatch.test_chain import accept, incident_of
from tests.world import World
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.planning.commands import ArriveRelocated, DecideRelocation, ProposeRelocation
from yaoyaoling.planning.handlers.relocate import (
    SETTINGS,
    arrive_relocated,
    decide_relocation,
    propose_relocation,
)
from yaoyaoling.planning.states import IllegalRelocationSignal
from yaoyaoling.platform.principal import system


async def propose(world: World, code: str = "N1", grid: str = "G2") -> UUID | None:
    command = ProposeRelocation(
        crew_id=world.crews[code], grid_code=grid, place_text="解放路与人民路交叉口", point=Point(lon=114.35, lat=30.6),
        drive_s=240, cover_before=0.7, cover_meanwhile=0.68, cover_after=0.81,
    )  # fmt: skip
    reply = await world.do(system("planner"), propose_relocation, command)
    found: UUID | None = reply.relocation_id
    return found


async def decide(world: World, who: str, relocation: UUID | None, decision: str) -> None:
    assert relocation is not None
    await world.do(who, decide_relocation, DecideRelocation(relocation_id=relocation, decision=decision))


async def seen(world: World, who: str, relocation: UUID | None) -> str | None:
    view = await world.stage.snapshot(world.people[who])
    found = view.entities.get(("relocation", str(relocation)))
    return None if found is None else str(found.fields["state"])


async def state_of(world: World, relocation: UUID | None) -> str:
    found: str = await world.stage.value("select state from planning.relocation where id = $1", relocation)
    return found


async def test_desks_see_it_at_once_and_the_crew_only_when_it_is_accepted(world: World) -> None:
    relocation = await propose(world)
    assert [await seen(world, who, relocation) for who in ("commander", "north", "north1", "south", "officer_n1")] == [
        "proposed", "proposed", "proposed", None, None,
    ]  # fmt: skip
    with pytest.raises(NotFound):
        await decide(world, "south", relocation, "accept")
    await decide(world, "commander", relocation, "accept")
    assert await seen(world, "officer_n1", relocation) == "accepted"
    arrive = ArriveRelocated(relocation_id=relocation)
    with pytest.raises(NotFound):
        await world.do("officer_n2", arrive_relocated, arrive)
    await world.do("officer_n1", arrive_relocated, arrive)
    assert await state_of(world, relocation) == "there"
    await world.advance(SETTINGS.relocation_lasts_s + 1)
    assert (await state_of(world, relocation), await seen(world, "officer_n1", relocation)) == ("ended", None)


async def test_what_nobody_answers_lapses_and_who_does_not_come_is_not_counted_on(world: World) -> None:
    first = await propose(world)
    await world.advance(SETTINGS.relocation_lapse_s + 1)
    assert await state_of(world, first) == "lapsed"
    with pytest.raises(IllegalRelocationSignal):
        await decide(world, "commander", first, "accept")
    second = await propose(world)
    await decide(world, "north", second, "accept")
    await world.advance(240 * 2 + 301)
    assert await state_of(world, second) == "ended"


async def test_one_at_a_time_for_a_crew_and_for_a_place(world: World) -> None:
    assert await propose(world) is not None
    assert await propose(world, grid="G3") is None
    assert await propose(world, "N2") is None
    assert await propose(world, "N2", "G3") is not None


async def test_an_order_ends_it(world: World) -> None:
    open_one, running = await propose(world), await propose(world, "N2", "G3")
    await decide(world, "commander", running, "accept")
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1", "N2")
    assert await state_of(world, open_one) == "lapsed"
    await world.advance(10.5)
    await accept(world, "N2")
    assert await state_of(world, running) == "ended"


async def test_a_declined_one_is_over(world: World) -> None:
    relocation = await propose(world)
    await decide(world, "north1", relocation, "decline")
    assert await state_of(world, relocation) == "declined"
    assert await world.stage.value("select count(*) from platform.timer where name = 'planning.relocation_due'") == 0
