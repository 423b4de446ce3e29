"""A room of Janus' AudioBridge: the call's own, the one a held caller waits in, a person's lounge."""

import contextlib
import secrets
from typing import Any

from yaoyaoling.telephony.media.announced import Announced
from yaoyaoling.telephony.media.janus import Handle, Janus, JanusRefused

# With a G.711 leg the room has to run at 8 kHz: else AudioBridge 1.1 leaves artefacts in the sound.
_RATE_HZ = 8000
_PREBUFFERING = 3
# Who is heard by a caller while somebody whispers: the open ones only.
OPEN_GROUP, ASIDE_GROUP, CITIZEN_GROUP = "open", "aside", "citizen"
_NO_SUCH_ROOM, _EXISTS, _NOT_JOINED = 485, 486, 487


class Side:
    """One room; key: its pin and secret, so that no other session of the same Janus joins or plays there.

    announced: where it is noted what is played here; None where nobody's recording needs it.
    """

    def __init__(self, janus: Janus, room: str, key: str | None = None, announced: Announced | None = None) -> None:
        self.janus = janus
        self.announced = announced
        self.room = room
        self.key = key or secrets.token_urlsafe(18)

    async def create(self, *, mix: str | None = None, legs: bool = False) -> None:
        """Make it. mix: file name for the recording of all; legs: whether each leg is recorded. Fine if it exists."""
        files = self.janus.files
        recorded = {"record": True, "record_file": mix, "record_dir": files} if mix else {"record": False}
        body = {
            "request": "create",
            "room": self.room,
            "secret": self.key,
            "pin": self.key,
            "is_private": True,
            "sampling_rate": _RATE_HZ,
            "allow_rtp_participants": True,
            "default_prebuffering": _PREBUFFERING,
            "groups": [OPEN_GROUP, ASIDE_GROUP, CITIZEN_GROUP],
            "mjrs": legs,
            "mjrs_dir": files,
            **recorded,
        }
        try:
            await self.janus.control(body)
        except JanusRefused as refused:
            if refused.code != _EXISTS:
                raise

    async def join(self, handle: Handle, leg: str, **more: Any) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """Put a handle in as leg; gives the plugin's data and jsep."""
        jsep = more.pop("jsep", None)
        body = {"request": "join", "room": self.room, "pin": self.key, "id": leg, "group": OPEN_GROUP, **more}
        return await handle.message(body, jsep)

    async def play(self, file: str, *, repeat: bool) -> str:
        """Play an .opus file to all in it; gives an id."""
        play_id = secrets.token_hex(6)
        await self._keeper("play_file", group=OPEN_GROUP, file_id=play_id, filename=file, loop=repeat)
        if self.announced is not None:
            self.announced.begin(play_id, self.room, file, repeat=repeat)
        return play_id

    async def stop(self, play_id: str) -> None:
        """Stop it; nothing if it ended by itself."""
        with contextlib.suppress(JanusRefused):
            await self._keeper("stop_file", file_id=play_id)
        if self.announced is not None:
            self.announced.end(play_id)

    async def forward(self, group: str, host: str, port: int) -> None:
        """Send what a group says to an address, as 20 ms A-law, silence too."""
        await self._keeper("rtp_forward", group=group, codec="pcma", ptype=8, host=host, port=port, always_on=True)

    async def stop_forwards(self) -> None:
        """Send nothing any more."""
        listed = await self._keeper("listforwarders")
        for one in listed.get("rtp_forwarders", []):
            with contextlib.suppress(JanusRefused):
                await self._keeper("stop_rtp_forward", stream_id=one["stream_id"])

    async def participants(self) -> list[dict[str, Any]]:
        """Who is in it, as Janus says; empty if it is gone."""
        try:
            found = await self.janus.control({"request": "listparticipants", "room": self.room})
        except JanusRefused as refused:
            if refused.code == _NO_SUCH_ROOM:
                return []
            raise
        listed: list[dict[str, Any]] = found["participants"]
        return listed

    async def destroy(self) -> None:
        """Everybody out, recordings closed; nothing if it is gone."""
        if self.announced is not None:
            self.announced.end_room(self.room)
        with contextlib.suppress(JanusRefused):
            await self._keeper("destroy")

    async def _keeper(self, request: str, **more: Any) -> dict[str, Any]:
        return await self.janus.control({"request": request, "room": self.room, "secret": self.key, **more})


async def leave(handle: Handle) -> None:
    """Take a handle out of its room, its connection stays. Nothing if it is in none."""
    try:
        await handle.message({"request": "leave"})
    except JanusRefused as refused:
        if refused.code != _NOT_JOINED:
            raise


async def mute(handle: Handle, *, muted: bool) -> None:
    """Whether what it says is heard."""
    await handle.message({"request": "configure", "muted": muted})
