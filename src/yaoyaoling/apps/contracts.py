"""Who may import whom, as import-linter's contracts, generated from the layers."""

from collections.abc import Iterator
from pathlib import Path

import yaoyaoling
from yaoyaoling.apps.layers import LAYERS

_OPEN = {"public", "events"}
"""What other rooms may use of a room. `platform` and `kernel` are open as a whole: they are the floor."""
_FLOOR = ("platform", "kernel")


def contracts() -> str:
    """The text of an import-linter configuration."""
    return "\n".join([*_head(), *_layers(), *(line for room in rooms() for line in _guarded(room))])


def rooms() -> tuple[str, ...]:
    """All rooms above the floor."""
    return tuple(room for layer in LAYERS for room in layer if room not in _FLOOR)


def _head() -> Iterator[str]:
    yield "[importlinter]"
    yield "root_package = yaoyaoling"
    yield "include_external_packages = False"
    yield ""


def _layers() -> Iterator[str]:
    yield "[importlinter:contract:layers]"
    yield "name = Upper rooms may import lower ones; rooms of one line neither"
    yield "type = layers"
    yield "containers = yaoyaoling"
    yield "exhaustive = True"
    yield "layers ="
    yield "    apps"
    yield from (f"    {' | '.join(layer)}" for layer in LAYERS)
    yield ""


def _guarded(room: str) -> Iterator[str]:
    """Other rooms see `public` and `events` of a room only; `apps` wires everything."""
    folder = Path(yaoyaoling.__file__).parent / room
    names = {path.stem for path in folder.glob("*.py")} | {path.parent.name for path in folder.glob("*/__init__.py")}
    inner = sorted(names - _OPEN - {"__init__"})
    if not inner:
        return
    yield f"[importlinter:contract:{room}]"
    yield f"name = Of {room}, other rooms use public and events only"
    yield "type = protected"
    yield "protected_modules ="
    yield from (f"    yaoyaoling.{room}.{name}" for name in inner)
    yield "allowed_importers ="
    yield f"    yaoyaoling.{room}"
    yield "    yaoyaoling.apps"
    yield ""
