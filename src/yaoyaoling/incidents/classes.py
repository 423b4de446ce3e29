"""Incident classes: data, loaded once from the room's seed and edited in the running system afterwards."""

import csv
from importlib.resources import files

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx


class UnknownClass(Refused):
    """No such class, a retired one, or a head class where a sub-class is wanted."""

    code = "unknown_class"
    status = 422
    zh = "警情类别 {class_code} 不存在或已停用，请重新选择类别；其他内容已保留。"
    en = "Incident class {class_code} does not exist or is retired. Choose another; the rest is kept."


class IncidentClass(Value):
    """A class of incidents; parent None: one of the heads."""

    code: str
    parent: str | None
    name_zh: str
    name_en: str
    default_level: int
    is_inspection_only: bool
    is_official_code: bool


_COLUMNS = "code, parent, name_zh, name_en, default_level, is_inspection_only, is_official_code"


async def seed_classes(tx: Tx) -> int:
    """Load the seed into an empty table; gives how many classes were written."""
    if await tx.fetchval("select exists (select from incidents.class)"):
        return 0
    text = files("yaoyaoling.incidents").joinpath("data", "classes.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    for row in rows:
        await tx.execute(
            f"insert into incidents.class ({_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)",
            row["code"],
            row["parent"] or None,
            row["name_zh"],
            row["name_en"],
            int(row["default_level"]),
            row["is_inspection_only"] == "yes",
            row["official_code"] == "yes",
        )
    return len(rows)


async def list_classes(tx: Tx) -> list[IncidentClass]:
    """All classes in use, by code."""
    rows = await tx.fetch(f"select {_COLUMNS} from incidents.class where retired_at is null order by code")
    return [IncidentClass(**dict(row)) for row in rows]


async def get_class(tx: Tx, code: str) -> IncidentClass:
    """A class in use. Raises: UnknownClass."""
    row = await tx.fetchrow(f"select {_COLUMNS} from incidents.class where code = $1 and retired_at is null", code)
    if row is None:
        raise UnknownClass(class_code=code)
    return IncidentClass(**dict(row))
