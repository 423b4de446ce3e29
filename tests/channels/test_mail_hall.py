"""Mails and a whole hall: what a citizen mails is a contact, what the seat writes stands under it in the mailbox."""

import asyncio
from collections.abc import AsyncIterator
from email.message import EmailMessage
from functools import partial
from typing import Any

import pytest

from tests.channels.postbox import HALL, RELAY, Relay, handed_in, mail_of, mail_settings, relay
from tests.channels.test_smpp import until
from tests.channels.test_wechat_hall import answer, contacts, value, wait_for
from tests.conftest import world_database
from tests.engines import Engines
from tests.journeys.test_report_to_rating import photo
from tests.livehall import LiveHall, live_hall
from yaoyaoling.apps import rooms
from yaoyaoling.apps.open import make_inlet
from yaoyaoling.channels.adapters.chosen import chosen_adapters
from yaoyaoling.channels.adapters.mail import MailAdapter
from yaoyaoling.channels.fetching import Fetching
from yaoyaoling.channels.outbox import Outbox
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.citizen.handlers.keep_fetched import store_fetched
from yaoyaoling.evidence.files import MediaFiles
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system


@pytest.fixture(scope="module")
def post() -> Any:
    """The mail relay."""
    with relay() as state:
        yield state


@pytest.fixture(scope="module")
async def hall(engines: Engines, post: Relay, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHall]:
    """A hall with a mailbox, and whatever `yyl channels` runs."""
    with pytest.MonkeyPatch.context() as patch:
        for name, one in mail_settings(post).items():
            patch.setenv(f"YYL_CHANNELS_{name.upper()}", str(one))
        async with live_hall(engines, await world_database(engines), tmp_path_factory.mktemp("hall")) as live:
            db, files = live.hall.db, live.hall.need(MediaFiles)
            adapters = chosen_adapters(ChannelsSettings())
            [adapter] = adapters
            assert isinstance(adapter, MailAdapter)
            tasks = [
                asyncio.create_task(work)
                for work in (
                    adapter.run(make_inlet(db, files)),
                    Outbox(db, adapters).run(),
                    Fetching(db, adapters, partial(store_fetched, db, files)).run(),
                )
            ]
            await until(lambda: adapter.is_up and adapter.door is not None and adapter.door.port)
            assert adapter.door is not None
            DOOR.append(adapter.door.port)
            yield live
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


DOOR: list[int] = []


async def mail(octets: bytes, **how: Any) -> None:
    assert await handed_in(DOOR[-1], octets, **how) == {}


def from_(person: str, words: str, **more: Any) -> bytes:
    """A mail of somebody, signed by the domain unless told."""
    return mail_of(words, sender=person, **more)


def answers_to(post: Relay, person: str) -> list[EmailMessage]:
    return [one.mail for one in post.taken if one.to == person]


async def test_it_is_reported_answered_and_answered_back_in_one_thread(hall: LiveHall, post: Relay) -> None:
    person = "one@example.com"
    await mail(from_(person, "解放路有人打架", Subject="求助", message_id="<first@example.com>"))
    [contact] = await contacts(hall, person)
    assert contact["channel"] == "mail" and contact["number"].startswith("J")
    assert contact["text"] == f"〔发件人 {person}〕\n【求助】解放路有人打架"
    reply = await answer(hall, contact["id"], "您在几楼？")
    assert (reply.goes_by, reply.why_not_by_text) == ("text", None)
    await until(lambda: answers_to(post, person))
    [ours] = answers_to(post, person)
    assert ours["In-Reply-To"] == "<first@example.com>" and ours["Subject"] == "Re: 求助"
    state = "select state from channels.message where id = $1"
    await wait_for(hall, state, "sent", reply.message_id)
    quoted = f"三楼\n\nOn Mon, Nov 30, 2026 at 10:00 <{HALL}> wrote:\n> 您在几楼？"
    await mail(from_(person, quoted, Subject="Re: 求助", In_Reply_To=str(ours["Message-ID"])))
    sql = "select words from citizen.message where contact_id = $1 and is_from_citizen order by said_at desc limit 1"
    assert await value(hall, sql, contact["id"]) == f"〔发件人 {person}〕\n三楼\n〔引用略〕"
    assert "三楼" in await value(hall, "select text from intake.contact where id = $1", contact["id"])
    assert len(await contacts(hall, person)) == 1
    told = (
        "From: MAILER-DAEMON@example.com\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b"
        "\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Original-Envelope-Id: {str(ours['Message-ID'])[1:-1]}\r\n\r\n"
        "Action: delivered\r\nStatus: 2.0.0\r\n\r\n--b--\r\n"
    )
    await mail(told.encode(), sender="")
    assert await value(hall, state, reply.message_id) == "delivered"


