"""Orders of a desk with a platform of its own: what goes into the outbox, what comes back, and what is refused."""

import json
from typing import Any
from uuid import UUID

import pytest

from tests.dispatch.test_chain import incident_of
from tests.liaison.partners import GAS_NORTH, HOTLINE, ask, move, standing
from tests.liaison.platforms import SECRET, SELF, connect, queued, say, told
from tests.oversight.test_clocks import overdue
from tests.world import HALL, NORTH_1, World
from yaoyaoling.apps import rooms
from yaoyaoling.intake.commands import OpenFromContact, SettleContact, TakeContact
from yaoyaoling.intake.handlers.finish import open_from_contact, settle_contact
from yaoyaoling.intake.handlers.take import take_contact
from yaoyaoling.kernel.refused import NotAllowed, NotFound
from yaoyaoling.liaison.commands import NoteOrder, PutLine, RetryExchange, TakeBackExchange, UrgeOrder
from yaoyaoling.liaison.handlers.move_outgoing import (
    NoteExchange,
    note_exchange,
    retry_exchange,
    take_back_exchange,
)
from yaoyaoling.liaison.handlers.note_order import note_order
from yaoyaoling.liaison.handlers.put_line import put_line
from yaoyaoling.liaison.handlers.urge_order import urge_order
from yaoyaoling.liaison.policy import is_moot, pause_s, told_of
from yaoyaoling.liaison.refusals import (
    LineWrong,
    MatterClosed,
    MatterHandedTwice,
    MessageOutOfOrder,
    MessageReused,
    MessageUnreadable,
    NotAPartner,
    OrderUnknown,
)
from yaoyaoling.liaison.states import (
    ExchangeSignal,
    IllegalExchangeSignal,
    IllegalWorkOrderSignal,
    WorkOrderState,
)
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.principal import system

URL = "https://12345.example/inbox"


async def hotline_order(world: World) -> tuple[UUID, str]:
    """An order to a desk with a line; gives its id and number."""
    await connect(world, world.stage.db, URL)
    await world.stage.settle()
    reply = await ask(world, await incident_of(world), HOTLINE)
    return reply.work_order_id, reply.number


async def bodies(world: World) -> list[dict[str, Any]]:
    rows = await world.stage.fetch("select body from liaison.outgoing order by queued_at, seq, id")
    return [json.loads(row["body"]) for row in rows]


async def dead(world: World, order: UUID) -> UUID:
    """The going out of an order cannot get through; gives the message."""
    sql = "select id from liaison.outgoing where work_order_id = $1 order by seq desc limit 1"
    message: UUID = await world.stage.value(sql, order)
    note = NoteExchange(exchange_id=message, signal=ExchangeSignal.FAIL, reason="http_400")
    await world.do(SELF, note_exchange, note)
    return message


async def test_an_order_goes_into_the_outbox_with_its_fact_and_all_that_is_needed(hall: World) -> None:
    order, number = await hotline_order(hall)
    [body] = await bodies(hall)
    assert body["type"] == "order.sent" and body["order"]["number"] == number
    assert body["order"]["asked"] == "三楼燃气泄漏，请关阀检修" and body["order"]["caller_number"] == "13800001234"
    assert body["order"]["first_receiver"]["name"] == "taker1" and body["order"]["desk"]["unit"] == "小镇市12345热线"
    assert body["order"]["accept_by"] < body["order"]["done_by"]
    await hall.do("taker1", urge_order, UrgeOrder(work_order_id=order))
    await hall.do("taker1", note_order, NoteOrder(work_order_id=order, text="住户已回家"))
    await move(hall, "taker1", order, "withdraw", "已自行解决")
    assert [kind for kind, _ in await queued(hall)] == ["order.sent", "order.urged", "order.noted", "order.withdrawn"]
    last = (await bodies(hall))[-1]
    assert last["text"] == "已自行解决" and last["order"]["asked"] is None and last["order"]["caller_number"] is None
    seqs = [one["seq"] for one in await bodies(hall)]
    assert seqs == sorted(set(seqs))


async def test_a_desk_without_a_line_or_with_one_switched_off_has_nothing_to_send(hall: World) -> None:
    await ask(hall, await incident_of(hall), GAS_NORTH)
    await connect(hall, hall.stage.db, URL, is_active=False)
    await hall.stage.settle()
    await ask(hall, await incident_of(hall), HOTLINE)
    assert await queued(hall) == []


async def test_what_a_person_at_the_page_does_is_told_to_their_platform_and_not_what_it_says_itself(
    hall: World,
) -> None:
    order, number = await hotline_order(hall)
    await move(hall, "hotline", order, "accept")
    answer = await say(hall, told("order.done", number, 1, result="已告知政策", satisfaction=5))
    assert (answer.number, answer.state) == (number, "done")
    assert [kind for kind, _ in await queued(hall)] == ["order.sent", "order.accepted"]
    assert await standing(hall, order) == ("done", HOTLINE, "何雨桐")
    assert await hall.stage.value("select said from liaison.work_order") == "已告知政策（满意度 5/5）"
    await move(hall, "taker1", order, "reopen", "来电人称未收到答复")
    assert (await queued(hall))[-1][0] == "order.reopened"


