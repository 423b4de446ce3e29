"""Sign on, hand over inside the grid, sign for it; special duties go on and off by the calendar."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.world import HALL, HERE, NORTH, NORTH_1, World
from yaoyaoling.apps import rooms
from yaoyaoling.force.feed import CREW
from yaoyaoling.force.handlers.draft_roster import draft_roster
from yaoyaoling.force.handlers.plan_special_duty import SpecialDutyReply, cancel_special_duty, plan_special_duty
from yaoyaoling.force.handlers.publish_roster import publish_roster
from yaoyaoling.force.handlers.show_special_duties import ShowSpecialDuties, show_special_duties
from yaoyaoling.force.handlers.sign_off import SignOffReply, sign_off
from yaoyaoling.force.handlers.sign_on import sign_on
from yaoyaoling.force.handlers.take_handover import take_handover
from yaoyaoling.force.roster.contract import Member, Rules, Window
from yaoyaoling.force.roster.requests import DraftRoster, PublishRoster
from yaoyaoling.force.roster.review import RosterView
from yaoyaoling.force.watch.feed import REGISTRATION, SPECIAL_DUTY
from yaoyaoling.force.watch.refusals import (
    AlreadyTaken,
    NotSignedOn,
    NotYourSite,
    PostDoubleBooked,
    SpecialDutyEnded,
    WrongGrid,
)
from yaoyaoling.force.watch.requests import (
    CancelSpecialDuty,
    HoursBody,
    PlanSpecialDuty,
    PostBody,
    SignOff,
    SignOn,
    SiteBody,
    TakeHandover,
)
from yaoyaoling.kernel.clock import midnight
from yaoyaoling.kernel.refused import NotAllowed, NotFound
from yaoyaoling.platform import audience
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.feeds.contract import shape
from yaoyaoling.platform.principal import Role, system

SIGN_ON = SignOn(aboard=("李明", "王芳"), vehicle="赣A·110警", kit=("执法记录仪", "急救包"), skills=("first_aid",),
                 phone="13800138000")  # fmt: skip


async def registration(world: World, who: str, crew: str) -> dict[str, Any] | None:
    view = await world.stage.snapshot(world.people[who])
    held = view.entities.get(("registration", str(world.crews[crew])))
    return None if held is None else held.fields


async def test_who_is_aboard_is_known_at_once_and_the_phone_only_to_whoever_directs(world: World) -> None:
    await world.do("officer_n1", sign_on, SIGN_ON)
    fields = await registration(world, "north1", "N1")
    assert fields is not None and fields["aboard"] == ["李明", "王芳"] and fields["phone"] == "13800138000"
    assert shape(REGISTRATION, fields, frozenset({Role.OFFICER}))["phone"] == "138****8000"
    assert shape(REGISTRATION, fields, frozenset({Role.STATION_DESK}))["phone"] == "13800138000"
    # Another station's people do not see it at all.
    assert await registration(world, "south1", "N1") is None and await registration(world, "officer_n2", "N1") is None
    crew = (await world.stage.snapshot()).entities[(CREW.name, str(world.crews["N1"]))].fields
    assert crew["skills"] == ["first_aid"]
    # In the ledger the phone is sealed.
    (row,) = await world.stage.fetch(
        "select payload::text, sealed from ledger.event where name = 'force.crew.signed_on'"
    )
    assert "13800138000" not in row["payload"] and row["sealed"]


async def test_an_erased_person_has_no_phone_here(world: World) -> None:
    await world.do("officer_n1", sign_on, SIGN_ON)
    person = world.people["officer_n1"].account_id
    assert person is not None
    erase = EraseSubject(subject=person, reason="离职")
    await execute(world.stage.db, system("test"), eraser(rooms.PURGES), erase)
    world.stage.db.vault.forget_all()
    assert await world.stage.value("select phone from force.registration") is None
    fields = await registration(world, "north1", "N1")
    assert fields is not None and fields["phone"] is None


async def test_a_watch_is_handed_over_inside_its_grid_and_signed_for_once(world: World) -> None:
    with pytest.raises(NotSignedOn):
        await world.do("officer_n1", sign_off, SignOff())
    await world.do("officer_n1", sign_on, SIGN_ON)
    await world.stage.db.worker_pool.execute("update force.crew set grid_code = 'G3' where org_code <> $1", NORTH_1)
    for wrong in ("S1", "N1"):
        with pytest.raises(WrongGrid):
            await world.do("officer_n1", sign_off, SignOff(to_crew=world.crews[wrong]))


async def test_the_next_watch_signs_for_notes_vehicle_and_kit(world: World) -> None:
    await world.do("officer_n1", sign_on, SIGN_ON)
    leave = SignOff(to_crew=world.crews["N2"], notes="3 号楼纠纷待回访", open_matters=("回访王某",))
    reply: SignOffReply = await world.do("officer_n1", sign_off, leave)
    assert reply.handover_id is not None and await registration(world, "north1", "N1") is None
    view = await world.stage.snapshot(world.people["officer_n2"])
    (left,) = [one.fields for (kind, _), one in view.entities.items() if kind == "handover"]
    assert left["vehicle"] == SIGN_ON.vehicle and left["kit"] == list(SIGN_ON.kit)
    assert left["open_matters"] == ["回访王某"]
    for who, refusal in (("officer_n1", NotAllowed), ("officer_s1", NotFound)):
        with pytest.raises(refusal):
            await world.do(who, take_handover, TakeHandover(handover_id=reply.handover_id))
    await world.do("officer_n2", take_handover, TakeHandover(handover_id=reply.handover_id, remarks="急救包缺一"))
    with pytest.raises(AlreadyTaken):
        await world.do("officer_n2", take_handover, TakeHandover(handover_id=reply.handover_id))
    assert await world.stage.value("select remarks from force.handover") == "急救包缺一"


def exam(world: World, *crews: str, after_h: float = 12, **more: Any) -> PlanSpecialDuty:
    start = world.stage.clock.now() + timedelta(hours=after_h)
    hours = tuple(
        HoursBody(starts_at=start + timedelta(hours=24 * day), ends_at=start + timedelta(hours=24 * day + 3))
        for day in range(2)
    )
    fields: dict[str, Any] = {
        "title": "高考", "org_code": NORTH_1, "sites": (SiteBody(name="一中考点", point=HERE),), "hours": hours,
        "posts": tuple(PostBody(crew_id=world.crews[code], site=0) for code in crews), "place_codes": ("G1",),
        "patrol_factor": 2,
    }  # fmt: skip
    return PlanSpecialDuty(**{**fields, **more})


async def state_of(world: World, special_id: UUID) -> tuple[str, str | None]:
    state = await world.stage.value("select state from force.special_duty where id = $1", special_id)
    held = (await world.stage.snapshot(world.people["officer_n1"])).entities.get(("special_duty", str(special_id)))
    return state, None if held is None else held.fields["state"]


async def test_a_special_duty_goes_on_and_off_by_the_calendar_and_its_crews_are_told(world: World) -> None:
    reply: SpecialDutyReply = await world.do("north1", plan_special_duty, exam(world, "N1"))
    special = reply.special_duty_id
    seen = []
    for hours in (0, 12.5, 3, 21.5, 3):
        await world.advance(hours * 3600)
        seen.append(await state_of(world, special))
    assert seen == [("planned", "planned"), ("on", "on"), ("off", "off"), ("on", "on"), ("over", None)]
    with pytest.raises(SpecialDutyEnded):
        cancel = CancelSpecialDuty(special_duty_id=special, reason="取消")
        await world.do("north1", cancel_special_duty, cancel)


async def test_the_hall_that_answers_calls_from_there_sees_a_special_duty_and_its_posts(world: World) -> None:
    reply: SpecialDutyReply = await world.do("north1", plan_special_duty, exam(world, "N1"))
    await world.advance(12.5 * 3600)
    held = (await world.stage.snapshot(world.people["taker1"])).entities[("special_duty", str(reply.special_duty_id))]
    assert held.fields["state"] == "on" and held.fields["sites"] and held.fields["posts"]
    assert Role.CALL_TAKER in SPECIAL_DUTY.roles
    south = await world.stage.snapshot(world.people["south"])
    assert ("special_duty", str(reply.special_duty_id)) not in south.entities


async def test_a_special_duty_that_was_slept_through_is_over_when_somebody_wakes(world: World) -> None:
    reply: SpecialDutyReply = await world.do("north1", plan_special_duty, exam(world))
    world.stage.clock.advance(60 * 3600)
    await world.advance(0)
    assert (await state_of(world, reply.special_duty_id))[0] == "over"


async def test_one_crew_has_one_post_and_only_in_the_own_area(world: World) -> None:
    reply: SpecialDutyReply = await world.do("north1", plan_special_duty, exam(world, "N1"))
    with pytest.raises(PostDoubleBooked):
        await world.do("north", plan_special_duty, exam(world, "N1", org_code=NORTH))
    for wrong in (exam(world, "S1"), exam(world, place_codes=("G9",))):
        with pytest.raises(NotYourSite):
            await world.do("north1", plan_special_duty, wrong)
    for who in ("south1", "south"):
        with pytest.raises(NotFound):
            await world.do(who, plan_special_duty, exam(world))
    cancel = CancelSpecialDuty(special_duty_id=reply.special_duty_id, reason="改期")
    with pytest.raises(NotFound):
        await world.do("south1", cancel_special_duty, cancel)
    await world.do("north1", cancel_special_duty, cancel)
    await world.do("north", plan_special_duty, exam(world, "N1", org_code=NORTH))


async def on_duty(world: World) -> dict[str, tuple[str, str]]:
    rows = await world.stage.fetch("select code, duty, readiness from force.crew where org_code = $1", NORTH_1)
    return {row["code"]: (row["duty"], row["readiness"]) for row in rows}


async def test_a_special_duty_brings_rested_crews_to_the_street_and_lets_them_go(world: World) -> None:
    """Planned before the roster, it is in it: at its hour there are twice as many, an hour later no more."""
    start = midnight(world.stage.clock.now()) + timedelta(days=1)
    hours = (HoursBody(starts_at=start + timedelta(hours=2), ends_at=start + timedelta(hours=4)),)
    await world.do("north1", plan_special_duty, exam(world, hours=hours))
    window = Window(starts_at=start, ends_at=start + timedelta(hours=8))
    teams = tuple(
        Member(id=world.crews[code], name=code, team=team, place_code="G1") for code, team in (("N1", 1), ("N2", 3))
    )
    draft = DraftRoster(org_code=NORTH_1, rules=Rules(overlap_min=0), window=window, members=teams)
    view: RosterView = await world.do("north1", draft_roster, draft)
    assert not [one for one in view.findings if one.code == "thin_special"]
    publish = PublishRoster(roster_id=view.id, expected_version=view.version, warnings_seen=True)
    await world.do("north1", publish_roster, publish)
    seen = []
    for hour in (1, 3, 5):
        await world.advance((start + timedelta(hours=hour) - world.stage.clock.now()).total_seconds())
        seen.append(sum(duty == ("on_duty", "street") for duty in (await on_duty(world)).values()))
    assert seen == [1, 2, 1]


async def test_a_roster_in_those_hours_is_told_that_more_are_wanted(world: World) -> None:
    await world.do("north1", plan_special_duty, exam(world, after_h=1, patrol_factor=3))
    start = world.stage.clock.now()
    rules = Rules(overlap_min=0, standby_share=0)
    window = Window(starts_at=start, ends_at=start + timedelta(hours=4))
    command = DraftRoster(org_code=NORTH_1, rules=rules, window=window)
    view: RosterView = await world.do("north1", draft_roster, command)
    (thin,) = [one for one in view.findings if one.code != "runs_out"]
    assert thin.code == "thin_special" and "高考" in thin.zh and "3" in thin.en and thin.place_code == "G1"
    assert thin.starts_at == start + timedelta(hours=1)


async def test_one_that_was_planned_before_halls_were_told_is_shown_to_them(world: World) -> None:
    reply: SpecialDutyReply = await world.do("north1", plan_special_duty, exam(world, "N1"))
    special = reply.special_duty_id
    async with world.stage.db.transaction(system("setup")) as tx:  # as it was written then
        await audience.revoke(tx, special, f"h/{HALL}", "before")
    key = ("special_duty", str(special))
    assert key not in (await world.stage.snapshot(world.people["taker1"])).entities
    for _ in range(2):
        await world.do(system("start"), show_special_duties, ShowSpecialDuties())
    assert key in (await world.stage.snapshot(world.people["taker1"])).entities
    granted = "select count(*) from ledger.event where name = 'platform.audience.granted' and about = $1"
    scopes = await world.stage.value("select count(*) from platform.audience where subject = $1", special)
    assert await world.stage.value(granted, special) == scopes + 1
