"""Exporting the ledger so that an outsider can check it with nothing of ours: facts, checkpoints, key, verifier."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import asyncpg
import orjson

from yaoyaoling.platform.ledger import verify
from yaoyaoling.platform.ledger.envelope import canonical_line
from yaoyaoling.platform.ledger.tail import SELECT_AFTER

_BATCH = 5_000


async def export_ledger(pool: asyncpg.Pool, folder: Path, verifier_key: str, hash_name: str) -> int:
    """Write the ledger as it stands now into an empty folder; gives how many facts.

    The folder holds `events.jsonl` (one canonical line a fact, in the order of positions: the very bytes that
    are hashed), `checkpoints.jsonl` (every signed checkpoint), `key.txt` (the public key), `about.json`, and
    `verify.py`, which needs Python's standard library only. Personal data stays sealed in it.
    Raises: FileExistsError when the folder is not empty.
    """
    await asyncio.to_thread(_make_empty, folder)
    async with pool.acquire() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
        count = await _write_events(conn, folder / "events.jsonl")
        rows = await conn.fetch("select size, at, note from ledger.checkpoint order by size")
    with (folder / "checkpoints.jsonl").open("wb") as file:
        for row in rows:
            file.write(orjson.dumps({"size": row["size"], "at": row["at"], "note": row["note"]}) + b"\n")
    (folder / "key.txt").write_text(verifier_key + "\n", encoding="utf-8")
    about = {"format": 1, "hash": hash_name, "events": count, "how": "python3 verify.py"}
    (folder / "about.json").write_bytes(orjson.dumps(about, option=orjson.OPT_INDENT_2))
    shutil.copyfile(verify.__file__, folder / "verify.py")
    return count


def _make_empty(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(str(folder))


async def _write_events(conn: Any, path: Path) -> int:
    position = 0
    with path.open("wb") as file:
        while rows := await conn.fetch(SELECT_AFTER, position, _BATCH):
            for row in rows:
                file.write(canonical_line(row) + b"\n")
            position = rows[-1]["position"]
    return position
