"""A mail as it came, read as what a citizen says. Nothing in it is trusted: not length, nesting, labels or sender."""

import hashlib
import re
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from yaoyaoling.channels.contract import Arrived, Receipt, Thread
from yaoyaoling.channels.mail.reports import read_report
from yaoyaoling.channels.mail.sender import (
    domain_of,
    from_of,
    ids_in,
    is_address,
    is_automatic,
    is_proven,
    is_reply_of_machine,
    value,
)
from yaoyaoling.channels.mail.text import clean, cut_quoted, decode, header_text, html_words, tidy
from yaoyaoling.platform.logs import logger

log = logger("channels")
_MOST_WORDS = 10_000
_MOST_PICTURES = 9
_MOST_NAMED = 20
_MOST_PARTS = 500
_MOST_NESTED = 40
_MOST_LINES = 600_000
_MOST_HEAD = 256 * 1024
_MOST_FIELD = 4_000
_FIELD = re.compile(rb"(?im)^content-(?:type|disposition):")
_NESTS = re.compile(rb"(?i)content-type:\s*(?:multipart|message)/")
_ENDS = re.compile(rb"\n(?![ \t])")
_ANSWERS = re.compile(r"^(?:(?:re|aw|sv|回复|答复|回覆|答覆)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE)
UNREADABLE = "〔邮件结构异常，仅显示原文开头〕"


@dataclass(frozen=True)
class Ours:
    """What is ours: the address mails come to, and the name our relay signs its findings with."""

    address: str
    authserv_id: str | None = None

    @property
    def domain(self) -> str:
        """Of our own Message-IDs."""
        return domain_of(self.address)


@dataclass
class _Found:
    words: str = ""
    html: str = ""
    pictures: list[bytes] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    parts: int = 0


def read_mail(octets: bytes, envelope: str, ours: Ours) -> Arrived | Receipt | None:
    """What a mail says. envelope: the address it may be returned to, empty for what must not be answered.

    None: it says nothing that concerns us (an absence note, a notification of a delay). Blocking: for a thread.
    """
    if _is_bomb(octets):
        return _as_it_stands(octets, envelope)
    try:
        mail = BytesParser(policy=compat32).parsebytes(octets)
        return _read(mail, octets, envelope, ours)
    except Exception:
        # The parser is the standard library's, the mail is anybody's: a person must be able to read it all the same.
        log.exception("mail_unreadable", octets=len(octets))
        return _as_it_stands(octets, envelope)


def _is_bomb(octets: bytes) -> bool:
    """Whether taking it apart would cost more than any honest mail does."""
    head = min((at for sign in (b"\r\n\r\n", b"\n\n") if (at := octets.find(sign)) >= 0), default=len(octets))
    if head > _MOST_HEAD or octets.count(b"\n") > _MOST_LINES:
        return True
    if len(_NESTS.findall(octets)) > _MOST_NESTED or octets.count(b"\n--") > 4 * _MOST_PARTS:
        return True
    fields = [one.start() for one in _FIELD.finditer(octets)]
    # The parser takes quadratic time over the parameters of such a field.
    return len(fields) > 4 * _MOST_PARTS or any(
        _ENDS.search(octets, at, at + _MOST_FIELD) is None and at + _MOST_FIELD < len(octets) for at in fields
    )


def _read(mail: Message, octets: bytes, envelope: str, ours: Ours) -> Arrived | Receipt | None:
    sender, is_one = from_of(mail)
    if _is_notification(mail, sender):
        return read_report(mail, octets, ours.domain)
    mail_ids = ids_in(value(mail, "message-id"))[:1]
    refers = ids_in(f"{value(mail, 'references')} {value(mail, 'in-reply-to')}")
    is_machine = is_automatic(mail, envelope, sender)
    if is_machine and is_reply_of_machine(mail, refers, ours.domain):
        return None
    if any(domain_of(one) == ours.domain for one in mail_ids):
        return None  # a mail of ours that came back
    found = _Found()
    _gather(mail, found)
    subject = header_text(value(mail, "subject"))[:300]
    words = _words_of(found, subject, is_answer=any(domain_of(one) == ours.domain for one in refers))
    known = sender or (envelope.casefold() if is_address(envelope) else "unknown@invalid")
    return Arrived(
        sender=known,
        words=words[:_MOST_WORDS],
        key=_key(mail_ids, known, octets),
        pictures=tuple(found.pictures),
        thread=Thread(mail_id=next(iter(mail_ids), None), refers_to=refers, subject=subject),
        is_proven=sender is not None and is_one and is_proven(mail, sender, ours.authserv_id),
        is_answerable=not is_machine and sender is not None and sender != ours.address.casefold(),
    )


def _is_notification(mail: Message, sender: str | None) -> bool:
    """A notification of a mail server, in the proper form or not."""
    if mail.get_content_type() == "multipart/report":
        return str(mail.get_param("report-type", "delivery-status")).casefold() == "delivery-status"
    return (sender or "").partition("@")[0] in ("mailer-daemon", "postmaster")


def _key(mail_ids: tuple[str, ...], sender: str, octets: bytes) -> str:
    """Told twice it is one. The body belongs to it: programs that give all their mails one Message-ID lose none."""
    body = octets.partition(b"\r\n\r\n")[2] or octets.partition(b"\n\n")[2]
    return hashlib.sha256("\0".join((*mail_ids, sender)).encode("utf-8", "replace") + b"\0" + body).hexdigest()


def _gather(part: Message, found: _Found) -> None:
    found.parts += 1
    if found.parts > _MOST_PARTS:
        return
    kind = part.get_content_type()
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        inside = [one for one in part.get_payload() if isinstance(one, Message)]
        if kind == "multipart/alternative":
            _gather_best(inside, found)
        else:
            for one in inside:
                _gather(one, found)
        return
    # Decoded: else the library reads the words itself, by whatever codec the label names.
    content = part.get_payload(decode=True)
    octets = content if isinstance(content, bytes) else b""
    is_attached = part.get_content_disposition() == "attachment" or part.get_filename() is not None
    if kind in ("text/plain", "text/html") and not is_attached:
        text = decode(octets, _charset(part))
        words = html_words(text) if kind == "text/html" else tidy(text)
        found.words = f"{found.words}\n{words}".strip()
    elif part.get_content_maintype() == "image" and len(found.pictures) < _MOST_PICTURES:
        found.pictures.append(octets)
    else:
        found.named.append(_name(part, kind, len(octets)))


def _gather_best(inside: list[Message], found: _Found) -> None:
    """The same said in several ways: the plainest that says anything, with the pictures of all."""
    ways = []
    for one in inside:
        way = _Found(parts=found.parts)
        _gather(one, way)
        found.parts = way.parts
        ways.append(way)
    best = next((way for way in ways if way.words), _Found())
    found.words = f"{found.words}\n{best.words}".strip()
    for way in ways:
        room = _MOST_PICTURES - len(found.pictures)
        found.pictures += way.pictures[:room]
        found.named += way.named


def _charset(part: Message) -> str | None:
    found = part.get_param("charset")
    # RFC 2231 gives it in three pieces.
    return found[2] if isinstance(found, tuple) else found if isinstance(found, str) else None


def _name(part: Message, kind: str, octets: int) -> str:
    name = header_text(part.get_filename() or "")
    name = re.sub(r"[〔〕\\/]", "_", name).strip()[:80] or kind[:60]
    size = f"{octets / 1024:.0f} KB" if octets >= 1024 else f"{octets} B"
    return f"〔附件 {name}，{size}，未保存〕"


def _words_of(found: _Found, subject: str, *, is_answer: bool) -> str:
    """Subject, words, and what else was in it."""
    # Only what answers us quotes what we know; in any other mail the quoted words may be the very report.
    words = cut_quoted(found.words) if is_answer else found.words
    bare = _ANSWERS.sub("", subject).strip()
    if bare and not is_answer and bare not in words:
        words = f"【{bare}】{words}"
    named = found.named[:_MOST_NAMED]
    if len(found.named) > _MOST_NAMED:
        named.append(f"〔另有附件 {len(found.named) - _MOST_NAMED} 个，未保存〕")
    return "\n".join(one for one in (words, *named) if one)


def _as_it_stands(octets: bytes, envelope: str) -> Arrived:
    """What cannot be taken apart is shown as it begins: whoever wrote it may need help."""
    text = clean(decode(octets[:16_000], None))
    return Arrived(
        sender=envelope.casefold() if is_address(envelope) else "unknown@invalid",
        words=f"{UNREADABLE}\n{text}"[:_MOST_WORDS],
        key=hashlib.sha256(octets).hexdigest(),
        is_proven=False,
        is_answerable=False,
    )
