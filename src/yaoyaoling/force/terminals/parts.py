"""Messages that come in parts are put together; what is never finished is let go of."""

from collections import OrderedDict
from dataclasses import replace

from yaoyaoling.force.terminals.frames import BadFrameError, Frame

MOST_PARTS, MOST_OPEN = 64, 4


class Parts:
    """Of one connection."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[int, int, int], dict[int, bytes]] = OrderedDict()

    def take(self, frame: Frame) -> Frame | None:
        """The whole message once its last part is here; None before. Raises: BadFrameError."""
        count, which = frame.part
        if count == 1:
            return frame
        if count > MOST_PARTS:
            raise BadFrameError("too_many_parts")
        key = (frame.message, count, (frame.serial - which) & 0xFFFF)
        held = self._open.setdefault(key, {})
        held[which] = frame.body
        if len(held) < count:
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
            return None
        del self._open[key]
        return replace(frame, body=b"".join(held[one] for one in range(1, count + 1)), part=(1, 1))
