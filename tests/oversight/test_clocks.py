"""Nothing stands without a running clock: what nobody moves is told to one level after another, until somebody does."""

from typing import Any
from uuid import UUID

import pytest

from tests.agencies.test_settings import put
from tests.dispatch.test_chain import incident_of
from tests.oversight.test_samples import fed_back, reviews
from tests.world import CITY, HALL, INSPECTION, NORTH, NORTH_1, PROVINCE, World
from yaoyaoling.citizen.handlers.withdraw import AnswerWithdrawal, AskToWithdraw, answer_withdrawal, ask_to_withdraw
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder
from yaoyaoling.dispatch.handlers.answer import accept_order, advance_own_order
from yaoyaoling.field.commands import (
    AcknowledgePanic,
    AnswerHelp,
    AskForHelp,
    EndPanic,
    RaisePanic,
    SubmitFeedback,
)
from yaoyaoling.field.handlers.help import answer_help, ask_for_help
from yaoyaoling.field.handlers.panic import acknowledge_panic, end_panic, raise_panic
from yaoyaoling.field.handlers.submit_feedback import submit_feedback
from yaoyaoling.incidents.commands import AdvanceIncident, AmendIncident
from yaoyaoling.incidents.handlers.advance import advance_incident
from yaoyaoling.incidents.handlers.amend import amend_incident
from yaoyaoling.incidents.states import IncidentSignal
from yaoyaoling.oversight.handlers.decide_review import DecideReview, decide_review
from yaoyaoling.platform.principal import Principal


async def overdue(world: World, who: str = "north") -> list[tuple[str, str, int, str]]:
    """What somebody sees as overdue: thing, state, how often raised, who was told last."""
    view = await world.stage.snapshot(world.people[who])
    shown = [one.fields for (kind, _), one in view.entities.items() if kind == "overdue"]
    return [(one["thing"], one["state"], one["raised"], one["desk_code"]) for one in shown]


async def accepted(world: World, incident: UUID) -> UUID:
    await world.send("taker1", incident, "N1")
    order = await world.order_of("N1")
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=order))
    return order


async def test_an_incident_nobody_sends_a_crew_to_goes_up_the_levels_until_one_is_sent(world: World) -> None:
    incident = await incident_of(world)
    await world.advance(59)
    assert await overdue(world) == []
    told = []
    for seconds in (2, 120, 240, 480, 960):
        await world.advance(seconds)
        told += [(raised, desk) for _, _, raised, desk in await overdue(world)]
    assert told == [(1, NORTH_1), (2, NORTH), (3, CITY), (4, PROVINCE), (5, PROVINCE)]
    await world.send("taker1", incident, "N1")
    assert await overdue(world) == []
    names = await world.stage.names(incident)
    assert names.count("oversight.matter.overdue") == 5 and names.count("oversight.matter.moved") == 1


async def test_how_long_it_may_stand_is_a_setting_of_the_area(world: World) -> None:
    await put(world, "admin", "oversight.unsent_s", NORTH, 300)
    await incident_of(world)
    await world.advance(299)
    assert await overdue(world) == []
    await world.advance(2)
    assert await overdue(world) == [("incident", "opened", 1, NORTH_1)]


async def test_a_crew_that_never_arrives_and_one_that_never_reports_are_noticed(world: World) -> None:
    order = await accepted(world, await incident_of(world))
    await world.advance(601)
    assert await overdue(world) == [("incident", "under_way", 1, NORTH_1)]
    await world.do("officer_n1", advance_own_order, AdvanceOrder(order_id=order, to="arrive"))
    assert await overdue(world) == []
    await world.advance(3601)
    assert await overdue(world) == [("incident", "on_scene", 1, NORTH_1)]
    await world.do("officer_n1", submit_feedback, SubmitFeedback(order_id=order, outcome="other", text="已处置"))
    assert await overdue(world) == []


@pytest.mark.parametrize("is_amended", [False, True])
async def test_a_complaint_no_inspector_takes_up_reaches_inspection_alone(world: World, is_amended: bool) -> None:
    await put(world, "admin", "oversight.complaint_s", PROVINCE, 3600)
    await put(world, "admin", "oversight.check_s", PROVINCE, 600)
    incident = await incident_of(world, "0207" if is_amended else "0701")
    if is_amended:
        command = AmendIncident(incident_id=incident, class_code="0701", reason="实为投诉民警", hall_code=HALL)
        await world.do("taker1", amend_incident, command)
    await world.advance(3590)
    assert await overdue(world, "inspector") == []
    await world.advance(20)
    assert await overdue(world, "inspector") == [("complaint", "opened", 1, INSPECTION)]
    assert await overdue(world, "north") == await overdue(world, "commander") == []
    handled = AdvanceIncident(
        incident_id=incident, signal=IncidentSignal.HANDLED_DIRECTLY, outcome="已约谈并答复投诉人"
    )
    await world.do("inspector", advance_incident, handled)
    assert await overdue(world, "inspector") == []
    await world.advance(601)
    assert ("handling_review", "open", 1, INSPECTION) in await overdue(world, "inspector")


async def test_feedback_that_was_sent_back_and_not_mended_is_raised_until_it_is(world: World) -> None:
    await put(world, "admin", "oversight.check_s", PROVINCE, 600)
    incident = await fed_back(world)
    review = (await reviews(world, incident))["feedback"]
    await world.advance(601)
    assert ("feedback_review", "open", 1, NORTH) in await overdue(world, "reviewer")
    back = DecideReview(review_id=review, decision="return", remarks="请补充当事人去向")
    await world.do("reviewer", decide_review, back)
    assert await overdue(world, "reviewer") == []
    await world.advance(1801)
    assert await overdue(world, "reviewer") == [("feedback", "returned", 1, NORTH_1)]
    again = SubmitFeedback(order_id=await world.order_of("N1"), outcome="other", text="当事人已离开")
    await world.do("officer_n1", submit_feedback, again)
    assert await overdue(world, "reviewer") == []
    states = await world.stage.fetch("select state from field.feedback where incident_id = $1 order by round", incident)
    assert [row["state"] for row in states] == ["mended", "submitted"]


