"""有警接警、无警巡逻: a patrol is planned, given, interrupted by a call, resumed, proven and reported."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from tests.conftest import START
from tests.dispatch.test_chain import accept, incident_of
from tests.field.patrols import (
    CHECKS,
    EVERY_DAY,
    FAR,
    MARKET,
    OK,
    SCHOOL,
    fix,
    keep,
    later,
    patrol_of,
    plan,
    points_of,
    row_of,
    start,
    visit,
)
from tests.world import NORTH, NORTH_1, World
from yaoyaoling.apps import rooms
from yaoyaoling.dispatch.commands import AdvanceOrder, ReleaseOrder
from yaoyaoling.dispatch.handlers.answer import advance_own_order
from yaoyaoling.dispatch.handlers.release import release_order
from yaoyaoling.field.commands import SubmitFeedback
from yaoyaoling.field.handlers.give_patrol import ask_for_patrol, give_patrol
from yaoyaoling.field.handlers.keep_patrol_plan import keep_patrol_plan
from yaoyaoling.field.handlers.move_patrol import move_patrol
from yaoyaoling.field.handlers.report_hazard import HazardHandled, handle_hazard, report_hazard
from yaoyaoling.field.handlers.submit_feedback import submit_feedback
from yaoyaoling.field.patrol.refusals import (
    AlreadyPatrols,
    ChecksOpen,
    CrewElsewhere,
    EmptyRoute,
    NoPosition,
    NotYourPatrol,
    OnAnOrder,
    PatrolOver,
    PhoneClockWrong,
    PlanNameTaken,
    PointOutside,
    RoundTooShort,
    StayLonger,
    TooFar,
    WindowsOverlap,
)
from yaoyaoling.field.patrol.report import read_report, report_file
from yaoyaoling.field.patrol.requests import AskForPatrol, GivePatrol, HandleHazard, MovePatrol, ReportHazard
from yaoyaoling.field.patrol.states import IllegalPatrolSignal
from yaoyaoling.field.settings import FieldSettings
from yaoyaoling.force.handlers.set_duty import set_duty
from yaoyaoling.force.handlers.sign_on import sign_on
from yaoyaoling.force.public import SetDuty
from yaoyaoling.force.watch.requests import SignOn
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import Conflict, NotAllowed, NotFound, Refused
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.principal import system

SETTINGS = FieldSettings()


async def duty(world: World, duty: str, *crews: str) -> None:
    for crew in crews:
        await world.do(
            system("rota"), set_duty, SetDuty.model_validate({"crew_id": world.crews[crew], "duty": duty})
        )  # fmt: skip


async def seen(world: World, who: str, kind: str) -> list[dict[str, object]]:
    view = await world.stage.snapshot(world.people[who])
    return [entity.fields for (one, _), entity in sorted(view.entities.items()) if one == kind]


EAST = Point(lon=114.35, lat=30.6)


def hours(starts: str, ends: str, *days: int) -> dict[str, object]:
    return {"days": days, "starts": starts, "ends": ends}


async def test_a_round_is_given_walked_and_proven_by_positions(world: World) -> None:
    await keep(world)
    patrol = await patrol_of(world)
    viewers = ("commander", "north", "north1", "south", "officer_n2")
    assert [len(await seen(world, who, "patrol")) for who in viewers] == [1, 1, 1, 0, 0]
    assert len(await seen(world, "officer_n1", "patrol_point")) == 2
    await start(world)
    await fix(world, SCHOOL)
    await world.advance(60)
    await fix(world, SCHOOL)  # stays, not yet long enough
    first, second = await points_of(world, patrol)
    assert (first["arrived_by"], first["done_at"], second["arrived_at"]) == ("geofence", None, None)
    await world.advance(61)
    await fix(world, SCHOOL)
    await fix(world, MARKET)  # there, and yet nobody has looked at locks and lights
    first, second = await points_of(world, patrol)
    assert first["done_at"] and second["arrived_by"] == "geofence" and second["done_at"] is None
    with pytest.raises(ChecksOpen):
        await visit(world, patrol, 2, step="done", results=OK[:1])
    reply = await visit(world, patrol, 2, step="done", results=OK, note="灯坏一盏")
    assert (reply.is_done, reply.state, reply.arrived_by) == (True, "finished", "geofence")
    row = await row_of(world, patrol)
    assert row["ended_at"] and await world.stage.value("select count(*) from platform.timer where name = $1",
                                                      "field.patrol_due") == 0  # fmt: skip
    names = [name for name in await world.stage.names() if name.startswith("field.")]
    assert names == [
        "field.patrol_plan.kept", "field.patrol.planned", "field.patrol.given", "field.patrol.advanced",
        "field.patrol.point_reached", "field.patrol.point_done", "field.patrol.point_reached",
        "field.patrol.point_done", "field.patrol.advanced",
    ]  # fmt: skip


async def test_an_order_interrupts_in_its_own_transaction_and_its_end_resumes(world: World) -> None:
    await keep(world)
    patrol = await start(world)
    due = (await row_of(world, patrol))["due_at"]
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1", "N2")
    # The fact of the interruption stands in the ledger beside that of the order, caused by it.
    facts = {one.event.name: one for one in await world.stage.facts()}
    ordered, moved = facts["dispatch.crew.ordered"], facts["field.patrol.advanced"]
    assert (moved.correlation, moved.causation) == (ordered.correlation, ordered.event_id)
    assert (await row_of(world, patrol))["state"] == "interrupted"
    await fix(world, SCHOOL)  # on the way to the call: it passes, and that proves nothing
    assert (await points_of(world, patrol))[0]["arrived_at"] is None
    await accept(world, "N1")
    await world.advance(600)
    order = await world.order_of("N1")
    await world.do("taker1", release_order, ReleaseOrder(order_id=order, reason="误派"))
    row = await row_of(world, patrol)
    assert (row["state"], row["interruptions"]) == ("under_way", 1)
    assert row["due_at"] == due + timedelta(seconds=600)  # the call's time is given back
    assert (await seen(world, "officer_n1", "patrol"))[0]["state"] == "under_way"


async def test_an_order_that_nobody_accepts_gives_the_patrol_back_too(world: World) -> None:
    await keep(world)
    patrol = await start(world)
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1", "N2")
    await world.advance(10.5)
    assert (await row_of(world, patrol))["state"] == "under_way"


async def test_feedback_ends_the_call_and_the_patrol_goes_on(world: World) -> None:
    await keep(world)
    patrol = await start(world)
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1")
    await accept(world, "N1")
    order = await world.order_of("N1")
    await world.do("officer_n1", advance_own_order, AdvanceOrder(order_id=order, to="arrive"))
    assert (await row_of(world, patrol))["state"] == "interrupted"
    done = SubmitFeedback(order_id=order, outcome="settled_on_scene", text="已处置完毕")
    await world.do("officer_n1", submit_feedback, done)
    assert (await row_of(world, patrol))["state"] == "under_way"


async def test_a_crew_that_outruns_another_gives_it_its_patrol_back(world: World) -> None:
    # N3, of another station, does not see N1's patrol: the program itself tells it that the order is over.
    await keep(world)
    patrol = await start(world)
    await world.send("taker1", await incident_of(world, "0102"), "N1", "N2", "N3", "S1")
    assert (await row_of(world, patrol))["state"] == "interrupted"
    await accept(world, "N2", "N3")
    assert await world.stage.value("select state from dispatch.crew_order where call_sign = 'N1'") == "outrun"
    assert (await row_of(world, patrol))["state"] == "under_way"


async def test_a_station_interrupts_the_countys_patrol_of_its_crew(world: World) -> None:
    await keep(world, "north", org_code=NORTH)
    patrol = await start(world)
    await world.send("north1", await incident_of(world), "N1")
    assert (await row_of(world, patrol))["state"] == "interrupted"


async def test_what_is_not_walked_lapses_and_what_is_begun_is_partly_done(world: World) -> None:
    await keep(world, windows=(hours("12:00", "14:00", 7), hours("15:00", "16:00", 7)))
    lapsed = await patrol_of(world)
    await world.advance(2 * 3600 + 1)
    assert (await row_of(world, lapsed))["state"] == "lapsed"
    await world.advance(3600)
    partly = await start(world, "officer_n2", "N2")  # the other's turn
    assert partly != lapsed
    await fix(world, SCHOOL, "N2", "officer_n2")
    await world.advance(121)
    await fix(world, SCHOOL, "N2", "officer_n2")
    await world.advance(3600)
    row = await row_of(world, partly)
    assert (row["state"], row["end_reason"]) == ("partly", "time_over")


async def test_an_interruption_without_end_ends_the_patrol(world: World) -> None:
    await keep(world)
    patrol = await start(world)
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1")
    await accept(world, "N1")
    await world.stage.advance(SETTINGS.patrol_interrupted_s + 1)  # contacts leave the feeds meanwhile
    assert (await row_of(world, patrol))["state"] == "lapsed"


async def test_who_comes_on_duty_has_what_waits_and_who_leaves_has_nothing(world: World) -> None:
    await duty(world, "off_duty", "N1", "N2")
    await keep(world)
    patrol = await patrol_of(world, None)
    await duty(world, "on_duty", "N2")
    assert (await row_of(world, patrol))["call_sign"] == "N2"
    await duty(world, "on_duty", "N1")
    await duty(world, "off_duty", "N2")
    assert (await row_of(world, patrol))["call_sign"] == "N1"
    assert await seen(world, "officer_n2", "patrol") == []
    await start(world)
    await duty(world, "off_duty", "N1")
    row = await row_of(world, patrol)
    assert (row["state"], row["end_reason"]) == ("lapsed", "watch_over")


async def test_who_signs_on_takes_what_lies_with_a_crew_nobody_is_aboard_of(world: World) -> None:
    await keep(world)
    patrol = await patrol_of(world, "N1")
    await world.do("officer_n2", sign_on, SignOn(aboard=("李明",)))
    assert (await row_of(world, patrol))["call_sign"] == "N2"
    await world.do("officer_n1", sign_on, SignOn(aboard=("王强",)))
    assert (await row_of(world, patrol))["call_sign"] == "N2"  # it lies with somebody


async def test_rounds_share_a_window_and_go_round_the_crews(world: World) -> None:
    await keep(world, windows=({"days": EVERY_DAY, "starts": "12:00", "ends": "14:00", "times": 2},))
    await world.advance(3600 + 1)
    rows = await world.stage.fetch("select call_sign, starts_at, state from field.patrol order by starts_at")
    assert [(row["call_sign"], row["starts_at"], row["state"]) for row in rows] == [
        ("N1", START, "lapsed"), ("N2", START + timedelta(hours=1), "planned"),
    ]  # fmt: skip


async def test_a_desk_gives_asks_and_takes_back(world: World) -> None:
    reply = await keep(world)
    patrol = await patrol_of(world)
    with pytest.raises(NotFound):
        await world.do("south1", give_patrol, GivePatrol(patrol_id=patrol, crew_id=world.crews["S1"]))
    with pytest.raises(CrewElsewhere):
        await world.do("north1", give_patrol, GivePatrol(patrol_id=patrol, crew_id=world.crews["S1"]))
    with pytest.raises(NotAllowed):
        await world.do("taker1", give_patrol, GivePatrol(patrol_id=patrol, crew_id=world.crews["N2"]))
    await world.do("north1", give_patrol, GivePatrol(patrol_id=patrol, crew_id=world.crews["N2"]))
    ask = AskForPatrol(plan_id=reply.plan_id, crew_id=world.crews["N1"], minutes=30)
    extra = (await world.do("north", ask_for_patrol, ask)).patrol_id
    assert (await row_of(world, extra))["is_extra"]
    await start(world)
    again = (await world.do("north", ask_for_patrol, ask)).patrol_id
    with pytest.raises(AlreadyPatrols):
        await world.do("officer_n1", move_patrol, MovePatrol(patrol_id=again, to="start"))
    await world.do("north1", move_patrol, MovePatrol(patrol_id=again, to="cancel", reason="临时勤务"))
    with pytest.raises(IllegalPatrolSignal):
        await world.do("north1", give_patrol, GivePatrol(patrol_id=extra, crew_id=world.crews["N2"]))
    with pytest.raises(NotFound):
        await world.do("officer_n2", move_patrol, MovePatrol(patrol_id=extra, to="end"))
    await world.do("officer_n1", move_patrol, MovePatrol(patrol_id=extra, to="end", reason="接到专项任务"))
    assert (await row_of(world, extra))["state"] == "lapsed"


async def test_calls_go_first(world: World) -> None:
    await keep(world)
    await world.send("taker1", await incident_of(world), "N1")
    with pytest.raises(OnAnOrder):
        await start(world)


async def test_a_tap_is_proven_by_the_phones_own_position(world: World) -> None:
    await keep(world)
    patrol = await patrol_of(world)
    with pytest.raises(TooFar) as far:
        await visit(world, patrol, 1, point=FAR, accuracy_m=10)
    assert far.value.details["metres"] > 5_000
    with pytest.raises(NoPosition):
        await visit(world, patrol, 1)
    assert (await row_of(world, patrol))["state"] == "planned"  # a refusal moves nothing
    reply = await visit(world, patrol, 1, point=Point(lon=114.3003, lat=30.60), accuracy_m=10)
    assert (reply.arrived_by, reply.state) == ("tap", "under_way")
    assert reply.distance_m == pytest.approx(28.7, abs=0.5)
    with pytest.raises(StayLonger):
        await visit(world, patrol, 1, step="done")
    assert (await visit(world, patrol, 1, step="done", reason="群众求助")).is_done
    said = await visit(world, patrol, 2, step="done", results=OK, point=FAR, reason="封路绕行")
    assert (said.arrived_by, said.state) == ("said", "finished")
    async with world.stage.db.snapshot(world.people["north1"]) as tx:
        (row,) = await read_report(tx, START, later(world, 1), NORTH_1)
    assert (row.points, row.done, row.proven, row.missed) == (2, 2, 1, ())


async def test_what_was_done_without_a_network_counts_from_when_it_was_done(world: World) -> None:
    await keep(world)
    patrol = await start(world)
    arrived = later(world, 60)
    await world.advance(2 * 3600 + 1)  # without a network the whole time: nothing was heard, and it lapsed
    assert (await row_of(world, patrol))["state"] == "lapsed"
    await visit(world, patrol, 1, point=SCHOOL, at=arrived)
    done = await visit(world, patrol, 1, step="done", at=arrived + timedelta(seconds=130))
    assert done.is_done and done.state == "lapsed"
    with pytest.raises(PatrolOver):
        await visit(world, patrol, 2, point=MARKET)
    for wrong in (later(world, 3600), START - timedelta(days=1)):
        with pytest.raises(PhoneClockWrong):
            await visit(world, patrol, 2, point=MARKET, at=wrong)


async def test_who_leaves_too_early_has_not_been_there(world: World) -> None:
    await keep(world)
    patrol = await start(world)
    await fix(world, SCHOOL)
    await world.advance(30)
    await fix(world, MARKET)
    first, second = await points_of(world, patrol)
    assert (first["arrived_at"], first["left_early"], second["arrived_by"]) == (None, 1, "geofence")


async def test_a_video_patrol_is_looked_at_and_not_driven(world: World) -> None:
    await keep(world, kind="video", points=({"title": "广场球机", "point": SCHOOL, "checks": CHECKS},))
    patrol = await start(world)
    await fix(world, SCHOOL)
    assert (await points_of(world, patrol))[0]["arrived_at"] is None
    with pytest.raises(NotFound):
        await visit(world, patrol, 1, who="south1", step="done", results=OK)
    reply = await visit(world, patrol, 1, who="north1", step="done", results=OK)
    assert (reply.arrived_by, reply.state) == ("video", "finished")


async def test_a_desk_walks_no_street(world: World) -> None:
    await keep(world)
    with pytest.raises(NotFound):
        await visit(world, await patrol_of(world), 1, who="north1", point=SCHOOL)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"points": ()}, EmptyRoute),
        ({"points": ({"title": "单点", "point": SCHOOL},)}, EmptyRoute),
        ({"points": ({"title": "河东", "point": EAST}, {"title": "内", "point": SCHOOL})}, PointOutside),
        ({"waypoints": (SCHOOL, Point(lon=10, lat=50))}, PointOutside),
        ({"windows": (hours("22:00", "02:00", 6), hours("01:00", "03:00", 7))}, WindowsOverlap),
        ({"windows": (hours("23:00", "01:00", 7), hours("00:30", "03:00", 1))}, WindowsOverlap),
        ({"windows": ({"days": (1,), "starts": "08:00", "ends": "08:10", "times": 10},)}, RoundTooShort),
        ({"org_code": NORTH}, NotYourPatrol),
    ],
)  # fmt: skip
async def test_what_cannot_be_patrolled_is_refused_with_its_reason(
    world: World, more: dict[str, Any], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        await keep(world, **more)
    assert await world.stage.value("select count(*) from field.patrol_plan") == 0


async def test_only_crews_of_the_own_area_and_one_plan_of_a_name(world: World) -> None:
    with pytest.raises(CrewElsewhere):
        await keep(world, crew_ids=(world.crews["S1"],))
    reply = await keep(world, "north")  # a county plans for its stations
    with pytest.raises(PlanNameTaken):
        await keep(world)
    with pytest.raises(Conflict):
        await keep(world, plan_id=reply.plan_id, expected_version=7)
    changed = await keep(world, plan_id=reply.plan_id, expected_version=1, title="校园", is_on=False)
    assert changed.version == 2
    assert (await row_of(world, await patrol_of(world)))["state"] == "cancelled"  # what has not begun goes with it
    with pytest.raises(NotAllowed):
        await world.do("officer_n1", keep_patrol_plan, plan(title="自定"))


async def test_the_database_itself_keeps_others_out(world: World) -> None:
    await keep(world)
    async with world.stage.db.snapshot(world.people["south1"]) as tx:
        assert await tx.fetch("select 1 from field.patrol_plan") == []
        assert await tx.fetch("select 1 from field.patrol") == []
        assert await tx.fetch("select 1 from field.patrol_point") == []
    for who, path in (("south1", world.paths[NORTH_1]), ("officer_n1", world.paths[NORTH_1])):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with world.stage.db.transaction(world.people[who]) as tx:
                await tx.execute(
                    "insert into field.patrol_plan (id, title, kind, org_code, org_path, crew_ids, waypoints, line,"
                    " length_m, is_estimated, points, windows, is_on, changed_by_name, changed_at, version) values"
                    " ($1, 'x', 'foot', $2, $3, '{}', '[]', '[]', 0, false, '[]', '[]', true, 'x', $4, 1)",
                    uuid4(), NORTH_1, path, tx.now,
                )  # fmt: skip


async def test_a_hazard_reaches_the_desks_and_does_not_lie_about(world: World) -> None:
    await keep(world)
    patrol = await start(world)
    hazard = ReportHazard(patrol_id=patrol, number=2, kind="fire", text="消防通道被占")
    with pytest.raises(NotFound):
        await world.do("officer_n2", report_hazard, hazard)
    found = (await world.do("officer_n1", report_hazard, hazard)).hazard_id
    (shown,) = await seen(world, "north1", "hazard")
    assert (shown["state"], shown["lon"], shown["call_sign"]) == ("open", MARKET.lon, "N1")
    await world.advance(SETTINGS.hazard_within_s + 1)
    assert (await seen(world, "north1", "hazard"))[0]["state"] == "overdue"
    with pytest.raises(NotFound):
        await world.do("south1", handle_hazard, HandleHazard(hazard_id=found, answer="已通知"))
    await world.do("north1", handle_hazard, HandleHazard(hazard_id=found, answer="已通知物业清理"))
    with pytest.raises(HazardHandled):
        await world.do("north", handle_hazard, HandleHazard(hazard_id=found, answer="重复"))


async def test_the_words_of_a_hazard_are_sealed_and_go_when_it_is_erased(world: World) -> None:
    await keep(world)
    patrol = await start(world)
    hazard = ReportHazard(patrol_id=patrol, number=2, kind="fire", text="王某家门口堆放杂物")
    found = (await world.do("officer_n1", report_hazard, hazard)).hazard_id
    await world.do("north1", handle_hazard, HandleHazard(hazard_id=found, answer="已与王某谈话"))
    stored = "select string_agg(payload::text, '') from ledger.event where stream = $1"
    assert "王某" not in await world.stage.value(stored, f"hazard:{found}")
    (shown,) = await seen(world, "north1", "hazard")
    assert shown["text"] == "王某家门口堆放杂物"
    await world.do(system("erasure"), eraser(rooms.PURGES), EraseSubject(subject=found, reason="asked"))
    (shown,) = await seen(world, "north1", "hazard")
    assert (shown["text"], shown["answer"], shown["kind"], shown["state"]) == (None, None, "fire", "handled")
    # What the ledger holds can be read by nobody any more: the key is gone.
    assert await world.stage.value("select wrapped is null from vault.subject_key where subject = $1", found)
    with pytest.raises(NotFound):
        await world.do(system("erasure"), eraser(rooms.PURGES), EraseSubject(subject=found, reason="again"))


async def test_a_hazard_written_before_words_were_sealed_loses_them_too(world: World) -> None:
    await keep(world)
    hazard = ReportHazard(patrol_id=await start(world), number=2, kind="fire", text="王某家门口堆放杂物")
    found = (await world.do("officer_n1", report_hazard, hazard)).hazard_id
    await world.do("north1", handle_hazard, HandleHazard(hazard_id=found, answer="已与王某谈话"))
    unsealed = uuid4()  # the same words under an id that has no key
    await world.stage.db.worker_pool.execute("update field.hazard set id = $2 where id = $1", found, unsealed)
    cursor, world.view = world.view.cursor, await world.stage.snapshot()
    world.view.cursor = cursor
    erase = EraseSubject(subject=unsealed, reason="asked")
    await world.do(system("erasure"), eraser(rooms.PURGES), erase)
    assert await world.stage.value("select text is null from field.hazard where id = $1", unsealed)
    for gone in (unsealed, uuid4()):
        with pytest.raises(NotFound):
            await world.do(system("erasure"), eraser(rooms.PURGES), EraseSubject(subject=gone, reason="none"))


async def test_the_report_tells_shares_and_is_a_file_without_formulas(world: World) -> None:
    await keep(world, title="=2+3")
    await start(world)
    await fix(world, SCHOOL)
    await world.advance(121)
    await fix(world, SCHOOL)
    async with world.stage.db.snapshot(world.people["commander"]) as tx:
        rows = await read_report(tx, START - timedelta(hours=1), later(world, 1), None)
    assert [(row.done, row.proven, row.points, row.missed) for row in rows] == [(1, 1, 2, ("集贸市场",))]
    text = report_file(rows).decode("utf-8-sig").splitlines()
    assert text[1].startswith("'=2+3,") and "50%" in text[1]
    async with world.stage.db.snapshot(world.people["south1"]) as tx:
        assert await read_report(tx, START, later(world, 1), None) == []
