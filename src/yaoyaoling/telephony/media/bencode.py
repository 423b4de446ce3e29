"""Bencode, as the ng protocol uses it: text, whole numbers, lists, dictionaries."""

from typing import Any


class NotBencoded(ValueError):
    """It is something else."""


def encoded(value: Any) -> bytes:
    """A value as bencode; dictionaries sorted by key, text as UTF-8. Raises: NotBencoded for another type."""
    if isinstance(value, str):
        return encoded(value.encode())
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    if isinstance(value, int) and not isinstance(value, bool):
        return b"i%de" % value
    if isinstance(value, list | tuple):
        return b"l" + b"".join(map(encoded, value)) + b"e"
    if isinstance(value, dict):
        return b"d" + b"".join(encoded(key) + encoded(value[key]) for key in sorted(value)) + b"e"
    raise NotBencoded(type(value).__name__)


def decoded(data: bytes) -> Any:
    """The value; text as str. Raises: NotBencoded."""
    try:
        value, end = _at(data, 0, 0)
    except (ValueError, IndexError, TypeError) as error:
        raise NotBencoded(str(error)) from error
    if end != len(data):
        raise NotBencoded("more than one value")
    return value


_DEEPEST = 50


def _at(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    if depth > _DEEPEST:
        raise NotBencoded("too deep")
    kind = data[at : at + 1]
    if kind == b"i":
        end = data.index(b"e", at)
        return int(data[at + 1 : end]), end + 1
    if kind in (b"l", b"d"):
        items = []
        at += 1
        while data[at : at + 1] != b"e":
            item, at = _at(data, at, depth + 1)
            items.append(item)
        if kind == b"l":
            return items, at + 1
        return dict(zip(items[::2], items[1::2], strict=True)), at + 1
    colon = data.index(b":", at)
    end = colon + 1 + int(data[at:colon])
    if not colon < end <= len(data):
        raise NotBencoded("cut off")
    return data[colon + 1 : end].decode("utf-8", "replace"), end
