"""Nobody answers: crew → next crew → station desk → county → city → province → alarm, by durable timers."""

import asyncio
from uuid import UUID

import pytest

from tests.world import CITY, NORTH, NORTH_1, PROVINCE, World
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder, RefuseOrder, ReleaseOrder, TakeCallout
from yaoyaoling.dispatch.handlers.answer import OrderGone, accept_order, advance_own_order, refuse_order
from yaoyaoling.dispatch.handlers.escalate import CalloutTaken, take_callout
from yaoyaoling.dispatch.handlers.release import release_order
from yaoyaoling.dispatch.handlers.send import CrewBusy, InspectionOnly
from yaoyaoling.incidents.commands import AdvanceIncident
from yaoyaoling.incidents.handlers.advance import advance_incident
from yaoyaoling.incidents.states import IncidentSignal
from yaoyaoling.intake.handlers.finish import FinishSeat, finish_seat
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.execute import execute


async def incident_of(world: World, class_code: str = "0207") -> UUID:
    """An incident opened by the first call-taker; level four unless the class says otherwise."""
    contact = await world.report()
    await world.take("taker1", contact)
    incident = await world.open("taker1", contact, class_code)
    await world.do("taker1", finish_seat, FinishSeat())
    return incident


async def desk(world: World, incident: UUID) -> str | None:
    code: str | None = await world.stage.value(
        "select desk_code from dispatch.callout where incident_id = $1", incident
    )
    return code


async def test_next_crew_after_ten_seconds_then_desks_upwards(world: World) -> None:
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1", "N2", "N3", "S1")
    await world.advance(9.9)
    assert (await world.states(incident))["orders"] == {"N1": "ordered"}
    await world.advance(0.2)
    assert (await world.states(incident))["orders"] == {"N1": "expired", "N2": "ordered"}
    await world.advance(20)
    states = await world.states(incident)
    assert states["orders"] == {"N1": "expired", "N2": "expired", "N3": "expired"}  # three rounds, then a desk
    assert (states["incident"], states["callout"]) == ("opened", "desk")
    for code in (NORTH_1, NORTH, CITY, PROVINCE):
        assert await desk(world, incident) == code
        await world.advance(30)
    assert (await world.states(incident))["callout"] == "alarmed"
    before = await world.stage.value("select version from dispatch.callout")
    await world.advance(60)
    assert await world.stage.value("select version from dispatch.callout") == before + 1  # alarms again


async def accept(world: World, *codes: str) -> None:
    """These crews accept their orders."""
    for code in codes:
        await world.do(f"officer_{code.lower()}", accept_order, AcceptOrder(order_id=await world.order_of(code)))


async def test_level_two_rings_three_at_once_and_the_first_two_have_it(world: World) -> None:
    incident = await incident_of(world, "0102")
    await world.send("taker1", incident, "N1", "N2", "N3", "S1")
    assert (await world.states(incident))["orders"] == dict.fromkeys(("N1", "N2", "N3"), "ordered")
    await accept(world, "N2")
    states = await world.states(incident)
    assert (states["incident"], states["callout"]) == ("under_way", "answered")
    assert states["orders"] == {"N1": "ordered", "N2": "accepted", "N3": "ordered"}
    await accept(world, "N3")
    assert (await world.states(incident))["orders"] == {"N1": "outrun", "N2": "accepted", "N3": "accepted"}
    with pytest.raises(OrderGone) as gone:
        await accept(world, "N1")
    assert gone.value.sentence("zh") == "该派警单已失效：N3 已先签收。"


async def test_whoever_is_missing_is_rung_after_those_that_did_not_answer(world: World) -> None:
    incident = await incident_of(world, "0102")
    await world.send("taker1", incident, "N1", "N2", "N3", "S1")
    await accept(world, "N1")
    await world.advance(10.5)
    orders = {"N1": "accepted", "N2": "expired", "N3": "expired", "S1": "ordered"}
    assert (await world.states(incident))["orders"] == orders
    await world.advance(60)  # nobody else is there: the one that goes is enough, no desk is rung
    states = await world.states(incident)
    assert (states["callout"], states["orders"]["S1"], states["orders"]["N1"]) == ("answered", "expired", "accepted")