async def test_feedback_sent_back_of_an_incident_that_has_ended_is_asked_for_no_more(world: World) -> None:
    """One of two crews never mends its feedback; the other's passes, and the incident is closed."""
    incident = await incident_of(world)
    for crew in ("N1", "N2"):
        await world.send("taker1", incident, crew, crew=crew)
        order = await world.order_of(crew)
        await world.do(f"officer_{crew.lower()}", accept_order, AcceptOrder(order_id=order))
        await world.do(f"officer_{crew.lower()}", advance_own_order, AdvanceOrder(order_id=order, to="arrive"))
    for crew, decision in (("N1", "return"), ("N2", "pass")):
        report = SubmitFeedback(order_id=await world.order_of(crew), outcome="other", text="已处置")
        await world.do(f"officer_{crew.lower()}", submit_feedback, report)
        review = await world.stage.value("select id from oversight.review where state = 'open'")
        decided = DecideReview(review_id=review, decision=decision, remarks="请补充")
        await world.do("reviewer", decide_review, decided)
        if crew == "N1":
            await world.advance(1801)
            assert ("feedback", "returned", 1, NORTH_1) in await overdue(world)
    assert (await world.states(incident))["incident"] == "closed"
    assert await overdue(world) == []
    await world.stage.advance(7200)
    assert await overdue(world) == []
    assert await world.stage.value("select count(*) from platform.timer where name = 'oversight.clock'") == 0


async def test_a_panic_call_nobody_acknowledges_and_one_nobody_ends(world: World) -> None:
    panic = (await world.do("officer_n1", raise_panic, RaisePanic())).panic_id
    await world.advance(10)
    assert await overdue(world) == [("panic", "raised", 1, NORTH_1)]
    await world.advance(20)
    assert await overdue(world) == [("panic", "raised", 2, NORTH)]
    await world.do("north", acknowledge_panic, AcknowledgePanic(panic_id=panic))
    assert await overdue(world) == []
    await world.advance(901)
    assert await overdue(world) == [("panic", "acknowledged", 1, NORTH_1)]
    await world.do("north", end_panic, EndPanic(panic_id=panic, note="误触"))
    assert await overdue(world) == []


async def test_a_request_for_help_nobody_answers(world: World) -> None:
    order = await accepted(world, await incident_of(world))
    help_id = (await world.do("officer_n1", ask_for_help, AskForHelp(order_id=order, reasons=("weapon",)))).help_id
    await world.advance(61)
    assert await overdue(world) == [("help_request", "open", 1, NORTH_1)]
    await world.do("north", answer_help, AnswerHelp(help_id=help_id, answer="on_its_way"))
    assert await overdue(world) == []


async def test_a_request_to_withdraw_no_seat_verifies(world: World) -> None:
    incident = await incident_of(world)
    await accepted(world, incident)
    contact = await world.stage.value("select contact_id from incidents.incident where id = $1", incident)
    asker = Principal(id=f"citizen:{contact}", name="citizen", scopes=(f"k/{contact}",))
    asked = AskToWithdraw(contact_id=contact, is_allowed=True, reason="settled")
    withdrawal = (await world.do(asker, ask_to_withdraw, asked)).withdrawal_id
    await world.advance(181)
    assert await overdue(world, "taker2") == [("withdrawal", "open", 1, HALL)]
    answer = AnswerWithdrawal(withdrawal_id=withdrawal, is_accepted=False, reply="请等民警到场")
    await world.do("taker2", answer_withdrawal, answer)
    assert await overdue(world, "taker2") == []


async def test_a_contact_that_waits_because_nobody_sits_there(world: World) -> None:
    contact = await world.report()
    await world.advance(19)
    assert await overdue(world, "commander") == []
    await world.advance(2)
    assert await overdue(world, "commander") == [("contact", "waiting", 1, HALL)]
    await world.take("taker1", contact)
    assert await overdue(world, "commander") == []


async def test_the_dispatch_of_a_grave_incident_that_nobody_checks(world: World) -> None:
    incident = await incident_of(world, "0104")
    await accepted(world, incident)
    await world.advance(301)
    assert await overdue(world, "reviewer") == [("dispatch_review", "open", 1, NORTH)]
    review = (await reviews(world, incident))["dispatch"]
    await world.do("reviewer", decide_review, DecideReview(review_id=review, decision="pass"))
    assert await overdue(world, "reviewer") == []


async def test_a_clock_that_fires_as_the_matter_moves_says_nothing(world: World) -> None:
    """The worker has claimed the timer while somebody sends: whoever comes second finds what the first has done."""
    incident = await incident_of(world)
    timers = "select payload::text from platform.timer where name = 'oversight.clock' and key = $1"
    stale: Any = await world.stage.value(timers, str(incident))
    await world.send("taker1", incident, "N1")
    await world.stage.conn.execute(
        "insert into platform.timer (name, key, due, payload, about)"
        " values ('oversight.clock', $1, $2, $3::text::json, $4)",
        str(incident), world.stage.clock.now(), stale, incident,
    )  # fmt: skip
    await world.advance(1)
    assert await overdue(world) == []
    assert "oversight.matter.overdue" not in await world.stage.names(incident)
