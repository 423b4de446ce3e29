"""The panic button, asking for more, and what a crew is warned of."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.dispatch.test_chain import incident_of
from tests.world import HERE, World
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder, ReleaseOrder
from yaoyaoling.dispatch.handlers.answer import accept_order, advance_own_order
from yaoyaoling.dispatch.handlers.release import release_order
from yaoyaoling.dispatch.public import CrewOrdered, get_order
from yaoyaoling.field.commands import (
    AcknowledgePanic,
    AnswerHelp,
    AskForHelp,
    EndPanic,
    RaisePanic,
    ReportPositions,
    WithdrawHelp,
)
from yaoyaoling.field.handlers.help import NotOnIt, answer_help, ask_for_help, withdraw_help
from yaoyaoling.field.handlers.panic import acknowledge_panic, end_panic, raise_panic
from yaoyaoling.field.handlers.report_positions import report_positions
from yaoyaoling.field.states import HelpState, IllegalHelpSignal, IllegalPanicSignal, PanicState
from yaoyaoling.field.warnings import find_warnings
from yaoyaoling.force.public import Fix
from yaoyaoling.intake.handlers.finish import FinishSeat, finish_seat
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import NotAllowed, NotFound
from yaoyaoling.platform.feeds.contract import View
from yaoyaoling.triage.cards.guide import Answer

DESKS = ("taker1", "commander", "north", "north1", "city")


async def seen(world: World, who: str) -> View:
    return await world.stage.snapshot(world.people[who])


async def panic(world: World, who: str = "officer_n1", **rest: object) -> UUID:
    command = RaisePanic.model_validate({"point": HERE, "accuracy_m": 8.0, **rest})
    panic_id: UUID = (await world.do(who, raise_panic, command)).panic_id
    return panic_id


async def at_scene(world: World) -> tuple[UUID, UUID]:
    """N1 is at an incident of the north; gives it and the order."""
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1", "N2")
    order = await world.order_of("N1")
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=order))
    for step in ("depart", "arrive"):
        await world.do("officer_n1", advance_own_order, AdvanceOrder(order_id=order, to=step))
    return incident, order


async def test_a_panic_call_reaches_hall_county_and_station_and_nobody_else(world: World) -> None:
    incident, order = await at_scene(world)
    panic_id = await panic(world, order_id=order)
    for who in (*DESKS, "officer_n1"):
        entity = (await seen(world, who)).entities[("panic", str(panic_id))]
        assert entity.fields["state"] == "raised" and entity.fields["call_sign"] == "N1"
        assert entity.fields["incident_id"] == str(incident)
        assert (entity.fields["lon"], entity.fields["lat"]) == (HERE.lon, HERE.lat)
    for who in ("south", "south1", "officer_s1"):
        assert ("panic", str(panic_id)) not in (await seen(world, who)).entities
        with pytest.raises(NotFound):
            await world.do(who, acknowledge_panic, AcknowledgePanic(panic_id=panic_id))


async def test_a_person_acknowledges_and_ends_it_and_it_stays_in_the_file(world: World) -> None:
    incident, order = await at_scene(world)
    panic_id = await panic(world, order_id=order)
    with pytest.raises(NotAllowed):
        await world.do("taker1", raise_panic, RaisePanic())
    await world.do("north1", acknowledge_panic, AcknowledgePanic(panic_id=panic_id))
    with pytest.raises(IllegalPanicSignal):
        await world.do("north", acknowledge_panic, AcknowledgePanic(panic_id=panic_id))
    await world.do("commander", end_panic, EndPanic(panic_id=panic_id, note="增援到场，已控制"))
    row = (await world.stage.fetch("select * from field.panic where id = $1", panic_id))[0]
    assert (row["acknowledged_by"], row["ended_by"]) == ("north1", "commander")
    names = await world.stage.names(incident)
    assert names.count("field.panic.advanced") == 2 and "field.panic.raised" in names
    assert await panic(world) != panic_id  # the next time is another call


async def test_pressed_again_it_sounds_again(world: World) -> None:
    panic_id = await panic(world)
    await world.do("commander", acknowledge_panic, AcknowledgePanic(panic_id=panic_id))
    moved = Point(lon=114.301, lat=30.601)
    assert await panic(world, point=moved, is_officer_down=True) == panic_id
    fields = (await seen(world, "commander")).entities[("panic", str(panic_id))].fields
    assert fields["state"] == PanicState.RAISED and fields["is_officer_down"] is True
    assert fields["lon"] == moved.lon
    await panic(world, point=None)  # without a fix: what was known stays, an officer down stays down
    fields = (await seen(world, "commander")).entities[("panic", str(panic_id))].fields
    assert fields["lon"] == moved.lon and fields["is_officer_down"] is True


async def test_without_a_fix_the_crews_newest_position_is_told(world: World) -> None:
    fix = Fix(crew_id=world.crews["N1"], point=HERE, at=world.stage.clock.now())
    await world.do("officer_n1", report_positions, ReportPositions(fixes=(fix,)))
    panic_id = await panic(world, point=None, accuracy_m=None, order_id=uuid4())
    fields = (await seen(world, "commander")).entities[("panic", str(panic_id))].fields
    assert (fields["lon"], fields["lat"], fields["accuracy_m"]) == (HERE.lon, HERE.lat, None)
    assert fields["incident_id"] is None  # an order nobody knows is no reason not to help


async def ask(world: World, order: UUID) -> UUID:
    command = AskForHelp(order_id=order, reasons=("weapon", "outnumbered"))
    help_id: UUID = (await world.do("officer_n1", ask_for_help, command)).help_id
    return help_id


async def test_a_desk_answers_a_request_for_help(world: World) -> None:
    incident, order = await at_scene(world)
    help_id = await ask(world, order)
    assert await ask(world, order) == help_id
    with pytest.raises(NotFound):
        await world.do("officer_n2", ask_for_help, AskForHelp(order_id=order, reasons=("crowd",)))
    for who in DESKS:
        fields = (await seen(world, who)).entities[("help_request", str(help_id))].fields
        assert fields["state"] == "open" and fields["reasons"] == ["weapon", "outnumbered"]
        assert fields["incident_id"] == str(incident)
    assert ("help_request", str(help_id)) not in (await seen(world, "south")).entities
    await world.do("north", answer_help, AnswerHelp(help_id=help_id, answer="nobody_free", note="10 分钟后可派"))
    fields = (await seen(world, "officer_n1")).entities[("help_request", str(help_id))].fields
    assert (fields["state"], fields["answer"], fields["answered_by"]) == (HelpState.ANSWERED, "nobody_free", "north")
    with pytest.raises(IllegalHelpSignal):
        await world.do("officer_n1", withdraw_help, WithdrawHelp(help_id=help_id))
    assert await ask(world, order) != help_id


async def test_another_crew_sent_is_an_answer(world: World) -> None:
    incident, order = await at_scene(world)
    help_id = await ask(world, order)
    async with world.stage.db.transaction(world.people["commander"]) as tx:
        sent = await get_order(tx, order)
        event = CrewOrdered(
            order_id=uuid4(),
            callout_id=uuid4(),
            incident_id=incident,
            crew_id=world.crews["N2"],
            call_sign="N2",
            state=sent.state,
            rank=None,
            eta_s=None,
            distance_m=None,
            is_estimated=True,
            due_at=None,
        )
        tx.record(event, stream=f"order:{event.order_id}", seq=1, about=incident, incident=incident)
    row = (await world.stage.fetch("select * from field.help_request where id = $1", help_id))[0]
    assert (row["state"], row["answer"], row["note"], row["answered_by"]) == ("answered", "sent", "N2", "commander")


async def test_a_crew_that_is_off_the_incident_asks_for_nothing(world: World) -> None:
    _, order = await at_scene(world)
    help_id = await ask(world, order)
    await world.do("commander", release_order, ReleaseOrder(order_id=order, reason="调整"))
    row = (await world.stage.fetch("select state from field.help_request where id = $1", help_id))[0]
    assert row["state"] == "withdrawn"
    with pytest.raises((NotFound, NotOnIt)):
        await ask(world, order)


async def test_the_crew_takes_its_request_back(world: World) -> None:
    _, order = await at_scene(world)
    help_id = await ask(world, order)
    with pytest.raises(NotFound):
        await world.do("officer_n2", withdraw_help, WithdrawHelp(help_id=help_id))
    await world.do("officer_n1", withdraw_help, WithdrawHelp(help_id=help_id))


async def opened(world: World, who: str = "taker1", class_code: str = "0202", **rest: Any) -> UUID:
    contact = await world.report()
    await world.take(who, contact)
    incident = await world.open(who, contact, class_code, **rest)
    await world.do(who, finish_seat, FinishSeat())
    return incident


async def test_a_crew_is_warned_by_answers_words_and_the_address(world: World) -> None:
    await opened(world, answers=(Answer(question="weapon", choices=("knife",)),))
    await opened(world, class_code="0702")
    hurt = Answer(question="wounded", choices=("heavy",))
    incident = await opened(world, narrative="有人喝多了闹事", answers=(hurt,), is_unsafe_to_contact=True)
    await world.send("taker1", incident, "N1", "N2")
    order = await world.order_of("N1")
    found = await find_warnings(world.stage.db, world.people["officer_n1"], order)
    assert (found.answered, found.in_words) == (("wounded",), ("drunk",))
    assert found.is_unsafe_to_contact is True
    assert [one.class_code for one in found.earlier] == ["0202"]  # the complaint about police is not told
    assert found.earlier[0].dangers == ("weapon",)
    with pytest.raises(NotFound):
        await find_warnings(world.stage.db, world.people["officer_s1"], order)
