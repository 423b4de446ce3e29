"""Parts of a SIP body, however deep they are nested (RFC 5621)."""

from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import NamedTuple

MOST_BYTES = 64 * 1024
_MOST_PARTS = 32


class Part(NamedTuple):
    """One part. content_id: without its angle brackets; "" when it has none."""

    content_type: str
    content_id: str
    data: bytes


def parts_of(content_type: str, body: bytes) -> list[Part]:
    """The parts of a body that are no containers themselves, in order; of a plain body the body itself.

    What is longer than `MOST_BYTES` or has more than 32 parts is cut there.
    """
    # A header that holds a line break could bring headers of its own.
    kind = " ".join(content_type.split()) or "application/octet-stream"
    raw = b"Content-Type: " + kind.encode("utf-8", "replace") + b"\r\n\r\n" + body[:MOST_BYTES]
    return list(_leaves(BytesParser(policy=HTTP).parsebytes(raw)))[:_MOST_PARTS]


def _leaves(message: Message) -> Iterator[Part]:
    for part in message.walk():
        if part.is_multipart():
            continue
        data = part.get_payload(decode=True)
        name = str(part.get("Content-ID", "")).strip().strip("<>")
        yield Part(part.get_content_type(), name, data if isinstance(data, bytes) else b"")
