"""AML by SMS (ETSI TS 103 625 V1.1.1, clause 5, and version 2 as handsets send it): `A"ML=1;lt=…;ml=…`.

Strict where a slip would lead astray: version 1 says its own length, so what was cut or changed on the way is refused.
An attribute that is not there is no fault: what is there still counts.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Literal, TypeVar

from pydantic import ValidationError

from yaoyaoling.channels.contract import Aml, AmlMethod
from yaoyaoling.kernel.geo import Point

V = TypeVar("V")
START = 'A"ML='
_MOST = 480
"""Characters of three pieces; a message has one."""
Fault = Literal[
    "not_aml",  # 不是 AML 报文
    "unknown_version",  # 版本不明
    "wrong_length",  # 长度不符（被截断或改动）
    "unknown_attribute",  # 属性不明
    "bad_value",  # 取值无效
]
_METHODS: Mapping[str, AmlMethod] = {
    "G": "gnss", "W": "wifi", "C": "cell", "F": "fused", "U": "unknown", "N": "unknown",
}  # fmt: skip
_DEGREES = re.compile(r"[+-]?[0-9]{1,3}\.[0-9]{1,8}")
_METRES = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")
_TIME = re.compile(r"[0-9]{14}")
_WHOLE = re.compile(r"[+-]?[0-9]{1,12}")
_DIGITS = re.compile(r"[0-9]{1,18}")


class AmlUnreadable(ValueError):
    """It cannot be read; fault says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def is_aml(text: str) -> bool:
    """Whether a text was written by a handset of its own accord: nobody types this."""
    return text.startswith(START)


def read_aml(text: str) -> Aml:
    """What the handset told. Raises: AmlUnreadable."""
    if not is_aml(text) or len(text) > _MOST:
        raise AmlUnreadable("not_aml")
    version, _, rest = text[len(START) :].partition(";")
    if version not in ("1", "2"):
        raise AmlUnreadable("unknown_version")
    told: dict[str, str] = {}
    for one in rest.rstrip(";").split(";"):
        name, equals, value = one.partition("=")
        if not equals or not value or name in told:
            raise AmlUnreadable("bad_value")
        told[name] = value
    try:
        return _first(told, len(text)) if version == "1" else _second(told)
    except ValidationError as error:
        raise AmlUnreadable("bad_value") from error


_FIRST = frozenset({"lt", "lg", "rd", "top", "lc", "pm", "si", "ei", "mcc", "mnc", "ml"})


def _first(told: Mapping[str, str], length: int) -> Aml:
    if not told.keys() <= _FIRST:
        raise AmlUnreadable("unknown_attribute")
    if told.get("ml") != str(length):
        raise AmlUnreadable("wrong_length")
    lat, lon = (_value(told, name, _DEGREES, float) for name in ("lt", "lg"))
    return Aml(
        version=1,
        point=_point(lat, lon),
        radius_m=None if told.get("rd") == "N" else _value(told, "rd", _METRES, float) or None,
        measured_at=_value(told, "top", _TIME, _time),
        confidence=_value(told, "lc", _DIGITS, int),
        method=_method(told.get("pm")),
        imsi=_value(told, "si", _DIGITS, str),
        imei=_value(told, "ei", _DIGITS, str),
        mcc=_value(told, "mcc", _DIGITS, str),
        mnc=_value(told, "mnc", _DIGITS, str),
    )


def _second(told: Mapping[str, str]) -> Aml:
    """Version 2: et is the call's beginning in seconds since 1970, lt when it was measured, in seconds from there; lo
    is latitude, longitude, radius. It does not say its length, and may have attributes added: those are passed over."""
    numbers: list[float] = []
    if "lo" in told:
        lo = told["lo"].split(",")
        if len(lo) not in (2, 3) or not all(_DEGREES.fullmatch(one) for one in lo[:2]):
            raise AmlUnreadable("bad_value")
        if len(lo) == 3 and not _METRES.fullmatch(lo[2]):
            raise AmlUnreadable("bad_value")
        numbers = [float(one) for one in lo]
    began, after = (_value(told, name, _WHOLE, int) for name in ("et", "lt"))
    network = _value(told, "nc", _DIGITS, str)
    return Aml(
        version=2,
        point=_point(*numbers[:2]) if numbers else None,
        radius_m=numbers[2] or None if len(numbers) == 3 else None,
        measured_at=None if began is None else _since_1970(began + (after or 0)),
        confidence=_value(told, "lc", _DIGITS, int),
        method=_method(told.get("ls")),
        imei=_value(told, "ei", _DIGITS, str),
        mcc=None if network is None else network[:3],
        mnc=None if network is None else network[3:] or None,
    )


def _value(told: Mapping[str, str], name: str, form: re.Pattern[str], read: Callable[[str], V]) -> V | None:
    """An attribute read; None when it is not there. Raises: AmlUnreadable."""
    found = told.get(name)
    if found is None:
        return None
    if not form.fullmatch(found):
        raise AmlUnreadable("bad_value")
    return read(found)


def _method(word: str | None) -> AmlMethod:
    if word is None:
        return "unknown"
    if word not in _METHODS:
        raise AmlUnreadable("bad_value")
    return _METHODS[word]


def _point(lat: float | None, lon: float | None) -> Point | None:
    """Half a position is none, and zeros are what a handset without one sends."""
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return None
    return Point(lon=lon, lat=lat)


def _time(digits: str) -> datetime:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise AmlUnreadable("bad_value") from error


def _since_1970(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise AmlUnreadable("bad_value") from error
