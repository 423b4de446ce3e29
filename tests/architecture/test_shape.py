"""The house keeps its shape: sizes, names, rooms, purity. Each rule is one test and names what breaks it."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

import yaoyaoling
from yaoyaoling.apps import rooms
from yaoyaoling.apps.layers import LAYERS
from yaoyaoling.kernel.contract import Event

ROOT = Path(yaoyaoling.__file__).parent
PROJECT = ROOT.parents[1]
SOURCES = sorted(path for path in ROOT.rglob("*.py") if "__pycache__" not in path.parts)
TESTS = sorted((PROJECT / "tests").rglob("*.py"))
ROOMS = [room for layer in LAYERS for room in layer if room not in ("platform", "kernel")]
FORBIDDEN_NAMES = {"service", "services", "utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def test_files_are_small() -> None:
    sizes = sorted(lines_of(path) for path in SOURCES)
    assert statistics.median(sizes) <= 100
    assert sizes[int(len(sizes) * 0.95)] <= 350
    assert not [name_of(path) for path in SOURCES if lines_of(path) > 500]
    assert not [name_of(path) for path in TESTS if lines_of(path) > 800]


def test_functions_are_small() -> None:
    long = [
        f"{name_of(path)}: {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 60
    ]
    assert not long


def test_no_file_is_a_drawer_for_everything() -> None:
    assert not [name_of(path) for path in SOURCES if path.stem in FORBIDDEN_NAMES]


def test_everything_public_says_what_it_promises() -> None:
    silent = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in public_definitions(ast.parse(path.read_text(encoding="utf-8")))
        if ast.get_docstring(node) is None
    ]
    silent += [name_of(path) for path in SOURCES if ast.get_docstring(ast.parse(path.read_text("utf-8"))) is None]
    assert not silent


def public_definitions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) and not inner.name.startswith("_"):
                        yield inner


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_a_readme_and_touches_its_own_schema_only(room: str) -> None:
    assert (ROOT / room / "README.md").exists(), f"{room} lacks its README.md"
    others = "|".join(other for other in ROOMS if other != room)
    pattern = re.compile(rf"\b(?:from|join|into|update|table|using|references)\s+({others})\.[a-z_]+", re.IGNORECASE)
    for path in [*(ROOT / room).rglob("*.py"), *(ROOT / room).rglob("*.sql")]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith(("from yaoyaoling", "import yaoyaoling")):
                continue
            assert not pattern.search(line), f"{name_of(path)}:{number} reads another room's tables: {line.strip()}"


PURE_MODULES = {
    "collections", "collections.abc", "dataclasses", "datetime", "enum", "functools", "itertools", "math", "typing",
    "uuid", "heapq", "pydantic", "zoneinfo", "hashlib",
}  # fmt: skip


@pytest.mark.parametrize("path", [p for p in SOURCES if p.stem in ("policy", "states")], ids=name_of)
def test_decisions_are_pure(path: Path) -> None:
    """No clock, randomness, database or settings in `policy.py` and `states.py`."""
    room = path.relative_to(ROOT).parts[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        for module in modules:
            own = module.startswith((f"yaoyaoling.{room}.policy", f"yaoyaoling.{room}.states"))
            allowed = own or module in PURE_MODULES or module.startswith("yaoyaoling.kernel.")
            allowed = allowed or module == "yaoyaoling.platform.principal"  # roles are plain values
            assert allowed, f"{name_of(path)} imports {module}"
        if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today"):
            raise AssertionError(f"{name_of(path)}:{node.lineno} looks at a clock")


def test_nobody_reads_the_wall_clock_but_the_clock() -> None:
    pattern = re.compile(r"datetime\.(now|utcnow|today)\(|\btime\.time\(\)|\bdate\.today\(")
    allowed = {"kernel/clock.py", "evidence/files.py"}  # file ages are the file system's
    found = [
        f"{name_of(path)}:{number}"
        for path in SOURCES
        if str(path.relative_to(ROOT)) not in allowed
        and path.relative_to(ROOT).parts[0] != "apps"
        and "supervise" not in path.parts  # an operator's log stands in the operator's time
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found


def test_every_event_is_in_the_catalogue_and_its_personal_fields_can_be_erased() -> None:
    known = set(rooms.CATALOG.classes)
    for event in all_events(Event):
        if not event.__module__.startswith("yaoyaoling.") or event.name == "platform.fact.unreadable":
            continue
        assert event in known, f"{event.__module__}.{event.__name__} is missing in apps/rooms.py"
        for name in event.personal_fields():
            assert event.model_fields[name].default is None, f"{event.__name__}.{name} cannot be erased"


def all_events(cls: type[Event]) -> Iterator[type[Event]]:
    for sub in cls.__subclasses__():
        yield sub
        yield from all_events(sub)


def test_no_todo_and_no_stub() -> None:
    pattern = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    assert not [name_of(path) for path in SOURCES if pattern.search(path.read_text(encoding="utf-8"))]
