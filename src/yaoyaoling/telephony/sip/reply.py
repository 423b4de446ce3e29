"""A reply to a request that cannot be parsed: the few lines a sender needs to know that it was heard."""

import re

_NEEDED = {"via": "Via", "v": "Via", "from": "From", "f": "From", "to": "To", "t": "To"}
_NEEDED |= {"call-id": "Call-ID", "i": "Call-ID", "cseq": "CSeq", "record-route": "Record-Route"}
_MOST_LINES = 200
_REQUEST = re.compile(rb"^([A-Z]{2,20}) \S+ SIP/2\.0\r?$")


def bare_reply(request: bytes, status: int, reason: str) -> bytes | None:
    """The reply, or None when it was no request, an ACK, or names no Via, From, To, Call-ID and CSeq to answer to."""
    head = re.split(rb"\r?\n\r?\n", request, maxsplit=1)[0]
    first, *lines = re.split(rb"\r?\n", head)[:_MOST_LINES]
    is_request = _REQUEST.match(first)
    if not is_request or is_request[1] == b"ACK":
        return None
    kept: list[tuple[str, bytes]] = []
    for line in lines:
        name, colon, value = line.partition(b":")
        known = _NEEDED.get(name.strip().decode("latin-1").lower()) if colon else None
        if known:
            kept.append((known, value.strip()))
        elif line[:1] in (b" ", b"\t") and kept and not colon:
            kept[-1] = (kept[-1][0], kept[-1][1] + b" " + line.strip())
    if {name for name, _ in kept} < {"Via", "From", "To", "Call-ID", "CSeq"}:
        return None
    text = b"".join(name.encode() + b": " + _tagged(name, value) + b"\r\n" for name, value in kept)
    return f"SIP/2.0 {status} {reason}\r\n".encode() + text + b"Content-Length: 0\r\n\r\n"


def _tagged(name: str, value: bytes) -> bytes:
    return value + b";tag=unreadable" if name == "To" and b"tag=" not in value.lower() else value
