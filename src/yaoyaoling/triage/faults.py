"""What is wrong with a draft of this room's editable data: where it stands, and the words for the person."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused


class SheetFault(Value):
    """One fault. where: the way to the field, as `cards.3.advice.0.zh`; "" for the whole."""

    where: str
    zh: str
    en: str


class SheetUnfit(Refused):
    """It cannot be read as what it should be."""

    code = "sheet_unfit"
    status = 422
    zh = "内容无法读取：{where} {what_zh}。"
    en = "It cannot be read: {where}: {what_en}."


_READ: Mapping[str, tuple[str, str]] = {
    "missing": ("必填", "This is required"),
    "extra_forbidden": ("不认识的字段", "No such field is known"),
    "string_too_short": ("至少填写 {min_length} 个字", "Write at least {min_length} characters"),
    "string_too_long": ("不能超过 {max_length} 个字", "Write at most {max_length} characters"),
    "too_short": ("至少要有 {min_length} 项", "There must be at least {min_length}"),
    "too_long": ("不能超过 {max_length} 项", "There may be at most {max_length}"),
    "greater_than_equal": ("不能小于 {ge}", "It must be {ge} or more"),
    "less_than_equal": ("不能大于 {le}", "It must be {le} or less"),
    "literal_error": ("不在可选范围内", "It is none of the choices"),
    "int_parsing": ("应为整数", "It must be a whole number"),
    "int_type": ("应为整数", "It must be a whole number"),
    "int_from_float": ("应为整数", "It must be a whole number"),
}
_OTHER = ("填写有误", "It is not valid")
_FORMS: Mapping[str, tuple[str, str]] = {
    "id": ("标识只能用小写字母、数字、下划线或横线", "An id takes lower-case letters, digits, underscores or dashes"),
    "scheme": (
        "体系只能用小写字母、数字、下划线，2–24 位",
        "A scheme takes 2 to 24 lower-case letters, digits, underscores",
    ),
    "code": ("代码只能用字母和数字，最多 12 位", "A code takes letters and digits, 12 at most"),
    "class_code": ("类别代码为 2–6 位数字", "The code of a class has 2 to 6 digits"),
}


_TOLD = "told"


def told(zh: str, en: str) -> PydanticCustomError:
    """For a validator of a field: what is wrong with it, in both languages."""
    return PydanticCustomError(_TOLD, "{en}", {"zh": zh, "en": en})


def faults_read(error: ValidationError) -> tuple[SheetFault, ...]:
    """Everything that kept a body from being read, by field."""
    return tuple(_fault_of(one["type"], one["loc"], one.get("ctx", {})) for one in error.errors())


def _fault_of(kind: str, loc: tuple[int | str, ...], context: Mapping[str, Any]) -> SheetFault:
    where = ".".join(str(part) for part in loc)
    if kind == _TOLD:
        return SheetFault(where=where, zh=context["zh"], en=context["en"])
    if kind == "string_pattern_mismatch":
        zh, en = _FORMS.get(str(loc[-1]) if loc else "", _OTHER)
    else:
        zh, en = _READ.get(kind, _OTHER)
    return SheetFault(where=where, zh=zh.format(**context), en=en.format(**context))


def twice(ids: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Of pairs (where, name) those whose name was there before."""
    seen: set[str] = set()
    for where, name in ids:
        if name in seen:
            yield where, name
        seen.add(name)
