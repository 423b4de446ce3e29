"""Text to octets and back as short messages carry it: alphabets (3GPP TS 23.038) and pieces (TS 23.040, 9.2.3.24)."""

import struct

from yaoyaoling.channels.aml.text import is_aml
from yaoyaoling.channels.contract import PartOf

UCS2 = 8
_ONE = 140
"""Octets of a message in one piece; each of several has six octets less for the header that counts them."""
_EACH = 134
_GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_MORE = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|",
             0x65: "€"}  # fmt: skip
_OCTETS = frozenset({2, 4, 0xF4, 0xF5, 0xF6, 0xF7})
"""Codings of what is no text."""
_CODECS = {1: "ascii", 3: "latin-1", 6: "iso8859-5", 7: "iso8859-8", UCS2: "utf-16-be", 15: "gb18030"}
"""data_coding (SMPP 3.4, 5.2.19); 15 is what Chinese centres call GB."""


def split_text(words: str) -> list[bytes]:
    """Words in UCS-2, in pieces that fit; no character (a surrogate pair is one) lies across two."""
    whole = words.encode("utf-16-be", "replace")
    if len(whole) <= _ONE:
        return [whole]
    pieces, piece = [], b""
    for letter in words:
        octets = letter.encode("utf-16-be", "replace")
        if len(piece) + len(octets) > _EACH:
            pieces.append(piece)
            piece = b""
        piece += octets
    return [*pieces, piece]


def with_header(piece: bytes, reference: int, total: int, number: int) -> bytes:
    """A piece with the header that says which of how many it is."""
    return struct.pack(">BBBBBB", 5, 0, 3, reference & 0xFF, total, number) + piece


def read_header(octets: bytes) -> tuple[PartOf | None, bytes]:
    """What the user data header says, and the text behind it; a header that lies about its length is no header."""
    if not octets or octets[0] + 1 > len(octets):
        return None, octets
    header, text = octets[1 : octets[0] + 1], octets[octets[0] + 1 :]
    at = 0
    while at + 2 <= len(header):
        kind, size = header[at], header[at + 1]
        value = header[at + 2 : at + 2 + size]
        at += 2 + size
        if (kind, len(value)) in ((0, 3), (8, 4)):
            return part_of(int.from_bytes(value[:-2]), value[-2], value[-1]), text
    return None, text


def part_of(reference: int, total: int, number: int) -> PartOf | None:
    """A piece of several, unless the numbers cannot be true."""
    if total < 2 or not 1 <= number <= total or not 0 <= reference <= 65_535:
        return None
    return PartOf(reference=reference, total=total, number=number)


def read_text(octets: bytes, coding: int) -> str:
    """The text of octets; what cannot be read is marked, never dropped."""
    if coding == 0:
        return _read_gsm(octets)
    if coding in _OCTETS:
        # What a handset packs by itself (AML as data SMS) is seven-bit text in octets: known by how it begins.
        text = _read_gsm(unpack(octets))
        if is_aml(text):
            return text.rstrip("@\r")
    if coding in _CODECS:
        return octets.decode(_CODECS[coding], "replace")
    if coding & 0xF0 in (0xC0, 0xD0, 0xF0):
        return _read_gsm(octets)
    if coding & 0xF0 == 0xE0 or coding & 0x0C == 0x08:
        return octets.decode("utf-16-be", "replace")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def unpack(octets: bytes) -> bytes:
    """Seven-bit letters packed into octets (3GPP TS 23.038, 6.1.2.1.1), one an octet; fill may be a letter."""
    bits = int.from_bytes(octets, "little")
    return bytes(bits >> at & 0x7F for at in range(0, len(octets) * 8 - 6, 7))


def _read_gsm(octets: bytes) -> str:
    found, is_more = [], False
    for octet in octets:
        if is_more:
            found.append(_GSM_MORE.get(octet, "\N{REPLACEMENT CHARACTER}"))
            is_more = False
        elif octet == 0x1B:
            is_more = True
        else:
            found.append(_GSM[octet] if octet < 128 else "\N{REPLACEMENT CHARACTER}")
    return "".join(found)
