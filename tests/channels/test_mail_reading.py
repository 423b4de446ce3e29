"""What a mail says: as mail programs in China really write it, and as nobody honest would."""

import base64
import re
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.image import MIMEImage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from tests.channels.postbox import HALL, PERSON, RELAY, mail_of
from tests.journeys.test_report_to_rating import photo
from yaoyaoling.channels.contract import Arrived, Receipt
from yaoyaoling.channels.mail.reading import UNREADABLE, Ours, read_mail

OURS = Ours(HALL, RELAY)
FROM = f"From: =?GB2312?B?1cXI/Q==?= <{PERSON}>\r\nMessage-ID: <m1@example.com>\r\n"


def read(octets: bytes, envelope: str = PERSON) -> Arrived:
    found = read_mail(octets, envelope, OURS)
    assert isinstance(found, Arrived)
    return found


def raw(fields: str, body: bytes) -> bytes:
    return (FROM + fields).encode("utf-8", "surrogateescape") + b"\r\n" + body


WORDS = "镕在解放路，䶮也在"
"""With characters GB 2312 does not have, in mails that say they are written in it."""


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        pytest.param("Content-Type: text/plain; charset=gb2312\r\n", WORDS.encode("gb18030"), id="gb18030-as-gb2312"),
        pytest.param("Content-Type: text/plain; charset=GBK\r\n", WORDS.encode("gb18030"), id="gb18030-as-gbk"),
        pytest.param("Content-Type: text/plain; charset=utf-8\r\n", WORDS.encode("gb18030"), id="gb18030-as-utf8"),
        pytest.param("Content-Type: text/plain; charset=gb2312\r\n", WORDS.encode(), id="utf8-as-gb2312"),
        pytest.param("Content-Type: text/plain\r\n", WORDS.encode(), id="utf8-unsaid"),
        pytest.param("Content-Type: text/plain; charset=x-unknown\r\n", WORDS.encode(), id="unknown-label"),
        pytest.param("Content-Type: text/plain; charset=punycode\r\n", WORDS.encode(), id="codec-that-is-no-charset"),
        pytest.param(
            "Content-Type: text/plain; charset=gb18030\r\nContent-Transfer-Encoding: base64\r\n",
            base64.encodebytes(WORDS.encode("gb18030")),
            id="base64",
        ),
        pytest.param(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n",
            "".join(f"={octet:02X}" for octet in WORDS.encode()).encode(),
            id="quoted-printable",
        ),
        pytest.param("Content-Type: text/plain; charset*=utf-8''utf-8\r\n", WORDS.encode(), id="rfc2231"),
    ],
)
def test_words_are_read_as_they_were_written(fields: str, body: bytes) -> None:
    assert read(raw(fields, body)).words == WORDS


def test_short_words_of_gbk_are_no_utf8_by_chance() -> None:
    octets = "小".encode("gbk")
    assert octets.decode("utf-8"), "it could be"
    assert read(raw("Content-Type: text/plain; charset=gb2312\r\n", octets)).words == "小"


def test_a_subject_is_read_also_where_a_character_was_cut_in_two() -> None:
    octets = "解放路有人打架".encode("gbk")
    halves = [base64.b64encode(part).decode() for part in (octets[:5], octets[5:])]
    subject = "\r\n ".join(f"=?gb2312?B?{half}?=" for half in halves)
    assert read(raw(f"Subject: {subject}\r\n", b"x")).words == "【解放路有人打架】x"
    unencoded = b"Subject: " + "有人打架".encode("gbk") + b"\r\n"
    assert read(FROM.encode() + unencoded + b"\r\ny").words == "【有人打架】y"
    assert read(raw("Subject: =?utf-8?B?!!!?= =?x?Q?=\r\n", b"z")).words.endswith("z")


