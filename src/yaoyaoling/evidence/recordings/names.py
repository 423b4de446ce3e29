"""Which file of a call's folder is what, by its name. Pure."""

import re
from pathlib import Path
from uuid import UUID

from yaoyaoling.evidence.recordings.sheet import SHEET, CallSheet, PartKind

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SUFFIXES: dict[str, PartKind] = {".mjr": "leg", ".wav": "mix"}


def kind_of(path: Path) -> PartKind:
    """leg, mix or other; a file Janus had not finished (`.tmp`) is what it would have become."""
    stem = path.with_suffix("") if path.suffix == ".tmp" else path
    return _SUFFIXES.get(stem.suffix.lower(), "other")


def leg_of(path: Path, sheet: CallSheet) -> UUID | None:
    """The leg whose id stands last in the name; the call's own id is no leg."""
    found = [UUID(text) for text in _UUID.findall(path.name.lower())]
    known = {leg.leg_id for leg in sheet.legs}
    noted = [one for one in found if one in known]
    others = [one for one in found if one != sheet.call_id]
    named = noted or others
    return named[-1] if named else None


def list_parts(folder: Path) -> list[Path]:
    """The folder's files below it at any depth, in order; without the sheet, links, and what we make beside them."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and path.name != SHEET and not path.name.startswith(".")
    )
