"""Whose an incident is: decided and kept as it is opened, disputed by its station, settled by the level above both."""

from uuid import UUID

import pytest

from tests.world import CITY, HERE, NORTH, NORTH_1, NORTH_2, SOUTH, SOUTH_1, World
from yaoyaoling.incidents.commands import AdvanceIncident, AmendIncident
from yaoyaoling.incidents.handlers.advance import advance_incident
from yaoyaoling.incidents.handlers.amend import IncidentEnded, amend_incident
from yaoyaoling.incidents.states import IncidentSignal
from yaoyaoling.intake.handlers.finish import FinishSeat, finish_seat
from yaoyaoling.kernel.geo import Point, moved
from yaoyaoling.kernel.refused import NotAllowed, NotFound
from yaoyaoling.oversight.settings import OversightSettings
from yaoyaoling.triage.jurisdiction.grounds import level_over
from yaoyaoling.triage.jurisdiction.settle import (
    ConfirmJurisdiction,
    DisputeJurisdiction,
    NoSuchStation,
    NotAboveBoth,
    NotTheOwner,
    RuleJurisdiction,
    confirm_jurisdiction,
    dispute_jurisdiction,
    rule_jurisdiction,
)
from yaoyaoling.triage.states import IllegalJurisdictionSignal

EAST_BORDER = Point(lon=114.31999, lat=30.60)
SOUTH_BORDER = Point(lon=114.30, lat=30.55001)
LIMIT_S = OversightSettings().jurisdiction_s


async def incident_at(world: World, point: Point = HERE, class_code: str = "0202") -> UUID:
    contact = await world.report()
    await world.take("taker1", contact)
    incident = await world.open("taker1", contact, class_code, point=point)
    await world.do("taker1", finish_seat, FinishSeat())
    return incident


async def whose(world: World, incident: UUID) -> dict[str, object]:
    [row] = await world.stage.fetch("select * from triage.jurisdiction where incident_id = $1", incident)
    return dict(row)


async def facts(world: World, incident: UUID) -> list[str]:
    rows = await world.stage.fetch(
        "select name from ledger.event where incident = $1 and name like 'triage.jurisdiction.%' order by stream_seq",
        incident,
    )
    return [row["name"].rsplit(".", 1)[1] for row in rows]


async def sees(world: World, who: str, incident: UUID) -> dict[str, object] | None:
    view = await world.stage.snapshot(world.people[who])
    found = [one.fields for key, one in view.entities.items() if key[0] == "jurisdiction" and one.about == incident]
    return found[0] if found else None


async def timer_of(world: World, incident: UUID) -> str | None:
    held = await whose(world, incident)
    return await told_by_clock(world, str(held["id"]))


async def told_by_clock(world: World, key: str) -> str | None:
    """Whose desks the clock of something tells; None where none runs."""
    found: str | None = await world.stage.value(
        "select payload->>'org_code' from platform.timer where name = 'oversight.clock' and key = $1", key
    )
    return found


def test_the_level_over_two_stations_is_the_lowest_that_holds_both() -> None:
    assert level_over(["p/c/n/n1", "p/c/n/n2"]) == "n"
    assert level_over(["p/c/n/n1", "p/c/s/s1"]) == "c"
    assert level_over(["p/c/n/n1"]) == "n"


async def test_a_clear_place_is_decided_with_its_reason_and_no_clock_runs(world: World) -> None:
    incident = await incident_at(world)
    held = await whose(world, incident)
    assert (held["state"], held["basis"], held["station_code"]) == ("clear", "territorial", NORTH_1)
    assert held["reasons"] and await facts(world, incident) == ["decided"]
    assert await timer_of(world, incident) is None
    fraud = await incident_at(world, class_code="0106")
    held = await whose(world, fraud)
    assert (held["basis"], held["leads_zh"]) == ("functional", "反诈中心")


async def test_on_a_border_the_local_station_is_first_and_a_clock_tells_the_level_above_both(world: World) -> None:
    incident = await incident_at(world, EAST_BORDER)
    held = await whose(world, incident)
    assert (held["state"], held["station_code"], held["others"]) == ("unclear", NORTH_1, [NORTH_2])
    assert held["desk_code"] == NORTH == await timer_of(world, incident)
    await world.advance(LIMIT_S + 1)
    raised = await world.stage.fetch("select * from oversight.overdue where thing = 'jurisdiction'")
    assert [(row["state"], row["desk_code"]) for row in raised] == [("unclear", NORTH)]
    await world.do("north1", confirm_jurisdiction, ConfirmJurisdiction(incident_id=incident))
    assert (await whose(world, incident))["state"] == "confirmed" and await timer_of(world, incident) is None
    ended = await world.stage.value("select ended_at from oversight.overdue where thing = 'jurisdiction'")
    assert ended is not None


