"""At which minutes of the week something holds, as OpenStreetMap's opening hours say it in their common shapes.

Read are weekdays and times ("Mo-Fr 07:00-09:00,17:00-19:00; Sa 08:00-12:00", across midnight too), `off` for whole
days, and "24/7". Not read are holidays, months, dates, sunrise and whatever else: none of it is guessed.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

DAY_MINUTES = 24 * 60
MINUTES = 7 * DAY_MINUTES
BYTES = MINUTES // 8
Packed: TypeAlias = NDArray[np.uint8]
"""uint8[h, 1260]: a bit for each minute of the week; Monday's first is the highest of the first byte."""
Minutes: TypeAlias = NDArray[np.bool_]
"""bool[10080]."""
Flags: TypeAlias = NDArray[np.bool_]

_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_DAY = f"(?:{'|'.join(_DAYS)})"
_SPAN = r"\d{1,2}:\d\d\s*-\s*\d{1,2}:\d\d"
_RULE = re.compile(
    rf"(?P<days>{_DAY}(?:\s*-\s*{_DAY})?(?:\s*,\s*{_DAY}(?:\s*-\s*{_DAY})?)*)?\s*"
    rf"(?P<times>{_SPAN}(?:\s*,\s*{_SPAN})*)?\s*(?P<off>off|closed)?"
)
_AND_DAYS = re.compile(r"(?<=:\d\d)\s*,\s*(?=[a-z])")


def minutes_of(text: str) -> Minutes | None:
    """When a text says that it holds; None where that cannot be read."""
    spans: list[list[tuple[int, int]]] = [[] for _ in _DAYS]
    rules = [rule for rule in (one.strip() for one in text.lower().split(";")) if rule]
    for rule in rules:
        # After ";" a rule replaces what was said of its days, after "," it adds to it.
        for nth, part in enumerate(_AND_DAYS.split(rule)):
            read = _rule(part)
            if read is None:
                return None
            days, times = read
            for day in days:
                spans[day] = times if nth == 0 else spans[day] + times
    if not rules:
        return None
    found = np.zeros(MINUTES, np.bool_)
    for day, times in enumerate(spans):
        for first, last in times:
            found[np.arange(day * DAY_MINUTES + first, day * DAY_MINUTES + last) % MINUTES] = True
    return found


def _rule(text: str) -> tuple[list[int], list[tuple[int, int]]] | None:
    """Weekdays, and the minutes from and until on each."""
    if text == "24/7":
        return list(range(7)), [(0, DAY_MINUTES)]
    match = _RULE.fullmatch(text)
    if match is None or not (match["days"] or match["times"]) or (match["times"] and match["off"]):
        return None
    days = list(range(7)) if match["days"] is None else _days(match["days"])
    if match["off"]:
        return days, []
    if match["times"] is None:
        return days, [(0, DAY_MINUTES)]
    times = [_span(one) for one in match["times"].split(",")]
    if any(one is None for one in times):
        return None
    return days, [one for one in times if one is not None]


def _days(text: str) -> list[int]:
    found = []
    for one in text.split(","):
        ends = [_DAYS.index(end.strip()) for end in one.split("-")]
        found += [(ends[0] + more) % 7 for more in range((ends[-1] - ends[0]) % 7 + 1)]
    return found


def _span(text: str) -> tuple[int, int] | None:
    (h, m), (until_h, until_m) = ((int(one) for one in end.split(":")) for end in text.split("-"))
    first, last = 60 * h + m, 60 * until_h + until_m
    if h > 23 or until_h > 48 or max(m, until_m) > 59 or first == last:
        return None
    return first, last if last > first else last + DAY_MINUTES


def packed(minutes: Minutes) -> bytes:
    """The same as bits."""
    return np.packbits(minutes).tobytes()


def table_of(rows: list[bytes]) -> Packed:
    """One row for each."""
    return np.frombuffer(b"".join(rows), np.uint8).reshape(-1, BYTES).copy()


def hold_at(hours: Packed, minute: int) -> Flags:
    """bool[h]: which rows hold at a minute of the week."""
    found: Flags = (hours[:, minute // 8] >> (7 - minute % 8)) & 1 > 0
    return found


def hold_together(hours: Packed, rows: NDArray[np.int32]) -> Iterator[Flags]:
    """bool[h] for each set of these rows that hold at the same time, once."""
    bits = np.unpackbits(hours, axis=1)
    bits[np.setdiff1d(np.arange(len(hours)), rows)] = 0
    if not bits.any():
        yield np.zeros(len(hours), np.bool_)
        return
    for column in np.unique(bits, axis=1).T:
        yield column > 0
