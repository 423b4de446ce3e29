"""Janus by WebSocket: one session, many handles."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from yaoyaoling.platform.logs import logger

AUDIOBRIDGE = "janus.plugin.audiobridge"
_KEEPALIVE_S = 5
_WITHIN_S = 5
_LARGEST = 4 * 1024 * 1024
log = logger("telephony")


class JanusRefused(RuntimeError):
    """Janus or a plugin answered with an error; code as theirs."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code


class JanusAway(ConnectionError):
    """The connection is lost or it did not answer in time."""


class Handle:
    """A handle of a plugin. on_event: (plugin data, jsep or None) of what nobody asked for; on_core: webrtcup, media,
    slowlink, hangup, detached as they come."""

    def __init__(self, janus: "Janus", handle_id: int) -> None:
        self.id = handle_id
        self.on_event: Callable[[dict[str, Any], dict[str, Any] | None], None] | None = None
        self.on_core: Callable[[dict[str, Any]], None] | None = None
        self._janus = janus

    async def message(
        self, body: dict[str, Any], jsep: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """Ask the plugin; gives its data and its jsep. Raises: JanusRefused, JanusAway."""
        asked = {"janus": "message", "body": body, "handle_id": self.id} | ({"jsep": jsep} if jsep else {})
        answer = await self._janus.ask(asked)
        data: dict[str, Any] = answer.get("plugindata", {}).get("data", {})
        if "error_code" in data:
            raise JanusRefused(int(data["error_code"]), str(data.get("error")))
        return data, answer.get("jsep")

    async def trickle(self, candidate: dict[str, Any] | None) -> None:
        """Give it the browser's candidate; None: there are no more."""
        given = candidate or {"completed": True}
        await self._janus.ask({"janus": "trickle", "candidate": given, "handle_id": self.id})

    async def detach(self) -> None:
        """Let go; leaves its room. Nothing if it is gone already."""
        self._janus.forget(self.id)
        with contextlib.suppress(JanusRefused):
            await self._janus.ask({"janus": "detach", "handle_id": self.id})


class Janus:
    """One Janus. on_lost: called once when the connection breaks, at once when the process dies, by keepalive else."""

    def __init__(self, url: str, api_secret: str, *, admin_key: str, files: str) -> None:
        """admin_key: of the AudioBridge. files: folder for recordings, as Janus sees it."""
        self.url = url
        self.admin_key = admin_key
        self.files = files
        self.session: int | None = None
        self.on_lost: Callable[[], None] | None = None
        self.lost = False
        self._secret = api_secret
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._acked: set[str] = set()
        self._handles: dict[int, Handle] = {}
        self._socket: ClientConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._control: Handle | None = None

    async def connect(self, claim: int | None = None) -> bool:
        """Connect; claim: a session of a process that is gone. Gives whether it was taken over (else a new one)."""
        subprotocols: Any = ["janus-protocol"]
        try:
            self._socket = await connect(
                self.url, subprotocols=subprotocols, max_size=_LARGEST, open_timeout=_WITHIN_S, compression=None
            )
        except (OSError, TimeoutError, WebSocketException) as fault:
            raise JanusAway(f"{self.url}: {fault}") from fault
        self._tasks = [asyncio.create_task(self._read())]
        claimed = claim is not None and await self._claim(claim)
        if not claimed:
            self.session = int((await self.ask({"janus": "create"}))["data"]["id"])
        self._tasks.append(asyncio.create_task(self._keep_alive()))
        return claimed

    async def _claim(self, session: int) -> bool:
        self.session = session
        try:
            await self.ask({"janus": "claim"})
        except JanusRefused:
            self.session = None
            return False
        return True

    async def attach(self, plugin: str = AUDIOBRIDGE, opaque: str | None = None) -> Handle:
        """A new handle."""
        asked = {"janus": "attach", "plugin": plugin} | ({"opaque_id": opaque} if opaque else {})
        return self.handle(int((await self.ask(asked))["data"]["id"]))

    def handle(self, handle_id: int) -> Handle:
        """A handle of this session by its id, also one that a process attached which is gone."""
        return self._handles.setdefault(handle_id, Handle(self, handle_id))

    def forget(self, handle_id: int) -> None:
        """Its events interest nobody any more."""
        self._handles.pop(handle_id, None)

    async def control(self, body: dict[str, Any]) -> dict[str, Any]:
        """Ask the AudioBridge as its keeper: rooms, files, forwards."""
        if self._control is None:
            self._control = await self.attach(opaque="control")
        return (await self._control.message({"admin_key": self.admin_key, **body}))[0]

    async def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Any request of the Janus protocol and its final answer. Raises: JanusRefused, JanusAway."""
        if self._socket is None or self.lost:
            raise JanusAway(self.url)
        transaction = secrets.token_hex(8)
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[transaction] = future
        if message["janus"] in ("keepalive", "trickle"):
            self._acked.add(transaction)
        text = {**message, "transaction": transaction, "apisecret": self._secret}
        if self.session is not None:
            text["session_id"] = self.session
        try:
            await self._socket.send(json.dumps(text))
            return await asyncio.wait_for(future, _WITHIN_S)
        except (TimeoutError, OSError, WebSocketException) as fault:
            raise JanusAway(f"{self.url}: {message['janus']}") from fault
        finally:
            self._waiting.pop(transaction, None)
            self._acked.discard(transaction)

    async def close(self, *, keep: bool = False) -> None:
        """Close the connection; keep: leave session and rooms for a successor."""
        self.on_lost = None
        if not keep:
            with contextlib.suppress(JanusAway, JanusRefused):
                await self.ask({"janus": "destroy"})
        self.lost = True
        for task in self._tasks:
            task.cancel()
        if self._socket is not None:
            if keep:
                # Without a close frame: Janus keeps the session for `reclaim_session_timeout` either way.
                self._socket.transport.abort()
            else:
                await self._socket.close()

    async def _keep_alive(self) -> None:
        while not self.lost:
            await asyncio.sleep(_KEEPALIVE_S)
            try:
                await self.ask({"janus": "keepalive"})
            except (JanusAway, JanusRefused) as fault:
                log.warning("janus.no_keepalive", url=self.url, fault=str(fault))
                self._break()

    async def _read(self) -> None:
        assert self._socket is not None
        try:
            async for raw in self._socket:
                self._received(json.loads(raw))
        except (OSError, WebSocketException) as fault:
            log.warning("janus.lost", url=self.url, fault=type(fault).__name__)
        self._break()

    def _break(self) -> None:
        if self.lost:
            return
        self.lost = True
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(JanusAway(self.url))
        if self.on_lost is not None:
            self.on_lost()

    def _received(self, message: dict[str, Any]) -> None:
        kind, transaction = message["janus"], message.get("transaction", "")
        future = self._waiting.get(transaction)
        if future is not None and not future.done():
            if kind == "ack" and transaction not in self._acked:
                return  # the plugin's own answer comes as an event
            if kind == "error":
                error = message["error"]
                future.set_exception(JanusRefused(int(error["code"]), str(error["reason"])))
            else:
                future.set_result(message)
            return
        handle = self._handles.get(int(message.get("sender", 0)))
        if handle is None:
            return
        if kind == "event" and handle.on_event is not None:
            handle.on_event(message.get("plugindata", {}).get("data", {}), message.get("jsep"))
        elif kind != "event" and handle.on_core is not None:
            handle.on_core(message)
