"""Octets as text of which each character is one octet, and back; nothing in it that Python takes for a line or a space.

Latin-1 would not do: str.splitlines and str.strip treat 0x85 and 0xA0 as line and space, and both are in Chinese UTF-8.
"""

_FIRST = 0xF700  # private use: neither letter nor space nor digit
_OTHER_LINES = (0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x1F)
_IN = {one: _FIRST + one for one in (*_OTHER_LINES, *range(0x80, 0x100))}
_OUT = {chr(value): bytes([key]) for key, value in _IN.items()}


def to_text(octets: bytes) -> str:
    """Text for sippy, as long as the octets."""
    return octets.decode("latin-1").translate(_IN)


def to_octets(text: str) -> bytes:
    """What goes to the wire; characters that did not come from `to_text` become UTF-8."""
    if text.isascii():
        return text.encode("ascii")
    return b"".join(_OUT.get(one) or one.encode("utf-8", "replace") for one in text)


def readable(text: str) -> str:
    """Text of sippy as people read it; what is no UTF-8 is replaced."""
    return to_octets(text).decode("utf-8", "replace")


def written(text: str) -> str:
    """Our text as sippy wants it."""
    return to_text(text.encode("utf-8", "replace"))
