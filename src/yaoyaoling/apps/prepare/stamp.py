"""Whether the city and its people stand in the database already: asked at every start, without loading the rooms."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import asyncpg

import yaoyaoling
from yaoyaoling.apps.addresses import pack_folder, worker_url
from yaoyaoling.apps.running import run_folder
from yaoyaoling.platform.settings import HallSettings


@dataclass(frozen=True)
class Entry:
    """A line of the sign-in table. is_played: an account of `yyl traffic`, for nobody to sign in with."""

    login: str
    role: str
    name: str
    org: str
    crew: str
    is_played: bool = False


def _file(settings: HallSettings) -> Path:
    return run_folder(settings.data, settings.city) / "prepared.json"


async def prepared_key(settings: HallSettings, password: str) -> str:
    """A fingerprint of all that the preparation reads and of what it left in the database."""
    digest = hashlib.sha256(password.encode())
    source = Path(yaoyaoling.__file__).parent
    rooms = ("incidents", "dispatch", "liaison")
    seeds = [path for room in rooms for path in sorted(source.glob(f"{room}/data/*.csv"))]
    for path in (*sorted(source.glob("apps/prepare/*.py")), *seeds):
        digest.update(path.read_bytes())
    folder = pack_folder(settings)
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        status = path.stat()
        digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    conn = await asyncpg.connect(worker_url(settings))
    try:
        rows = await conn.fetch(
            "select (select digest from places.meta), (select count(*) from agencies.account),"
            " (select count(*) from force.crew), (select oid from pg_database where datname = current_database()),"
            " (select min(created_at) from agencies.account)"
        )
    finally:
        await conn.close()
    digest.update(str([tuple(row) for row in rows]).encode())
    return digest.hexdigest()


async def on_duty_call_signs(settings: HallSettings) -> frozenset[str]:
    """The crews on duty now."""
    conn = await asyncpg.connect(worker_url(settings))
    try:
        rows = await conn.fetch("select call_sign from force.crew where duty = 'on_duty'")
    finally:
        await conn.close()
    return frozenset(row["call_sign"] for row in rows)


def read_stamp(settings: HallSettings, key: str) -> list[Entry] | None:
    """The sign-in table of a preparation with this key; None when there was none."""
    try:
        held = json.loads(_file(settings).read_text())
        return [Entry(**entry) for entry in held["people"]] if held["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_people(settings: HallSettings) -> list[Entry]:
    """The sign-in table as it was last written; empty when there was no preparation."""
    try:
        return [Entry(**entry) for entry in json.loads(_file(settings).read_text())["people"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def write_stamp(settings: HallSettings, key: str, people: list[Entry]) -> None:
    """Note that all was prepared."""
    path = _file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"key": key, "people": [asdict(entry) for entry in people]}, file, ensure_ascii=False, indent=1)
    partial.replace(path)
