"""The reporter asks to withdraw: a seat verifies; nothing stops by itself. And what a page shows whoever is unsafe."""

from uuid import UUID

import pytest

from tests.world import World
from yaoyaoling.apps import rooms
from yaoyaoling.citizen.follow import FollowView, read_follow
from yaoyaoling.citizen.handlers.withdraw import (
    AnswerWithdrawal,
    AskToWithdraw,
    NothingToWithdraw,
    answer_withdrawal,
    ask_to_withdraw,
)
from yaoyaoling.citizen.states import IllegalWithdrawalSignal
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder
from yaoyaoling.dispatch.handlers.answer import accept_order, advance_own_order
from yaoyaoling.incidents.commands import AdvanceIncident
from yaoyaoling.incidents.handlers.advance import advance_incident
from yaoyaoling.incidents.states import IllegalIncidentSignal, IncidentSignal
from yaoyaoling.intake.commands import SettleContact
from yaoyaoling.intake.handlers.finish import settle_contact
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.places.public import RoadClient
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.principal import Principal, system

WORDS = "已经和好了"


def reporter(contact: UUID) -> Principal:
    return Principal(id=f"citizen:{contact}", name="citizen", scopes=(f"k/{contact}",))


async def view_of(world: World, contact: UUID) -> FollowView:
    """As the reporter's page has it; no road times are asked for without a bus."""
    return (await read_follow(world.stage.db, RoadClient(Bus("nats://127.0.0.1:1", "test")), contact)).view


async def withdraw(world: World, contact: UUID) -> UUID:
    allowed = (await view_of(world, contact)).may_withdraw
    command = AskToWithdraw(contact_id=contact, is_allowed=allowed, reason="settled", words=WORDS)
    withdrawal: UUID = (await world.do(reporter(contact), ask_to_withdraw, command)).withdrawal_id
    return withdrawal


async def answer(world: World, withdrawal: UUID, *, accept: bool, who: str = "taker2") -> None:
    command = AnswerWithdrawal(withdrawal_id=withdrawal, is_accepted=accept, reply="已电话核实")
    await world.do(who, answer_withdrawal, command)


async def under_way(world: World) -> tuple[UUID, UUID]:
    contact = await world.report()
    await world.take("taker1", contact)
    incident = await world.open("taker1", contact)
    await world.send("taker1", incident, "N1", "N2")
    order = await world.order_of("N1")
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=order))
    await world.do("officer_n1", advance_own_order, AdvanceOrder(order_id=order, to="depart"))
    return contact, incident


async def state(world: World, withdrawal: UUID) -> str:
    found: str = await world.stage.value("select state from citizen.withdrawal where id = $1", withdrawal)
    return found


async def owed(world: World, incident: UUID) -> int:
    sql = "select count(*) from incidents.obligation where incident_id = $1 and kind = 'withdrawal'"
    count: int = await world.stage.value(f"{sql} and settled_at is null", incident)
    return count


async def test_asking_stops_nobody_and_is_owed_an_answer(world: World) -> None:
    contact, incident = await under_way(world)
    withdrawal = await withdraw(world, contact)
    assert await withdraw(world, contact) == withdrawal
    assert (await world.states(incident))["orders"]["N1"] == "departed"
    assert (await world.states(incident))["incident"] == "under_way"
    assert await owed(world, incident) == 1
    fields = (await world.stage.snapshot(world.people["taker2"])).entities[("withdrawal", str(withdrawal))].fields
    assert (fields["state"], fields["reason"], fields["words"]) == ("open", "settled", WORDS)
    shown = (await view_of(world, contact)).withdrawal
    assert shown is not None and shown.state == "open"


async def test_accepted_the_incident_is_cancelled_and_its_crew_called_back(world: World) -> None:
    contact, incident = await under_way(world)
    withdrawal = await withdraw(world, contact)
    await answer(world, withdrawal, accept=True)
    assert await world.states(incident) == {
        "incident": "cancelled",
        "callout": "stopped",
        "orders": {"N1": "released"},
    }
    assert await owed(world, incident) == 0
    shown = (await view_of(world, contact)).withdrawal
    assert shown is not None and (shown.state, shown.reply) == ("accepted", "已电话核实")
    names = await world.stage.names(incident)
    assert "citizen.withdrawal.asked" in names and "citizen.withdrawal.advanced" in names
    with pytest.raises(IllegalWithdrawalSignal):
        await answer(world, withdrawal, accept=False)