async def test_told_again_it_is_one_and_answered_all_the_same(hall: LiveHall) -> None:
    octets = from_("twice@example.com", "一次")
    for _ in range(3):
        await mail(b"Received: from another relay\r\n" + octets)
    assert await value(hall, "select count(*) from channels.text where sender = $1", "twice@example.com") == 1


async def test_who_is_not_proved_writes_into_nobodys_report(hall: LiveHall) -> None:
    person = "victim@example.com"
    await mail(from_(person, "我在家"))
    [real] = await contacts(hall, person)
    await mail(
        from_(person, "没事了，不用来", proof="dkim=none", message_id="<forged@evil.test>"), sender="x@evil.test"
    )
    both = await contacts(hall, person)
    assert len(both) == 2 and {one["text"] for one in both} == {
        f"〔发件人 {person}〕\n我在家", f"〔发件人 {person}，未经验证〕\n没事了，不用来",
    }  # fmt: skip
    await mail(from_(person, "退订", proof="dkim=none", message_id="<forged2@evil.test>"), sender="x@evil.test")
    await mail(from_(person, "他又来了"))
    sql = "select text from intake.contact where id = $1"
    said = await value(hall, sql, real["id"])
    assert said.endswith(f"〔发件人 {person}〕\n他又来了") and "没事了" not in said


async def test_an_unproved_answer_under_our_mail_joins_for_nobody_else_knows_its_name(
    hall: LiveHall, post: Relay
) -> None:
    person = "unproved@example.com"
    await mail(from_(person, "有人跟踪我", proof=None))
    [contact] = await contacts(hall, person)
    await answer(hall, contact["id"], "在哪里？")
    await until(lambda: answers_to(post, person))
    named = str(answers_to(post, person)[0]["Message-ID"])
    await mail(from_(person, "在车站", proof=None, In_Reply_To=named))
    assert len(await contacts(hall, person)) == 1
    await mail(from_("stranger@example.com", "我也看见了", In_Reply_To=named))
    [other] = await contacts(hall, "stranger@example.com")
    assert other["id"] != contact["id"], "somebody else who was shown the mail"
    assert await value(hall, "select redial_of from intake.contact where id = $1", other["id"]) == contact["id"]


async def test_what_a_machine_wrote_is_a_contact_that_cannot_be_answered(hall: LiveHall, post: Relay) -> None:
    person = "alarm@example.com"
    await mail(from_(person, "3 号仓库烟感报警", Auto_Submitted="auto-generated"))
    [contact] = await contacts(hall, person)
    assert "自动发出，不能回复" in contact["text"]
    reply = await answer(hall, contact["id"], "收到")
    assert reply.why_not_by_text == "no_number" and answers_to(post, person) == []
    note = from_(person, "不在办公室", Auto_Submitted="auto-replied", In_Reply_To="<m@hall.example>")
    await mail(note, sender="")
    assert await value(hall, "select count(*) from channels.text where sender = $1", person) == 1


async def test_a_picture_lies_with_the_contact_and_what_is_none_is_said(hall: LiveHall) -> None:
    person, one = "picture@example.com", EmailMessage()
    one["Authentication-Results"] = f"{RELAY}; dkim=pass header.d=example.com"
    one["From"], one["Message-ID"] = person, "<picture@example.com>"
    one.set_content("看图")
    one.add_attachment(photo(), maintype="image", subtype="jpeg", filename="a.jpg")
    one.add_attachment(b"<script>no picture</script>", maintype="image", subtype="png", filename="b.png")
    one.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="账单.exe")
    await mail(one.as_bytes())
    [contact] = await contacts(hall, person)
    assert await value(hall, "select count(*) from evidence.media where contact_id = $1", contact["id"]) == 1
    assert "〔附件无法识别〕" in contact["text"] and "〔附件 账单.exe，2 B，未保存〕" in contact["text"]


@pytest.mark.parametrize("proof", ["dkim=pass header.d=example.com", None], ids=["proved", "unproved"])
async def test_a_flood_is_one_contact_and_all_of_it_is_kept(hall: LiveHall, proof: str | None) -> None:
    person = f"flood-{proof is None}@example.com".lower()
    await asyncio.gather(*(mail(from_(person, f"第{number}封", proof=proof)) for number in range(30)))
    assert await value(hall, "select count(*) from channels.text where sender = $1", person) == 30
    assert len(await contacts(hall, person)) == 1


async def test_erased_nothing_of_the_person_is_left(hall: LiveHall) -> None:
    person = "erased@example.com"
    await mail(from_(person, "私事", Subject="我的名字"))
    [contact] = await contacts(hall, person)
    erase = EraseSubject(subject=contact["id"], reason="asked")
    await execute(hall.hall.db, system("erasure"), eraser(rooms.PURGES), erase)
    row = await hall.hall.db.worker_pool.fetchrow(
        "select sender, words, subject, mail_id, refers_to, key from channels.text where contact_id = $1", contact["id"]
    )
    assert row is not None and list(row.values()) == [None, None, None, None, [], None]
