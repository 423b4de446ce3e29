"""Migrations: plain SQL files per room, run in the order of the layers, once, under one advisory lock."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from yaoyaoling.platform.logs import logger

LOCK = 7_110_110
log = logger("platform")


class MigrationChangedError(RuntimeError):
    """A file that has run was edited afterwards: write a new one instead."""


@dataclass(frozen=True)
class RoomMigrations:
    """The migration files of one room, in order."""

    room: str
    files: tuple[Path, ...]

    @classmethod
    def of(cls, room: str, folder: Path) -> "RoomMigrations":
        """All `*.sql` of a room's `migrations` folder, by name."""
        return cls(room, tuple(sorted(folder.glob("*.sql"))))


async def migrate(owner: asyncpg.Connection, rooms: list[RoomMigrations]) -> list[str]:
    """Run what has not run yet; gives the names of what was run.

    Each file is one transaction. Rooms come in the order of the layers, `platform` first.

    Raises: MigrationChangedError when a file that ran before has other content now.
    """
    ran: list[str] = []
    await owner.execute("select pg_advisory_lock($1)", LOCK)
    try:
        await owner.execute("create schema if not exists platform")
        done = await _applied(owner)
        for room in rooms:
            for file in room.files:
                text = file.read_text(encoding="utf-8")
                digest = hashlib.sha256(text.encode()).hexdigest()
                earlier = done.get((room.room, file.name))
                if earlier == digest:
                    continue
                if earlier is not None:
                    raise MigrationChangedError(f"{room.room}/{file.name} was changed after it had run")
                async with owner.transaction():
                    await owner.execute(text)
                    await _note(owner, room.room, file.name, digest)
                ran.append(f"{room.room}/{file.name}")
                log.info("migrated", migration=f"{room.room}/{file.name}")
    finally:
        await owner.execute("select pg_advisory_unlock($1)", LOCK)
    return ran


async def _applied(owner: asyncpg.Connection) -> dict[tuple[str, str], str]:
    if await owner.fetchval("select to_regclass('platform.migration')") is None:
        return {}
    # The table is under forced row security; the owner reads it through a policy made for that purpose.
    rows = await owner.fetch("select room, name, sha256 from platform.migration")
    return {(row["room"], row["name"]): row["sha256"] for row in rows}


async def _note(owner: asyncpg.Connection, room: str, name: str, digest: str) -> None:
    await owner.execute("insert into platform.migration (room, name, sha256) values ($1, $2, $3)", room, name, digest)
