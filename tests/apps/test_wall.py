"""The wall's figures count what is in the rows, since midnight in Shanghai, for whoever may see them."""

from datetime import timedelta

from tests.dispatch.test_chain import incident_of
from tests.world import NORTH, World
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder
from yaoyaoling.dispatch.figures import list_timed_orders, responses_since
from yaoyaoling.dispatch.handlers.answer import accept_order, advance_own_order
from yaoyaoling.incidents.commands import AdvanceIncident
from yaoyaoling.incidents.figures import incidents_since, list_past
from yaoyaoling.incidents.handlers.advance import advance_incident
from yaoyaoling.incidents.states import IncidentSignal
from yaoyaoling.intake.figures import answering_since, list_late_contacts
from yaoyaoling.kernel.clock import midnight
from yaoyaoling.platform.principal import system


async def test_answering_counts_each_contact_once_and_names_the_late_ones(world: World) -> None:
    quick = await world.report()
    await world.advance(4)
    await world.take("taker1", quick)
    slow, waits = await world.report(), await world.report()
    await world.advance(12)
    await world.take("taker2", slow)
    async with world.stage.db.snapshot(world.people["commander"]) as tx:
        figures = await answering_since(tx, midnight(tx.now), 10)
        late = await list_late_contacts(tx, midnight(tx.now), 10, 50)
        none = await answering_since(tx, tx.now + timedelta(seconds=1), 10)
    assert (figures.received, figures.answered, figures.in_time, figures.late) == (3, 2, 1, 2)
    assert figures.median_s == 8.0
    assert {one.contact_id: one.answered_s for one in late} == {slow: 12.0, waits: None}
    assert (none.received, none.median_s) == (0, None)


async def test_responses_run_from_the_order_and_stay_with_whoever_sees_them(world: World) -> None:
    incident = await incident_of(world)
    await world.advance(60)  # before the order: does not count
    await world.send("taker1", incident, "N1")
    order = await world.order_of("N1")
    await world.advance(6)
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=order))
    await world.advance(294)
    await world.do("officer_n1", advance_own_order, AdvanceOrder(order_id=order, to="depart"))
    await world.do("officer_n1", advance_own_order, AdvanceOrder(order_id=order, to="arrive"))
    for who, seen in (("commander", 1), ("north", 1), ("south", 0)):
        async with world.stage.db.snapshot(world.people[who]) as tx:
            since = midnight(tx.now)
            whole, *counties = await responses_since(tx, since)
            orders = await list_timed_orders(tx, since, 50)
        assert (whole.county_code, whole.ordered, len(orders)) == (None, seen, seen)
        if seen:
            assert (whole.accept_median_s, whole.arrive_median_s) == (6.0, 300.0)
            assert [one.county_code for one in counties] == [NORTH]
            assert (orders[0].accept_s, orders[0].arrive_s) == (6.0, 300.0)


async def test_incidents_by_territory_since_midnight_in_shanghai(world: World) -> None:
    first = await incident_of(world)
    cancel = AdvanceIncident(incident_id=first, signal=IncidentSignal.CANCELLED, reason="误报")
    await world.do("taker1", advance_incident, cancel)
    await incident_of(world)
    async with world.stage.db.snapshot(world.people["commander"]) as tx:
        assert midnight(tx.now).isoformat() == "2026-11-21T16:00:00+00:00"  # noon of the 22nd there is 4:00 UTC
        whole, north = await incidents_since(tx, midnight(tx.now))
    assert (whole.county_code, whole.opened, whole.cancelled, whole.closed, whole.open) == (None, 2, 1, 0, 1)
    assert north.model_copy(update={"county_code": None}) == whole and north.county_code == NORTH
    await world.stage.advance(12 * 3600)  # the next day there
    async with world.stage.db.snapshot(world.people["commander"]) as tx:
        whole, *_ = await incidents_since(tx, midnight(tx.now))
    assert (whole.opened, whole.cancelled, whole.open) == (0, 0, 1)


async def test_places_of_incidents_are_those_the_viewer_may_see(world: World) -> None:
    await incident_of(world)
    for who, seen in (("commander", 1), ("north", 1), ("south", 0)):
        async with world.stage.db.snapshot(world.people[who]) as tx:
            assert sum(one.count for one in await list_past(tx, midnight(tx.now))) == seen
    async with world.stage.db.transaction(system("plan")) as tx:
        assert sum(one.count for one in await list_past(tx, midnight(tx.now))) == 1