async def test_a_border_between_counties_is_the_citys(world: World) -> None:
    incident = await incident_at(world, SOUTH_BORDER)
    held = await whose(world, incident)
    assert (held["state"], held["others"], held["desk_code"]) == ("unclear", [SOUTH_1], CITY)


async def test_a_dispute_leaves_it_where_it_is_until_the_level_above_both_has_settled_it(world: World) -> None:
    incident = await incident_at(world)
    assert await sees(world, "south1", incident) is None
    dispute = DisputeJurisdiction(incident_id=incident, claimed_code=SOUTH_1, said="现场在河南岸")
    await world.do("north1", dispute_jurisdiction, dispute)
    for who in ("north1", "south1", "north", "south", "city", "commander", "taker1"):
        seen = await sees(world, who, incident)
        assert seen is not None, who
        assert (seen["state"], seen["station_code"], seen["said"]) == ("disputed", NORTH_1, "现场在河南岸")
    owner = await world.stage.value("select station_code from incidents.incident where id = $1", incident)
    assert owner == NORTH_1 and await timer_of(world, incident) == CITY
    rule = RuleJurisdiction(incident_id=incident, station_code=SOUTH_1, said="以界线为准")
    for who in ("north", "south"):
        with pytest.raises(NotAboveBoth, match="小镇市公安局"):
            await world.do(who, rule_jurisdiction, rule)
    with pytest.raises(NotAllowed):
        await world.do("south1", rule_jurisdiction, rule)
    assert await told_by_clock(world, str(incident)) == NORTH_1
    await world.do("city", rule_jurisdiction, rule)
    assert await told_by_clock(world, str(incident)) == SOUTH_1
    seen = await sees(world, "south1", incident)
    assert seen is not None and (seen["state"], seen["station_code"], seen["by_name"]) == (
        "ruled", SOUTH_1, world.people["city"].name
    )  # fmt: skip
    row = (await world.stage.fetch("select * from incidents.incident where id = $1", incident))[0]
    assert (row["station_code"], row["county_code"], row["station_path"]) == (SOUTH_1, SOUTH, world.paths[SOUTH_1])
    assert (row["lon"], row["lat"]) == (HERE.lon, HERE.lat)
    assert await sees(world, "north1", incident) is not None, "who gave it away goes on seeing what became of it"
    assert await facts(world, incident) == ["decided", "moved", "moved"] and await timer_of(world, incident) is None
    with pytest.raises(IllegalJurisdictionSignal):
        await world.do("city", rule_jurisdiction, rule)
    with pytest.raises(NotTheOwner, match="城南派出所"):
        await world.do("north1", dispute_jurisdiction, dispute)


async def test_a_ruling_for_the_owner_changes_nobodys_sight_of_the_incident(world: World) -> None:
    incident = await incident_at(world)
    dispute = DisputeJurisdiction(incident_id=incident, said="不清楚归谁")
    await world.do("north1", dispute_jurisdiction, dispute)
    assert await timer_of(world, incident) == NORTH
    rule = RuleJurisdiction(incident_id=incident, station_code=NORTH_1, said="首接负责")
    await world.do("north", rule_jurisdiction, rule)
    assert (await whose(world, incident))["state"] == "ruled"
    assert await sees(world, "south1", incident) is None
    assert await world.stage.value("select version from incidents.incident where id = $1", incident) == 1


async def test_who_may_say_what(world: World) -> None:
    incident = await incident_at(world)
    with pytest.raises(NotFound):
        await world.do("south1", dispute_jurisdiction, DisputeJurisdiction(incident_id=incident, said="不是"))
    with pytest.raises(NotAllowed):
        await world.do("north", dispute_jurisdiction, DisputeJurisdiction(incident_id=incident, said="不是"))
    for claimed in (NORTH_1, NORTH, "999999999999"):
        with pytest.raises(NoSuchStation):
            command = DisputeJurisdiction(incident_id=incident, claimed_code=claimed, said="不是")
            await world.do("north1", dispute_jurisdiction, command)
    with pytest.raises(IllegalJurisdictionSignal):
        await world.do("north1", confirm_jurisdiction, ConfirmJurisdiction(incident_id=incident))
    with pytest.raises(IllegalJurisdictionSignal):
        rule = RuleJurisdiction(incident_id=incident, station_code=NORTH_1, said="首接负责")
        await world.do("city", rule_jurisdiction, rule)


