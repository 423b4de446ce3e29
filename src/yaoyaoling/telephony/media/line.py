"""A person's line: one WebRTC connection for a shift, parked in a lounge of its own, moved into a call within ms."""

import asyncio
import secrets
from collections.abc import Callable
from typing import Any

from yaoyaoling.telephony.media.janus import Handle, Janus, JanusRefused
from yaoyaoling.telephony.media.side import Side, leave
from yaoyaoling.telephony.media.ways import Ways


class Line:
    """A browser's persistent connection. on_state: "up" when media flows, else why it is down."""

    def __init__(self, janus: Janus, line_id: str, handle: Handle, lounge: Side) -> None:
        self.id = line_id
        self.janus = janus
        self.handle = handle
        self.on_state: Callable[[str], None] | None = None
        self.room = lounge.room
        self._lounge = lounge
        self._moving = asyncio.Lock()
        self._ways = Ways(self._on_core)
        handle.on_core = self._ways.heard

    @classmethod
    async def open(
        cls, janus: Janus, line_id: str, offer: str, on_state: Callable[[str], None] | None = None
    ) -> tuple["Line", str]:
        """Answer the browser's SDP offer and park it in its lounge; gives the line and the SDP answer.

        Raises: JanusRefused when it cannot be answered, JanusAway.
        """
        # A browser that offers anew has its old connection still: each offer has a lounge of its own.
        lounge = Side(janus, f"line-{line_id}-{secrets.token_hex(3)}")
        await lounge.create()
        line = cls(janus, line_id, await janus.attach(opaque=lounge.room), lounge)
        line.on_state = on_state
        try:
            _, jsep = await lounge.join(line.handle, line_id, codec="opus", jsep={"type": "offer", "sdp": offer})
            if jsep is None:
                raise JanusRefused(0, "no answer")
            return line, await line._ways.told(str(jsep["sdp"]))
        except JanusRefused:
            await line.close()
            raise

    async def candidate(self, candidate: dict[str, Any] | None) -> None:
        """A trickled candidate of the browser; None: the end of them."""
        await self.handle.trickle(candidate)

    async def enter(self, side: Side, leg: str, **more: Any) -> None:
        """Move into a room as leg, without any new SDP."""
        async with self._moving:
            await leave(self.handle)
            await side.join(self.handle, leg, codec="opus", **more)
            self.room = side.room

    async def park(self) -> None:
        """Back into the lounge (a `Conference` does it by itself when the line leaves)."""
        if self.room != self._lounge.room and not self.janus.lost:
            await self.enter(self._lounge, self.id)

    async def close(self) -> None:
        """Hang the connection up."""
        await self.handle.detach()
        await self._lounge.destroy()

    def state(self) -> dict[str, Any]:
        """For `revive`, as JSON."""
        lounge = {"lounge": self._lounge.room, "key": self._lounge.key}
        return {"id": self.id, "handle": self.handle.id, "room": self.room, **lounge}

    @classmethod
    def revive(cls, janus: Janus, state: dict[str, Any]) -> "Line":
        """Take up a line of a claimed session; media flowed on meanwhile."""
        lounge = Side(janus, state["lounge"], state["key"])
        line = cls(janus, state["id"], janus.handle(state["handle"]), lounge)
        line.room = state["room"]
        return line

    def _on_core(self, message: dict[str, Any]) -> None:
        kind = message["janus"]
        if self.on_state is not None and (kind == "webrtcup" or (kind == "media" and message.get("receiving"))):
            self.on_state("up")
        elif self.on_state is not None and kind == "media":
            self.on_state("silent")  # its network is gone: a browser sends packets even when nobody speaks
        elif self.on_state is not None and kind in ("hangup", "detached"):
            self.on_state(str(message.get("reason", kind)))
