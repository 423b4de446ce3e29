"""What words mean to the line itself, and when a failed try is made again. Pure."""

from typing import Literal

_STOP = frozenset({"stop", "td", "t", "退订", "qx", "取消订阅", "unsubscribe"})
_START = frozenset({"start", "恢复订阅", "tdhf", "unstop"})
_EDGES = " \t\r\n。.!！,，“”\"'【】[]"
_LONGEST_S = 60.0


def wish_of(words: str) -> Literal["stop", "start"] | None:
    """Whether a message is nothing but the wish to be left alone, or to be written to again."""
    bare = words.strip(_EDGES).casefold()
    if bare in _STOP:
        return "stop"
    return "start" if bare in _START else None


def pause_s(tries: int, asked_s: float) -> float:
    """How long until a message that could not be sent is tried again: double each time, a minute at most, and never
    sooner than the other side asked for."""
    return float(min(_LONGEST_S, max(asked_s, 0.5 * 2 ** min(tries, 7))))
