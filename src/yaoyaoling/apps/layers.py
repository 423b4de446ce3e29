"""The order of the rooms, and their migrations. Nothing of theirs is imported here."""

from pathlib import Path

import yaoyaoling
from yaoyaoling.platform.db.migrate import RoomMigrations

LAYERS: tuple[tuple[str, ...], ...] = (
    ("oversight", "planning"),
    ("citizen", "field", "liaison"),
    ("dispatch", "intake"),
    ("triage",),
    ("incidents",),
    ("agencies", "channels", "evidence", "force", "places", "telephony"),
    ("platform",),
    ("kernel",),
)
"""Upper may import lower; rooms of one line may import neither each other nor what lies above."""


def migrations() -> list[RoomMigrations]:
    """All rooms' migrations, lower layers first."""
    base = Path(yaoyaoling.__file__).parent
    rooms = [room for layer in reversed(LAYERS) for room in layer]
    found = [RoomMigrations.of(room, base / room / "migrations") for room in rooms]
    return [room for room in found if room.files]
