"""A text message becomes a contact, or joins the open one of its sender; nothing is dropped."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.channels.texts import NUMBER, SELF, line_up, text
from tests.world import World
from yaoyaoling.apps import rooms
from yaoyaoling.channels.contract import PartOf
from yaoyaoling.channels.handlers.queue_message import QueueMessage, queue_message
from yaoyaoling.channels.refusals import AlreadyTakenRequest, PersonOptedOut
from yaoyaoling.citizen.handlers.say import Say, say
from yaoyaoling.incidents.public import AmendIncident, amend_incident
from yaoyaoling.intake.commands import SettleContact
from yaoyaoling.intake.handlers.finish import settle_contact
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.principal import system
from yaoyaoling.telephony.public import Ring, ring


async def row_of(world: World, contact_id: UUID | None) -> dict[str, object]:
    rows = await world.stage.fetch("select * from intake.contact where id = $1", contact_id)
    return dict(rows[0])


async def count(world: World) -> int:
    return int(await world.stage.value("select count(*) from intake.contact"))


async def test_a_text_is_a_contact_in_the_queue(world: World) -> None:
    contact = await text(world, "解放路12号有人打架", point=Point(lon=114.3, lat=30.6))
    row = await row_of(world, contact)
    assert (row["channel"], row["caller_number"], row["state"]) == ("sms", NUMBER, "waiting")
    assert row["text"] == "解放路12号有人打架" and row["lon"] == 114.3
    said = await world.stage.fetch("select words, via, is_from_citizen from citizen.message")
    assert [tuple(one) for one in said] == [("解放路12号有人打架", "sms", True)]
    assert "channels.text.received" in await world.stage.names()


async def test_what_follows_joins_it_and_reaches_the_incident(world: World) -> None:
    contact = await text(world, "有人打架")
    assert await text(world, "有刀", sender=f"+86{NUMBER}") == contact
    assert contact is not None
    await world.take("taker1", contact)
    incident = await world.open("taker1", contact)
    assert await text(world, "他跑了") == contact
    assert await count(world) == 1
    narrative = await world.stage.value("select narrative from incidents.incident where id = $1", incident)
    assert "他跑了" in narrative


async def test_who_rang_and_writes_is_one_person(world: World) -> None:
    command = Ring(trunk_call_id="a@b", dialled="110", caller_number=NUMBER)
    rang = await world.do(system("voice"), ring, command)
    assert await text(world, "不能说话，他在隔壁") == rang.call_id
    row = await row_of(world, rang.call_id)
    assert "不能说话" in str(row["text"])


async def test_a_number_somebody_typed_joins_nobody_else_to_the_report(world: World) -> None:
    # `world.report` comes by the web, with a number nobody vouches for.
    report = await world.report()
    contact = await text(world, "救命", sender="13800001234")
    assert contact != report
    row = await row_of(world, contact)
    assert row["redial_of"] == report
    assert "救命" not in str((await row_of(world, report))["text"])


async def test_an_answer_to_the_hall_is_in_the_conversation_of_a_web_report_and_not_on_its_page(world: World) -> None:
    await line_up(world)
    report = await world.report()
    await world.take("taker1", report)
    reply = await world.do("taker1", say, Say(contact_id=report, words="在哪里？", is_from_citizen=False))
    assert reply.goes_by == "text"
    assert await text(world, "你是谁", sender="13800001234") == report
    row = await row_of(world, report)
    assert "你是谁" not in str(row["text"])
    async with world.stage.db.snapshot(world.people["taker1"]) as tx:
        seen = await tx.fetch("select words from citizen.message where contact_id = $1 order by said_at, id", report)
    assert [one["words"] for one in seen] == ["在哪里？", "你是谁"]


async def test_a_contact_that_is_over_or_out_of_sight_takes_nothing_in(world: World) -> None:
    first = await text(world, "有人打架")
    assert first is not None
    await world.take("taker1", first)
    await world.do("taker1", settle_contact, SettleContact(contact_id=first, disposition="answered"))
    second = await text(world, "又打起来了")
    assert second != first and second is not None
    await world.take("taker1", second)
    incident = await world.open("taker1", second)
    amend = AmendIncident(incident_id=incident, class_code="0701", reason="实为投诉民警", hall_code="990000110000")
    await world.do("taker1", amend_incident, amend)
    third = await text(world, "有人在砸门")
    assert third not in (first, second)
    assert (await row_of(world, third))["redial_of"] is None


async def test_a_day_later_it_is_another_matter(world: World) -> None:
    first = await text(world, "有人打架")
    world.stage.clock.at += timedelta(hours=25)
    assert await text(world, "我的车不见了") != first


async def test_pieces_are_put_together_whichever_comes_first(world: World) -> None:
    words = "解放路救命😀".encode("utf-16-be")
    cuts = [words[:5], words[5:13], words[13:]]  # through the middle of characters
    for number in (3, 1, 2, 2):
        part = PartOf(reference=9, total=3, number=number)
        await text(world, "", part=part, raw=cuts[number - 1], coding=8)
    assert await count(world) == 1
    assert await world.stage.value("select text from intake.contact") == "解放路救命😀"
    assert await world.stage.value("select count(*) from channels.text_part") <= 1


async def test_what_never_becomes_whole_is_shown_with_its_gap(world: World) -> None:
    await text(world, "", part=PartOf(reference=9, total=3, number=1), raw="救命".encode("utf-16-be"), coding=8)
    await text(world, "", part=PartOf(reference=9, total=3, number=3), raw="快来".encode("utf-16-be"), coding=8)
    assert await count(world) == 0
    await world.advance(61)
    assert await world.stage.value("select text from intake.contact") == "救命…〔缺〕…快来"


async def test_told_twice_is_taken_once_and_a_signed_request_not_again(world: World) -> None:
    await text(world, "一", channel="wechat", sender="openid-1", key="m1", nonce="n" * 20)
    await text(world, "一", channel="wechat", sender="openid-1", key="m1", nonce="o" * 20)
    assert await world.stage.value("select count(*) from citizen.message") == 1
    with pytest.raises(AlreadyTakenRequest):
        await text(world, "二", channel="wechat", sender="openid-1", key="m2", nonce="o" * 20)
    assert await world.stage.value("select count(*) from channels.text") == 1


async def test_a_flood_is_one_contact_and_every_word_of_it_is_there(world: World) -> None:
    for number in range(60):
        await text(world, f"消息{number}")
    await text(world, "救命", sender="13900000000")
    await world.advance(40)
    await world.advance(40)
    assert await count(world) == 2
    whole = await world.stage.value("select text from intake.contact where caller_number = $1", NUMBER)
    assert all(f"消息{number}" in whole for number in range(60))
    assert await world.stage.value("select count(*) from channels.text where contact_id is null") == 0
    assert await world.stage.value("select count(*) from citizen.message where words like '消息%'") <= 12


async def test_stop_is_no_refusal_of_a_report(world: World) -> None:
    await line_up(world)
    # Out of the blue it may be a cry for help: it is noted, and is a contact.
    first = await text(world, "STOP")
    assert first is not None
    assert await text(world, "救命") == first
    notice = QueueMessage(message_id=new_id(), contact_id=first, receiver=NUMBER, words="回访", is_urgent=False)
    with pytest.raises(PersonOptedOut):
        await world.do(SELF, queue_message, notice)
    await world.take("taker1", first)
    reply = await world.do("taker1", say, Say(contact_id=first, words="在哪里？", is_from_citizen=False))
    assert reply.goes_by == "text"
    await text(world, "恢复订阅")
    await world.do(SELF, queue_message, notice)


async def test_stop_in_answer_to_a_message_makes_no_contact(world: World) -> None:
    await line_up(world)
    first = await text(world, "有人打架")
    assert first is not None
    await world.take("taker1", first)
    await world.do("taker1", settle_contact, SettleContact(contact_id=first, disposition="answered"))
    notice = QueueMessage(message_id=new_id(), contact_id=first, receiver=NUMBER, words="回访", is_urgent=False)
    await world.do(SELF, queue_message, notice)
    await text(world, "退订")
    assert await count(world) == 1
    assert await text(world, "有人打架") is not None
    assert await count(world) == 2


async def test_erased_words_and_numbers_are_gone(world: World) -> None:
    await line_up(world)
    contact = await text(world, "他有刀")
    assert contact is not None
    await world.take("taker1", contact)
    await world.do("taker1", say, Say(contact_id=contact, words="在哪里？", is_from_citizen=False))
    await world.do(system("erasure"), eraser(rooms.PURGES), EraseSubject(subject=contact, reason="asked"))
    assert await world.stage.value("select count(*) from channels.text where words is not null") == 0
    assert await world.stage.value("select count(*) from channels.message where receiver is not null") == 0
