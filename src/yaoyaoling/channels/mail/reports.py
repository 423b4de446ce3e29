"""What became of a mail of ours: delivery status notifications (RFC 3464), and bounces in no form at all."""

import re
from email.message import Message

from yaoyaoling.channels.contract import Receipt
from yaoyaoling.channels.mail.sender import domain_of, ids_in, value

_STATES = {"failed": "failed", "delivered": "delivered"}


def read_report(mail: Message, octets: bytes, domain: str) -> Receipt | None:
    """What a notification says of a mail of ours; None: nothing that moves it (delayed, relayed, not ours)."""
    if mail.get_content_type() == "multipart/report":
        status = next((one for one in mail.walk() if one.get_content_type() == "message/delivery-status"), None)
        if status is not None:
            return _read_status(mail, status, domain)
    # Many providers write their bounces as they please; the returned mail, or its headers, names ours all the same.
    named = _named(octets[-200_000:], domain)
    return None if named is None else Receipt(remote_id=named, state="failed", reason="bounced")


def _read_status(mail: Message, status: Message, domain: str) -> Receipt | None:
    blocks = status.get_payload()
    fields: dict[str, str] = {}
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Message):
            fields |= {name.casefold(): str(told).strip() for name, told in block.raw_items()}
    state = _STATES.get(fields.get("action", "").casefold())
    named = fields.get("original-envelope-id", "")
    if domain_of(named) != domain:
        returned = (one for one in mail.walk() if value(one, "message-id") and one is not mail)
        own = (one for part in returned for one in ids_in(value(part, "message-id")) if domain_of(one) == domain)
        named = next(own, "") or _named(_text_of(mail), domain) or ""
    if state is None or re.fullmatch(r"[!-~]{1,200}", named) is None:
        return None
    code = re.match(r"[245]\.\d{1,3}\.\d{1,3}", fields.get("status", ""))
    reason = f"dsn_{code.group()}" if code is not None and state == "failed" else None
    return Receipt(remote_id=named, state="failed" if state == "failed" else "delivered", reason=reason)


def _text_of(mail: Message) -> bytes:
    """Returned headers as text (text/rfc822-headers)."""
    for part in mail.walk():
        if part.get_content_type() == "text/rfc822-headers":
            found = part.get_payload(decode=True)
            return found if isinstance(found, bytes) else b""
    return b""


def _named(octets: bytes, domain: str) -> str | None:
    """Our own name of a mail, wherever it stands in the text."""
    found = re.search(rb"(?im)^\W{0,8}message-id:\s*<([!-;=?-~]{1,200})>", octets)
    named = found.group(1).decode("ascii", "replace") if found is not None else ""
    return named if domain_of(named) == domain else None
