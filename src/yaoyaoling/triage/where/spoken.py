"""Numbers, distances and directions as people say them: 一百二十号, 幺二零号, 两百米, 北边, 往东南走."""

import re
from dataclasses import dataclass

from yaoyaoling.places.public import numeral as written
from yaoyaoling.triage.entities.numbers import digits_of, numeral

NUMERALS = "零〇幺一二两三四五六七八九十百千"
_TENS = "十百千"
_COUNTED = re.compile(rf"([{NUMERALS}]+)(?=号|弄|幢|栋|单元|室|米|公里|千米|里地)")
_ORDINAL = re.compile(r"(?<=[\u4e00-\u9fff])([1-9][0-9]?)(?=[巷路街里])")

BEARINGS = {
    "东北": 45, "西北": 315, "东南": 135, "西南": 225, "北": 0, "东": 90, "南": 180, "西": 270,
}  # fmt: skip
_BEARING = "东北|西北|东南|西南|北|东|南|西"
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_HEDGE = "(?:大概|大约|差不多|约|走|开|去|再|有|过去)*"
_STEP = re.compile(
    rf"^(?:的|大概|大约)?(?:往|向|朝|靠|以)?({_BEARING})(?:边|面|侧|方向|方|头|走|开|去|向)*{_HEDGE}"
    rf"(?:({_NUMBER}|几百|几十)(米|公尺|公里|千米|里地|里)?)?"
)
_SOME = {"几百": 300.0, "几十": 50.0}
_UNITS = {"米": 1.0, "公尺": 1.0, "公里": 1000.0, "千米": 1000.0, "里地": 500.0, "里": 500.0}


def number_of(words: str) -> int | None:
    """A number in characters: 一百二十 → 120, 幺二零 → 120, 十二 → 12; None when it is none."""
    if not words or any(c not in NUMERALS for c in words):
        return None
    if not any(c in _TENS for c in words):
        return int(digits_of(words))
    found = numeral(words)
    return None if found is None else int(found)


def with_digits(text: str) -> str:
    """Counted numerals as digits, ordinals of lanes and series in characters: 二巷一百二十号, 2巷120号 → 二巷120号."""
    text = _COUNTED.sub(lambda found: _as_digits(found[1]), text)
    return _ORDINAL.sub(lambda found: written(int(found[1])), text)


def _as_digits(words: str) -> str:
    number = number_of(words)
    return words if number is None else str(number)


@dataclass(frozen=True)
class Step:
    """A way from a place: degrees from north, metres (None: none was said), and how many characters say it."""

    bearing_deg: int
    metres: float | None
    length: int
    words: str


def read_step(text: str) -> Step | None:
    """北边200米, 往东走一公里 … at the beginning of a text whose numbers are digits already."""
    found = _STEP.match(text)
    if found is None:
        return None
    bearing, number, unit = found.groups()
    rest = found[0][len(found[0].rstrip()) :]
    metres = None if number is None else _SOME.get(number) or float(number) * _UNITS[unit or "米"]
    if metres is None and not re.search(r"边|面|侧|方向|方|头|往|向|朝", found[0]):
        return None
    return Step(BEARINGS[bearing], metres, len(found[0]) - len(rest), found[0].strip())
