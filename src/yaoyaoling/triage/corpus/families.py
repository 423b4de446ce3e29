"""The families as their data files have them, and which of them no training ever sees."""

from functools import cache
from importlib.resources import files
from zlib import crc32

from yaoyaoling.incidents.public import shipped_classes
from yaoyaoling.triage.corpus.contract import Family

_HELD_OF = 6
_FEWEST_KEPT = 2


class FamilyFileError(ValueError):
    """A family file that cannot be read; says file and line."""


@cache
def class_levels() -> dict[str, int]:
    """Code → default level, as the class table's seed has it."""
    return {one.code: one.default_level for one in shipped_classes()}


@cache
def load_families() -> tuple[Family, ...]:
    """All families, in the order of the files. Raises: FamilyFileError."""
    found: list[Family] = []
    folder = files("yaoyaoling.triage.corpus").joinpath("data")
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.name[0].isdigit() or entry.name.startswith("hard"):
            found.extend(_parse(entry.name, entry.read_text(encoding="utf-8")))
    if len({one.id for one in found}) != len(found):
        raise FamilyFileError("two families have the same id")
    return tuple(found)


@cache
def load_slots() -> dict[str, tuple[str, ...]]:
    """Slot → what may stand there."""
    text = files("yaoyaoling.triage.corpus").joinpath("data", "slots.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    pairs = (line.partition(":") for line in lines)
    slots: dict[str, tuple[str, ...]] = {}
    for name, _, rest in pairs:
        slots[name.strip()] = (*slots.get(name.strip(), ()), *rest.strip().split("|"))
    return slots


@cache
def held_out() -> frozenset[str]:
    """Ids of the families held out of every training: every sixth by its id's check sum, never so many that a
    class keeps fewer than two."""
    held: set[str] = set()
    kept: dict[str, int] = {}
    for one in load_families():
        kept[one.class_code] = kept.get(one.class_code, 0) + 1
    for one in load_families():
        if crc32(one.id.encode()) % _HELD_OF == 0 and kept[one.class_code] > _FEWEST_KEPT:
            held.add(one.id)
            kept[one.class_code] -= 1
    return frozenset(held)


def _parse(name: str, text: str) -> list[Family]:
    found: list[Family] = []
    head: dict[str, str] | None = None
    templates: list[str] = []
    for number, line in enumerate([*text.splitlines(), "@"], 1):
        if line.startswith("@"):
            if head is not None:
                if not templates:
                    raise FamilyFileError(f"{name}:{number}: a family without templates")
                found.append(_family(name, number, head, tuple(templates)))
            words = line[1:].split()
            if words:
                pairs = [word.partition("=")[::2] for word in words[2:]]
                head = {"code": words[0], "id": words[1], **dict(pairs)}
            templates = []
        elif line.strip() and not line.startswith("#"):
            templates.append(line.strip())
    return found


def _family(name: str, number: int, head: dict[str, str], templates: tuple[str, ...]) -> Family:
    unknown = set(head) - {"code", "id", "level", "np", "danger", "sens", "bare"}
    code = "" if head["code"] == "none" else head["code"]
    if unknown or (code and code not in class_levels()):
        raise FamilyFileError(f"{name}:{number}: unknown {unknown or code}")
    non_police = {"yes": True, "no": False, "-": None}[head.get("np", _non_police(code))]
    return Family(
        id=head["id"],
        class_code=code,
        level=int(head["level"]) if "level" in head else class_levels().get(code),
        non_police=non_police,
        danger=head.get("danger") == "yes",
        sensitive=head.get("sens") == "yes",
        is_bare=head.get("bare") == "yes",
        templates=templates,
    )


_OTHERS_DUTY = ("11", "12", "0404", "0405", "0406", "0408", "0409")
"""What another line handles unless a family says otherwise."""


def _non_police(code: str) -> str:
    if not code or code.startswith("90"):
        return "-"
    return "yes" if code.startswith(_OTHERS_DUTY) else "no"