async def test_a_level_one_incident_pulls_a_wave(world: World) -> None:
    incident = await incident_of(world, "0104")
    await world.send("taker1", incident, "N1", "N2", "N3", "S1")
    await accept(world, "S1", "N1")
    assert (await world.states(incident))["orders"]["N2"] == "ordered"
    await accept(world, "N2")
    assert (await world.states(incident))["orders"] == {
        "N1": "accepted", "N2": "accepted", "N3": "outrun", "S1": "accepted",
    }  # fmt: skip


async def test_whoever_presses_while_another_accepts_is_told_by_whom(world: World) -> None:
    incident = await incident_of(world, "0102")
    await world.send("taker1", incident, "N1", "N2", "N3")
    await accept(world, "N3")
    db, mine, theirs = world.stage.db, await world.order_of("N1"), await world.order_of("N2")
    async with db.transaction(world.people["officer_n2"]) as tx:
        await accept_order(tx, AcceptOrder(order_id=theirs))
        pressing = execute(db, world.people["officer_n1"], accept_order, AcceptOrder(order_id=mine))
        late = asyncio.create_task(pressing)
        await asyncio.sleep(0.3)
        assert not late.done()  # it waits for the incident, which this crew will have lost sight of then
    with pytest.raises(OrderGone) as gone:
        await late
    assert gone.value.sentence("zh") == "该派警单已失效：N2 已先签收。"


async def test_a_late_accept_after_re_assignment_is_refused(world: World) -> None:
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1", "N2")
    late = await world.order_of("N1")
    await world.advance(10.5)
    await world.do("officer_n2", accept_order, AcceptOrder(order_id=await world.order_of("N2")))
    with pytest.raises(OrderGone):
        await world.do("officer_n1", accept_order, AcceptOrder(order_id=late))
    assert (await world.states(incident))["orders"] == {"N1": "expired", "N2": "accepted"}
    assert ("incident", str(incident)) not in (await world.stage.snapshot(world.people["officer_n1"])).entities


async def test_a_refusal_rings_the_next_at_once(world: World) -> None:
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1", "N2")
    refuse = RefuseOrder(order_id=await world.order_of("N1"), reason="车辆故障")
    await world.do("officer_n1", refuse_order, refuse)
    await world.advance(0.1)
    assert (await world.states(incident))["orders"] == {"N1": "refused", "N2": "ordered"}


async def test_another_crews_order_is_as_if_it_were_not_there(world: World) -> None:
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1")
    with pytest.raises(NotFound):
        await world.do("officer_s1", accept_order, AcceptOrder(order_id=await world.order_of("N1")))
    with pytest.raises(NotFound):
        await world.do("south", take_callout, TakeCallout(incident_id=incident))


async def test_one_live_order_a_crew(world: World) -> None:
    first, second = await incident_of(world), await incident_of(world)
    await world.send("taker1", first, "N1", "N2")
    with pytest.raises(CrewBusy):
        await world.send("taker1", second, "N1", "N2", crew="N1")
    await world.send("taker1", second, "N1", "N2")  # the chain passes over the busy crew
    assert (await world.states(second))["orders"] == {"N2": "ordered"}


async def test_a_desk_takes_over_and_sends(world: World) -> None:
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1")
    await world.advance(10.5)
    assert (await world.states(incident))["callout"] == "desk"
    await world.do("north1", take_callout, TakeCallout(incident_id=incident))
    with pytest.raises(CalloutTaken) as taken:
        await world.do("north", take_callout, TakeCallout(incident_id=incident))
    assert taken.value.details["name"] == "north1"
    await world.send("north1", incident, "N2", crew="N2")
    states = await world.states(incident)
    assert (states["callout"], states["orders"]["N2"]) == ("ringing", "ordered")
    await world.advance(10.5)  # not accepted: the desk that took it is asked again, not the next above
    assert await desk(world, incident) == NORTH_1


