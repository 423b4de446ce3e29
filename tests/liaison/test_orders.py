"""A work order goes out, is accepted, returned, sent on, kept, finished, re-opened; somebody has it at every moment."""

from uuid import uuid4

import pytest

from tests.dispatch.test_chain import incident_of
from tests.liaison.partners import GAS_NORTH, GAS_SOUTH, HOTLINE, WATER, ask, gas_order, move, standing
from tests.oversight.test_samples import fed_back, reviews
from tests.world import HALL, NORTH_1, World
from yaoyaoling.apps import rooms
from yaoyaoling.incidents.commands import AmendIncident
from yaoyaoling.incidents.handlers.amend import amend_incident
from yaoyaoling.incidents.public import list_timeline
from yaoyaoling.intake.commands import ReceiveContact
from yaoyaoling.intake.handlers.receive import receive_contact
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Conflict, NotAllowed, NotFound
from yaoyaoling.liaison.commands import NoteOrder, PutDesk, SendOrder, UrgeOrder
from yaoyaoling.liaison.desks import list_fitting, matter_of
from yaoyaoling.liaison.handlers.note_order import note_order
from yaoyaoling.liaison.handlers.put_desk import put_desk
from yaoyaoling.liaison.handlers.send_order import send_order
from yaoyaoling.liaison.handlers.urge_order import urge_order
from yaoyaoling.liaison.refusals import (
    DeskUnfit,
    DeskWanted,
    MatterEnded,
    MatterWanted,
    NobodyToUrge,
    NotAPartner,
    NotForPartners,
    TextWanted,
    UnknownService,
)
from yaoyaoling.liaison.states import IllegalWorkOrderSignal
from yaoyaoling.oversight.handlers.decide_review import DecideReview, decide_review
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.principal import PUBLIC, system


async def owed(world: World, incident: object) -> list[str]:
    rows = await world.stage.fetch(
        "select reference from incidents.obligation where incident_id = $1 and kind = 'work_order'"
        " and settled_at is null",
        incident,
    )
    return [row["reference"] for row in rows]


async def test_an_order_is_accepted_told_of_and_done_and_keeps_its_incident_open_until_then(hall: World) -> None:
    incident, order = await gas_order(hall)
    assert await standing(hall, order) == ("sent", HALL, "taker1")
    assert await owed(hall, incident) == [str(order)]
    await move(hall, "gas_north", order, "accept")
    assert await standing(hall, order) == ("accepted", GAS_NORTH, "gas_north")
    await hall.do("gas_north", note_order, NoteOrder(work_order_id=order, text="抢修车十分钟到"))
    await hall.do("taker1", urge_order, UrgeOrder(work_order_id=order))
    await move(hall, "gas_north", order, "finish", "已关阀，检测合格")
    assert await standing(hall, order) == ("done", GAS_NORTH, "gas_north")
    assert await owed(hall, incident) == []
    await move(hall, "taker1", order, "reopen", "住户称仍有气味")
    assert await standing(hall, order) == ("accepted", GAS_NORTH, "gas_north")
    assert await owed(hall, incident) == [f"{order}/1"]
    await move(hall, "gas_north", order, "finish", "更换接头，复测合格")
    assert await owed(hall, incident) == []
    async with hall.stage.db.snapshot(hall.people["taker1"]) as tx:
        lines = [one for one in await list_timeline(tx, hall.stage.decoder, incident) if one.name.startswith("liaison")]
    assert [one.name.rpartition(".")[2] for one in lines] == [
        "sent", "advanced", "noted", "urged", "advanced", "advanced", "advanced",
    ]  # fmt: skip
    assert lines[-1].data["text"] == "更换接头，复测合格"


async def test_a_handled_incident_closes_when_its_last_order_is_done(hall: World) -> None:
    incident = await fed_back(hall)
    order = (await ask(hall, incident)).work_order_id
    command = DecideReview(review_id=(await reviews(hall, incident))["feedback"], decision="pass")
    await hall.do("reviewer", decide_review, command)
    assert (await hall.states(incident))["incident"] == "handled"
    await move(hall, "gas_north", order, "accept")
    assert (await hall.states(incident))["incident"] == "handled"
    await move(hall, "gas_north", order, "finish", "已关阀，检测合格")
    assert (await hall.states(incident))["incident"] == "closed"
    with pytest.raises(MatterEnded):
        await ask(hall, incident)


async def test_what_is_returned_is_the_first_receivers_and_goes_on_or_is_kept(hall: World) -> None:
    incident, order = await gas_order(hall)
    with pytest.raises(TextWanted):
        await move(hall, "gas_north", order, "return", " ")
    await move(hall, "gas_north", order, "return", "不是燃气，是下水道味")
    assert await standing(hall, order) == ("returned", HALL, "taker1")
    with pytest.raises(DeskWanted):
        await move(hall, "taker1", order, "resend")
    with pytest.raises(DeskUnfit):
        await move(hall, "taker1", order, "resend", desk_code=GAS_SOUTH)
    await move(hall, "commander", order, "resend", "请疏通", desk_code=WATER)
    assert await standing(hall, order) == ("sent", HALL, "commander")
    await move(hall, "water", order, "return", "小区内部管道归物业")
    assert await standing(hall, order) == ("returned", HALL, "taker1")
    await move(hall, "taker1", order, "keep", "已联系物业到场疏通")
    assert await standing(hall, order) == ("kept", HALL, "taker1")
    assert await owed(hall, incident) == []