def test_html_alone_becomes_plain_words() -> None:
    html = "<head><title>t</title><style>p{a:b}</style></head><p>救命&amp;<br>在<b>解放路</b></p><script>x()</script>"
    assert read(raw("Content-Type: text/html; charset=utf-8\r\n", html.encode())).words == "救命&\n在解放路"
    hidden = "<!-- a > b --><div>3 < 5 人</div><SCRIPT>no end"
    assert read(raw("Content-Type: text/html\r\n", hidden.encode())).words == "3 < 5 人\nno end", "never nothing"


def test_of_two_ways_to_say_it_the_plain_one_is_read() -> None:
    mail = EmailMessage()
    mail["From"] = PERSON
    mail.set_content("普通文字")
    mail.add_alternative("<p>HTML 文字</p>", subtype="html")
    assert read(mail.as_bytes()).words == "普通文字"
    mail.set_payload([MIMEText("", "plain"), MIMEText("<p>只有 HTML</p>", "html", "utf-8")])
    assert read(mail.as_bytes()).words == "只有 HTML"


ANSWER = "In-Reply-To: <m@hall.example>\r\nSubject: Re: 110\r\nContent-Type: text/plain; charset=utf-8\r\n"


@pytest.mark.parametrize(
    "quoted",
    [
        pytest.param("On Mon, Nov 30, 2026 at 10:00 AM <110@hall.example> wrote:\n> 您在哪里\n> 几楼", id="gmail"),
        pytest.param(
            "On Mon, Nov 30, 2026 at 10:00 AM 110\n<110@hall.example> wrote:\n\n> 您在哪里", id="gmail-wrapped"
        ),
        pytest.param("在 2026年11月30日，10:00，110 <110@hall.example> 写道：\n\n您在哪里", id="apple"),
        pytest.param("------------------ 原始邮件 ------------------\n发件人: 110\n您在哪里", id="qq"),
        pytest.param("---- 回复的原邮件 ----\n| 发件人 | 110 |\n您在哪里", id="netease"),
        pytest.param(
            "发件人: 110 <110@hall.example>\n发送时间: 2026年11月30日 10:00\n收件人: 张\n\n您在哪里", id="outlook"
        ),
        pytest.param("From: 110\nSent: Monday\nTo: Zhang\n\n您在哪里", id="outlook-en"),
        pytest.param("-----Original Message-----\n您在哪里", id="original"),
    ],
)
def test_the_mail_that_is_answered_is_cut_off(quoted: str) -> None:
    found = read(raw(ANSWER, f"在三楼，快来\n\n{quoted}\n".encode()))
    assert found.words == "在三楼，快来\n〔引用略〕"
    assert found.thread is not None and found.thread.refers_to == ("m@hall.example",)


def test_nothing_of_what_a_person_says_is_cut_off() -> None:
    under = "> 您在哪里\n在三楼\n> 几个人\n两个\n"
    assert read(raw(ANSWER, under.encode())).words == "在三楼\n两个\n〔引用略〕"
    only = "> 在三楼\n"
    assert read(raw(ANSWER, only.encode())).words == "> 在三楼", "when nothing else would be left, all stays"
    told = "他在信里写道：\n我要杀人\n发件人: 不明\n"
    assert read(raw(ANSWER, told.encode())).words == told.strip()
    threat = "收到这个\n------------------ 原始邮件 ------------------\n我要杀了你\n"
    plain = "Subject: Fw\r\nContent-Type: text/plain; charset=utf-8\r\n"
    assert "我要杀了你" in read(raw(plain, threat.encode())).words, "it answers nothing of ours: that is the report"
    html = '<div>在三楼</div><blockquote type="cite"><div>您在哪里</div></blockquote>'
    fields = ANSWER.replace("text/plain", "text/html")
    assert read(raw(fields, html.encode())).words == "在三楼\n〔引用略〕"


