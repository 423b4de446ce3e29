"""Versions of the class table: whole, kept for ever, as CSV for people who like that."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from yaoyaoling.incidents.classes import IncidentClass
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.db.tx import Tx

COLUMNS = ("code", "parent", "name_zh", "name_en", "default_level", "is_inspection_only", "official_code", "active")
_YES = {"yes": True, "no": False}


class CsvUnfit(Refused):
    """A line that cannot be read."""

    code = "class_csv_unfit"
    status = 422
    zh = "第 {line} 行无法读取：{column} 的值“{value}”不合要求。"
    en = "Line {line} cannot be read: {column} has the value {value!r}, which does not fit."


class ClassVersion(Value):
    """One version, without its classes."""

    version: int
    made_at: datetime
    made_by_name: str
    note: str
    classes: int


async def present_version(tx: Tx) -> int:
    """The version in use."""
    version: int = await tx.fetchval("select coalesce(max(version), 0) from incidents.class_version")
    return version


async def list_versions(tx: Tx) -> list[ClassVersion]:
    """All versions, newest first."""
    rows = await tx.fetch(
        "select version, made_at, made_by_name, note, jsonb_array_length(classes) as classes"
        " from incidents.class_version order by version desc"
    )
    return [ClassVersion(**dict(row)) for row in rows]


async def get_version(tx: Tx, version: int) -> list[IncidentClass]:
    """All classes of a version, retired ones too, by code. Raises: NotFound."""
    held = await tx.fetchval("select classes from incidents.class_version where version = $1", version)
    if held is None:
        raise NotFound
    return [IncidentClass(**one) for one in held]


async def save_version(tx: Tx, version: int, classes: Iterable[IncidentClass], note: str) -> None:
    """Write a version; two writers of one version exclude each other."""
    await tx.execute(
        "insert into incidents.class_version (version, made_at, made_by_name, note, classes)"
        " values ($1, $2, $3, $4, $5)",
        version,
        tx.now,
        tx.principal.name,
        note,
        [one.model_dump(mode="json") for one in classes],
    )


def csv_of(classes: Iterable[IncidentClass]) -> str:
    """The classes as CSV, as `parse_csv` reads it and `data/classes.csv` begins."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in classes:
        flags = ("yes" if flag else "no" for flag in (one.is_inspection_only, one.is_official_code, one.is_active))
        writer.writerow((one.code, one.parent or "", one.name_zh, one.name_en, one.default_level, *flags))
    return out.getvalue()


def parse_csv(text: str) -> list[IncidentClass]:
    """Classes of a CSV with a header; `active` may be left out. Raises: CsvUnfit with line, column and value."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        missing = [name for name in COLUMNS[:-1] if name not in (reader.fieldnames or ())]
        if missing:
            raise CsvUnfit(line=1, column=missing[0], value="")
        return [_class(row, reader.line_num) for row in reader]
    except csv.Error as error:
        raise CsvUnfit(line=reader.line_num, column="CSV", value=str(error)) from error


def _class(row: dict[str, str], line: int) -> IncidentClass:
    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    def wrong(name: str) -> CsvUnfit:
        return CsvUnfit(line=line, column=name, value=cell(name)[:40])

    def flag(name: str, default: str = "") -> bool:
        value = (cell(name) or default).lower()
        if value not in _YES:
            raise wrong(name)
        return _YES[value]

    if not (cell("code").isascii() and cell("code").isdigit() and 2 <= len(cell("code")) <= 6):
        raise wrong("code")
    for name in ("name_zh", "name_en"):
        if not 1 <= len(cell(name)) <= 80:
            raise wrong(name)
    if len(cell("parent")) > 40:
        raise wrong("parent")
    if cell("default_level") not in ("1", "2", "3", "4"):
        raise wrong("default_level")
    return IncidentClass(
        code=cell("code"),
        parent=cell("parent") or None,
        name_zh=cell("name_zh"),
        name_en=cell("name_en"),
        default_level=int(cell("default_level")),
        is_inspection_only=flag("is_inspection_only"),
        is_official_code=flag("official_code"),
        is_active=flag("active", "yes"),
    )
