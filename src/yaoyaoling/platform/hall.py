"""`Hall`: what a process holds open, handed to whoever needs it. Filled by `apps`, the only wiring."""

from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from yaoyaoling.platform.auth import Sessions
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.feeds.hub import Hub
from yaoyaoling.platform.ledger.tail import Decoder
from yaoyaoling.platform.settings import HallSettings

T = TypeVar("T")


@dataclass
class Hall:
    """The open engines of one process, and the rooms' own ports (road client, media store …) by their type."""

    settings: HallSettings
    db: Database
    bus: Bus
    sessions: Sessions
    decoder: Decoder
    hub: Hub
    _ports: dict[type, Any] = field(default_factory=dict)

    def provide(self, port: object) -> None:
        """Make a room's port available under its type."""
        self._ports[type(port)] = port

    def find(self, wanted: type[T]) -> T | None:
        """The port of that type, or None when this process has none."""
        return cast("T | None", self._ports.get(wanted))

    def need(self, wanted: type[T]) -> T:
        """The port of that type. Raises: KeyError when `apps` did not wire it."""
        return cast(T, self._ports[wanted])
