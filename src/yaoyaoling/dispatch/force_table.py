"""Versions of the table of forces: whole, kept for ever; seeded from the files, changed by administrators."""

from datetime import datetime

from yaoyaoling.dispatch.force_types import ForceTable, force_files
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx


class ForceTableVersion(Value):
    """One version, without its rows."""

    version: int
    made_at: datetime
    made_by_name: str
    note: str


async def seed_force_table(tx: Tx) -> None:
    """Keep the files as version 0 when there is none. Raises: ForceTableUnfit (file, line), also when there is one."""
    table = force_files()
    if not await tx.fetchval("select exists (select from dispatch.force_table)"):
        await save_table(tx, 0, table, "seed")


async def present_table(tx: Tx) -> ForceTable:
    """The table in use; the files' as long as none was kept."""
    held = await tx.fetchval("select held from dispatch.force_table order by version desc limit 1")
    return force_files() if held is None else ForceTable.model_validate(held)


async def present_version(tx: Tx) -> int:
    """Its version."""
    version: int = await tx.fetchval("select coalesce(max(version), 0) from dispatch.force_table")
    return version


async def get_table(tx: Tx, version: int) -> ForceTable:
    """A version's table. Raises: NotFound."""
    held = await tx.fetchval("select held from dispatch.force_table where version = $1", version)
    if held is None:
        raise NotFound
    return ForceTable.model_validate(held)


async def table_at(tx: Tx, at: datetime) -> ForceTable:
    """The table in use at a moment; what was kept first for any moment before."""
    held = await tx.fetchval(
        "select held from dispatch.force_table where made_at <= $1 or version = 0 order by version desc limit 1", at
    )
    return force_files() if held is None else ForceTable.model_validate(held)


async def list_table_versions(tx: Tx) -> list[ForceTableVersion]:
    """All versions, newest first."""
    rows = await tx.fetch("select version, made_at, made_by_name, note from dispatch.force_table order by version desc")
    return [ForceTableVersion(**dict(row)) for row in rows]


async def save_table(tx: Tx, version: int, table: ForceTable, note: str) -> None:
    """Write a version; two writers of one version exclude each other."""
    await tx.execute(
        "insert into dispatch.force_table (version, made_at, made_by_name, note, held) values ($1, $2, $3, $4, $5)",
        version,
        tx.now,
        tx.principal.name,
        note,
        table.model_dump(mode="json"),
    )
