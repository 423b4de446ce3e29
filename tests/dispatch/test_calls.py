"""The officer in the call: an order rings him into it, joining accepts it, not answering passes it on."""

from uuid import UUID

import pytest

from tests.intake.test_calls import answered
from tests.telephony.calls import leg, legs, tells, tells_leg
from tests.world import NORTH_1, World
from yaoyaoling.dispatch.commands import AcceptOrder, CallOfficer, RefuseOrder, ReleaseOrder
from yaoyaoling.dispatch.handlers.answer import accept_order, refuse_order
from yaoyaoling.dispatch.handlers.call_officers import NobodyOnLine, call_officer
from yaoyaoling.dispatch.handlers.release import release_order
from yaoyaoling.dispatch.policy.chain import is_missed
from yaoyaoling.force.public import SignOn, sign_on
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.telephony.public import AskLeg, CallSignal, LegSignal, SetMode, ask_leg, set_mode
from yaoyaoling.telephony.refusals import OfficerNotInvolved


async def incident(world: World) -> tuple[UUID, UUID]:
    """A call that goes on, and the incident opened from it."""
    call_id = await answered(world)
    return call_id, await world.open("taker1", call_id)


async def signs_on(world: World, who: str, phone: str | None = "138 0000-7777") -> None:
    await world.do(who, sign_on, SignOn(aboard=("王芳",), vehicle="鄂A0001警", kit=(), skills=(), phone=phone))


async def test_an_order_rings_the_registered_officer_into_the_call(world: World) -> None:
    await signs_on(world, "officer_n1")
    call_id, found = await incident(world)
    await world.send("taker1", found, "N1", "N2")
    officer = await leg(world, call_id, "officer")
    assert officer["person_id"] == world.people["officer_n1"].account_id
    assert (officer["number"], officer["order_id"]) == ("13800007777", await world.order_of("N1"))
    assert officer["display"].startswith("N1")
    shown = (await world.stage.snapshot(world.people["officer_n1"])).entities
    assert ("call", str(call_id)) in shown
    assert ("call", str(call_id)) not in (await world.stage.snapshot(world.people["officer_n2"])).entities
    facts = {one.event.name: one.correlation for one in await world.stage.facts()}
    assert facts["telephony.leg.asked"] == facts["dispatch.crew.ordered"], "one transaction"
    await tells_leg(world, officer["id"], LegSignal.JOIN)
    accepted = next(one for one in await world.stage.facts() if one.event.name == "dispatch.order.advanced")
    assert accepted.actor == world.people["officer_n1"].id
    assert (await world.states(found))["orders"] == {"N1": "accepted"}
    await world.do("officer_n1", set_mode, SetMode(leg_id=officer["id"], mode="muted"))


async def test_a_crew_that_nobody_signed_on_is_rung_as_a_crew_and_the_one_who_joins_accepts(world: World) -> None:
    call_id, found = await incident(world)
    await world.send("taker1", found, "N1")
    officer = await leg(world, call_id, "officer")
    assert (officer["person_id"], officer["crew_id"]) == (None, world.crews["N1"])
    person = world.people["officer_n1"].account_id
    await tells_leg(world, officer["id"], LegSignal.JOIN, person_id=person)
    assert (await leg(world, call_id, "officer"))["person_id"] == person
    accepted = next(one for one in await world.stage.facts() if one.event.name == "dispatch.order.advanced")
    assert accepted.actor == world.people["officer_n1"].id


@pytest.mark.parametrize(
    ("reason", "sip_status", "goes_on"),
    [("no_answer", 408, True), ("busy", 486, True), ("rejected", 603, True), ("unreachable", 480, True),
     ("unreachable", None, False), ("error", 500, False)],
)  # fmt: skip
async def test_an_officer_who_does_not_answer_passes_the_order_on(
    world: World, reason: str, sip_status: int | None, goes_on: bool
) -> None:
    call_id, found = await incident(world)
    await world.send("taker1", found, "N1", "N2")
    first = await leg(world, call_id, "officer")
    await tells_leg(world, first["id"], LegSignal.FAIL, reason=reason, sip_status=sip_status)
    await world.advance(0.1)
    orders = (await world.states(found))["orders"]
    assert orders == ({"N1": "expired", "N2": "ordered"} if goes_on else {"N1": "ordered"})
    if goes_on:
        second = await leg(world, call_id, "officer")
        assert second["crew_id"] == world.crews["N2"]
        await tells_leg(world, second["id"], LegSignal.JOIN)
        assert (await world.states(found))["orders"]["N2"] == "accepted"
    else:
        await world.advance(10)
        assert (await world.states(found))["orders"] == {"N1": "expired", "N2": "ordered"}, "the order's own time"


