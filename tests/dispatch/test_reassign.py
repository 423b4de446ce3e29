"""Re-assigning takes one crew off and sends another in one step; reinforcing sends one more, with a reason."""

from uuid import UUID

import pytest

from tests.dispatch.test_chain import incident_of
from tests.world import World
from yaoyaoling.dispatch.commands import AcceptOrder, ReassignOrder, SendCrew
from yaoyaoling.dispatch.handlers.answer import OrderGone, accept_order
from yaoyaoling.dispatch.handlers.reassign import reassign_order
from yaoyaoling.dispatch.handlers.send import CrewBusy, send_crew
from yaoyaoling.dispatch.states import IllegalOrderSignal
from yaoyaoling.kernel.refused import NotFound


def command(world: World, order: UUID, *codes: str, crew: str | None = None) -> ReassignOrder:
    chosen = None if crew is None else world.crews[crew]
    return ReassignOrder(order_id=order, ranking=world.ranking(*codes), crew_id=chosen, reason="有更近警组")


async def on_the_way(world: World, code: str = "N1") -> tuple[UUID, UUID]:
    """An incident and the order a crew accepted."""
    incident = await incident_of(world)
    await world.send("taker1", incident, code)
    order = await world.order_of(code)
    await world.do(f"officer_{code.lower()}", accept_order, AcceptOrder(order_id=order))
    return incident, order


async def test_one_step_takes_off_and_sends(world: World) -> None:
    incident, order = await on_the_way(world)
    await world.do("north", reassign_order, command(world, order, "N2", "N3", crew="N2"))
    assert await world.states(incident) == {
        "incident": "dispatched", "callout": "ringing", "orders": {"N1": "released", "N2": "ordered"},
    }  # fmt: skip
    held = (await world.stage.snapshot(world.people["officer_n1"])).entities
    assert ("incident", str(incident)) not in held
    assert await world.stage.value("select reason from dispatch.crew_order where call_sign = 'N2'") == "有更近警组"
    await world.advance(10.5)  # the new one does not accept: the chain goes on
    assert (await world.states(incident))["orders"]["N3"] == "ordered"


async def test_the_best_is_taken_when_none_is_named(world: World) -> None:
    incident, order = await on_the_way(world)
    await world.do("taker1", reassign_order, command(world, order, "N1", "N3", "N2"))
    assert (await world.states(incident))["orders"] == {"N1": "released", "N3": "ordered"}


async def test_nobody_is_taken_off_when_the_other_cannot_be_had(world: World) -> None:
    incident, order = await on_the_way(world)
    await on_the_way(world, "N2")
    for crew in ("N1", "N2"):
        with pytest.raises(CrewBusy):
            await world.do("north", reassign_order, command(world, order, "N2", crew=crew))
    assert await world.states(incident) == {
        "incident": "under_way", "callout": "answered", "orders": {"N1": "accepted"},
    }  # fmt: skip


async def test_another_crew_stays_on_it(world: World) -> None:
    incident, order = await on_the_way(world)
    await world.send("taker1", incident, "N2", crew="N2")
    await world.do("officer_n2", accept_order, AcceptOrder(order_id=await world.order_of("N2")))
    await world.do("north", reassign_order, command(world, order, "N3", crew="N3"))
    states = await world.states(incident)
    assert (states["incident"], states["callout"]) == ("under_way", "answered")
    assert states["orders"] == {"N1": "released", "N2": "accepted", "N3": "ordered"}


async def test_what_is_over_is_not_re_assigned(world: World) -> None:
    incident, order = await on_the_way(world)
    await world.do("north", reassign_order, command(world, order, "N2", crew="N2"))
    with pytest.raises(IllegalOrderSignal):
        await world.do("commander", reassign_order, command(world, order, "N3", crew="N3"))
    with pytest.raises(OrderGone):
        await world.do("officer_n1", accept_order, AcceptOrder(order_id=order))
    with pytest.raises(NotFound):
        await world.do("south", reassign_order, command(world, await world.order_of("N2"), "S1", crew="S1"))
    assert (await world.states(incident))["orders"] == {"N1": "released", "N2": "ordered"}


async def test_a_further_crew_goes_with_a_reason(world: World) -> None:
    incident, _ = await on_the_way(world)
    more = SendCrew(
        incident_id=incident, ranking=world.ranking("N2"), crew_id=world.crews["N2"], reason="人数多，需增援"
    )
    await world.do("commander", send_crew, more)
    states = await world.states(incident)
    assert (states["callout"], states["orders"]) == ("answered", {"N1": "accepted", "N2": "ordered"})
    order = await world.order_of("N2")
    seen = (await world.stage.snapshot(world.people["officer_n2"])).entities
    assert seen[("order", str(order))].fields["reason"] == "人数多，需增援"