async def test_a_desk_that_takes_over_and_does_nothing_loses_it(world: World) -> None:
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1")
    await world.advance(10.5)
    await world.do("north1", take_callout, TakeCallout(incident_id=incident))
    await world.advance(61)
    assert await desk(world, incident) == NORTH_1
    await world.advance(30)
    assert await desk(world, incident) == NORTH


async def test_released_crew_is_replaced_unless_somebody_is_sent(world: World) -> None:
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1", "N2")
    order = await world.order_of("N1")
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=order))
    await world.do("north", release_order, ReleaseOrder(order_id=order, reason="另有任务"))
    states = await world.states(incident)
    assert (states["incident"], states["orders"]) == ("opened", {"N1": "released"})
    assert not await world.stage.value("select exists (select from incidents.obligation where settled_at is null)")
    await world.advance(10.5)
    assert (await world.states(incident))["orders"] == {"N1": "released", "N2": "ordered"}


async def test_cancelling_calls_everybody_back(world: World) -> None:
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1", "N2")
    order = await world.order_of("N1")
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=order))
    cancel = AdvanceIncident(incident_id=incident, signal=IncidentSignal.CANCELLED, reason="误报")
    await world.do("taker1", advance_incident, cancel)
    assert await world.states(incident) == {
        "incident": "cancelled", "callout": "stopped", "orders": {"N1": "released"},
    }  # fmt: skip
    with pytest.raises(Refused):
        await world.do("officer_n1", advance_own_order, AdvanceOrder(order_id=order, to="depart"))
    assert await world.stage.value("select count(*) from platform.timer where name = 'dispatch.chain'") == 0


async def test_a_crew_from_the_neighbour_county_brings_its_own_desks(world: World) -> None:
    incident = await incident_of(world)
    await world.send("taker1", incident, "S1", "N1")
    assert ("incident", str(incident)) in (await world.stage.snapshot(world.people["south"])).entities
    await world.advance(10.5)  # it did not accept: its county loses sight again
    assert ("incident", str(incident)) not in (await world.stage.snapshot(world.people["south"])).entities


async def test_no_crew_is_sent_to_a_complaint_about_police(world: World) -> None:
    incident = await incident_of(world, "0702")
    with pytest.raises(InspectionOnly):
        await world.send("taker1", incident, "N1")


async def test_no_free_crew_goes_straight_to_the_station_desk(world: World) -> None:
    incident = await incident_of(world)
    await world.send("taker1", incident)
    states = await world.states(incident)
    assert (states["incident"], states["callout"]) == ("opened", "desk")
    assert await desk(world, incident) == NORTH_1


async def test_an_order_that_was_called_back_says_why_in_words(world: World) -> None:
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1")
    order = await world.order_of("N1")
    cancel = AdvanceIncident(incident_id=incident, signal=IncidentSignal.CANCELLED, reason="误报")
    await world.do("commander", advance_incident, cancel)
    with pytest.raises(OrderGone) as gone:
        await world.do("officer_n1", accept_order, AcceptOrder(order_id=order))
    assert gone.value.sentence("zh") == "该派警单已失效：已撤派（警情已撤销）。"
    assert gone.value.sentence("en") == "This order is over: it was withdrawn (the incident was cancelled)."


async def test_nobody_is_rung_for_what_was_dealt_with_meanwhile(world: World) -> None:
    incident = await incident_of(world)
    await world.send("taker1", incident)  # no crew: the station's desk is asked
    assert (await world.states(incident))["callout"] == "desk"
    directly = AdvanceIncident(incident_id=incident, signal=IncidentSignal.HANDLED_DIRECTLY, reason="电话调解成功")
    await world.do("taker1", advance_incident, directly)
    await world.advance(31)
    assert (await world.states(incident))["callout"] == "stopped"