async def test_whoever_sent_it_withdraws_it_and_the_partner_sees_that(hall: World) -> None:
    incident, order = await gas_order(hall)
    await move(hall, "gas_north", order, "accept")
    await move(hall, "taker1", order, "withdraw", "住户误报")
    view = await hall.stage.snapshot(hall.people["gas_north"])
    assert view.entities[("work_order", str(order))].fields["state"] == "withdrawn"
    assert await owed(hall, incident) == []


async def test_each_side_takes_its_own_steps_and_no_other(hall: World) -> None:
    _, order = await gas_order(hall)
    for who, signal, refusal in (
        ("taker1", "accept", NotAllowed), ("gas_north", "withdraw", NotAllowed), ("taker1", "not_taken", NotAllowed),
        ("gas_south", "accept", NotFound), ("south", "withdraw", NotFound), ("reviewer", "withdraw", NotAllowed),
        ("gas_north", "finish", IllegalWorkOrderSignal), ("taker1", "keep", IllegalWorkOrderSignal),
    ):  # fmt: skip
        with pytest.raises(refusal):
            await move(hall, who, order, signal, "试试看")
    with pytest.raises(NotAllowed):
        await hall.do("gas_north", urge_order, UrgeOrder(work_order_id=order))
    stale = {"expected_version": 7}
    with pytest.raises(Conflict):
        await move(hall, "gas_north", order, "accept", **stale)  # type: ignore[arg-type]
    await move(hall, "gas_north", order, "return", "非本公司管网")
    with pytest.raises(NobodyToUrge):
        await hall.do("taker1", urge_order, UrgeOrder(work_order_id=order))


async def test_desks_that_fit_are_over_the_place_what_the_words_ask_for_first(hall: World) -> None:
    incident = await incident_of(hall)
    amend = AmendIncident(incident_id=incident, narrative="楼道有燃气味", reason="补充", hall_code=HALL)
    await hall.do("taker1", amend_incident, amend)
    async with hall.stage.db.snapshot(hall.people["taker1"]) as tx:
        matter = await matter_of(tx, incident, None)
        found = await list_fitting(tx, matter)
        hotline = await list_fitting(tx, matter, "12345")
    assert [(one.org_code, one.is_suggested) for one in found] == [
        (GAS_NORTH, True), (WATER, False), (HOTLINE, False),
    ]  # fmt: skip
    assert [one.org_code for one in hotline] == [HOTLINE]
    with pytest.raises(DeskUnfit):
        await ask(hall, incident, GAS_SOUTH)
    await hall.do("admin", put_desk, PutDesk(org_code=GAS_NORTH, service="gas", is_active=False))
    with pytest.raises(DeskUnfit):
        await ask(hall, incident)


async def test_a_contact_without_an_incident_is_handed_on_too(hall: World) -> None:
    contact = new_id()
    command = ReceiveContact(
        contact_id=contact, channel="web", hall_code=HALL, caller_number="13800001234", text="路灯不亮想投诉",
        citizen_scope=f"k/{contact}", point=Point(lon=114.30, lat=30.50),
    )  # fmt: skip

    async def receive(tx: Tx, one: ReceiveContact) -> None:
        await receive_contact(tx, one)

    await hall.do(PUBLIC, receive, command)
    async with hall.stage.db.snapshot(hall.people["taker1"]) as tx:
        found = await list_fitting(tx, await matter_of(tx, None, contact))
    assert {one.org_code for one in found} == {GAS_SOUTH, WATER, HOTLINE} and found[0].service == "12345"
    body = SendOrder(contact_id=contact, desk_code=HOTLINE, asked="投诉路灯不亮")
    order = (await hall.do("taker1", send_order, body)).work_order_id
    await move(hall, "hotline", order, "accept")
    assert await standing(hall, order) == ("accepted", HOTLINE, "hotline")
    erase = EraseSubject(subject=contact, reason="本人申请")
    await hall.do(system("erasure"), eraser(rooms.PURGES), erase)
    await hall.stage.settle()
    left = await hall.stage.fetch("select asked, place_text, lon, caller_number from liaison.work_order")
    assert [tuple(row) for row in left] == [(None, None, None, None)]
    hall.stage.db.vault.forget_all()
    # It goes on, and what is said of it from now on is kept nowhere.
    await move(hall, "hotline", order, "finish", "已转路灯所修复")
    assert await hall.stage.value("select said from liaison.work_order") is None


async def test_what_does_not_fit_is_refused(hall: World) -> None:
    complaint = await incident_of(hall, "0701")
    with pytest.raises(NotForPartners):
        await ask(hall, complaint)
    for both in ({}, {"incident_id": uuid4(), "contact_id": uuid4()}):
        with pytest.raises(MatterWanted):
            await hall.do("taker1", send_order, SendOrder(desk_code=WATER, asked="请处理", **both))
    with pytest.raises(NotAPartner):
        await hall.do("admin", put_desk, PutDesk(org_code=NORTH_1, service="gas"))
    with pytest.raises(UnknownService):
        await hall.do("admin", put_desk, PutDesk(org_code=WATER, service="teleport"))