async def test_their_platform_accepts_tells_and_returns_and_the_owner_is_named(hall: World) -> None:
    order, number = await hotline_order(hall)
    await say(hall, told("order.accepted", number, 1))
    assert await standing(hall, order) == ("accepted", HOTLINE, "何雨桐")
    await say(hall, told("order.progress", number, 2, text="已转住建局"))
    await say(hall, told("order.returned", number, 3, reason="应由街道办理"))
    assert await standing(hall, order) == ("returned", HALL, "taker1")
    assert [kind for kind, _ in await queued(hall)] == ["order.sent"]
    with pytest.raises(IllegalWorkOrderSignal):
        await say(hall, told("order.done", number, 4, result="又办结了"))


async def test_what_is_told_again_is_answered_again_and_what_does_not_fit_is_refused(hall: World) -> None:
    order, number = await hotline_order(hall)
    accepted = told("order.accepted", number, 1)
    first = await say(hall, accepted)
    version = await hall.stage.value("select version from liaison.work_order where id = $1", order)
    assert await say(hall, accepted) == first
    assert await hall.stage.value("select version from liaison.work_order where id = $1", order) == version
    with pytest.raises(MessageReused):
        await say(hall, accepted | {"handler": {"name": "别人"}})
    for seq in (1, 3):
        with pytest.raises(MessageOutOfOrder) as refused:
            await say(hall, told("order.progress", number, seq, text="进度"))
        assert refused.value.details == {"expected": 2}
    with pytest.raises(OrderUnknown):
        await say(hall, told("order.accepted", "LD20260101T1000999", 1))
    # Another partner's order is as unknown as one that never was.
    await connect(hall, hall.stage.db, URL, code=GAS_NORTH)
    await hall.stage.settle()
    with pytest.raises(OrderUnknown):
        await say(hall, told("order.done", number, 1, result="我们办了"), desk=GAS_NORTH)
    for wrong in ({"type": "order.burnt"}, {"seq": 0}, {"handler": {"name": ""}}, {"more": 1}, {"id": "short"}):
        with pytest.raises(MessageUnreadable):
            await say(hall, told("order.progress", number, 2, text="进度") | wrong)


async def test_what_is_dead_is_raised_at_once_and_sent_again_or_taken_back(hall: World) -> None:
    order, _ = await hotline_order(hall)
    message = await dead(hall, order)
    await hall.advance(1)
    assert [(thing, state) for thing, state, *_ in await overdue(hall, "commander")] == [("exchange", "dead")]
    view = await hall.stage.snapshot(hall.people["taker1"])
    shown = view.entities[("exchange", str(message))].fields
    assert (shown["state"], shown["reason"], shown["work_order_id"]) == ("dead", "http_400", str(order))
    with pytest.raises(NotAllowed):
        await hall.do("hotline", retry_exchange, RetryExchange(exchange_id=message))
    with pytest.raises(NotFound):
        await hall.do("south1", retry_exchange, RetryExchange(exchange_id=message))
    await hall.do("taker1", retry_exchange, RetryExchange(exchange_id=message))
    assert await overdue(hall, "commander") == []
    with pytest.raises(IllegalExchangeSignal):
        await hall.do("taker1", take_back_exchange, TakeBackExchange(exchange_id=message))
    await dead(hall, order)
    await hall.do("taker2", take_back_exchange, TakeBackExchange(exchange_id=message))
    assert await standing(hall, order) == ("returned", HALL, "taker1")
    assert await queued(hall) == [("order.sent", "dropped"), ("order.withdrawn", "queued")]
    await move(hall, "taker1", order, "resend", desk_code=GAS_NORTH)
    assert await standing(hall, order) == ("sent", HALL, "taker1")


async def test_nobody_sends_and_still_it_is_given_up_and_the_order_comes_back_in_its_time(hall: World) -> None:
    order, _ = await hotline_order(hall)
    await hall.advance(121)
    assert await queued(hall) == [("order.sent", "dead")]
    assert await hall.stage.value("select reason from liaison.outgoing") == "no_try"
    await hall.advance(480)
    assert await standing(hall, order) == ("returned", HALL, "taker1")
    sent = (await queued(hall))[0]
    assert sent == ("order.sent", "dead")
    sql = "select id from liaison.outgoing where kind = 'order.withdrawn'"
    last = NoteExchange(exchange_id=await hall.stage.value(sql), signal=ExchangeSignal.SEND)
    await hall.do(SELF, note_exchange, last)
    states = {state for _, state in await queued(hall)}
    assert states == {"dropped", "sent"}, "they know that they have it no more: nothing of before is said"


def asked(content: str, **more: Any) -> dict[str, Any]:
    return {"asked": {"kind": "求助", "content": content, "caller_number": "13900002222", **more}}


