"""A mail of ours: plain words, under the mail it answers."""

import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from yaoyaoling.channels.contract import Parcel
from yaoyaoling.channels.mail.sender import domain_of
from yaoyaoling.kernel.clock import wall_now

_ID = re.compile(r"[!-;=?-~]{1,240}")
_SUBJECT = "110"


def mail_id_of(message_id: str, address: str) -> str:
    """Our name of a mail: the same in all tries, so that whoever gets it twice knows it."""
    return f"{message_id}@{domain_of(address)}"


def write_mail(parcel: Parcel, address: str) -> bytes:
    """The mail, as it goes over the line (RFC 5322, MIME). Raises: ValueError, for an address that is none."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = address
    mail["To"] = parcel.to
    mail["Date"] = format_datetime(wall_now())
    mail["Message-ID"] = f"<{mail_id_of(parcel.message_id, address)}>"
    mail["Subject"] = _subject(parcel)
    if parcel.thread is not None and parcel.thread.mail_id is not None:
        named = [one for one in (*parcel.thread.refers_to, parcel.thread.mail_id) if _ID.fullmatch(one)]
        if named and named[-1] == parcel.thread.mail_id:
            mail["In-Reply-To"] = f"<{named[-1]}>"
            mail["References"] = " ".join(f"<{one}>" for one in dict.fromkeys(named[-10:]))
    # A person wrote it, so it is not marked automatic; but nobody's absence note is wanted.
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(parcel.words, charset="utf-8", cte="base64")
    return mail.as_bytes()


def _subject(parcel: Parcel) -> str:
    told = "" if parcel.thread is None else re.sub(r"[\x00-\x1f\x7f]", " ", parcel.thread.subject).strip()
    if not told:
        return _SUBJECT
    return told if re.match(r"(?:re|回复|答复)\s*[:：]", told, re.IGNORECASE) else f"Re: {told}"
