"""One row of a pack's tables: text to value, with a sentence in both languages where that fails."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from yaoyaoling.places.pack.contract import Address, CrewPost, Organisation, OrganisationKind, PlaceKind

K = TypeVar("K", bound=StrEnum)

ORGANISATION_COLUMNS = ("code", "parent_code", "kind", "name_zh", "name_en", "lon", "lat")
CREW_COLUMNS = (
    "code",
    "call_sign",
    "grid_code",
    "org_code",
    "force_type",
    "shift",
    "officers",
    "auxiliaries",
    "lon",
    "lat",
)
ADDRESS_COLUMNS = ("kind", "name_zh", "name_en", "full_zh", "lon", "lat")


class Unfit(Exception):
    """A field cannot be taken; says why and what is wanted."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def organisation(row: Mapping[str, str]) -> Organisation:
    """An organisation. Raises: Unfit."""
    lon, lat = position(row)
    return Organisation(
        code=_org_code(row, "code"),
        parent_code=_org_code(row, "parent_code") if row["parent_code"] else None,
        kind=choice(row, "kind", OrganisationKind),
        name_zh=_text(row, "name_zh"),
        name_en=_text(row, "name_en"),
        lon=lon,
        lat=lat,
    )


def crew(row: Mapping[str, str]) -> CrewPost:
    """A crew and its post. Raises: Unfit."""
    lon, lat = position(row)
    return CrewPost(
        code=_text(row, "code"),
        call_sign=_text(row, "call_sign"),
        grid_code=_text(row, "grid_code"),
        org_code=_org_code(row, "org_code"),
        force_type=_text(row, "force_type"),
        shift=_count(row, "shift", at_least=0),
        officers=_count(row, "officers", at_least=0),
        auxiliaries=_count(row, "auxiliaries", at_least=0),
        lon=lon,
        lat=lat,
    )


def address(row: Mapping[str, str]) -> Address:
    """An address. Raises: Unfit."""
    lon, lat = position(row)
    name_zh, name_en = row["name_zh"].strip(), row["name_en"].strip()
    if not name_zh and not name_en:
        raise Unfit("name_zh 与 name_en 均为空；至少填写一个名称。", "name_zh and name_en are both empty; fill in one.")
    return Address(
        kind=choice(row, "kind", PlaceKind),
        name_zh=name_zh or name_en,
        name_en=name_en,
        full_zh=_text(row, "full_zh"),
        lon=lon,
        lat=lat,
    )


def _text(row: Mapping[str, str], field: str) -> str:
    text = row[field].strip()
    if not text:
        raise Unfit(f"{field} 为空；请填写。", f"{field} is empty; fill it in.")
    return text


def _org_code(row: Mapping[str, str], field: str) -> str:
    code = row[field].strip()
    if not re.fullmatch(r"[0-9]{12}", code):
        raise Unfit(
            f"{field}「{code}」不是 12 位数字；请按 GA 380-2002 填写机构代码。",
            f"{field} '{code}' is not 12 digits; write the organisation's code after GA 380-2002.",
        )
    return code


def position(row: Mapping[str, str]) -> tuple[float, float]:
    """lon, lat of a row. Raises: Unfit."""
    return _degrees(row, "lon", 180), _degrees(row, "lat", 90)


def _degrees(row: Mapping[str, str], field: str, most: float) -> float:
    try:
        value = float(row[field])
    except ValueError:
        value = float("nan")
    if not -most <= value <= most:
        raise Unfit(
            f"{field}「{row[field]}」不是 ±{most} 之间的数；请填 WGS-84 十进制度。",
            f"{field} '{row[field]}' is not a number within ±{most}; write WGS-84 decimal degrees.",
        )
    return value


def _count(row: Mapping[str, str], field: str, *, at_least: int) -> int:
    text = row[field].strip()
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) < at_least:
        raise Unfit(
            f"{field}「{text}」应为不小于 {at_least} 的整数。",
            f"{field} '{text}' should be a whole number of at least {at_least}.",
        )
    return int(text)


def choice(row: Mapping[str, str], field: str, kinds: type[K]) -> K:
    """One of an enumeration's values. Raises: Unfit."""
    try:
        return kinds(row[field].strip())
    except ValueError:
        choices = ", ".join(kinds)
        raise Unfit(
            f"{field}「{row[field]}」不在可选范围内；可选：{choices}。",
            f"{field} '{row[field]}' is not one of: {choices}.",
        ) from None
