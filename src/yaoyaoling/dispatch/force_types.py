"""Kinds of force and the skills that classes ask for: tables that come as files, checked when they are read."""

import csv
from functools import cache
from pathlib import Path

from yaoyaoling.dispatch.policy import ForceType

_DATA = Path(__file__).parent / "data"
FORCE_TYPES = _DATA / "force_types.csv"
CLASS_SKILLS = _DATA / "class_skills.csv"
_YES = {"yes": True, "no": False}


class TableUnfitError(ValueError):
    """A table that cannot be used: file, line and what is wrong."""


@cache
def load_force_types(file: Path = FORCE_TYPES) -> tuple[ForceType, ...]:
    """The force types of a file, in its order. Raises: TableUnfitError (file, line, fault)."""
    found: dict[str, ForceType] = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            try:
                force = _force_type(row)
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                raise TableUnfitError(f"{file.name}:{number}: {error}") from error
            if force.code in found:
                raise TableUnfitError(f"{file.name}:{number}: {force.code} occurs twice")
            found[force.code] = force
    if not any(force.is_police and force.takes for force in found.values()):
        raise TableUnfitError(f"{file.name}: no police force takes any class")
    return tuple(found.values())


def _force_type(row: dict[str, str]) -> ForceType:
    gravest, _, mildest = row["levels"].partition("-")
    levels = (int(gravest), int(mildest))
    if not 1 <= levels[0] <= levels[1] <= 4:
        raise ValueError(f"levels {row['levels']!r}: wanted 1-4, gravest first")
    return ForceType(
        code=row["code"].strip(),
        name_zh=row["name_zh"].strip(),
        name_en=row["name_en"].strip(),
        is_police=_YES[row["is_police"].strip()],
        takes=tuple(row["takes"].split()),
        contains=tuple(row["contains"].split()),
        levels=levels,
        officers=int(row["officers"]),
        people=int(row["people"]),
    )


@cache
def load_class_skills(file: Path = CLASS_SKILLS) -> tuple[tuple[str, str], ...]:
    """(beginning of a class code, skill) of a file. Raises: TableUnfitError (file, line, fault)."""
    found = []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            if not row.get("class") or not row.get("skill"):
                raise TableUnfitError(f"{file.name}:{number}: class and skill are wanted")
            found.append((row["class"].strip(), row["skill"].strip()))
    return tuple(found)


def skills_for(class_code: str, table: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The skills a class asks for, sorted."""
    return tuple(sorted({skill for beginning, skill in table if class_code.startswith(beginning)}))