def test_pictures_come_along_and_the_rest_is_named() -> None:
    mail = MIMEMultipart()
    mail["From"] = PERSON
    mail.attach(MIMEText("见附件", "plain", "gb18030"))
    for _ in range(11):
        mail.attach(MIMEImage(photo(), "jpeg"))
    sheet = MIMEApplication(b"x" * 2048, "vnd.ms-excel")
    sheet.add_header("Content-Disposition", "attachment", filename=("utf-8", "", "账单〕\u202e.xls"))
    mail.attach(sheet)
    inner = EmailMessage()
    inner["Subject"] = "y"
    inner.set_content("不展开")
    mail.attach(MIMEMessage(inner))
    found = read(mail.as_bytes())
    assert len(found.pictures) == 9 and found.pictures[0] == photo()
    assert found.words.startswith("见附件\n〔附件 image/jpeg") and "不展开" not in found.words
    assert "〔附件 账单_.xls，2 KB，未保存〕" in found.words and "message/rfc822" in found.words


@pytest.mark.parametrize(
    ("proof", "is_proven"),
    [
        ("dkim=pass header.d=example.com", True),
        ("spf=pass smtp.mailfrom=zhang@example.com", True),
        ("dmarc=pass (p=none) header.from=example.com", True),
        ("dkim=fail header.d=example.com; spf=pass smtp.mailfrom=example.com.evil.test", False),
        ("dkim=pass header.d=evil.test; spf=softfail smtp.mailfrom=zhang@example.com", False),
        ("dkim=pass header.d=com", False),
        ("dkim=pass header.d=sub.example.com", False),
        ('spf=fail smtp.mailfrom="x; dkim=pass header.d=example.com"@evil.test', False),
        ("dkim=none (dkim=pass header.d=example.com)", False),
        ("none", False),
        (None, False),
    ],
)
def test_a_sender_is_proved_by_our_own_relay_or_not_at_all(proof: str | None, is_proven: bool) -> None:
    octets = mail_of("x", proof=proof)
    assert read(octets).is_proven is is_proven
    assert not read(octets.replace(RELAY.encode(), b"mx.evil.test", 1)).is_proven, "somebody else's finding"
    found = read_mail(octets, PERSON, Ours(HALL, None))
    assert isinstance(found, Arrived) and not found.is_proven, "nothing is proved where no relay is named"


def test_a_finding_that_came_with_the_mail_is_below_our_relays() -> None:
    forged = f"Authentication-Results: {RELAY}; dkim=pass header.d=example.com\r\n".encode()
    real = f"Authentication-Results: {RELAY}; dkim=none\r\n".encode()
    assert not read(real + forged + mail_of("x", proof=None)).is_proven


@pytest.mark.parametrize(
    ("field", "sender"),
    [
        ("From: a@example.com\r\nFrom: b@example.com", "a@example.com"),
        ("From: a@example.com, b@example.com", "a@example.com"),
        ('From: "boss@example.com" <x@evil.test>', "x@evil.test"),
        ("From: x@evil.test (boss@example.com)", "x@evil.test"),
        ("From: " + "(" * 5000 + "x@evil.test", PERSON),
        ("From: nobody", PERSON),
    ],
    ids=["two-fields", "two-addresses", "name-like-an-address", "comment", "comments-without-end", "none"],
)
def test_who_it_is_from_is_one_address_or_not_proved(field: str, sender: str) -> None:
    proof = f"Authentication-Results: {RELAY}; dkim=pass header.d=example.com\r\n"
    found = read(f"{proof}{field}\r\n\r\nx".encode())
    assert found.sender == sender and not found.is_proven


@pytest.mark.parametrize(
    "field",
    ["Auto-Submitted: auto-generated", "Precedence: bulk", "List-Id: <x.example.com>", "X-Autoreply: yes"],
)
def test_what_a_machine_wrote_is_taken_and_never_answered(field: str) -> None:
    assert not read(raw(f"{field}\r\n", b"alarm in hall 3")).is_answerable
    assert not read(raw("", b"alarm"), "").is_answerable, "nowhere to return it to"
    assert not read(b"From: no-reply@example.com\r\n\r\nx").is_answerable
    assert not read(f"From: {HALL}\r\n\r\nx".encode()).is_answerable
    assert read(raw("Auto-Submitted: no\r\n", b"x")).is_answerable


