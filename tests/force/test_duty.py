"""Rosters are drafted, mended, published and kept by the clock; only for one's own area; the rota stays the default."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.dispatch.test_chain import incident_of
from tests.force.test_rota import on_duty, seed
from tests.world import HALL, NORTH, NORTH_1, NORTH_2, SOUTH, SOUTH_1, World
from yaoyaoling.apps import rooms
from yaoyaoling.dispatch.commands import AcceptOrder, ReleaseOrder
from yaoyaoling.dispatch.handlers.answer import accept_order
from yaoyaoling.dispatch.handlers.release import release_order
from yaoyaoling.force.handlers.change_roster import change_span, swap_spans
from yaoyaoling.force.handlers.draft_roster import draft_roster
from yaoyaoling.force.handlers.publish_roster import publish_roster
from yaoyaoling.force.public import RegisterCrews, StartRota, register_crews, start_rota
from yaoyaoling.force.roster.contract import Member, Rules, Window
from yaoyaoling.force.roster.refusals import NotYourRoster, RosterHasErrors, WarningsUnseen
from yaoyaoling.force.roster.requests import ChangeSpan, DraftRoster, PublishRoster, SwapSpans
from yaoyaoling.force.roster.review import RosterView
from yaoyaoling.kernel.refused import Conflict, NotAllowed, NotFound
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.timers import Timers

MIDNIGHT = datetime(2026, 11, 22, 16, tzinfo=UTC)
"""In China, 12 hours after a stage begins."""
HOUR = timedelta(hours=1)


def window(days: float = 1) -> Window:
    return Window(starts_at=MIDNIGHT, ends_at=MIDNIGHT + timedelta(days=days))


def draft(org: str = NORTH_1, days: float = 1, **rules: Any) -> DraftRoster:
    return DraftRoster(org_code=org, rules=Rules.model_validate({"overlap_min": 0, **rules}), window=window(days))


async def five_crews(world: World) -> None:
    crews = tuple(seed(world, shift) for shift in range(1, 6))
    await execute(world.stage.db, system("setup"), register_crews, RegisterCrews(crews=crews, hall_code=HALL))
    await world.stage.settle()


async def duty_of(world: World, code: str) -> tuple[str, datetime | None, str]:
    (row,) = await world.stage.fetch("select duty, duty_until, readiness from force.crew where code = $1", code)
    return row["duty"], row["duty_until"], row["readiness"]


async def published(world: World, who: str, command: DraftRoster) -> RosterView:
    view: RosterView = await world.do(who, draft_roster, command)
    publish = PublishRoster(roster_id=view.id, expected_version=view.version, warnings_seen=True)
    reply: RosterView = await world.do(who, publish_roster, publish)
    return reply


async def test_posts_that_are_always_there_take_no_turns_unless_somebody_wants_it(world: World) -> None:
    crews = tuple(seed(world, shift) for shift in (0, 1, 2, 3, 4, 5))
    await execute(world.stage.db, system("setup"), register_crews, RegisterCrews(crews=crews, hall_code=HALL))
    view: RosterView = await world.do("north1", draft_roster, draft())
    names = {one.name for one in view.members}
    assert "R0" not in names and {"R1", "R2", "R3", "R4", "R5"} <= names
    standing = await world.stage.fetch("select id from force.crew where code = 'R0'")
    asked = draft().model_copy(update={"members": (Member(id=standing[0]["id"], name="R0", team=2, place_code="G1"),)})
    view = await world.do("north1", draft_roster, asked)
    assert [one.team for one in view.members if one.name == "R0"] == [2]


async def test_a_published_roster_decides_who_is_on_duty_and_then_the_rota_does_again(world: World) -> None:
    await five_crews(world)
    await execute(world.stage.db, system("setup"), start_rota, StartRota(shift=2))
    view = await published(world, "north1", draft(first_team=4))
    assert view.edition == 1 and not view.is_changed and len(view.spans) == 3 + 2  # N1 and N2 are of team 1
    # Before its time nothing is otherwise: the rota goes on.
    await world.advance(5 * 3600)
    assert await on_duty(world) == {"R3"}
    await world.advance((MIDNIGHT - world.stage.clock.now()).total_seconds() + 1)
    assert await on_duty(world) == {"R4"}
    assert await duty_of(world, "R4") == ("on_duty", MIDNIGHT + 8 * HOUR, "street")
    assert (await duty_of(world, "S1"))[0] == "off_duty"  # of another station, and of shift 1: the rota's
    await world.advance(8 * 3600)
    assert await on_duty(world) == {"R5"}
    await world.advance(8 * 3600)
    assert await on_duty(world) == {"R1"}
    await world.advance(8 * 3600)
    # The roster is over: the rota has them back, and knows whose watch it is.
    rota = await world.stage.value("select payload ->> 'shift' from platform.timer where name = 'force.rota'")
    assert await on_duty(world) == {f"R{rota}"}


async def test_without_a_rota_crews_stand_by_their_roster_and_are_all_on_duty_after_it(world: World) -> None:
    await published(world, "north1", draft(pattern="four_two", first_team=2, min_street=0))
    await world.advance(12 * 3600 + 1)
    assert (await duty_of(world, "N1"))[0] == "off_duty"
    assert (await duty_of(world, "N3"))[0] == "on_duty"
    await world.advance(24 * 3600)
    assert await duty_of(world, "N1") == ("on_duty", None, "street")


async def test_a_crew_on_an_order_goes_on_after_its_turn_until_the_order_ends(world: World) -> None:
    await published(world, "north1", draft(pattern="four_two", first_team=1, min_street=0))
    await world.advance(24 * 3600 - 30)
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1", crew="N1")
    order = await world.order_of("N1")
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=order))
    await world.advance(31)
    assert [(await duty_of(world, code))[0] for code in ("N1", "N2")] == ["on_duty", "off_duty"]
    await world.do("taker1", release_order, ReleaseOrder(order_id=order, reason="另有任务"))
    assert (await duty_of(world, "N1"))[0] == "off_duty"


async def test_timers_go_on_after_a_restart_and_a_late_one_makes_good_what_was_missed(world: World) -> None:
    await five_crews(world)
    await published(world, "north1", draft(first_team=3))
    world.stage.clock.advance(20 * 3600 + 60)  # nobody was there to fire what fell due meanwhile
    timers = Timers(world.stage.db, rooms.TIMERS)
    while await timers.fire_one():
        pass
    await world.stage.settle()
    await world.check()
    assert await on_duty(world) == {"R4"}
    due = await world.stage.value("select due from platform.timer where name = 'force.roster'")
    assert due == MIDNIGHT + 16 * HOUR


async def test_what_is_wrong_stands_in_the_way_and_is_mended_by_hand(world: World) -> None:
    await five_crews(world)
    view: RosterView = await world.do("north1", draft_roster, draft())
    first = view.spans[-1]
    long = first.model_copy(update={"ends_at": first.starts_at + 25 * HOUR})
    view = await world.do(
        "north1", change_span, ChangeSpan(roster_id=view.id, expected_version=view.version, span=long)
    )
    (wrong,) = [one for one in view.findings if one.severity == "error"]
    assert wrong.code == "longer_than_day" and wrong.span_ids == (first.id,) and wrong.mender == "station_desk"
    with pytest.raises(RosterHasErrors) as refused:
        publish = PublishRoster(roster_id=view.id, expected_version=view.version, warnings_seen=True)
        await world.do("north1", publish_roster, publish)
    assert "25" in refused.value.sentence("zh") and "25" in refused.value.sentence("en")
    removed = ChangeSpan(roster_id=view.id, expected_version=view.version, span=long, is_removed=True)
    view = await world.do("north1", change_span, removed)
    assert {one.code for one in view.findings} == {"gap", "runs_out"}
    with pytest.raises(WarningsUnseen):
        await world.do("north1", publish_roster, PublishRoster(roster_id=view.id, expected_version=view.version))
    swapped = SwapSpans(
        roster_id=view.id, expected_version=view.version, first=view.spans[0].id, second=view.spans[-1].id
    )  # fmt: skip
    names = (view.spans[0].member_name, view.spans[-1].member_name)
    view = await world.do("north1", swap_spans, swapped)
    by_id = {one.id: one.member_name for one in view.spans}
    assert (by_id[swapped.second], by_id[swapped.first]) == names
    with pytest.raises(Conflict):
        await world.do("north1", swap_spans, swapped)
    assert [name for name in await world.stage.names() if name.startswith("force.roster")] == [
        "force.roster.drafted", *["force.roster.changed"] * 3,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "org", "refusal"),
    [
        ("south1", NORTH_1, NotFound),  # sees no crew there
        ("north1", NORTH_2, NotFound),
        ("north1", NORTH, NotYourRoster),
        ("south", NORTH, NotFound),
        ("taker1", NORTH_1, NotAllowed),
        ("officer_n1", NORTH_1, NotAllowed),
    ],
)
async def test_only_for_the_own_area(world: World, who: str, org: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await world.do(who, draft_roster, draft(org))


async def test_a_neighbour_neither_sees_nor_changes_a_roster(world: World) -> None:
    view: RosterView = await published(world, "south1", draft(SOUTH_1))
    command = ChangeSpan(roster_id=view.id, expected_version=view.version, span=view.spans[0])
    for who in ("north1", "north"):
        with pytest.raises(NotFound):
            await world.do(who, change_span, command)
    for table in ("roster", "edition", "turn"):
        counts = []
        for who in ("north1", "south", "officer_s1"):
            async with world.stage.db.snapshot(world.people[who]) as tx:
                counts.append(await tx.fetchval(f"select count(*) from force.{table}"))
        # Another station sees nothing, the own county all, an officer the own crew's turns.
        assert counts[0] == 0 and counts[1] > 0 and counts[2] == (1 if table == "turn" else 0)


async def test_the_seats_of_the_hall_have_a_roster_of_four_teams(world: World) -> None:
    people = tuple(
        Member(id=UUID(int=number), name=f"接警员{number}", team=number, place_code="hall") for number in range(1, 5)
    )
    command = DraftRoster(
        kind="seats", org_code=HALL, rules=Rules(pattern="four_three"), window=window(2), members=people
    )  # fmt: skip
    for who in ("taker1", "city"):
        with pytest.raises((NotAllowed, NotFound)):
            await world.do(who, draft_roster, command)
    view = await published(world, "commander", command)
    assert len(view.spans) == 6 and [one.code for one in view.findings] == ["runs_out"]
    async with world.stage.db.snapshot(world.people["taker1"]) as tx:
        assert await tx.fetchval("select count(*) from force.turn") == 6
    await world.advance(30 * 3600)
    assert await world.stage.value("select count(*) from force.crew where duty = 'off_duty'") == 0
    assert SOUTH not in view.org_code
