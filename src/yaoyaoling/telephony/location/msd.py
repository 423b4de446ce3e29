"""The data of a car that calls by itself, as it lies in an INVITE (next-generation eCall, RFC 8147)."""

from yaoyaoling.telephony.location.mime import parts_of

MSD = "application/emergencycalldata.ecall.msd"
_MOST_OCTETS = 140


def msd_of(content_type: str, body: bytes) -> str | None:
    """The octets in hexadecimal, not read here; None when there are none, "" when it cannot be such data."""
    for part in parts_of(content_type, body):
        if part.content_type.lower() == MSD:
            return part.data.hex() if 0 < len(part.data) <= _MOST_OCTETS else ""
    return None
