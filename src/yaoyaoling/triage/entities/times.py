"""When something was, as people say it: "十分钟前", "昨晚八点半", "14:30". Pure; relative to the call, no clock."""

import re

from yaoyaoling.kernel.contract import Value
from yaoyaoling.triage.entities.numbers import DIGIT, numeral

_NUM = rf"[{''.join(DIGIT)}十百0-9半]+(?:\.\d+)?"
_DAYS = {"今": 0, "昨": -1, "前": -2, "今日": 0, "昨日": -1}


class Time(Value):
    """A moment that is named. minutes_ago: before the call; day: 0 today, -1 yesterday; clock: HH:MM of that day."""

    text: str
    minutes_ago: float | None = None
    day: int | None = None
    clock: str | None = None
    date: str | None = None
    start: int
    end: int


_AGO = re.compile(
    rf"(?P<n>{_NUM})\s?(?:多|来)?(?:个)?(?P<half>半)?(?P<unit>分钟|小时|钟头|天|秒钟?|日)(?:之)?(?:前|以前)"
)
_JUST = re.compile(r"刚刚|刚才|刚(?=被|转|接|看|发|到)|just now")
_CLOCK = re.compile(
    rf"(?P<day>今天|昨天|前天|今日|昨日|今|昨)?(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|早|晚)?"
    rf"(?:(?P<h>[0-2]?\d)[:：](?P<m>[0-5]\d)|(?P<zh>{_NUM})[点时](?!钟?前)(?P<zm>一刻|三刻|{_NUM}分?)?)"
)
_DATE = re.compile(
    r"(?:(?P<y>20\d\d)\s?[年\-/.])?(?P<mo>1[0-2]|0?[1-9])\s?[月\-/](?P<d>3[01]|[12]\d|0?[1-9])(?:[日号]|(?=\D|$))"
)
_DAY = re.compile(r"(?P<day>今|昨|前)(?:天|日)?(?P<part>早上|上午|中午|下午|晚上|晚|早)?")


def _minutes(value: float, unit: str) -> float:
    scale = {"分钟": 1.0, "小时": 60.0, "钟头": 60.0, "天": 1440.0, "日": 1440.0}
    return value * scale.get(unit, 1 / 60)


def times_in(text: str) -> tuple[Time, ...]:
    """Moments that are named, in the order of the words; none overlaps another."""
    found: list[Time] = []

    def add(match: re.Match[str], **fields: object) -> None:
        start, end = match.span()
        if all(end <= one.start or start >= one.end for one in found):
            found.append(Time.model_validate({"text": match[0], "start": start, "end": end, **fields}))

    for match in _AGO.finditer(text):
        value = 0.5 if match["n"] == "半" else numeral(match["n"].replace("半", ""))
        if value is not None:
            extra = 0.5 if match["half"] or (match["n"].endswith("半") and len(match["n"]) > 1) else 0.0
            add(match, minutes_ago=round(_minutes(value + extra, match["unit"]), 2))
    for match in _CLOCK.finditer(text):
        clock = _clock(match)
        if clock is not None:
            add(match, clock=clock, day=_DAYS.get((match["day"] or "")[:1]))
    for match in _DATE.finditer(text):
        if match["y"] or text[match.end() - 1] in "日号":
            year = f"{match['y']}-" if match["y"] else ""
            add(match, date=f"{year}{int(match['mo']):02d}-{int(match['d']):02d}")
    for match in _JUST.finditer(text):
        add(match, minutes_ago=0.0)
    for match in _DAY.finditer(text):
        if len(match[0]) > 1:
            add(match, day=_DAYS[match["day"]])
    return tuple(sorted(found, key=lambda one: one.start))


def _clock(match: re.Match[str]) -> str | None:
    if match["h"] is not None:
        hour, minute = int(match["h"]), int(match["m"])
    else:
        said = numeral(match["zh"].replace("半", ""))
        if said is None or said != int(said):
            return None
        hour, minute = int(said), _minute(match["zm"])
    part = match["part"] or ""
    if part in ("下午", "傍晚", "晚上", "夜里", "晚") and hour < 12:
        hour += 12
    if part == "中午" and hour < 11:
        hour += 12
    return f"{hour:02d}:{minute:02d}" if hour < 24 and 0 <= minute < 60 else None


def _minute(words: str | None) -> int:
    if words in (None, ""):
        return 0
    fixed = {"半": 30, "一刻": 15, "三刻": 45}
    if words in fixed:
        return fixed[words]
    value = numeral((words or "").rstrip("分").replace("半", ""))
    return int(value) if value is not None else 0