async def test_one_clock_rules_an_order_passed_on_ends_the_ringing_and_the_sight(world: World) -> None:
    call_id, found = await incident(world)
    await world.send("taker1", found, "N1", "N2")
    first = await leg(world, call_id, "officer")
    await world.advance(11)
    legs_now = {one["id"]: one for one in await legs(world, call_id, "officer")}
    assert legs_now[first["id"]]["end_asked_at"] is not None and len(legs_now) == 2
    with pytest.raises(NotFound):
        await world.do("officer_n1", set_mode, SetMode(leg_id=first["id"], mode="muted"))
    await tells_leg(world, first["id"], LegSignal.JOIN)  # too late: he picked up while it was taken away
    assert (await world.states(found))["orders"] == {"N1": "expired", "N2": "ordered"}
    assert ("call", str(call_id)) not in (await world.stage.snapshot(world.people["officer_n1"])).entities


@pytest.mark.parametrize("how", ["refused", "released", "released by who does not see the call"])
async def test_an_order_that_is_over_ends_the_leg(world: World, how: str) -> None:
    call_id, found = await incident(world)
    await world.send("taker1", found, "S1" if "who" in how else "N1")
    code = "S1" if "who" in how else "N1"
    order = await world.order_of(code)
    if how == "refused":
        await world.do("officer_n1", refuse_order, RefuseOrder(order_id=order, reason="车辆故障"))
    else:
        who = "south1" if "who" in how else "taker1"
        await world.do(who, release_order, ReleaseOrder(order_id=order, reason="另有任务"))
    assert (await leg(world, call_id, "officer"))["end_asked_at"] is not None


async def test_an_accept_by_hand_keeps_the_phone_ringing_into_the_call(world: World) -> None:
    call_id, found = await incident(world)
    await world.send("taker1", found, "N1")
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=await world.order_of("N1")))
    officer = await leg(world, call_id, "officer")
    assert officer["end_asked_at"] is None
    await tells_leg(world, officer["id"], LegSignal.JOIN)
    assert (await world.states(found))["orders"] == {"N1": "accepted"}


async def test_an_officer_is_called_again_by_hand_while_the_caller_is_on_the_line(world: World) -> None:
    call_id, found = await incident(world)
    await world.send("taker1", found, "N1")
    first = await leg(world, call_id, "officer")
    await tells_leg(world, first["id"], LegSignal.FAIL, reason="error")
    command = CallOfficer(order_id=await world.order_of("N1"))
    again = await world.do("taker1", call_officer, command)
    assert again.leg_id != first["id"]
    await tells(world, call_id, CallSignal.END)
    with pytest.raises(NobodyOnLine):
        await world.do("taker1", call_officer, command)


async def test_an_officer_whose_order_is_over_is_not_called_again(world: World) -> None:
    call_id, found = await incident(world)
    await world.send("taker1", found, "N1")
    order = await world.order_of("N1")
    first = await leg(world, call_id, "officer")
    await tells_leg(world, first["id"], LegSignal.FAIL, reason="error")
    again = AskLeg(call_id=call_id, kind="officer", order_id=order)
    second = await world.do("taker1", ask_leg, again)
    assert second.leg_id != first["id"]
    await tells_leg(world, second.leg_id, LegSignal.FAIL, reason="error")
    await world.do("taker1", release_order, ReleaseOrder(order_id=order, reason="另有任务"))
    with pytest.raises(OfficerNotInvolved):
        await world.do("taker1", ask_leg, again)


async def test_who_sends_without_seeing_the_call_has_the_officer_rung_all_the_same(world: World) -> None:
    call_id, found = await incident(world)
    async with world.stage.db.transaction(world.people["taker1"].model_copy(update={"is_system": True})) as tx:
        tx.revoke_at_end(call_id, f"t/{world.paths[NORTH_1]}")
    await world.do("north1", *_send(world, found))
    assert (await leg(world, call_id, "officer"))["crew_id"] == world.crews["N1"]


def _send(world: World, found: UUID) -> tuple[object, object]:
    from yaoyaoling.dispatch.commands import SendCrew
    from yaoyaoling.dispatch.handlers.send import send_crew

    return send_crew, SendCrew(incident_id=found, ranking=world.ranking("N1"))


async def test_without_a_call_nobody_is_rung(world: World) -> None:
    contact = await world.report()
    await world.take("taker1", contact)
    await world.send("taker1", await world.open("taker1", contact), "N1")
    assert not await world.stage.fetch("select from telephony.leg")


def test_what_counts_as_not_answered() -> None:
    assert is_missed("no_answer", None) and is_missed("busy", 486) and is_missed("unreachable", 480)
    assert not is_missed("unreachable", None) and not is_missed("cancelled", 487) and not is_missed(None, None)