async def test_refused_the_reporter_reads_why_and_everything_goes_on(world: World) -> None:
    contact, incident = await under_way(world)
    withdrawal = await withdraw(world, contact)
    await answer(world, withdrawal, accept=False)
    assert (await world.states(incident))["orders"]["N1"] == "departed"
    assert await owed(world, incident) == 0
    shown = (await view_of(world, contact)).withdrawal
    assert shown is not None and (shown.state, shown.reply) == ("refused", "已电话核实")
    assert await withdraw(world, contact) != withdrawal  # things change: they may ask once more


async def test_on_scene_it_is_the_officers_matter(world: World) -> None:
    contact, incident = await under_way(world)
    withdrawal = await withdraw(world, contact)
    order = await world.order_of("N1")
    await world.do("officer_n1", advance_own_order, AdvanceOrder(order_id=order, to="arrive"))
    with pytest.raises(IllegalIncidentSignal):
        await answer(world, withdrawal, accept=True)
    assert await state(world, withdrawal) == "open" and await owed(world, incident) == 1
    await answer(world, withdrawal, accept=False)
    with pytest.raises(NothingToWithdraw):
        await withdraw(world, contact)


async def test_asked_while_it_waits_it_is_owed_as_soon_as_there_is_an_incident(world: World) -> None:
    contact = await world.report()
    withdrawal = await withdraw(world, contact)
    await world.take("taker1", contact)
    incident = await world.open("taker1", contact)
    assert await owed(world, incident) == 1 and await state(world, withdrawal) == "open"
    cancel = AdvanceIncident(incident_id=incident, signal=IncidentSignal.CANCELLED, reason="重复")
    await world.do("commander", advance_incident, cancel)
    assert await state(world, withdrawal) == "lapsed" and await owed(world, incident) == 0


async def test_a_settled_contact_owes_nothing(world: World) -> None:
    contact = await world.report()
    withdrawal = await withdraw(world, contact)
    await world.take("taker1", contact)
    await world.do("taker1", settle_contact, SettleContact(contact_id=contact, disposition="answered"))
    assert await state(world, withdrawal) == "lapsed"


async def test_a_complaint_about_police_is_not_withdrawn_by_a_page(world: World) -> None:
    contact = await world.report()
    withdrawal = await withdraw(world, contact)
    await world.take("taker1", contact)
    await world.open("taker1", contact, "0702")
    assert await state(world, withdrawal) == "lapsed"
    assert (await view_of(world, contact)).may_withdraw is False


async def test_only_the_hall_answers_and_strangers_find_nothing(world: World) -> None:
    contact, _ = await under_way(world)
    withdrawal = await withdraw(world, contact)
    with pytest.raises(NotFound):
        await answer(world, withdrawal, accept=False, who="south")
    other = await world.report()
    command = AskToWithdraw(contact_id=contact, is_allowed=True, reason="mistake")
    with pytest.raises(NotFound):
        await world.do(reporter(other), ask_to_withdraw, command)


async def test_erasure_takes_the_words(world: World) -> None:
    contact, _ = await under_way(world)
    withdrawal = await withdraw(world, contact)
    await world.do(system("erasure"), eraser(rooms.PURGES), EraseSubject(subject=contact, reason="asked"))
    assert await world.stage.value("select words from citizen.withdrawal where id = $1", withdrawal) is None


async def test_unsafe_to_contact_shows_no_map_no_place_no_crew_and_nothing_to_press(world: World) -> None:
    contact = await world.report(point=Point(lon=114.3, lat=30.6))
    assert (await view_of(world, contact)).shows_map is True
    await world.take("taker1", contact)
    incident = await world.open("taker1", contact, is_unsafe_to_contact=True)
    await world.send("taker1", incident, "N1", "N2")
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=await world.order_of("N1")))
    view = await view_of(world, contact)
    assert view.shows_map is False and view.crew is None
    assert (view.lon, view.lat, view.may_withdraw, view.may_rate) == (None, None, False, False)


async def test_whoever_could_not_speak_is_taken_to_be_unsafe_until_somebody_has_asked(world: World) -> None:
    contact = await world.report(point=Point(lon=114.3, lat=30.6), is_silent=True)
    view = await view_of(world, contact)
    assert view.shows_map is False and view.lon is None
    await world.take("taker1", contact)
    await world.open("taker1", contact, is_unsafe_to_contact=False)
    assert (await view_of(world, contact)).shows_map is True
