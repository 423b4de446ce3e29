"""Facts written by any earlier version are read for ever: a golden JSON of every event and version is kept.

A new event writes its golden file at the first run (and fails that run, so that the file is committed);
an existing file is never written again.
"""

import json
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin
from uuid import UUID

import pytest
from pydantic import BaseModel

from yaoyaoling.apps import rooms
from yaoyaoling.kernel.contract import Event

FOLDER = Path(__file__).parents[1] / "golden"
EXAMPLE_ID = "01a2039c-50b8-74b7-8678-a797350d7c94"


def example(annotation: Any) -> Any:
    """A value of a type, deterministic."""
    if annotation is type(None):
        return None
    options = [one for one in get_args(annotation) if one is not type(None)]
    origin = get_origin(annotation)
    if origin is tuple:
        return [example(one) for one in options if one is not Ellipsis]
    if origin is dict:
        return {}
    if origin is not None and options:
        first = options[0]
        return first if isinstance(first, str | int) and origin is not type else example(first)
    if isinstance(annotation, type):
        if issubclass(annotation, BaseModel):
            return {name: example(field.annotation) for name, field in annotation.model_fields.items()}
        if issubclass(annotation, Enum):
            return next(iter(annotation)).value
        simple: dict[type, Any] = {UUID: EXAMPLE_ID, bool: True, int: 2, float: 1.5, str: "文字 text"}
        if annotation in simple:
            return simple[annotation]
    return "2026-11-22T04:00:00Z"


@pytest.mark.parametrize("event", rooms.CATALOG.classes, ids=lambda one: f"{one.name}.v{one.version}")
def test_golden_facts_are_read(event: type[Event]) -> None:
    path = FOLDER / f"{event.name}.v{event.version}.json"
    if not path.exists():
        fields = {name: example(field.annotation) for name, field in event.model_fields.items()}
        stored = event.model_validate(fields).model_dump(mode="json")
        path.write_text(json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        pytest.fail(f"{path.name} was missing and is written now: commit it")
    stored = json.loads(path.read_text(encoding="utf-8"))
    decoded = rooms.CATALOG.decode(event.name, event.version, stored)
    assert has_all(decoded.model_dump(mode="json"), stored)


def has_all(decoded: Any, stored: Any) -> bool:
    """Whether everything stored was read; fields that came later may stand beside it, at any depth."""
    if isinstance(stored, dict):
        return isinstance(decoded, dict) and all(
            name in decoded and has_all(decoded[name], value) for name, value in stored.items()
        )
    if isinstance(stored, list):
        return len(decoded) == len(stored) and all(map(has_all, decoded, stored))
    return bool(decoded == stored)


def test_nothing_stored_may_be_lost() -> None:
    assert has_all({"a": [{"b": 1, "later": 2}]}, {"a": [{"b": 1}]})
    assert not has_all({"a": [{"later": 2}]}, {"a": [{"b": 1}]})
    assert not has_all({"a": [{"b": 2}]}, {"a": [{"b": 1}]})


def test_no_golden_file_is_orphaned() -> None:
    known = {f"{event.name}.v{event.version}.json" for event in rooms.CATALOG.classes}
    orphans = {path.name for path in FOLDER.glob("*.json")} - known
    assert not orphans, "the ledger may hold these facts: keep their classes"