def test_an_absence_note_and_our_own_mail_are_of_no_concern() -> None:
    note = raw("Auto-Submitted: auto-replied\r\nIn-Reply-To: <m@hall.example>\r\n", b"on holiday")
    assert read_mail(note, "", OURS) is None
    bulk = raw("Precedence: bulk\r\nReferences: <m@hall.example>\r\n", b"on holiday")
    assert read_mail(bulk, PERSON, OURS) is None
    assert read_mail(f"From: {HALL}\r\nMessage-ID: <m@hall.example>\r\n\r\nx".encode(), HALL, OURS) is None


def report(action: str, *, envelope_id: str | None, returned: str = "", status: str = "5.1.1") -> bytes:
    given = f"Original-Envelope-Id: {envelope_id}\r\n" if envelope_id else ""
    return (
        "From: Mail Delivery <MAILER-DAEMON@mx.example.com>\r\nAuto-Submitted: auto-replied\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nsorry\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\n{given}Reporting-MTA: dns; mx\r\n\r\n"
        f"Final-Recipient: rfc822; {PERSON}\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{returned}\r\n--b--\r\n"
    ).encode()


def test_notifications_say_what_became_of_a_mail_of_ours() -> None:
    failed = read_mail(report("failed", envelope_id="m7@hall.example"), "", OURS)
    assert failed == Receipt(remote_id="m7@hall.example", state="failed", reason="dsn_5.1.1")
    delivered = read_mail(report("delivered", envelope_id="m7@hall.example", status="2.0.0"), "", OURS)
    assert delivered == Receipt(remote_id="m7@hall.example", state="delivered")
    by_headers = read_mail(report("failed", envelope_id=None, returned="Message-ID: <m8@hall.example>\r\n"), "", OURS)
    assert isinstance(by_headers, Receipt) and by_headers.remote_id == "m8@hall.example"
    assert read_mail(report("delayed", envelope_id="m7@hall.example", status="4.4.1"), "", OURS) is None
    assert read_mail(report("failed", envelope_id="m7@evil.test"), "", OURS) is None, "not ours"
    returned = "Message-ID: <m9@hall.example>\r\nSubject: 110\r\n\r\nwhere are you\r\n"
    whole = report("failed", envelope_id=None, returned=returned, status="5.2.2")
    found = read_mail(whole.replace(b"text/rfc822-headers", b"message/rfc822"), "", OURS)
    assert found == Receipt(remote_id="m9@hall.example", state="failed", reason="dsn_5.2.2")


def test_a_bounce_in_no_form_is_one_by_the_name_it_returns() -> None:
    told = "From: PostMaster@qq.com\r\n\r\n抱歉，您的邮件被退回\r\n\r\n{}Message-ID: <m3@{}>\r\nSubject: 110\r\n"
    found = read_mail(told.format("> ", "hall.example").encode(), "", OURS)
    assert found == Receipt(remote_id="m3@hall.example", state="failed", reason="bounced")
    assert read_mail(told.format("", "evil.test").encode(), "", OURS) is None


def test_told_twice_it_has_one_name_and_two_mails_have_two() -> None:
    one = read(raw("Received: from a\r\n", b"help"))
    assert one.key == read(raw("Received: from b\r\n", b"help")).key
    assert one.key != read(raw("", b"help, he has a knife")).key, "a program that gives all mails one Message-ID"
    assert one.key != read(raw("", b"help").replace(PERSON.encode(), b"li@example.com")).key


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(raw("", b"x").replace(b"m1@", b"m1\x93@"), id="message-id"),
        pytest.param(raw("References: <a\udcff@example.com> <b@example.com>\r\n", b"x"), id="references"),
        pytest.param(raw("Subject: \\ud800 =?utf-8?q?a?=\r\n", b"x"), id="half-a-character"),
        pytest.param(raw("Content-Type: text/plain; charset=\udcff\r\n", b"x"), id="charset"),
        pytest.param(raw("Content-Type: application/x; name*=utf-8''%ED%A0%80\udcff\r\n", b"x"), id="file-name"),
    ],
)
def test_octets_that_are_no_characters_spoil_nothing_else(octets: bytes) -> None:
    found = read(octets)
    assert UNREADABLE not in found.words and found.sender == PERSON
    assert not any(0xD800 <= ord(one) < 0xE000 for one in found.model_dump_json())