async def test_taking_a_dispute_back(world: World) -> None:
    incident = await incident_at(world)
    await world.do("north1", dispute_jurisdiction, DisputeJurisdiction(incident_id=incident, said="不是本所"))
    await world.do("north1", confirm_jurisdiction, ConfirmJurisdiction(incident_id=incident))
    assert (await whose(world, incident))["state"] == "confirmed" and await timer_of(world, incident) is None


async def test_what_ends_is_not_asked_about_and_is_asked_again_when_it_goes_back_to_work(world: World) -> None:
    incident = await incident_at(world, EAST_BORDER)
    cancel = AdvanceIncident(incident_id=incident, signal=IncidentSignal.CANCELLED, reason="误报")
    await world.do("commander", advance_incident, cancel)
    assert (await whose(world, incident))["state"] == "lapsed" and await timer_of(world, incident) is None
    with pytest.raises(IncidentEnded):
        await world.do("north1", confirm_jurisdiction, ConfirmJurisdiction(incident_id=incident))
    again = AdvanceIncident(incident_id=incident, signal=IncidentSignal.REOPENED, reason="再次报警")
    await world.do("commander", advance_incident, again)
    assert (await whose(world, incident))["state"] == "unclear" and await timer_of(world, incident) == NORTH


async def test_another_place_asks_anew_and_another_class_does_not_undo_a_ruling(world: World) -> None:
    incident = await incident_at(world)
    await world.do("north1", dispute_jurisdiction, DisputeJurisdiction(incident_id=incident, said="不是本所"))
    rule = RuleJurisdiction(incident_id=incident, station_code=NORTH_2, said="指定河东所办理")
    await world.do("north", rule_jurisdiction, rule)
    hall = await world.stage.value("select code from agencies.organisation where kind = 'hall'")
    mend = AmendIncident(incident_id=incident, class_code="0106", reason="call_taker", hall_code=hall)
    await world.do("commander", amend_incident, mend)
    held = await whose(world, incident)
    assert (held["state"], held["station_code"], held["leads_zh"]) == ("ruled", NORTH_2, "反诈中心")
    elsewhere = moved(HERE, 90, 200)
    move = AmendIncident(
        incident_id=incident, point=elsewhere, owner=world.owner(NORTH_1), reason="call_taker", hall_code=hall
    )
    await world.do("commander", amend_incident, move)
    held = await whose(world, incident)
    assert (held["state"], held["station_code"], held["said"]) == ("clear", NORTH_1, None)


async def test_a_complaint_about_police_is_no_stations(world: World) -> None:
    inspection = await world.stage.value(
        "select code from incidents.class where is_inspection_only and retired_at is null order by code limit 1"
    )
    contact = await world.report()
    await world.take("taker1", contact)
    complaint = await world.open("taker1", contact, inspection)
    await world.do("taker1", finish_seat, FinishSeat())
    assert await facts(world, complaint) == []
    disputed = await incident_at(world)
    await world.do("north1", dispute_jurisdiction, DisputeJurisdiction(incident_id=disputed, said="不是本所"))
    hall = await world.stage.value("select code from agencies.organisation where kind = 'hall'")
    turn = AmendIncident(incident_id=disputed, class_code=inspection, reason="call_taker", hall_code=hall)
    await world.do("commander", amend_incident, turn)
    assert (await whose(world, disputed))["state"] == "lapsed"
    assert await sees(world, "north1", disputed) is None


async def test_a_crew_of_another_station_goes_first_for_being_near_and_the_owner_stays(world: World) -> None:
    incident = await incident_at(world)
    await world.send("commander", incident, "N3")
    held = await whose(world, incident)
    assert (held["goes_first"], held["goes_first_s"], held["station_code"]) == (NORTH_2, 60.0, NORTH_1)
    assert await facts(world, incident) == ["decided", "nearest"]
    other = await incident_at(world)
    await world.send("commander", other, "N1")
    assert await facts(world, other) == ["decided"]
