"""Calls and legs: what is asked for, what the line tells, what everybody sees; told twice, it is done once."""

from uuid import UUID, uuid4

import pytest

from tests.telephony.calls import LINE, call, leg, legs, rings, tells, tells_leg
from tests.world import World
from yaoyaoling.apps import rooms
from yaoyaoling.kernel.refused import NotAllowed, NotFound
from yaoyaoling.platform import audience
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system
from yaoyaoling.telephony.commands import CallBack
from yaoyaoling.telephony.handlers.ask_leg import call_back
from yaoyaoling.telephony.public import (
    AskKey,
    AskLeg,
    CallSignal,
    EndCall,
    EndLeg,
    KeepDialog,
    LegSignal,
    NoteKey,
    Ring,
    SendDigits,
    SetMode,
    TagNumber,
    ask_key,
    ask_leg,
    end_call,
    end_leg,
    keep_dialog,
    list_live,
    note_key,
    ring,
    send_digits,
    set_mode,
    tag_number,
)
from yaoyaoling.telephony.refusals import (
    CallerMayHide,
    CallLives,
    CallOver,
    LegIncomplete,
    NoMedia,
    NumberWithheld,
    UnknownPartner,
)


async def talking(world: World) -> tuple[UUID, UUID]:
    """A call that was answered; gives it and its seat's leg."""
    rang = await rings(world)
    asked = AskLeg(call_id=rang.call_id, kind="seat", person_id=world.people["taker1"].account_id, display="张三")
    seat = (await world.do("taker1", ask_leg, asked)).leg_id
    await tells_leg(world, seat, LegSignal.JOIN)
    await tells(world, rang.call_id, CallSignal.ANSWER)
    return rang.call_id, seat


async def test_a_ring_told_twice_is_one_call_with_its_caller(world: World) -> None:
    first, again = await rings(world), await rings(world)
    assert first.is_new and not again.is_new
    assert (again.call_id, again.leg_id) == (first.call_id, first.leg_id) and first.leg_id is not None
    shown = (await world.stage.snapshot(world.people["taker1"])).entities[("call", str(first.call_id))].fields
    assert shown["state"] == "ringing" and [one["kind"] for one in shown["legs"]] == ["citizen"]
    assert await world.stage.value("select state from intake.contact where id = $1", first.call_id) == "waiting"


async def test_a_ring_without_media_is_as_it_was(world: World) -> None:
    command = Ring(trunk_call_id="b@trunk", dialled="110", caller_number="13800001234")
    reply = await world.do(system("trunk"), ring, command)
    assert reply.is_new and reply.leg_id is None
    assert ("call", str(reply.call_id)) not in (await world.stage.snapshot()).entities
    with pytest.raises(NoMedia):
        await world.do("taker1", end_call, EndCall(call_id=reply.call_id))
    with pytest.raises(NoMedia):
        await world.do("taker1", ask_leg, AskLeg(call_id=reply.call_id, kind="partner", partner_id="12345"))
    with pytest.raises(NoMedia):
        await tells(world, reply.call_id, CallSignal.ANSWER)


async def test_an_answered_call_has_its_caller_in_it_and_its_end_ends_all(world: World) -> None:
    call_id, _ = await talking(world)
    await tells(world, call_id, CallSignal.ANSWER)  # told twice
    assert {one["kind"]: one["state"] for one in await legs(world, call_id)} == {"citizen": "joined", "seat": "joined"}
    await world.do("taker1", ask_leg, AskLeg(call_id=call_id, kind="partner", partner_id="12345", attended="warm"))
    await tells(world, call_id, CallSignal.END, reason="hung_up")
    ended = await call(world, call_id)
    assert (ended["state"], ended["end_reason"]) == ("ended", "hung_up")
    states = {one["kind"]: (one["state"], one["end_reason"]) for one in await legs(world, call_id)}
    assert states["seat"] == ("left", "call_ended") and states["partner"] == ("failed", "cancelled")
    assert not await world.stage.fetch("select from platform.timer where name like 'telephony.%'")
    with pytest.raises(CallOver):
        await world.do("taker1", ask_leg, AskLeg(call_id=call_id, kind="partner", partner_id="12345"))


