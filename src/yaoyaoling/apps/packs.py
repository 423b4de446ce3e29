"""The city packs of this installation, for administrators: which there are, and whether the one in use is fit."""

import asyncio
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter

from yaoyaoling.apps.addresses import pack_folder
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.http.deps import HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["administration"])
Administrator = Annotated[Principal, allow(Role.ADMIN)]


class PackFile(Value):
    """A file of the pack in use."""

    name: str
    size_bytes: int


class Packs(Value):
    """in_use: the city this hall answers for; installed: all packs in the data directory."""

    in_use: str
    installed: list[str]
    files: list[PackFile]


class PackProblem(Value):
    """What is wrong with a pack, where, and what to do."""

    file: str
    line: int
    zh: str
    en: str


@router.get("/api/packs")
async def get_packs(hall: HallDep, _: Administrator) -> Packs:
    """The packs there are, and the files of the one in use."""
    folder = pack_folder(hall.settings)
    installed, files = await asyncio.to_thread(_look, folder)
    return Packs(in_use=hall.settings.city, installed=installed, files=files)


@router.get("/api/packs/check")
async def get_pack_check(hall: HallDep, _: Administrator) -> list[PackProblem]:
    """Check the pack in use, as `yyl city check` does; an empty list when it is fit. It may take a while."""
    return await asyncio.to_thread(_check, pack_folder(hall.settings))


def _look(folder: Path) -> tuple[list[str], list[PackFile]]:
    installed = sorted(path.parent.name for path in folder.parent.glob("[a-z]*/pack.json"))
    files = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    return installed, [PackFile(name=path.name, size_bytes=path.stat().st_size) for path in files]


def _check(folder: Path) -> list[PackProblem]:
    # What checks packs brings large libraries along; a hall loads them only when somebody asks.
    packs: Any = import_module("yaoyaoling.places.packs")
    return [PackProblem(file=one.file, line=one.line, zh=one.zh, en=one.en) for one in packs.check_pack(folder)]
