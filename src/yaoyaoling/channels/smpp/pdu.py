"""Requests and replies of SMPP 3.4: the header, the short ones put together here, messages by the library `smpp34`."""

import struct
from dataclasses import dataclass
from typing import Literal

from smpp34 import DeliverSm, SmppError, SubmitSm, Tlv, decode

from yaoyaoling.channels.contract import Arrived, Receipt
from yaoyaoling.channels.smpp.coding import UCS2, part_of, read_header, read_text

HEADER = 16
LONGEST = 70_000
"""A request is never longer: whoever says so has lost the thread."""
GENERIC_NACK, BIND_TRANSCEIVER, SUBMIT_SM, DELIVER_SM = 0x8000_0000, 0x0000_0009, 0x0000_0004, 0x0000_0005
UNBIND, ENQUIRE_LINK, ALERT, DATA_SM = 0x0000_0006, 0x0000_0015, 0x0000_0102, 0x0000_0103
REPLY = 0x8000_0000
OK, UNKNOWN_COMMAND, THROTTLED, QUEUE_FULL, SYSTEM_ERROR, TRY_AGAIN, UNREADABLE = 0, 3, 0x58, 0x14, 8, 0x64, 0x65
_RECEIPT, _UDHI = 0x04, 0x40
_PAYLOAD, _RECEIPTED, _STATE = 0x0424, 0x001E, 0x0427
_SAR_REFERENCE, _SAR_TOTAL, _SAR_NUMBER = 0x020C, 0x020E, 0x020F
_MESSAGE_REFERENCE = 0x0204
_DELIVERED = {"DELIVRD", "2"}
_FAILED = {"EXPIRED": "expired", "DELETED": "deleted", "UNDELIV": "undelivered", "REJECTD": "rejected",
           "3": "expired", "4": "deleted", "5": "undelivered", "8": "rejected"}  # fmt: skip


class BrokenStreamError(ConnectionError):
    """What comes is no SMPP any more: the connection is of no use."""


@dataclass(frozen=True)
class Head:
    """The header of a request or reply."""

    length: int
    command: int
    status: int
    sequence: int

    @property
    def is_reply(self) -> bool:
        """Whether it answers one of ours."""
        return bool(self.command & REPLY)


def read_head(octets: bytes) -> Head:
    """The first 16 octets. Raises: BrokenStreamError when the length cannot be true."""
    head = Head(*struct.unpack(">IIII", octets))
    if not HEADER <= head.length <= LONGEST:
        raise BrokenStreamError(f"command_length {head.length}")
    return head


def pack(command: int, sequence: int, *, status: int = OK, body: bytes = b"") -> bytes:
    """Any request or reply."""
    return struct.pack(">IIII", HEADER + len(body), command, status, sequence) + body


def bind(sequence: int, system_id: str, password: str) -> bytes:
    """Ask to send and receive."""
    text = system_id.encode("ascii") + b"\0" + password.encode("ascii") + b"\0\0"
    return pack(BIND_TRANSCEIVER, sequence, body=text + bytes((0x34, 0, 0)) + b"\0")


def submit(sequence: int, source: str, to: str, octets: bytes, reference: int, *, is_part: bool) -> bytes:
    """A message in UCS-2, with a receipt wanted. reference: of the message, the same in all tries."""
    number = to.lstrip("+")
    request = SubmitSm(
        source,
        number,
        octets,
        dest_addr_ton=1 if to.startswith("+") else 0,
        dest_addr_npi=1,
        esm_class=_UDHI if is_part else 0,
        registered_delivery=1,
        data_coding=UCS2,
        tlvs=[Tlv(_MESSAGE_REFERENCE, struct.pack(">H", reference))],
        sequence_number=sequence,
    )
    return request.encode()


def remote_id(body: bytes) -> str:
    """The centre's name of a message, out of its reply."""
    return body.split(b"\0", 1)[0].decode("ascii", "replace")[:64]


def spellings(named: str, *, in_other_base: bool) -> tuple[str, ...]:
    """Other ways in which a centre may have written an id: letters, zeros before it, and, where it is known to do so,
    hexadecimal in the reply and decimal in the receipt or the other way round."""
    found = [named.lower(), named.upper(), named.lstrip("0")]
    if in_other_base and named.isascii() and len(named) <= 16:
        if named.isdigit():
            found += [f"{int(named):x}", f"{int(named):X}", f"{int(named):08X}"]
        if all(letter in "0123456789abcdefABCDEF" for letter in named):
            found.append(str(int(named, 16)))
    return tuple(one for one in dict.fromkeys(found) if one and one != named)


def read_deliver(octets: bytes) -> Arrived | Receipt | None:
    """A message of a citizen, or a receipt; None for a receipt that says nothing final. Raises: SmppError."""
    request = decode(octets)
    if not isinstance(request, DeliverSm):
        raise SmppError("no deliver_sm")
    tlvs = {one.tag: one.value for one in request.tlvs}
    text = request.short_message or tlvs.get(_PAYLOAD, b"")
    if request.esm_class & 0x3C == _RECEIPT:
        return _receipt(text, tlvs)
    part = None
    if request.esm_class & _UDHI:
        part, text = read_header(text)
    elif {_SAR_REFERENCE, _SAR_TOTAL, _SAR_NUMBER} <= tlvs.keys():
        part = part_of(*(int.from_bytes(tlvs[tag]) for tag in (_SAR_REFERENCE, _SAR_TOTAL, _SAR_NUMBER)))
    sender = _printable(request.source_addr) or "unknown"
    if request.source_addr_ton == 1 and sender.isdigit():
        sender = f"+{sender}"
    if part is not None:
        return Arrived(sender=sender, part=part, raw=text, coding=request.data_coding)
    return Arrived(sender=sender, words=read_text(text, request.data_coding))


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:40].strip()


def _receipt(text: bytes, tlvs: dict[int, bytes]) -> Receipt | None:
    fields = _receipt_fields(text.decode("latin-1"))
    named = tlvs.get(_RECEIPTED, b"").split(b"\0", 1)[0].decode("ascii", "replace") or fields.get("id", "")
    state = str(tlvs[_STATE][0]) if tlvs.get(_STATE) else fields.get("stat", "").upper()
    named = _printable(named)
    if not named:
        return None
    if state in _DELIVERED:
        return Receipt(remote_id=named, state="delivered")
    found: Literal["failed"] = "failed"
    return Receipt(remote_id=named, state=found, reason=_FAILED[state]) if state in _FAILED else None


def _receipt_fields(text: str) -> dict[str, str]:
    """`id:… sub:… stat:…` (SMPP 3.4, appendix B); centres write it each in their own way."""
    found = {}
    for word in text.split():
        name, colon, value = word.partition(":")
        if colon and name.lower() not in found:
            found[name.lower()] = value
    return found
