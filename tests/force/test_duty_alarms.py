"""A planned crew that does not sign on is missed in time, and a roster that ends is to be followed before it does."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.force.test_duty import HOUR, MIDNIGHT, draft, published, window
from tests.force.test_watch import SIGN_ON
from tests.world import HALL, NORTH_1, World
from yaoyaoling.apps import rooms
from yaoyaoling.force.handlers.mark_alarm import mark_alarm
from yaoyaoling.force.handlers.sign_off import sign_off
from yaoyaoling.force.handlers.sign_on import sign_on
from yaoyaoling.force.roster.contract import Member, Rules
from yaoyaoling.force.roster.requests import DraftRoster
from yaoyaoling.force.watch.feed import DUTY_ALARM
from yaoyaoling.force.watch.refusals import AlarmSettled
from yaoyaoling.force.watch.requests import MarkAlarm, SignOff
from yaoyaoling.intake.commands import MoveSeat
from yaoyaoling.intake.handlers.seats import move_own_seat
from yaoyaoling.kernel.refused import NotAllowed, NotFound
from yaoyaoling.platform.principal import Role
from yaoyaoling.platform.timers import Timers

MINUTE = timedelta(minutes=1)


async def alarms(world: World, who: str, kind: str = "absent") -> dict[str, tuple[str, dict[str, Any]]]:
    """What somebody's screen shows: by label, (id, fields)."""
    view = await world.stage.snapshot(world.people[who])
    return {
        entity.fields["label"]: (key[1], entity.fields)
        for key, entity in view.entities.items()
        if key[0] == "duty_alarm" and entity.fields["kind"] == kind
    }


async def until(world: World, at: datetime) -> None:
    await world.advance((at - world.stage.clock.now()).total_seconds())


async def first_watch(world: World) -> None:
    """N1 and N2 are planned from midnight on, and it is some minutes later."""
    await published(world, "north1", draft(pattern="four_two", first_team=1, min_street=0))
    await until(world, MIDNIGHT + 16 * MINUTE)


async def test_whoever_does_not_sign_on_is_missed_after_a_quarter_of_an_hour_by_the_desks_that_see_the_crew(
    world: World,
) -> None:
    await published(world, "north1", draft(pattern="four_two", first_team=1, min_street=0))
    await until(world, MIDNIGHT + 14 * MINUTE)
    assert not await alarms(world, "north1")
    await until(world, MIDNIGHT + 16 * MINUTE)
    missed = await alarms(world, "north1")
    assert set(missed) == {"N1", "N2"}
    _, fields = missed["N1"]
    assert fields["since"].startswith("2026-11-22T16:00:00") and fields["org_code"] == NORTH_1
    assert fields["subject_id"] == str(world.crews["N1"])
    assert set(await alarms(world, "commander")) == {"N1", "N2"}
    assert not await alarms(world, "south")
    assert not DUTY_ALARM.roles & {Role.OFFICER, Role.CALL_TAKER, Role.REVIEWER}


async def test_it_goes_away_when_they_sign_on_and_is_not_raised_again(world: World) -> None:
    await first_watch(world)
    await world.do("officer_n1", sign_on, SIGN_ON)
    assert set(await alarms(world, "north1")) == {"N2"}
    await world.do("officer_n1", sign_off, SignOff())
    await world.advance(3600)
    assert set(await alarms(world, "north1")) == {"N2"}
    rows = await world.stage.fetch("select settled_how from force.duty_alarm where about = $1", world.crews["N1"])
    assert [row["settled_how"] for row in rows] == ["signed_on"]


async def test_who_signed_on_in_time_is_not_missed_and_who_did_for_another_turn_is(world: World) -> None:
    await world.do("officer_n2", sign_on, SIGN_ON)  # twelve hours before: for whatever was then
    await published(world, "north1", draft(pattern="four_two", first_team=1, min_street=0))
    await until(world, MIDNIGHT - 30 * MINUTE)
    await world.do("officer_n1", sign_on, SIGN_ON)
    await until(world, MIDNIGHT + 16 * MINUTE)
    assert set(await alarms(world, "north1")) == {"N2"}


async def test_a_desk_says_what_was_done_once_and_only_for_its_own(world: World) -> None:
    await first_watch(world)
    alarm, _ = (await alarms(world, "north1"))["N1"]
    mark = MarkAlarm(alarm_id=UUID(alarm), note="已电话通知，途中")
    for who, refusal in (("taker1", NotAllowed), ("officer_n1", NotAllowed), ("south", NotFound)):
        with pytest.raises(refusal):
            await world.do(who, mark_alarm, mark)
    with pytest.raises(NotFound):
        await world.do("north1", mark_alarm, mark.model_copy(update={"alarm_id": uuid4()}))
    await world.do("north1", mark_alarm, mark)
    assert set(await alarms(world, "north1")) == {"N2"}
    with pytest.raises(AlarmSettled):
        await world.do("commander", mark_alarm, mark)
    await world.advance(2 * 3600)
    assert set(await alarms(world, "north1")) == {"N2"}


