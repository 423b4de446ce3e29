"""What is known of a place while a contact is about it: hazards that stand, dangers met there, each look a fact."""

import pytest

from tests.field.patrols import HAZARD_WORDS, MARKET, keep, start
from tests.world import World
from yaoyaoling.field.events import HereLooked
from yaoyaoling.field.handlers.look_here import Here, LookHere, look_here
from yaoyaoling.field.handlers.report_hazard import handle_hazard, report_hazard
from yaoyaoling.field.patrol.requests import HandleHazard, ReportHazard
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import NotFound


def at(point: Point, north_m: float, contact: object) -> LookHere:
    fields = {"contact_id": contact, "lon": point.lon, "lat": point.lat + north_m / 111_320}
    return LookHere.model_validate(fields)


async def test_a_hazard_is_met_at_its_place_until_it_is_dealt_with_and_each_look_is_a_fact(world: World) -> None:
    await keep(world)
    found = ReportHazard(patrol_id=await start(world), number=2, kind="fire", text=HAZARD_WORDS)
    hazard = (await world.do("officer_n1", report_hazard, found)).hazard_id
    contact = await world.report()
    here: Here = await world.do("taker1", look_here, at(MARKET, 50, contact))
    assert [(one.hazard_id, one.text, one.distance_m) for one in here.hazards] == [(hazard, HAZARD_WORDS, 50)]
    assert (await world.do("taker1", look_here, at(MARKET, 120, contact))).hazards == ()
    looks = [(one.event, one.actor_name) for one in await world.stage.facts() if isinstance(one.event, HereLooked)]
    name = world.people["taker1"].name
    assert looks == [
        (HereLooked(contact_id=contact, hazards=(hazard,), incidents=()), name),
        (HereLooked(contact_id=contact, hazards=(), incidents=()), name),
    ]
    await world.do("north1", handle_hazard, HandleHazard(hazard_id=hazard, answer="已清理"))
    assert (await world.do("taker1", look_here, at(MARKET, 50, contact))).hazards == ()


async def test_a_danger_met_there_before_is_told_to_those_who_may_see_it(world: World) -> None:
    earlier = await world.report()
    await world.take("taker1", earlier)
    incident = await world.open("taker1", earlier, narrative="他拿着菜刀，家里有煤气罐")
    contact = await world.report()
    await world.ready("taker2")
    await world.take("taker2", contact)
    other = await world.open("taker2", contact, station="990102510000")
    here: Here = await world.do("taker2", look_here, at(Point(lon=114.30, lat=30.60), 10, contact))
    assert incident in {one.incident_id for one in here.earlier}
    assert other not in {one.incident_id for one in here.earlier}
    assert "weapon" in {danger for one in here.earlier for danger in one.dangers}
    seen: Here = await world.do("south", look_here, at(Point(lon=114.30, lat=30.60), 10, contact))
    assert seen.earlier == ()  # the north's incident is not theirs to see
    with pytest.raises(NotFound):
        await world.do("north", look_here, at(Point(lon=114.30, lat=30.60), 10, contact))
