"""Mails over real LMTP and SMTP: the standard library at one end of each, the hall at the other."""

import asyncio
import contextlib
import smtplib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.channels.postbox import HALL, PERSON, Relay, handed_in, mail_of, mailbox_at, relay
from tests.channels.test_smpp import Kept, until
from yaoyaoling.channels.adapters.mail import MailAdapter
from yaoyaoling.channels.contract import Arrived, Never, NotNow, Parcel, Receipt, Thread


@dataclass
class Box:
    """The hall's mailbox between its relay and its inlet."""

    adapter: MailAdapter
    relay: Relay
    inlet: Kept

    @property
    def port(self) -> int:
        """Of its door."""
        assert self.adapter.door is not None
        return self.adapter.door.port

    async def take(self, octets: bytes, **how: Any) -> Any:
        """The relay hands a mail in."""
        return await handed_in(self.port, octets, **how)

    async def send(self, words: str = "您在哪里", to: str = PERSON, **more: Any) -> list[str]:
        """The hall answers."""
        named: list[str] = []

        async def note(number: int, total: int, remote_id: str) -> None:
            named.append(remote_id)

        await self.adapter.send(Parcel(message_id="m1", to=to, words=words, **more), note)
        return named


@contextlib.asynccontextmanager
async def box_at(**settings: Any) -> AsyncIterator[Box]:
    """A mailbox with a relay."""
    with relay() as state:
        state.sign_in = settings.pop("sign_in", None)
        adapter = mailbox_at(state, **settings)
        inlet = Kept()
        keeping = asyncio.create_task(adapter.run(inlet))
        await until(lambda: adapter.door is not None and adapter.door.port)
        yield Box(adapter, state, inlet)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    """A mailbox whose relay answers."""
    async with box_at() as found:
        await until(lambda: found.adapter.is_up)
        yield found


async def test_a_mail_is_acknowledged_when_it_is_stored_and_not_before(box: Box) -> None:
    box.inlet.fault = ConnectionError("the database is away")
    with pytest.raises(smtplib.SMTPDataError) as refused:
        await box.take(mail_of("救命"))
    assert refused.value.smtp_code == 451 and not box.inlet.came
    box.inlet.fault = None
    assert await box.take(mail_of("救命")) == {}
    [one] = box.inlet.came
    assert isinstance(one, Arrived) and (one.sender, one.words, one.is_proven) == (PERSON, "救命", True)


async def test_each_receiver_is_answered_and_only_ours_are_taken(box: Box) -> None:
    refused = await box.take(mail_of("x"), to=["boss@hall.example", HALL, "110@evil.test"])
    assert set(refused) == {"boss@hall.example", "110@evil.test"} and len(box.inlet.came) == 1
    # The library's client reads one answer to a mail; relays read one for each receiver.
    with socket.create_connection(("127.0.0.1", box.port), timeout=5) as line, line.makefile("rb") as told:
        to = b"".join(b"RCPT TO:<%s>\r\n" % one for one in (b"110@hall.example", b"110+web@HALL.example"))
        line.sendall(b"MAIL FROM:<a@b.example>\r\n" + to + b"DATA\r\nFrom: a@b.example\r\n\r\ny\r\n.\r\nQUIT\r\n")
        replies = [one[:3] for one in await asyncio.to_thread(told.readlines)]
    assert replies == [b"220", b"250", b"250", b"250", b"354", b"250", b"250", b"221"] and len(box.inlet.came) == 2
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        await box.take(mail_of("x"), to="somebody@else.example")


async def test_a_mail_that_is_too_large_is_refused_for_good_and_the_next_one_is_taken(box: Box) -> None:
    async with box_at(mail_most_mb=1) as small:
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            await small.take(mail_of("x" * 1_500_000))
        assert refused.value.smtp_code == 552 and b"110" in refused.value.smtp_error
        reply = await asyncio.to_thread(_unannounced, small.port, b"x: y\r\n\r\n" + b"y" * 70_000 + b"\r\nz" * 400_000)
        assert reply == [b"552", b"250"] and len(small.inlet.came) == 1


def _unannounced(port: int, octets: bytes) -> list[bytes]:
    """A large mail whose size was not told, and a small one on the same line; gives the replies to both."""
    replies = []
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line, line.makefile("rb") as told:
        told.readline()
        for body in (octets, b"From: a@example.com\r\n\r\nsmall"):
            for command in (b"MAIL FROM:<a@example.com>", b"RCPT TO:<110@hall.example>", b"DATA"):
                line.sendall(command + b"\r\n")
                told.readline()
            line.sendall(body + b"\r\n.\r\n")
            replies.append(told.readline()[:3])
    return replies


async def test_no_second_mail_is_smuggled_in_and_nonsense_ends_nothing(box: Box) -> None:
    smuggled = mail_of("one") + b"\n.\nMAIL FROM:<x@evil.test>\r\nRCPT TO:<110@hall.example>\r\nDATA\r\n..two"
    with socket.create_connection(("127.0.0.1", box.port), timeout=5) as line, line.makefile("rb") as told:
        await asyncio.to_thread(told.readline)
        for command in (b"EHLO x", b"DATA", b"RCPT TO:<110@hall.example>", b"MAIL FROM:x", b"\xff" * 3000, b"MAIL"):
            line.sendall(command + b"\r\n")
            assert (await asyncio.to_thread(told.readline))[:1] == b"5"
        for command in (b"MAIL FROM:<x@y.example> SIZE=10", b"RCPT TO:<110@hall.example>", b"DATA"):
            line.sendall(command + b"\r\n")
            await asyncio.to_thread(told.readline)
        line.sendall(smuggled + b"\r\n.\r\n")
        assert (await asyncio.to_thread(told.readline)).startswith(b"250")
    [one] = box.inlet.came
    assert isinstance(one, Arrived) and "one" in one.words and "\n.two" in one.words