async def test_a_matter_of_theirs_waits_in_the_queue_danger_first_and_they_read_what_becomes_of_it(hall: World) -> None:
    await connect(hall, hall.stage.db, URL)
    await hall.stage.settle()
    plain = await say(hall, told("matter.sent", "RX1", 1, **asked("楼下商户占道", caller_name="李先生")))
    urgent = await say(hall, told("matter.sent", "RX2", 1, is_danger=True, **asked("邻居吵架，情绪激动")))
    rows = await hall.stage.fetch("select * from intake.contact order by priority desc, received_at")
    assert [row["number"] for row in rows] == [urgent.number, plain.number]
    assert rows[0]["channel"] == "partner" and rows[0]["caller_number"] == "13900002222"
    assert "工单 RX2" in rows[0]["text"] and "邻居吵架" in rows[0]["text"] and rows[1]["caller_name"] == "李先生"
    await say(hall, told("matter.added", "RX2", 2, text="来电人又催"))
    assert "来电人又催" in await hall.stage.value("select text from intake.contact where id = $1", rows[0]["id"])
    with pytest.raises(MatterHandedTwice):
        await say(hall, told("matter.sent", "RX2", 3, **asked("邻居吵架")))
    for index, who in enumerate(("taker1", "taker2")):
        await hall.do(who, take_contact, TakeContact(contact_id=rows[index]["id"]))
    opening = OpenFromContact(
        contact_id=rows[0]["id"], class_code="0202", place_text="解放路12号",
        point={"lon": 114.30, "lat": 30.60}, owner=hall.owner(),
    )  # fmt: skip
    await hall.do("taker1", open_from_contact, opening)
    settle = SettleContact(contact_id=rows[1]["id"], disposition="not_police", note="内部说明不外传")
    await hall.do("taker2", settle_contact, settle)
    said = [(one["number"], one["state"], one["type"]) for one in await bodies(hall)]
    assert said == [
        ("RX2", "taken", "matter.advanced"), ("RX1", "taken", "matter.advanced"),
        ("RX2", "opened", "matter.advanced"), ("RX1", "not_police", "matter.closed"),
    ]  # fmt: skip
    assert "内部说明" not in json.dumps(await bodies(hall), ensure_ascii=False)
    with pytest.raises(MatterClosed):
        await say(hall, told("matter.added", "RX1", 2, text="请再看看"))
    incident = await hall.stage.value("select incident_id from liaison.handed where number = 'RX2'")
    await hall.send("taker1", incident, "N1")
    assert (await bodies(hall))[-1]["text"] == "已派警"


async def test_who_is_forgotten_stands_in_no_message(hall: World) -> None:
    order, _ = await hotline_order(hall)
    person = await hall.stage.value("select subject from liaison.work_order where id = $1", order)
    erase = EraseSubject(subject=person, reason="本人申请")
    await hall.do(system("erasure"), eraser(rooms.PURGES), erase)
    assert await hall.stage.value("select count(*) from liaison.outgoing where body is not null") == 0


async def test_lines_are_set_by_administrators_of_the_area_alone_and_go_nowhere_else(hall: World) -> None:
    def line(**more: Any) -> PutLine:
        return PutLine(**({"org_code": HOTLINE, "url": URL, "secret": SECRET} | more))

    for who, command, refusal in (
        ("admin", line(url="http://12345.example/inbox"), LineWrong),
        ("admin", line(url="https://user:pass@12345.example/"), LineWrong),
        ("admin", line(url="ftp://12345.example/"), LineWrong),
        ("admin", line(secret=None), LineWrong),
        ("admin", line(org_code=NORTH_1), NotAPartner),
        ("taker1", line(), NotAllowed),
        ("admin_north", line(), NotAllowed),
    ):
        with pytest.raises(refusal):
            await hall.do(who, put_line, command)
    await hall.do("admin", put_line, line())
    await hall.do("admin", put_line, line(secret=None, url="http://127.0.0.1:8080/inbox"))
    stored = await hall.stage.value("select secret from liaison.line")
    assert SECRET.encode() not in stored
    facts = json.dumps([one.event.model_dump(mode="json") for one in await hall.stage.facts()], default=str)
    assert SECRET not in facts and '"has_new_secret": false' in facts


def test_pauses_grow_and_end_and_what_is_moot_is_known() -> None:
    assert [pause_s(tries, 1.0) for tries in (0, 1, 2, 3, 7, 50)] == [1.0, 1.0, 2.0, 4.0, 60.0, 60.0]
    assert pause_s(0, 30.0) == 30.0
    assert is_moot("order.urged", HOTLINE, WorkOrderState.RETURNED, HOTLINE)
    assert is_moot("order.noted", HOTLINE, WorkOrderState.SENT, GAS_NORTH)
    assert not is_moot("order.urged", HOTLINE, WorkOrderState.ACCEPTED, HOTLINE)
    assert not is_moot("order.withdrawn", HOTLINE, WorkOrderState.RETURNED, HOTLINE)
    assert told_of("settled", "harassment") == "no_report" and told_of("waiting", None) is None