def test_a_report_of_odd_octets_is_none() -> None:
    odd = report("failed", envelope_id="m7@hall.example").replace(b"m7@", b"m\xff7@")
    assert read_mail(odd, "", OURS) is None


NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (one, one) for one in range(3000))
BOMBS = {
    "nested": raw("", b"")[:-2] + NESTED,
    "nested-mails": FROM.encode() + b"Content-Type: message/rfc822\r\n\r\n" * 3000,
    "parts": raw("Content-Type: multipart/mixed; boundary=x\r\n", b"--x\r\n\r\n" * 1_000_000),
    "fields": b"".join(b"X-%d: y\r\n" % one for one in range(400_000)) + b"\r\nx",
    "parameters": raw("Content-Type: text/plain; " + ';"' * 100_000 + "\r\n", b"x"),
    "continuations": raw(
        "Content-Type: text/plain; " + "; ".join(f"a*{one}*=%ff" for one in range(5000)) + "\r\n", b"x"
    ),
}
HARD = {
    "tags-without-end": raw("Content-Type: text/html\r\n", b"<a b='" * 200_000),
    "declarations": raw("Content-Type: text/html\r\n", b"<!" * 200_000),
    "comments": raw("Content-Type: text/html\r\n", b"<!--" * 200_000),
    "scripts": raw("Content-Type: text/html\r\n", b"<script>" * 100_000),
    "blanks": raw("", (b" " * 300 + b"\t\n") * 30_000 + b"."),
    "one-line": raw("", b"x" * 5_000_000),
    "quotes": raw(ANSWER, (b">" * 300 + b"\n") * 5_000),
    "attributions": raw(ANSWER, (b"2026 " * 70 + b"\n") * 5_000),
    "encoded-words": raw("Subject: " + "=?utf-8?q?" * 20_000 + "\r\n", b"x"),
    "names": raw("References: " + "<" * 200_000 + "\r\n", b"x"),
    "findings": raw(f"Authentication-Results: {RELAY}; " + "(" * 50_000 + '"' * 50_000 + "\r\n", b"x"),
    "base64": raw("Content-Transfer-Encoding: base64\r\n", b"====A" * 1_000_000),
    "nothing": b"",
    "octets": bytes(range(256)) * 50,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", [*BOMBS, *HARD])
def test_what_is_made_to_hang_a_reader_is_read_all_the_same(name: str) -> None:
    found = read((BOMBS | HARD)[name])
    assert found.words.startswith(UNREADABLE) is (name in BOMBS)
    assert len(found.words) <= 10_000 and found.key is not None


def test_what_the_parser_itself_cannot_read_a_person_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, octets: bytes) -> object:
        raise RecursionError

    monkeypatch.setattr("yaoyaoling.channels.mail.reading.BytesParser.parsebytes", broken)
    found = read(raw("", "救命".encode()))
    assert found.words.startswith(UNREADABLE) and "救命" in found.words
    assert not found.is_proven and not found.is_answerable


def test_words_hide_nothing_on_a_screen() -> None:
    found = read(raw("Subject: a\u202eb\r\nContent-Type: text/plain; charset=utf-8\r\n", "x\u202ey\x00\x1bz".encode()))
    assert re.search(r"[\u202a-\u202e\x00-\x09\x0b-\x1f]", found.words) is None and found.words == "【ab】xyz"
