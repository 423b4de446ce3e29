"""Which place of a call is used: the header's order decides, then that of the body (RFC 6442)."""

import re
from collections.abc import Sequence
from urllib.parse import unquote

from yaoyaoling.kernel.contract import Value
from yaoyaoling.telephony.location.mime import parts_of
from yaoyaoling.telephony.location.pidf import Fault, Located, LocationUnreadable, parse_pidf

PIDF = "application/pidf+xml"
_URI = re.compile(r"<([^<>\s]{1,500})>")


class Delivered(Value):
    """What a call brought. references: addresses where the place may be asked for, in the sender's order.

    faults: what could not be read, one for each document; the call goes on without it.
    """

    located: Located | None = None
    references: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_delivered(geolocation: Sequence[str], content_type: str, body: bytes) -> Delivered:
    """The place that came with a call. geolocation: values of the Geolocation headers, as they stand.

    A document that no header names is read too, after those that one does: senders forget. An area in the one and an
    address in another are not mixed, for nobody said that they are the same place.
    """
    uris = [uri for header in geolocation for uri in _URI.findall(header)]
    named = [unquote(uri[4:]) for uri in uris if uri.lower().startswith("cid:")]
    documents = [part for part in parts_of(content_type, body) if part.content_type == PIDF]
    documents.sort(key=lambda part: named.index(part.content_id) if part.content_id in named else len(named))
    faults: list[Fault] = []
    located = None
    for part in documents:
        try:
            located = located or parse_pidf(part.data)
        except LocationUnreadable as unreadable:
            faults.append(unreadable.fault)
    return Delivered(
        located=located,
        references=tuple(uri for uri in uris if not uri.lower().startswith("cid:"))[:10],
        faults=tuple(faults),
    )
