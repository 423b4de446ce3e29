"""Which announcement was heard in a call, from when to when: a conference engine's files do not tell."""

from collections.abc import Callable
from datetime import datetime
from typing import Any


class Announced:
    """Noted when the engine began and stopped a file, by the clock of the recordings. rows: JSON, epoch seconds."""

    def __init__(self, now: Callable[[], datetime], rows: list[dict[str, Any]] | None = None) -> None:
        self._now = now
        self._rows = rows or []

    def begin(self, play_id: str, room: str, file: str, *, repeat: bool) -> None:
        """The engine plays it in a room. repeat: again and again until it is stopped."""
        self._rows.append(
            {
                "id": play_id,
                "room": room,
                "file": file,
                "is_repeated": repeat,
                "started_at": self._now().timestamp(),
                "ended_at": None,
            }
        )

    def end(self, play_id: str) -> None:
        """It was stopped, or had ended by itself: whoever lays it knows the file's length."""
        self._end(lambda row: row["id"] == play_id)

    def end_room(self, room: str) -> None:
        """Nobody hears that room any more."""
        self._end(lambda row: row["room"] == room)

    def end_all(self, at: datetime | None = None) -> None:
        """The call is over, or its engine died at that moment."""
        self._end(lambda _: True, at)

    def rows(self) -> list[dict[str, Any]]:
        """{id, room, file, is_repeated, started_at, ended_at or None while it is heard}."""
        return [dict(row) for row in self._rows]

    def _end(self, meant: Callable[[dict[str, Any]], bool], at: datetime | None = None) -> None:
        for row in self._rows:
            if row["ended_at"] is None and meant(row):
                row["ended_at"] = max(row["started_at"], (at or self._now()).timestamp())
