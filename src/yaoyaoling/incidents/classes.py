"""Incident classes: data, loaded once from the room's seed and edited in the running system afterwards."""

import csv
from importlib.resources import files

from pydantic import Field

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

    code: str = Field(pattern=r"^[0-9]{2,6}$")
    parent: str | None = Field(max_length=40)
    name_zh: str = Field(min_length=1, max_length=80)
    name_en: str = Field(min_length=1, max_length=80)
    default_level: int = Field(ge=1, le=4)
    is_inspection_only: bool
    is_official_code: bool
    is_active: bool = True


_COLUMNS = "code, parent, name_zh, name_en, default_level, is_inspection_only, is_official_code"
_SELECT = f"select {_COLUMNS}, retired_at is null as is_active from incidents.class"


def shipped_classes() -> list[IncidentClass]:
    """The classes a new hall begins with, as the file of this room has them."""
    text = files("yaoyaoling.incidents").joinpath("data", "classes.csv").read_text(encoding="utf-8")
    return [
        IncidentClass(
            code=row["code"],
            parent=row["parent"] or None,
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            default_level=int(row["default_level"]),
            is_inspection_only=row["is_inspection_only"] == "yes",
            is_official_code=row["official_code"] == "yes",
        )
        for row in csv.DictReader(text.splitlines())
    ]


async def seed_classes(tx: Tx) -> int:
    """Load the seed into an empty table, and keep what is there as version 0; gives how many classes were written."""
    if await tx.fetchval("select exists (select from incidents.class)"):
        await _keep_version_0(tx)
        return 0
    classes = shipped_classes()
    for one in classes:
        await tx.execute(
            f"insert into incidents.class ({_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)",
            one.code,
            one.parent,
            one.name_zh,
            one.name_en,
            one.default_level,
            one.is_inspection_only,
            one.is_official_code,
        )
    await _keep_version_0(tx)
    return len(classes)


async def _keep_version_0(tx: Tx) -> None:
    if await tx.fetchval("select exists (select from incidents.class_version)"):
        return
    await tx.execute(
        "insert into incidents.class_version (version, made_at, made_by_name, note, classes)"
        " values (0, $1, $2, 'seed', $3)",
        tx.now,
        tx.principal.name,
        [one.model_dump(mode="json") for one in await list_all_classes(tx)],
    )


async def list_all_classes(tx: Tx) -> list[IncidentClass]:
    """All classes, retired ones too, by code."""
    return [IncidentClass(**dict(row)) for row in await tx.fetch(f"{_SELECT} order by code")]


async def save_class(tx: Tx, one: IncidentClass) -> None:
    """Write a class as it shall be."""
    await tx.execute(
        f"insert into incidents.class ({_COLUMNS}, retired_at) values ($1, $2, $3, $4, $5, $6, $7, $8)"
        " on conflict (code) do update set parent = excluded.parent, name_zh = excluded.name_zh,"
        " name_en = excluded.name_en, default_level = excluded.default_level,"
        " is_inspection_only = excluded.is_inspection_only, is_official_code = excluded.is_official_code,"
        " retired_at = case when excluded.retired_at is null then null"
        " else coalesce(class.retired_at, excluded.retired_at) end",
        one.code,
        one.parent,
        one.name_zh,
        one.name_en,
        one.default_level,
        one.is_inspection_only,
        one.is_official_code,
        None if one.is_active else tx.now,
    )


async def list_classes(tx: Tx) -> list[IncidentClass]:
    """All classes in use, by code."""
    rows = await tx.fetch(f"{_SELECT} where retired_at is null order by code")
    return [IncidentClass(**dict(row)) for row in rows]


async def get_class(tx: Tx, code: str) -> IncidentClass:
    """A class in use. Raises: UnknownClass."""
    row = await tx.fetchrow(f"{_SELECT} where code = $1 and retired_at is null", code)
    if row is None:
        raise UnknownClass(class_code=code)
    return IncidentClass(**dict(row))