async def test_whoever_hangs_up_in_the_middle_sent_nothing(box: Box) -> None:
    with socket.create_connection(("127.0.0.1", box.port), timeout=5) as line:
        line.sendall(
            b"LHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<110@hall.example>\r\nDATA\r\nFrom: a@b.example\r\n\r\nhal"
        )
    assert await box.take(mail_of("ganz")) == {}
    assert len(box.inlet.came) == 1


async def test_an_answer_stands_under_the_mail_it_answers(box: Box) -> None:
    thread = Thread(mail_id="q2@example.com", refers_to=("q1@example.com",), subject="解放路有人打架")
    assert await box.send(thread=thread) == ["m1@hall.example"]
    [taken] = box.relay.taken
    assert (taken.sender, taken.to, taken.words) == (HALL, PERSON, "您在哪里")
    assert taken.mail["In-Reply-To"] == "<q2@example.com>" and taken.mail["Subject"] == "Re: 解放路有人打架"
    assert taken.mail["References"] == "<q1@example.com> <q2@example.com>"
    assert taken.mail["Message-ID"] == "<m1@hall.example>" and taken.mail["From"] == HALL
    assert "ENVID=m1@hall.example" in taken.options and "NOTIFY=SUCCESS,FAILURE" in taken.options


async def test_nothing_a_citizen_wrote_becomes_a_field_of_our_mail(box: Box) -> None:
    thread = Thread(mail_id="a>\r\nBcc: x@evil.test", refers_to=("b c",), subject="Re: x\r\nBcc: y@evil.test")
    await box.send(words="第一行\n.\nBcc: z@evil.test\n.", thread=thread)
    [taken] = box.relay.taken
    assert taken.mail["Bcc"] is None and taken.mail["In-Reply-To"] is None
    assert taken.words == "第一行\n.\nBcc: z@evil.test\n."
    for to in ("x", "a@b.example>\r\nRCPT TO:<c@d.example", "a@b.example, c@d.example", "张@example.com"):
        with pytest.raises(Never):
            await box.send(to=to)


async def test_what_the_relay_has_is_not_sent_again_and_a_relay_without_notifications_will_do(box: Box) -> None:
    assert await box.send(taken={1: "m1@hall.example"}) == [] and box.relay.taken == []
    box.relay.has_dsn = False
    assert await box.send() == ["m1@hall.example"]
    assert "ENVID" not in box.relay.taken[0].options


@pytest.mark.parametrize(
    ("codes", "data_codes", "fault"),
    [([450], [], NotNow), ([550], [], Never), ([], [452], NotNow), ([], [554], Never)],
    ids=["receiver-later", "receiver-never", "mail-later", "mail-never"],
)
async def test_what_is_asked_later_is_sent_later_and_what_is_refused_is_not(
    box: Box, codes: list[int], data_codes: list[int], fault: type[NotNow | Never]
) -> None:
    box.relay.codes, box.relay.data_codes = codes, data_codes
    with pytest.raises(fault, match="smtp_"):
        await box.send()
    assert box.relay.taken == []
    assert await box.send() == ["m1@hall.example"]


async def test_cut_off_in_the_middle_it_is_sent_again_under_the_same_name(box: Box) -> None:
    box.relay.hangs_up = True
    with pytest.raises(NotNow):
        await box.send()
    assert await box.send() == ["m1@hall.example"]
    assert [one.mail["Message-ID"] for one in box.relay.taken] == ["<m1@hall.example>"]


async def test_signed_in_or_not_at_all() -> None:
    given = {"sign_in": ("hall", "geheim"), "mail_relay_user": "hall"}
    async with box_at(**given, mail_relay_password="geheim") as box:
        await until(lambda: box.adapter.is_up)
        assert await box.send() == ["m1@hall.example"]
    async with box_at(**given, mail_relay_password="falsch") as box:
        with pytest.raises(NotNow, match="relay_sign_in"):
            await box.send()
        assert not box.adapter.is_up and box.relay.taken == []


async def test_where_the_line_must_be_sealed_nothing_goes_in_clear() -> None:
    async with box_at(mail_relay_tls="starttls", mail_relay_user="hall", mail_relay_password="geheim") as box:
        with pytest.raises(NotNow):
            await box.send()
        assert not box.adapter.is_up and box.relay.taken == []


async def test_notifications_come_as_receipts(box: Box) -> None:
    told = b"From: MAILER-DAEMON@mx.example.com\r\n\r\nreturned\r\nMessage-ID: <m1@hall.example>\r\n"
    assert await box.take(told, sender="") == {}
    assert box.inlet.came == [Receipt(remote_id="m1@hall.example", state="failed", reason="bounced")]
