"""What one account sees, kept by its feed; whoever waits for something is told when it changes."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import httpx
from websockets.exceptions import WebSocketException

from yaoyaoling.apps.traffic.door import Door
from yaoyaoling.platform.feeds.contract import Change, View
from yaoyaoling.platform.logs import logger

log = logger("apps")
OnChange = Callable[[str, Mapping[str, Any]], None]
_AGAIN_S = 1.0


class Picture:
    """Entities by kind and id. After a lost connection it goes on at its cursor, without a gap."""

    def __init__(self, door: Door, login: str) -> None:
        self._door = door
        self.login = login
        self.view = View()
        self._of: dict[str, dict[str, Mapping[str, Any]]] = {}
        self._heard: dict[str, list[OnChange]] = {}
        self._news = asyncio.Event()
        self.is_open = asyncio.Event()

    def on(self, kind: str, heard: OnChange) -> None:
        """Call with id and fields at every change of an entity of that kind, and once for those there are."""
        self._heard.setdefault(kind, []).append(heard)
        for entity_id, fields in self.all(kind).items():
            heard(entity_id, fields)

    def all(self, kind: str) -> Mapping[str, Mapping[str, Any]]:
        """All entities of a kind, by id."""
        return self._of.get(kind, {})

    def find(self, kind: str, entity_id: str) -> Mapping[str, Any] | None:
        """One entity, or None while it is not in sight."""
        return self.all(kind).get(entity_id)

    async def until(self, happens: Callable[[], bool], within_s: float) -> bool:
        """Wait for something to be so in this picture; gives whether it came to be."""
        deadline = asyncio.get_running_loop().time() + within_s
        while not happens():
            left_s = deadline - asyncio.get_running_loop().time()
            if left_s <= 0:
                return False
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), left_s)
            except TimeoutError:
                return happens()
        return True

    async def keep(self) -> None:
        """Follow the feed for ever; a lost one is opened again."""
        cursor: int | None = None
        while True:
            try:
                async for message in self._door.watch(self.login, cursor):
                    self.take(message)
                    cursor = self.view.cursor
                    self.is_open.set()
            except (OSError, httpx.HTTPError, WebSocketException) as error:
                log.info("picture_lost", login=self.login, cursor=cursor, error=repr(error))
            await asyncio.sleep(_AGAIN_S)

    def take(self, message: Mapping[str, Any]) -> None:
        """One message of the feed."""
        if message["type"] == "snapshot":
            self.view, self._of = View(), {}
        for entity in message.get("entities", ()):
            change = Change(entity["kind"], entity["id"], entity["v"], UUID(entity["about"]), entity["set"])
            if self.view.apply(change):
                self._changed(change.kind, change.id)
        if message["type"] == "scope_left":
            self.view.leave(UUID(message["about"]))
            self._of = {kind: self._held(kind) for kind in self._of}
        if "cursor" in message:
            self.view.cursor = message["cursor"]
        if message["type"] not in ("tick", "positions"):
            self._news.set()

    def _held(self, kind: str) -> dict[str, Mapping[str, Any]]:
        return {key[1]: entity.fields for key, entity in self.view.entities.items() if key[0] == kind}

    def _changed(self, kind: str, entity_id: str) -> None:
        entity = self.view.entities.get((kind, entity_id))
        held = self._of.setdefault(kind, {})
        if entity is None:
            held.pop(entity_id, None)
            return
        held[entity_id] = entity.fields
        for heard in self._heard.get(kind, ()):
            heard(entity_id, entity.fields)
