"""Kinds of force and the skills that classes ask for, as CSV files: read whole, or refused with file, line and remedy.

The running hall uses the newest version of the table in the database (`force_table.py`); the files are what it began
with.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from yaoyaoling.dispatch.policy import ForceType
from yaoyaoling.dispatch.rules import SETTINGS
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused

_DATA = Path(__file__).parent / "data"
FORCE_TYPES = _DATA / "force_types.csv"
CLASS_SKILLS = _DATA / "class_skills.csv"
_YES = {"yes": True, "no": False}
_FORCE_COLUMNS = ("code", "name_zh", "name_en", "is_police", "takes", "contains", "levels", "officers", "people")
T = TypeVar("T")


class ForceTableUnfit(Refused):
    """A table that cannot be used: where, what stands there, and what is wanted instead."""

    code = "force_table_unfit"
    status = 422
    zh = "{where}：“{value}”不合要求，应为{wanted_zh}。请改正后重试。"
    en = "{where}: {value!r} does not fit; wanted: {wanted_en}. Put it right and try again."


class ClassSkill(Value):
    """A skill that classes beginning so ask for."""

    class_code: str
    skill: str


class ForceTable(Value):
    """All force types, and what classes ask for."""

    forces: tuple[ForceType, ...]
    skills: tuple[ClassSkill, ...]


def force_files() -> ForceTable:
    """The table as the hall's own files have it, ours where it has none. Raises: ForceTableUnfit (file, line)."""
    table = ForceTable(
        forces=load_force_types(SETTINGS.force_types_file or FORCE_TYPES),
        skills=load_class_skills(SETTINGS.class_skills_file or CLASS_SKILLS),
    )
    check_table(table, (SETTINGS.force_types_file or FORCE_TYPES).name)
    return table


def load_force_types(file: Path = FORCE_TYPES) -> tuple[ForceType, ...]:
    """The force types of a file, in its order. Raises: ForceTableUnfit (file, line)."""
    return tuple(_rows(file, _FORCE_COLUMNS, _force_type))


def load_class_skills(file: Path = CLASS_SKILLS) -> tuple[ClassSkill, ...]:
    """Beginnings of class codes with a skill, of a file. Raises: ForceTableUnfit (file, line)."""
    return tuple(_rows(file, ("class", "skill"), _class_skill))


def check_table(table: ForceTable, where: str) -> None:
    """Raise ForceTableUnfit unless the table holds together; where: what it is called to the person."""
    seen: set[str] = set()
    for force in table.forces:
        place = f"{where} {force.code}"
        if force.code in seen:
            raise _unfit(place, "code", force.code, "不重复的代码", "a code that occurs once")
        seen.add(force.code)
        _check_force(force, place)
    for one in table.skills:
        _check_beginnings((one.class_code,), f"{where} {one.class_code}", "class")
        if not _is_code(one.skill):
            raise _unfit(f"{where} {one.class_code}", "skill", one.skill, "小写字母和下划线", "small letters and _")
    if not any(force.is_police and force.takes for force in table.forces):
        raise _unfit(where, "takes", "", "至少一种可处警的警察力量", "at least one police force that takes a class")


def skills_for(class_code: str, table: tuple[ClassSkill, ...]) -> tuple[str, ...]:
    """The skills a class asks for, sorted."""
    return tuple(sorted({one.skill for one in table if class_code.startswith(one.class_code)}))


def _unfit(where: str, column: str, value: object, wanted_zh: str, wanted_en: str) -> ForceTableUnfit:
    return ForceTableUnfit(where=f"{where} {column}", value=str(value)[:40], wanted_zh=wanted_zh, wanted_en=wanted_en)


def _check_force(force: ForceType, where: str) -> None:
    if not _is_code(force.code):
        raise _unfit(where, "code", force.code, "小写字母和下划线", "small letters and _")
    for name in ("name_zh", "name_en"):
        if not 1 <= len(getattr(force, name)) <= 40:
            raise _unfit(where, name, getattr(force, name), "1 至 40 个字", "1 to 40 letters")
    _check_beginnings(force.takes, where, "takes")
    _check_beginnings(force.contains, where, "contains")
    if not 1 <= force.levels[0] <= force.levels[1] <= 4:
        raise _unfit(where, "levels", "-".join(map(str, force.levels)), "1-4，重者在前", "1-4, the gravest first")
    if not (0 <= force.officers <= force.people and 1 <= force.people <= 40):
        value = f"{force.officers}/{force.people}"
        raise _unfit(where, "officers/people", value, "民警数不多于总人数", "no more officers than people")


def _is_code(text: str) -> bool:
    return 2 <= len(text) <= 30 and text.isascii() and text.replace("_", "").isalpha() and text.islower()


def _check_beginnings(beginnings: tuple[str, ...], where: str, column: str) -> None:
    for one in beginnings:
        if one != "*" and not (one.isascii() and one.isdigit() and 2 <= len(one) <= 6):
            raise _unfit(where, column, one, "类别代码开头（2 至 6 位数字）或 *", "beginnings of class codes, or *")


def _rows(file: Path, columns: tuple[str, ...], parse: Callable[[dict[str, str], str], T]) -> Iterator[T]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _unfit(file.name, "", type(error).__name__, "可读的 UTF-8 文件", "a readable file in UTF-8") from error
    lines = csv.DictReader(text.splitlines())
    missing = [name for name in columns if name not in (lines.fieldnames or ())]
    if missing:
        raise _unfit(f"{file.name}:1", missing[0], "", "该列的表头", "a header of that name")
    for row in lines:
        where = f"{file.name}:{lines.line_num}"
        yield parse({name: (row.get(name) or "").strip() for name in columns}, where)


def _force_type(row: dict[str, str], where: str) -> ForceType:
    def number(name: str) -> int:
        if not (row[name].isascii() and row[name].isdigit()):
            raise _unfit(where, name, row[name], "数字", "a number")
        return int(row[name])

    if row["is_police"] not in _YES:
        raise _unfit(where, "is_police", row["is_police"], "yes 或 no", "yes or no")
    gravest, _, mildest = row["levels"].partition("-")
    if not (gravest.isdigit() and mildest.isdigit()):
        raise _unfit(where, "levels", row["levels"], "1-4，重者在前", "1-4, the gravest first")
    force = ForceType(
        code=row["code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        is_police=_YES[row["is_police"]],
        takes=tuple(row["takes"].split()),
        contains=tuple(row["contains"].split()),
        levels=(int(gravest), int(mildest)),
        officers=number("officers"),
        people=number("people"),
    )
    _check_force(force, where)
    return force


def _class_skill(row: dict[str, str], where: str) -> ClassSkill:
    _check_beginnings((row["class"],), where, "class")
    if not _is_code(row["skill"]):
        raise _unfit(where, "skill", row["skill"], "小写字母和下划线", "small letters and _")
    return ClassSkill(class_code=row["class"], skill=row["skill"])