async def test_who_is_asked_already_is_not_asked_twice(world: World) -> None:
    call_id, seat = await talking(world)
    asked = AskLeg(call_id=call_id, kind="seat", person_id=world.people["taker1"].account_id)
    assert (await world.do("taker1", ask_leg, asked)).leg_id == seat
    partner = AskLeg(call_id=call_id, kind="partner", partner_id="12345")
    first = await world.do("taker1", ask_leg, partner)
    assert (await world.do("taker1", ask_leg, partner)).leg_id == first.leg_id
    assert (await leg(world, call_id, "partner"))["number"] == "12345"
    with pytest.raises(UnknownPartner):
        await world.do("taker1", ask_leg, AskLeg(call_id=call_id, kind="partner", partner_id="nobody"))
    with pytest.raises(LegIncomplete):
        await world.do("taker1", ask_leg, AskLeg(call_id=call_id, kind="partner"))


async def test_an_officer_is_called_again_as_he_was_called_before(world: World) -> None:
    call_id, _ = await talking(world)
    order = uuid4()
    with pytest.raises(LegIncomplete):
        await world.do("taker1", ask_leg, AskLeg(call_id=call_id, kind="officer", order_id=order))
    first = AskLeg(call_id=call_id, kind="officer", order_id=order, crew_id=world.crews["N1"], number="13800007777")
    failed = (await world.do("taker1", ask_leg, first)).leg_id
    await tells_leg(world, failed, LegSignal.FAIL, reason="busy", sip_status=486)
    # Dispatch shows the crew the call for as long as its order lives.
    async with world.stage.db.transaction(world.people["taker1"].model_copy(update={"is_system": True})) as tx:
        await audience.grant(tx, call_id, f"c/{world.crews['N1']}", "order")
    again = AskLeg(call_id=call_id, kind="officer", order_id=order)
    assert (await world.do("taker1", ask_leg, again)).leg_id != failed
    officer = await leg(world, call_id, "officer")
    assert (officer["number"], officer["crew_id"]) == ("13800007777", world.crews["N1"])


async def test_modes_digits_and_ends_are_asked_and_shown(world: World) -> None:
    call_id, seat = await talking(world)
    await world.do("taker1", set_mode, SetMode(leg_id=seat, mode="muted"))
    await world.do("taker1", send_digits, SendDigits(call_id=call_id, digits="12#"))
    await world.do("taker1", end_leg, EndLeg(leg_id=seat))
    shown = world.view.entities[("call", str(call_id))].fields["legs"][-1]
    assert (shown["mode"], shown["is_ending"], shown["state"]) == ("muted", True, "joined")
    await tells_leg(world, seat, LegSignal.LEAVE, reason="ended")
    await tells_leg(world, seat, LegSignal.LEAVE, reason="ended")
    await world.do("taker1", end_call, EndCall(call_id=call_id))
    await world.do("taker1", end_call, EndCall(call_id=call_id))
    names = await world.stage.names()
    for name, times in (("leg.mode_set", 1), ("call.digits_asked", 1), ("leg.end_asked", 1), ("call.end_asked", 1)):
        assert names.count(f"telephony.{name}") == times, name
    assert world.view.entities[("call", str(call_id))].fields["is_ending"]


async def test_a_line_that_drops_comes_back_or_leaves(world: World) -> None:
    call_id, seat = await talking(world)
    await tells_leg(world, seat, LegSignal.LOSE)
    assert (await leg(world, call_id, "seat"))["state"] == "lost"
    await tells_leg(world, seat, LegSignal.JOIN)
    assert (await leg(world, call_id, "seat"))["state"] == "joined"


async def test_who_is_called_too_long_is_called_no_more_even_without_the_line(world: World) -> None:
    call_id, _ = await talking(world)
    await world.do("taker1", ask_leg, AskLeg(call_id=call_id, kind="partner", number="02788886666"))
    await world.advance(46)
    partner = await leg(world, call_id, "partner")
    assert (partner["state"], partner["end_reason"]) == ("failed", "no_answer")


