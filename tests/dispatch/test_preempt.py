"""A graver incident takes a crew from a mild one, forces that only contain go beside, and neighbours work together."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.dispatch.test_chain import accept, incident_of
from tests.world import NORTH, NORTH_1, SOUTH, World
from yaoyaoling.dispatch.commands import AdvanceOrder, AgreeZone, EndZone, SendCrew
from yaoyaoling.dispatch.handlers.answer import advance_own_order
from yaoyaoling.dispatch.handlers.send import CrewBusy, MayNotGo, SendReply, send_crew
from yaoyaoling.dispatch.handlers.zones import NotCounties, ZoneHasEnded, ZoneOver, agree_zone, end_zone
from yaoyaoling.dispatch.policy import Ranking
from yaoyaoling.dispatch.queries import list_zone_counties
from yaoyaoling.incidents.commands import AdvanceIncident
from yaoyaoling.incidents.handlers.advance import advance_incident
from yaoyaoling.incidents.states import IncidentSignal
from yaoyaoling.kernel.refused import NotFound


def taking(world: World, ranking: Ranking, code: str, incident: UUID) -> Ranking:
    """The ranking, with a crew that would be taken from an incident."""
    ranked = tuple(
        one.model_copy(update={"preempts": incident}) if one.crew_id == world.crews[code] else one
        for one in ranking.ranked
    )
    return ranking.model_copy(update={"ranked": ranked})


async def send(world: World, incident: UUID, ranking: Ranking, crew: str | None = None, **rest: str) -> SendReply:
    crew_id = None if crew is None else world.crews[crew]
    reply: SendReply = await world.do(
        "taker1", send_crew, SendCrew(incident_id=incident, ranking=ranking, crew_id=crew_id, **rest)
    )
    return reply


async def test_a_robbery_takes_the_crew_on_its_way_to_a_lost_bag(world: World) -> None:
    mild = await incident_of(world, "0508")
    await world.send("taker1", mild, "N1", "N2")
    await accept(world, "N1")
    grave = await incident_of(world, "0102")
    await send(world, grave, taking(world, world.ranking("N1", "N3"), "N1", mild))
    assert (await world.states(grave))["orders"] == {"N1": "ordered", "N3": "ordered"}
    states = await world.states(mild)
    assert (states["orders"]["N1"], states["incident"]) == ("released", "opened")
    assert await world.stage.value(
        "select end_reason from dispatch.crew_order where incident_id = $1 and state = 'released'", mild
    ) == "preempted"  # fmt: skip
    await world.advance(0.1)  # its own chain goes on at once
    assert (await world.states(mild))["orders"]["N2"] == "ordered"


async def test_nobody_is_taken_who_has_arrived_or_is_at_something_as_grave(world: World) -> None:
    mild = await incident_of(world, "0508")
    await world.send("taker1", mild, "N1")
    await accept(world, "N1")
    for step in ("depart", "arrive"):
        command = AdvanceOrder(order_id=await world.order_of("N1"), to=step)
        await world.do("officer_n1", advance_own_order, command)
    grave = await incident_of(world, "0102")
    with pytest.raises(CrewBusy):
        await send(world, grave, taking(world, world.ranking("N1", "N3"), "N1", mild), "N1")
    await send(world, grave, world.ranking("N2", "N3"))
    other = await incident_of(world, "0201")
    with pytest.raises(CrewBusy):
        await send(world, other, taking(world, world.ranking("N2"), "N2", grave), "N2")


async def test_a_force_that_contains_goes_beside_and_is_let_go_when_a_crew_comes(world: World) -> None:
    incident = await incident_of(world, "0201")
    ranking = world.ranking("N1")
    ranking = ranking.model_copy(update={"containing": world.ranking("N2").ranked})
    await send(world, incident, ranking)
    await send(world, incident, ranking, "N2", role="contain")
    await accept(world, "N2")
    states = await world.states(incident)
    assert (states["incident"], states["callout"]) == ("dispatched", "ringing")  # the crew is still wanted
    await accept(world, "N1")
    assert (await world.states(incident))["orders"] == {"N1": "accepted", "N2": "accepted"}
    for step in ("depart", "arrive"):
        command = AdvanceOrder(order_id=await world.order_of("N1"), to=step)
        await world.do("officer_n1", advance_own_order, command)
    states = await world.states(incident)
    assert (states["incident"], states["orders"]) == ("on_scene", {"N1": "arrived", "N2": "released"})


async def test_only_containing_nobody_is_on_the_way(world: World) -> None:
    incident = await incident_of(world, "0201")
    ranking = world.ranking("N1").model_copy(update={"containing": world.ranking("N2").ranked})
    await send(world, incident, ranking)
    await send(world, incident, ranking, "N2", role="contain")
    await accept(world, "N2")
    await world.advance(10.5)
    states = await world.states(incident)
    assert (states["orders"], states["callout"]) == ({"N1": "expired", "N2": "accepted"}, "desk")


async def test_counties_work_together_until_it_ends(world: World) -> None:
    agree = AgreeZone(name_zh="南北协作区", counties=(NORTH, SOUTH))
    zone = (await world.do("commander", agree_zone, agree)).zone_id

    async def together() -> tuple[str, ...]:
        async with world.stage.db.snapshot(world.people["taker1"]) as tx:
            return await list_zone_counties(tx, NORTH, (NORTH, SOUTH))

    assert await together() == (SOUTH,)
    assert ("zone", str(zone)) in (await world.stage.snapshot(world.people["north"])).entities
    await world.do("commander", end_zone, EndZone(zone_id=zone, reason="协议到期"))
    assert await together() == ()
    assert ("zone", str(zone)) not in (await world.stage.snapshot(world.people["north"])).entities
    with pytest.raises(ZoneHasEnded):
        await world.do("commander", end_zone, EndZone(zone_id=zone, reason="协议到期"))
    for counties, refusal in (((NORTH, NORTH), NotCounties), ((NORTH, NORTH_1), NotCounties), ((NORTH, "x"), NotFound)):
        with pytest.raises(refusal):
            await world.do("commander", agree_zone, AgreeZone(name_zh="不成立", counties=counties))


async def test_a_zone_of_some_hours_ends_by_itself(world: World) -> None:
    over = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
    with pytest.raises(ZoneOver):
        await world.do("commander", agree_zone, AgreeZone(name_zh="过期", counties=(NORTH, SOUTH), until=over))
    until = world.stage.clock.now() + timedelta(hours=2)
    agree = AgreeZone(name_zh="灯会协作区", counties=(NORTH, SOUTH), reason="元宵灯会", until=until)
    zone = (await world.do("commander", agree_zone, agree)).zone_id
    seen = (await world.stage.snapshot(world.people["south"])).entities["zone", str(zone)]
    assert seen.fields["reason"] == "元宵灯会" and seen.fields["until"] is not None
    await world.advance(2 * 3600 + 1)
    assert ("zone", str(zone)) not in (await world.stage.snapshot(world.people["south"])).entities


async def test_whoever_does_not_answer_a_call_to_hold_is_free_again(world: World) -> None:
    incident = await incident_of(world, "0201")
    ranking = world.ranking("N1").model_copy(update={"containing": world.ranking("N2").ranked})
    await send(world, incident, ranking)
    await accept(world, "N1")
    await send(world, incident, ranking, "N2", role="contain")
    await world.advance(10.5)
    states = await world.states(incident)
    assert (states["orders"], states["callout"]) == ({"N1": "accepted", "N2": "expired"}, "answered")


async def test_nobody_holds_a_place_where_there_is_nothing_to_hold(world: World) -> None:
    incident = await incident_of(world, "0201")
    ranking = world.ranking().model_copy(update={"containing": world.ranking("N2").ranked})
    await send(world, incident, ranking)
    await send(world, incident, ranking, "N2", role="contain")
    await accept(world, "N2")
    directly = AdvanceIncident(incident_id=incident, signal=IncidentSignal.HANDLED_DIRECTLY, reason="电话调解成功")
    await world.do("taker1", advance_incident, directly)
    assert (await world.states(incident))["orders"] == {"N2": "released"}


async def test_who_may_only_hold_is_not_sent_to_respond(world: World) -> None:
    await world.stage.db.worker_pool.execute("update force.crew set force_type = 'guard_post' where code = 'N2'")
    cursor, world.view = world.view.cursor, await world.stage.snapshot()
    world.view.cursor = cursor
    incident = await incident_of(world, "0201")
    with pytest.raises(MayNotGo) as refused:
        await send(world, incident, world.ranking("N1"), "N2")
    assert refused.value.sentence("zh") == "N2 不是警察力量，只可先期处置，请另选。"
    await send(world, incident, world.ranking("N1"))
    await send(world, incident, world.ranking("N1"), "N2", role="contain")
    await accept(world, "N1")
    for step in ("depart", "arrive"):
        command = AdvanceOrder(order_id=await world.order_of("N1"), to=step)
        await world.do("officer_n1", advance_own_order, command)
    with pytest.raises(MayNotGo):
        await send(world, incident, world.ranking("N1"), "N2", role="contain")


async def test_a_further_crew_that_does_not_answer_is_replaced_by_the_next(world: World) -> None:
    incident = await incident_of(world, "0201")
    await world.send("taker1", incident, "N1", "N2", "N3")
    await accept(world, "N1")
    ranking = world.ranking("N2", "N3")
    await send(world, incident, ranking, "N2", reason="人手不够")
    await world.advance(10.5)
    assert (await world.states(incident))["orders"] == {"N1": "accepted", "N2": "expired", "N3": "ordered"}
    await accept(world, "N3")
    await world.advance(31)
    assert (await world.states(incident))["orders"]["N3"] == "accepted"
