"""How Janus can be reached, put into the SDP that the browser gets."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

Message = dict[str, Any]
_GATHERING_S = 2.0


class Ways:
    """How Janus can be reached, as it finds out; told in the SDP itself, so that no candidate comes before it.

    other: hears whatever else Janus says of the handle."""

    def __init__(self, other: Callable[[Message], None]) -> None:
        self._other = other
        self._found: asyncio.Queue[Message] = asyncio.Queue()

    def heard(self, message: Message) -> None:
        """What Janus says of the handle."""
        if message["janus"] == "trickle":
            self._found.put_nowait(message["candidate"])
        else:
            self._other(message)

    async def told(self, sdp: str) -> str:
        """The SDP with all candidates in it."""
        if "a=candidate:" in sdp:
            return sdp
        lines = []
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GATHERING_S):
                while "completed" not in (found := await self._found.get()):
                    lines.append(f"a={found['candidate']}\r\n")
        return sdp + "".join(lines) + "a=end-of-candidates\r\n"