async def test_a_call_of_hours_is_ended(world: World) -> None:
    rang = await rings(world)
    command = KeepDialog(call_id=rang.call_id, node="two", sip={"tag": "x"}, media={"handle": 7})
    await world.do(LINE, keep_dialog, command)
    async with world.stage.db.snapshot(LINE) as tx:
        (live,) = await list_live(tx, "two")
        assert not await list_live(tx, "one")
    assert live.call.sip == {"tag": "x"} and [one.kind for one in live.legs] == ["citizen"]
    await world.stage.advance(14_401)
    ended = await call(world, rang.call_id)
    assert (ended["state"], ended["end_reason"]) == ("ended", "too_long")


async def test_a_hiding_caller_is_not_rung_before_somebody_says_it_is_safe(world: World) -> None:
    rang = await rings(world)
    with pytest.raises(CallLives):
        await world.do("taker1", call_back, CallBack(call_id=rang.call_id, is_safe=True))
    await tells(world, rang.call_id, CallSignal.ABANDON, reason="hung_up")
    assert world.view.entities[("call", str(rang.call_id))].fields["call_back"]
    with pytest.raises(CallerMayHide):
        await world.do("taker1", call_back, CallBack(call_id=rang.call_id))
    asked = await world.do("taker1", call_back, CallBack(call_id=rang.call_id, is_safe=True))
    await tells_leg(world, asked.leg_id, LegSignal.RING)
    await tells_leg(world, asked.leg_id, LegSignal.JOIN)
    again = await call(world, rang.call_id)
    assert (again["state"], again["ended_at"], again["end_reason"]) == ("talking", None, None)
    withheld = await rings(world, "w@trunk", None)
    await tells(world, withheld.call_id, CallSignal.ABANDON)
    with pytest.raises(NumberWithheld):
        await world.do("taker1", call_back, CallBack(call_id=withheld.call_id, is_safe=True))


async def test_a_key_is_asked_for_once_and_never_twice(world: World) -> None:
    assert not (await rings(world, "first@trunk", "13800002222")).asks_key
    rang = await rings(world, tags=("repeat",))
    assert rang.asks_key and (await rings(world)).asks_key, "not asked yet"
    assert (await world.do(LINE, ask_key, AskKey(call_id=rang.call_id))).is_asked
    assert not (await world.do(LINE, ask_key, AskKey(call_id=rang.call_id))).is_asked
    assert not (await rings(world)).asks_key
    await world.do(LINE, note_key, NoteKey(call_id=rang.call_id, key="1"))
    await world.do(LINE, note_key, NoteKey(call_id=rang.call_id, key="5"))
    assert (await call(world, rang.call_id))["key_pressed"] == "1"


async def test_an_erased_caller_leaves_no_number_anywhere(world: World) -> None:
    rang = await rings(world)
    notes = KeepDialog(call_id=rang.call_id, sip={"from": "13800001234"}, media={"a": 1})
    await world.do(LINE, keep_dialog, notes)
    await world.do("taker1", tag_number, TagNumber(call_id=rang.call_id, why="反复骚扰"))
    await tells(world, rang.call_id, CallSignal.ABANDON)
    await world.do("taker1", call_back, CallBack(call_id=rang.call_id, is_safe=True))
    erase = EraseSubject(subject=rang.call_id, reason="到期删除")
    await world.do(system("erasure"), eraser(rooms.PURGES), erase)
    for table in ("call", "leg", "number_tag"):
        text = str([dict(row) for row in await world.stage.fetch(f"select * from telephony.{table}")])
        assert "13800001234" not in text
    assert (await call(world, rang.call_id))["number_digest"] is None
    assert (await rings(world, "again@trunk")).tags == ()


async def test_who_does_not_see_a_call_does_nothing_to_it_and_officers_only_their_own(world: World) -> None:
    _, seat = await talking(world)
    for who in ("south", "north", "officer_n1"):
        with pytest.raises(NotFound):
            await world.do(who, end_leg, EndLeg(leg_id=seat))
    officer = world.people["officer_n1"].model_copy(update={"scopes": world.people["taker1"].scopes})
    with pytest.raises(NotAllowed):
        await execute(world.stage.db, officer, set_mode, SetMode(leg_id=seat, mode="held"))
    with pytest.raises(NotFound):
        await world.do("taker1", end_leg, EndLeg(leg_id=uuid4()))