async def test_it_ends_with_the_turn_and_with_a_roster_that_plans_otherwise(world: World) -> None:
    await first_watch(world)
    view = DraftRoster(org_code=NORTH_1, rules=Rules(pattern="four_two", first_team=2, overlap_min=0, min_street=0),
                       window=window())  # fmt: skip
    await published(world, "north1", view)  # N1 and N2 have no turn now
    await world.advance(1)
    assert not set(await alarms(world, "north1")) & {"N1", "N2"}
    await until(world, MIDNIGHT + 25 * HOUR)
    assert not await alarms(world, "north1")


async def test_a_restart_in_between_misses_nobody(world: World) -> None:
    await published(world, "north1", draft(pattern="four_two", first_team=1, min_street=0))
    world.stage.clock.advance((MIDNIGHT + 2 * HOUR - world.stage.clock.now()).total_seconds())
    timers = Timers(world.stage.db, rooms.TIMERS)
    while await timers.fire_one():
        pass
    await world.stage.settle()
    assert set(await alarms(world, "north1")) == {"N1", "N2"}


async def test_a_roster_that_ends_is_flagged_before_and_no_more_when_the_next_is_published(world: World) -> None:
    view = await published(world, "north1", draft(days=7, pattern="four_two", min_street=0))
    assert not [one for one in view.findings if one.code == "runs_out"]
    await until(world, MIDNIGHT + timedelta(days=4) - HOUR)
    assert not await alarms(world, "north1", "roster_end")
    await until(world, MIDNIGHT + timedelta(days=4) + MINUTE)
    ((_, fields),) = (await alarms(world, "north1", "roster_end")).values()
    assert fields["since"].startswith("2026-11-29T16:00:00")
    assert await alarms(world, "commander", "roster_end") and not await alarms(world, "south", "roster_end")
    longer = await published(world, "north1", draft(days=14, pattern="four_two", min_street=0))
    await world.advance(1)
    assert not await alarms(world, "north1", "roster_end")
    assert not [one for one in longer.findings if one.code == "runs_out"]


async def test_a_short_roster_is_found_to_run_out_by_whoever_plans_it(world: World) -> None:
    view = await published(world, "north1", draft(days=1, pattern="four_two", min_street=0))
    (late,) = [one for one in view.findings if one.code == "runs_out"]
    assert (late.severity, late.mender) == ("notice", "station_desk")
    assert late.zh.startswith("到 11-24 00:00 为止")
    await world.advance(1)
    assert await alarms(world, "north1", "roster_end")


async def hall_planned(world: World) -> None:
    """Both call-takers are planned at the hall from midnight on, one after the other."""
    people = [world.people[one] for one in ("taker1", "taker2")]
    assert all(one.account_id is not None for one in people)
    members = tuple(
        Member(id=one.account_id or uuid4(), name=one.name, team=team, place_code="hall")
        for team, one in enumerate(people, 1)
    )
    rules = Rules(pattern="four_three", first_team=1, overlap_min=0)
    await published(
        world, "commander", DraftRoster(kind="seats", org_code=HALL, rules=rules, window=window(1), members=members)
    )


async def test_whoever_of_the_hall_opens_no_seat_is_missed_until_it_is_open(world: World) -> None:
    await hall_planned(world)
    turns = await world.stage.fetch("select member_name, starts_at, ends_at from force.turn order by starts_at")
    first = turns[0]
    await until(world, first["starts_at"] + 14 * MINUTE)
    assert not await alarms(world, "commander", "seat_absent")
    await until(world, first["starts_at"] + 16 * MINUTE)
    missed = await alarms(world, "commander", "seat_absent")
    assert set(missed) == {first["member_name"]}
    assert not await alarms(world, "north1", "seat_absent")  # the hall's own affair
    await world.do(first["member_name"], move_own_seat, MoveSeat(to="ready"))
    assert not await alarms(world, "commander", "seat_absent")
    how = await world.stage.value("select settled_how from force.duty_alarm where kind = 'seat_absent'")
    assert how == "signed_on"


async def test_an_open_seat_counts_and_one_that_was_left_before_does_not(world: World) -> None:
    await world.do("taker1", move_own_seat, MoveSeat(to="ready"))
    await world.do("taker2", move_own_seat, MoveSeat(to="ready"))
    await hall_planned(world)
    await world.do("taker2", move_own_seat, MoveSeat(to="off"))
    await world.stage.db.worker_pool.execute("delete from platform.timer where name = 'intake.seat_silent'")
    turns = await world.stage.fetch("select member_name, starts_at, ends_at from force.turn order by starts_at")
    for turn in turns[:2]:
        await until(world, turn["starts_at"] + 16 * MINUTE)
        missed = set(await alarms(world, "commander", "seat_absent"))
        assert missed == ({"taker2"} if turn["member_name"] == "taker2" else set())
    late = next(turn for turn in turns if turn["member_name"] == "taker2")
    alarm_id = await world.stage.value("select id from force.duty_alarm where kind = 'seat_absent'")
    mark = MarkAlarm(alarm_id=alarm_id, note="已电话联系")
    with pytest.raises((NotAllowed, NotFound)):
        await world.do("north1", mark_alarm, mark)
    await world.do("commander", mark_alarm, mark)
    await until(world, late["ends_at"] + MINUTE)
    assert not await alarms(world, "commander", "seat_absent")
