"""Repeat callers: given an owner, counted by weeks, and whether they fall."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.world import NORTH, NORTH_1, SOUTH_1, World
from yaoyaoling.intake.callers import WEEK, RepeatCaller, list_repeat_callers, trend_of, weeks_of
from yaoyaoling.intake.handlers.finish import FinishSeat, finish_seat
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.triage.known.owned import AssignOwner, OwnerNowhere, assign_owner
from yaoyaoling.triage.known.watch import PutWatch, put_watch

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
NUMBER = "13800001234"
"""The number the world's reporter calls from."""


def times(*counts: int, first: int) -> list[datetime]:
    """So many contacts in each week, beginning with a week counted from the start."""
    return [
        START + (first + week) * WEEK + timedelta(hours=n) for week, count in enumerate(counts) for n in range(count)
    ]


def test_weeks_begin_with_the_day_the_owner_came() -> None:
    weeks = weeks_of(times(4, 4, 4, 4, 3, 1, 0, first=-4), START, START + 2.5 * WEEK)
    assert [one.contacts for one in weeks] == [4, 4, 4, 4, 3, 1, 0]
    assert [one.is_before for one in weeks] == [True] * 4 + [False] * 3
    assert [one.is_whole for one in weeks] == [True] * 6 + [False]
    assert trend_of(weeks) == ("falling", 4.0, 2.0)


@pytest.mark.parametrize(
    ("counts", "after", "trend"),
    [
        ((2, 2, 2, 2, 0), 0.5, "too_early"),
        ((2, 2, 2, 2, 0, 0), 1.9, "too_early"),
        ((2, 2, 2, 2, 1, 1), 2.0, "falling"),
        ((2, 2, 2, 2, 2, 2), 2.0, "steady"),
        ((2, 2, 2, 2, 3, 3), 2.0, "rising"),
        ((0, 0, 0, 0, 0, 0), 2.0, "steady"),
        ((0, 0, 0, 0, 1, 0), 2.0, "rising"),
        ((9, 9, 9, 9, 9, 9, 1, 1, 1, 1), 6.0, "falling"),
    ],
)
def test_a_quarter_less_is_falling_a_quarter_more_is_rising(counts: tuple[int, ...], after: float, trend: str) -> None:
    assert trend_of(weeks_of(times(*counts, first=-4), START, START + after * WEEK))[0] == trend


def test_half_a_year_is_shown_at_most_and_what_was_before_stays() -> None:
    weeks = weeks_of([], START, START + 60 * WEEK)
    assert len(weeks) == 4 + 26 and [one.is_before for one in weeks][:5] == [True] * 4 + [False]


async def entry_of(world: World, who: str = "north") -> UUID:
    command = PutWatch(
        kind="number",
        value=NUMBER,
        reason="邻里纠纷反复报警",
        authority="治安〔2026〕12号",
        until=world.stage.clock.now() + timedelta(days=300),
    )
    found: UUID = await world.do(who, put_watch, command)
    return found


async def callers(world: World, who: str) -> list[RepeatCaller]:
    async with world.stage.db.snapshot(world.people[who]) as tx:
        return await list_repeat_callers(tx)


async def test_an_owner_sees_the_weeks_of_what_they_look_after(world: World) -> None:
    for _ in range(3):
        contact = await world.report()
        await world.take("taker1", contact)
        await world.open("taker1", contact)
        await world.do("taker1", finish_seat, FinishSeat())
    entry = await entry_of(world)
    [unowned] = await callers(world, "north")
    assert (unowned.owner_name, unowned.weeks, unowned.trend) == (None, (), None) and unowned.is_countable
    assert await callers(world, "north1") == []
    await world.advance(3_600)
    await world.do("north", assign_owner, AssignOwner(entry_id=entry, owner_name="李警官", org_code=NORTH_1))
    [owned] = await callers(world, "north1")
    assert (owned.masked, owned.owner_name, owned.owner_org) == ("138****1234", "李警官", NORTH_1)
    assert [one.contacts for one in owned.weeks] == [0, 0, 0, 3, 0] and owned.trend == "too_early"
    assert NUMBER not in owned.model_dump_json()
    await world.stage.advance(15 * 86_400)
    [later] = await callers(world, "north1")
    assert (later.trend, later.before_per_week, later.now_per_week) == ("falling", 0.75, 0.0)
    assert await callers(world, "south1") == [] and await callers(world, "south") == []


async def test_another_owner_counts_anew_and_the_former_units_desk_sees_it_no_more(world: World) -> None:
    entry = await entry_of(world, "city")
    await world.do("city", assign_owner, AssignOwner(entry_id=entry, owner_name="李警官", org_code=NORTH_1))
    await world.stage.advance(8 * 86_400)
    assert len((await callers(world, "north1"))[0].weeks) == 4 + 2
    await world.do("city", assign_owner, AssignOwner(entry_id=entry, owner_name="王警官", org_code=SOUTH_1))
    assert await callers(world, "north1") == []
    [moved] = await callers(world, "south1")
    assert moved.owner_name == "王警官" and len(moved.weeks) == 4 + 1


async def test_nobody_is_made_owner_elsewhere_or_by_who_does_not_see_the_entry(world: World) -> None:
    entry = await entry_of(world)
    with pytest.raises(OwnerNowhere):
        await world.do("north", assign_owner, AssignOwner(entry_id=entry, owner_name="李警官", org_code=SOUTH_1))
    with pytest.raises(NotFound):
        await world.do("south", assign_owner, AssignOwner(entry_id=entry, owner_name="李警官", org_code=SOUTH_1))
    await world.do("north", assign_owner, AssignOwner(entry_id=entry, owner_name="李警官", org_code=NORTH))
