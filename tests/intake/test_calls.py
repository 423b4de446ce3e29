"""The queue and real calls: lines join and leave with the work, and no caller is left with nobody."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.telephony.calls import LINE, leg, legs, rings, tells, tells_leg
from tests.world import HALL, World
from yaoyaoling.incidents.commands import AmendIncident
from yaoyaoling.incidents.handlers.amend import amend_incident
from yaoyaoling.intake.commands import (
    HoldContact,
    LinkContact,
    MoveSeat,
    ResumeContact,
    SettleContact,
    TakeContact,
    UntieContact,
)
from yaoyaoling.intake.handlers.finish import FinishSeat, HasIncident, finish_seat, link_contact, settle_contact
from yaoyaoling.intake.handlers.hold import hold_contact, resume_contact
from yaoyaoling.intake.handlers.redial import untie_contact
from yaoyaoling.intake.handlers.seats import move_own_seat
from yaoyaoling.intake.handlers.take import AlreadyTaken, take_contact
from yaoyaoling.intake.policy import (
    BRIEF,
    CALL_BACK,
    FLOOD_FROM,
    MARKED,
    Ready,
    Waiting,
    abandoned_priority,
    match,
    priority_of,
    return_of,
)
from yaoyaoling.platform.execute import execute
from yaoyaoling.telephony.commands import CallBack
from yaoyaoling.telephony.handlers.ask_leg import call_back
from yaoyaoling.telephony.public import (
    AskKey,
    AskLeg,
    CallSignal,
    EndLeg,
    LegSignal,
    NoteAlone,
    NoteCall,
    NoteKey,
    NoteLine,
    TagNumber,
    UntagNumber,
    ask_key,
    ask_leg,
    end_leg,
    note_alone,
    note_call,
    note_key,
    note_line,
    tag_number,
    untag_number,
)

AT = datetime(2026, 11, 22, tzinfo=UTC)


async def contact(world: World, contact_id: UUID) -> Any:
    return (await world.stage.fetch("select * from intake.contact where id = $1", contact_id))[0]


async def seat_state(world: World, who: str) -> Any:
    account = world.people[who].account_id
    return await world.stage.value("select state from intake.seat where account_id = $1", account)


async def answered(world: World, who: str = "taker1", name: str = "a@trunk", **rest: Any) -> UUID:
    """A call that somebody took, with both in it."""
    rang = await rings(world, name, **rest)
    await world.take(who, rang.call_id)
    await joins(world, rang.call_id)
    return rang.call_id


async def joins(world: World, call_id: UUID) -> None:
    seat = await leg(world, call_id, "seat")
    await tells_leg(world, seat["id"], LegSignal.JOIN)
    await tells(world, call_id, CallSignal.ANSWER)


async def test_taking_a_call_asks_the_persons_line(world: World) -> None:
    rang = await rings(world)
    await world.take("taker1", rang.call_id)
    seat = await leg(world, rang.call_id, "seat")
    assert (seat["person_id"], seat["state"]) == (world.people["taker1"].account_id, "asked")
    asked = next(one for one in await world.stage.facts() if one.event.name == "telephony.leg.asked")
    taken = next(
        one
        for one in await world.stage.facts()
        if one.event.name == "intake.contact.advanced" and one.event.state == "taken"  # type: ignore[attr-defined]
    )
    assert asked.correlation == taken.correlation, "one transaction"


async def test_holding_lets_both_hear_the_announcement(world: World) -> None:
    call_id = await answered(world)
    await world.do("taker1", ask_leg, AskLeg(call_id=call_id, kind="partner", partner_id="12345"))
    await world.do("taker1", hold_contact, HoldContact(contact_id=call_id))
    modes = {one["kind"]: one["mode"] for one in await legs(world, call_id)}
    assert modes == {"citizen": "held", "seat": "held", "partner": "open"}
    await world.do("taker1", resume_contact, ResumeContact(contact_id=call_id))
    assert {one["mode"] for one in await legs(world, call_id)} == {"open"}


async def test_a_seat_that_speaks_is_not_rung_though_its_form_is_done(world: World) -> None:
    call_id = await answered(world)
    await world.do("taker1", settle_contact, SettleContact(contact_id=call_id, disposition="answered"))
    await world.advance(9)
    assert await seat_state(world, "taker1") == "ready" and (await leg(world, call_id, "seat"))["state"] == "joined"
    waits = await world.report()
    assert (await contact(world, waits))["state"] == "waiting"
    seat = await leg(world, call_id, "seat")
    await world.do("taker1", end_leg, EndLeg(leg_id=seat["id"]))
    assert (await contact(world, waits))["state"] == "offered"


async def test_who_takes_the_next_leaves_the_call_that_is_done_and_keeps_the_held_one(world: World) -> None:
    done = await answered(world)
    await world.do("taker1", settle_contact, SettleContact(contact_id=done, disposition="answered"))
    held = await answered(world, "taker1", "b@trunk", number="13800008888")
    assert (await leg(world, done, "seat"))["end_asked_at"] is not None
    await world.do("taker1", hold_contact, HoldContact(contact_id=held))
    await answered(world, "taker1", "c@trunk", number="13800009999")
    assert (await leg(world, held, "seat"))["end_asked_at"] is None


async def test_of_two_who_reach_for_a_call_one_has_it_and_one_line_joins(world: World) -> None:
    rang = await rings(world)
    command = TakeContact(contact_id=rang.call_id)
    tries = (execute(world.stage.db, world.people[who], take_contact, command) for who in ("taker1", "taker2"))
    results = await asyncio.gather(*tries, return_exceptions=True)
    await world.stage.settle()
    assert sum(isinstance(one, AlreadyTaken) for one in results) == 1
    assert len(await legs(world, rang.call_id, "seat")) == 1
    await world.check()


async def test_settling_hangs_up_only_when_asked_to(world: World) -> None:
    first = await answered(world)
    await world.do("taker1", settle_contact, SettleContact(contact_id=first, disposition="answered"))
    assert "telephony.call.end_asked" not in await world.stage.names()
    second = await answered(world, "taker2", "b@trunk", number="13800009999")
    both = SettleContact(contact_id=second, disposition="answered", hang_up=True)
    await world.do("taker2", settle_contact, both)
    assert (await world.stage.names()).count("telephony.call.end_asked") == 1


async def test_a_lost_console_gives_its_caller_to_the_next_before_all_others(world: World) -> None:
    call_id = await answered(world)
    await world.report(is_silent=True)
    await world.advance(21)
    assert await seat_state(world, "taker1") == "off"
    lost = await leg(world, call_id, "seat")
    assert lost["state"] == "lost" and lost["end_asked_at"] is not None
    await world.ready("taker2")
    assert (await contact(world, call_id))["state"] == "offered"
    await world.take("taker2", call_id)
    assert (await leg(world, call_id, "seat"))["person_id"] == world.people["taker2"].account_id


@pytest.mark.parametrize("comes_back", [True, False])
async def test_a_dropped_line_is_waited_for_and_then_the_caller_rings_elsewhere(world: World, comes_back: bool) -> None:
    call_id = await answered(world)
    await world.ready("taker2")
    seat = await leg(world, call_id, "seat")
    await tells_leg(world, seat["id"], LegSignal.LOSE)
    await world.advance(2)
    if comes_back:
        await tells_leg(world, seat["id"], LegSignal.JOIN)
    await world.advance(2)
    assert (await contact(world, call_id))["state"] == ("taken" if comes_back else "offered")


async def test_who_gave_up_is_first_in_line_to_be_called_back(world: World) -> None:
    await world.report(is_silent=True)
    rang = await rings(world)
    await tells(world, rang.call_id, CallSignal.ABANDON, reason="hung_up")
    stands = await contact(world, rang.call_id)
    assert (stands["state"], stands["call_back"], stands["caller_number"]) == ("waiting", True, "13800001234")
    await world.ready("taker1")
    assert (await contact(world, rang.call_id))["state"] == "offered"
    await world.take("taker1", rang.call_id)
    assert not await legs(world, rang.call_id, "seat"), "nobody is on the line"
    back = await world.do("taker1", call_back, CallBack(call_id=rang.call_id, is_safe=True))
    assert (await leg(world, rang.call_id, "seat"))["state"] == "asked"
    await tells_leg(world, back.leg_id, LegSignal.JOIN)
    assert not (await contact(world, rang.call_id))["call_back"]


async def test_a_call_back_that_is_not_answered_lets_the_seat_go(world: World) -> None:
    rang = await rings(world)
    await tells(world, rang.call_id, CallSignal.ABANDON)
    await world.take("taker1", rang.call_id)
    back = await world.do("taker1", call_back, CallBack(call_id=rang.call_id, is_safe=True))
    await tells_leg(world, back.leg_id, LegSignal.FAIL, reason="no_answer", sip_status=480)
    assert (await leg(world, rang.call_id, "seat"))["end_asked_at"] is not None
    assert (await contact(world, rang.call_id))["call_back"]


async def test_who_dials_again_comes_to_the_same_seat_and_incident(world: World) -> None:
    first = await answered(world)
    incident = await world.open("taker1", first)
    await tells(world, first, CallSignal.END, reason="unreachable")
    await world.do("taker1", finish_seat, FinishSeat())
    await world.ready("taker2")
    await world.advance(9)
    again = await rings(world, "again@trunk", "+8613800001234")
    stands = await contact(world, again.call_id)
    assert (stands["redial_of"], stands["tied_incident_id"]) == (first, incident)
    taker = await world.stage.value("select account_id from intake.seat where id = $1", stands["offered_seat"])
    assert taker == world.people["taker1"].account_id, "taker2 is idle for longer"
    assert ("contact", str(again.call_id)) in {
        key for key, _ in (await world.stage.snapshot(world.people["commander"])).entities.items()
    }
    await world.do("taker1", untie_contact, UntieContact(contact_id=again.call_id))
    stands = await contact(world, again.call_id)
    assert (stands["redial_of"], stands["tied_incident_id"]) == (None, None)
    assert await world.stage.value("select incident_id from telephony.call where id = $1", again.call_id) is None


async def test_two_calls_at_once_are_tied_when_the_incident_is_opened(world: World) -> None:
    first = await answered(world)
    second = await rings(world, "second@trunk")
    assert (await contact(world, second.call_id))["redial_of"] == first
    incident = await world.open("taker1", first)
    assert (await contact(world, second.call_id))["tied_incident_id"] == incident
    assert await world.stage.value("select incident_id from telephony.call where id = $1", second.call_id) == incident


async def test_a_complaint_about_police_and_a_withheld_number_tie_nothing(world: World) -> None:
    first = await answered(world)
    await world.open("taker1", first, "0701")
    again = await rings(world, "again@trunk")
    stands = await contact(world, again.call_id)
    assert (stands["redial_of"], stands["tied_incident_id"]) == (None, None)
    await rings(world, "w1@trunk", None)
    withheld = await rings(world, "w2@trunk", None)
    assert (await contact(world, withheld.call_id))["redial_of"] is None
    late = await rings(world, "x@trunk", "13800007777")
    await tells(world, late.call_id, CallSignal.ABANDON)
    await world.advance(601)
    assert (await contact(world, (await rings(world, "y@trunk", "13800007777")).call_id))["redial_of"] is None


async def test_a_call_is_parted_from_an_incident_that_turns_out_to_be_a_complaint(world: World) -> None:
    first = await answered(world)
    incident = await world.open("taker1", first)
    again = await rings(world, "again@trunk")
    assert (await contact(world, again.call_id))["tied_incident_id"] == incident
    command = AmendIncident(incident_id=incident, class_code="0701", reason="实为投诉民警", hall_code=HALL)
    await world.do("taker1", amend_incident, command)
    stands = await contact(world, again.call_id)
    assert (stands["redial_of"], stands["tied_incident_id"]) == (None, None)
    entities = (await world.stage.snapshot(world.people["taker2"])).entities
    assert ("call", str(first)) not in entities and ("call", str(again.call_id)) in entities
    assert str(incident) not in str(entities[("call", str(again.call_id))].fields)


async def test_who_dials_again_before_it_was_noted_is_not_rung_back(world: World) -> None:
    first = await rings(world)
    gave_up = NoteCall(call_id=first.call_id, signal=CallSignal.ABANDON)
    await execute(world.stage.db, LINE, note_call, gave_up)
    await rings(world, "again@trunk")
    assert not (await contact(world, first.call_id))["call_back"]


async def test_who_dials_again_is_not_rung_back(world: World) -> None:
    first = await rings(world)
    await tells(world, first.call_id, CallSignal.ABANDON)
    await rings(world, "again@trunk")
    stands = await contact(world, first.call_id)
    assert (stands["call_back"], stands["priority"]) == (False, 0)


@pytest.mark.parametrize("reason", ["no_answer", "busy", "rejected", "unreachable"])
@pytest.mark.parametrize("is_in_hand", [True, False])
async def test_a_caller_whom_the_other_side_does_not_take_comes_back(
    world: World, reason: str, is_in_hand: bool
) -> None:
    call_id = await answered(world)
    blind = AskLeg(call_id=call_id, kind="partner", partner_id="12345", attended="blind")
    partner = (await world.do("taker1", ask_leg, blind)).leg_id
    seat = await leg(world, call_id, "seat")
    assert seat["end_asked_at"] is not None
    await tells_leg(world, seat["id"], LegSignal.LEAVE, reason="transferred")
    if not is_in_hand:
        await world.do("taker1", settle_contact, SettleContact(contact_id=call_id, disposition="not_police"))
    await tells_leg(world, partner, LegSignal.FAIL, reason=reason, sip_status=486)
    stands = await contact(world, call_id)
    if is_in_hand:
        back = await leg(world, call_id, "seat")
        assert stands["state"] == "taken" and back["id"] != seat["id"] and back["state"] == "asked"
    else:
        assert (stands["state"], stands["priority"], stands["disposition"]) == ("waiting", 50, None)


async def test_a_warm_hand_over_that_fails_changes_nothing_and_one_that_works_lets_the_seat_leave(
    world: World,
) -> None:
    call_id = await answered(world)
    warm = AskLeg(call_id=call_id, kind="partner", partner_id="12345", attended="warm")
    partner = (await world.do("taker1", ask_leg, warm)).leg_id
    await tells_leg(world, partner, LegSignal.FAIL, reason="busy", sip_status=486)
    assert len(await legs(world, call_id, "seat")) == 1
    partner = (await world.do("taker1", ask_leg, warm)).leg_id
    await tells_leg(world, partner, LegSignal.JOIN)
    seat = await leg(world, call_id, "seat")
    await world.do("taker1", end_leg, EndLeg(leg_id=seat["id"]))
    await tells_leg(world, seat["id"], LegSignal.LEAVE)
    assert {one["kind"] for one in await legs(world, call_id) if one["state"] == "joined"} == {"citizen", "partner"}


async def test_a_caller_left_alone_rings_again_with_the_incident_kept(world: World) -> None:
    call_id = await answered(world)
    incident = await world.open("taker1", call_id)
    await world.do("taker1", finish_seat, FinishSeat())
    await tells_leg(world, (await leg(world, call_id, "seat"))["id"], LegSignal.LEAVE)
    await world.do(LINE, note_alone, NoteAlone(call_id=call_id))
    stands = await contact(world, call_id)
    assert (stands["incident_id"], stands["ended_at"]) == (incident, None)
    await world.take("taker2", call_id)
    with pytest.raises(HasIncident):
        await world.open("taker2", call_id)
    await world.do("taker2", link_contact, LinkContact(contact_id=call_id, incident_id=incident))
    assert (await contact(world, call_id))["state"] == "linked"


async def test_a_caller_left_alone_in_a_hand_is_taken_from_it(world: World) -> None:
    call_id = await answered(world)
    await world.do(LINE, note_alone, NoteAlone(call_id=call_id))
    assert (await contact(world, call_id))["state"] == "waiting" and await seat_state(world, "taker1") == "off"


async def test_who_waits_with_nobody_and_is_gone_is_called_back(world: World) -> None:
    call_id = await answered(world)
    await world.do(LINE, note_alone, NoteAlone(call_id=call_id))
    await tells(world, call_id, CallSignal.END, reason="hung_up")
    stands = await contact(world, call_id)
    assert (stands["state"], stands["call_back"]) == ("waiting", True)


async def test_whose_missed_call_is_heard_of_late_is_not_rung_back_when_answered_since(world: World) -> None:
    """The edge kept a call that nothing took; its number rang again and was answered before the hall heard of it."""
    await answered(world, name="later@trunk")
    rang_at = world.stage.clock.now() - timedelta(minutes=3)
    missed = await rings(world, "missed@trunk", rang_at=rang_at, tags=("missed",))
    assert await world.stage.value("select rang_at from telephony.call where id = $1", missed.call_id) == rang_at
    await tells(world, missed.call_id, CallSignal.ABANDON, reason="unreachable")
    assert not (await contact(world, missed.call_id))["call_back"]
    other = await rings(world, "other@trunk", "13900009999", tags=("missed",))
    await tells(world, other.call_id, CallSignal.ABANDON, reason="unreachable")
    assert (await contact(world, other.call_id))["call_back"]


async def test_a_marked_number_waits_behind_those_with_place_or_history_and_pressing_goes_before(
    world: World,
) -> None:
    junk = await answered(world, number="13800005555")
    await world.do("taker1", tag_number, TagNumber(call_id=junk, why="反复骚扰", days=1))
    await world.do("taker1", settle_contact, SettleContact(contact_id=junk, disposition="harassment", hang_up=True))
    await tells(world, junk, CallSignal.END)
    await world.stage.advance(700)  # no redial any more
    marked = await rings(world, "junk@trunk", "13800005555")
    assert marked.tags == ("junk",) and (await contact(world, marked.call_id))["priority"] == -5
    repeat = await rings(world, "edge@trunk", "13800006666", tags=("repeat",))
    withheld = await rings(world, "withheld@trunk", None)
    for one in (repeat, withheld):
        assert (await contact(world, one.call_id))["priority"] == 0
    await world.do(LINE, ask_key, AskKey(call_id=marked.call_id))
    assert (await contact(world, marked.call_id))["state"] == "waiting"
    await world.do(LINE, note_key, NoteKey(call_id=marked.call_id, key="1"))
    assert (await contact(world, marked.call_id))["priority"] == 30
    await world.do("taker1", untag_number, UntagNumber(call_id=marked.call_id, why="误标"))
    assert (await rings(world, "later@trunk", "13800005555")).tags == ()


async def test_a_number_of_an_incident_has_history(world: World) -> None:
    first = await answered(world)
    await world.open("taker1", first)
    await tells(world, first, CallSignal.END)
    await world.stage.advance(700)
    assert (await contact(world, (await rings(world, "again@trunk")).call_id))["priority"] == 5


def test_nobody_ranks_below_ordinary_but_a_marked_number_with_nothing_to_speak_for_it() -> None:
    assert priority_of(is_silent=False, has_place=False) == 0
    assert priority_of(is_silent=True, has_place=False, is_marked=True) == 20
    assert priority_of(is_silent=False, has_place=False, is_marked=True) == -5
    assert priority_of(is_silent=False, has_place=True, is_marked=True) == 0
    assert priority_of(is_silent=False, has_place=False, has_history=True) == 5


def test_in_a_flood_who_is_gone_after_one_ring_waits_behind_who_is_on_the_line() -> None:
    assert abandoned_priority(0, 1.0, FLOOD_FROM - 1) == CALL_BACK
    assert abandoned_priority(0, 1.0, FLOOD_FROM) == BRIEF < 0
    assert abandoned_priority(MARKED, 1.0, FLOOD_FROM) == MARKED
    assert abandoned_priority(0, 8.0, FLOOD_FROM) == CALL_BACK
    assert {abandoned_priority(before, 1.0, 500) for before in (5, 20, 30)} == {CALL_BACK}


def test_who_speaks_is_not_rung_and_who_dials_again_rings_where_the_first_was_taken() -> None:
    one, two = uuid4(), uuid4()
    ready = [Ready(seat_id=one, since=AT), Ready(seat_id=two, since=AT + timedelta(seconds=5))]
    again = Waiting(contact_id=uuid4(), priority=0, waiting_since=AT, prefers_seat=two)
    assert [offer.seat_id for offer in match([again], ready)] == [two]
    assert [offer.seat_id for offer in match([again.model_copy(update={"last_seat": two})], ready)] == [one]
    assert match([again], [Ready(seat_id=one, since=AT, is_speaking=True)]) == []


def test_where_a_caller_goes_whom_the_other_side_did_not_take() -> None:
    assert return_of(is_seat_in=True, has_company=True, is_in_hand=True) == "stay"
    assert return_of(is_seat_in=False, has_company=False, is_in_hand=True) == "seat"
    assert return_of(is_seat_in=False, has_company=True, is_in_hand=False) == "stay"
    assert return_of(is_seat_in=False, has_company=False, is_in_hand=False) == "queue"


def test_a_seat_without_a_voice_is_given_what_is_written_and_a_call_holds_up_nothing() -> None:
    mute, speaks = Ready(seat_id=uuid4(), since=AT, takes_calls=False), Ready(seat_id=uuid4(), since=AT)
    call = Waiting(contact_id=uuid4(), priority=30, waiting_since=AT, is_call=True, prefers_seat=mute.seat_id)
    text = Waiting(contact_id=uuid4(), priority=0, waiting_since=AT)
    assert [offer.contact_id for offer in match([call, text], [mute])] == [text.contact_id]
    offered = {offer.contact_id: offer.seat_id for offer in match([call, text], [mute, speaks])}
    assert offered == {call.contact_id: speaks.seat_id, text.contact_id: mute.seat_id}


async def test_calls_wait_for_a_seat_that_takes_them_however_many_there_are(world: World) -> None:
    await world.line("taker1")
    await world.line("taker2")
    await world.do("taker1", move_own_seat, MoveSeat(to="ready", takes_calls=False))
    calls = [(await rings(world, f"{number}@trunk", f"1380000777{number}")).call_id for number in range(3)]
    written = await world.report()
    assert (await contact(world, written))["state"] == "offered"
    assert {(await contact(world, one))["state"] for one in calls} == {"waiting"}
    await world.do("taker2", move_own_seat, MoveSeat(to="ready"))
    assert [(await contact(world, one))["state"] for one in calls] == ["offered", "waiting", "waiting"]
    await world.do("taker1", move_own_seat, MoveSeat(to="paused"))
    await world.do("taker1", move_own_seat, MoveSeat(to="ready"))
    states = [(await contact(world, one))["state"] for one in (*calls, written)]
    assert states.count("offered") == 2, "one who goes ready without a word takes them again"


async def test_no_caller_rings_where_nobody_can_speak(world: World) -> None:
    await world.ready("taker1")
    await world.line("taker1", is_up=False)
    call = (await rings(world)).call_id
    assert (await contact(world, call))["state"] == "waiting", "nobody in the hall can speak"
    written = await world.report()
    assert (await contact(world, written))["state"] == "offered"
    await world.do("taker2", move_own_seat, MoveSeat(to="ready"))
    assert (await contact(world, call))["state"] == "waiting"
    await world.line("taker2")
    assert (await contact(world, call))["state"] == "offered", "the line came up while the caller waited"
    await world.line("taker2", is_up=False)
    assert (await contact(world, call))["state"] == "waiting", "it does not ring on where it cannot be answered"
    assert await seat_state(world, "taker2") == "ready"
    await world.line("taker2")
    assert (await contact(world, call))["state"] == "offered"


async def test_a_line_told_twice_is_noted_once_and_another_node_has_no_say_in_it(world: World) -> None:
    person = world.people["taker1"].account_id
    assert person is not None

    async def tell(node: str, *, is_up: bool) -> bool:
        await world.do(LINE, note_line, NoteLine(person_id=person, node=node, is_up=is_up))
        return bool(await world.stage.value("select is_up from telephony.line where person_id = $1", person))

    assert await tell("one", is_up=True)
    assert await tell("two", is_up=True), "the browser came back at another node"
    assert await tell("one", is_up=False), "the first node only sees that it has gone"
    assert not await tell("two", is_up=False)
    told = await world.stage.value("select count(*) from ledger.event where name = 'telephony.line.moved'")
    assert told == 2
