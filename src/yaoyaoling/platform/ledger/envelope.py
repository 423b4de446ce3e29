"""A fact with everything around it, and the one byte string that stands for it in the tree."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from yaoyaoling.kernel.contract import Event
from yaoyaoling.platform.db.types import AnyRow


@dataclass(frozen=True)
class Recorded:
    """An event as it stands, or will stand, in the ledger.

    position: gap-free place given after commit by the sequencer; None before.
    """

    event_id: UUID
    event: Event
    stream: str
    stream_seq: int
    at: datetime
    actor: str
    actor_name: str
    org_path: str
    about: UUID | None
    incident: UUID | None
    correlation: UUID
    causation: UUID | None
    subject: UUID | None
    origin: str
    position: int | None = None


def time_text(at: datetime) -> str:
    """RFC 3339, UTC, six decimals: the only form a time takes in the ledger's lines."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical_line(row: AnyRow) -> bytes:
    """The bytes of a ledger row that are hashed and exported: JSON, sorted keys, UTF-8, no spaces.

    row: any mapping with the columns of `ledger.event`; `payload` is the stored text, taken as it is.
    """
    sealed = row["sealed"]
    fields = {
        "about": _text(row["about"]),
        "actor": row["actor"],
        "actor_name": row["actor_name"],
        "at": time_text(row["at"]),
        "causation": _text(row["causation"]),
        "correlation": _text(row["correlation"]),
        "event_id": _text(row["event_id"]),
        "incident": _text(row["incident"]),
        "name": row["name"],
        "org_path": row["org_path"],
        "origin": row["origin"],
        "origin_seq": row["origin_seq"],
        "payload": orjson.Fragment(row["payload"]),
        "sealed": None if sealed is None else base64.b64encode(sealed).decode(),
        "stream": row["stream"],
        "stream_seq": row["stream_seq"],
        "subject": _text(row["subject"]),
        "version": row["version"],
    }
    return orjson.dumps(fields)


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


class Catalog:
    """Which class an event name and version stand for; built once from all rooms by `apps.wiring`."""

    def __init__(self, classes: Iterable[type[Event]]) -> None:
        self._classes: dict[tuple[str, int], type[Event]] = {}
        for cls in classes:
            if (cls.name, cls.version) in self._classes:
                raise ValueError(f"two events are called {cls.name} version {cls.version}")
            self._classes[(cls.name, cls.version)] = cls

    @property
    def classes(self) -> tuple[type[Event], ...]:
        """All event classes, in the order the rooms named them."""
        return tuple(self._classes.values())

    def decode(self, name: str, version: int, fields: dict[str, Any]) -> Event:
        """The event of a stored row; personal fields that were erased, or are not at hand, read as None.

        Raises: UnknownEventError for a name and version this program does not know.
        """
        cls = self._classes.get((name, version))
        if cls is None:
            raise UnknownEventError(f"{name} version {version}")
        return cls.model_validate(fields)


class UnknownEventError(LookupError):
    """A fact written by a newer program, or by none of ours."""
