"""Places at which a fault test kills the process, at the very moment the environment names.

`YYL_FAULT=commit.after:17` lets the process die by SIGKILL when it passes that place for the 17th time. Without
the variable a place costs one comparison. Nothing else is ever done here: a crash is real or it is not tested.
"""

import os
import signal
from typing import Final, Literal

Place = Literal[
    "commit.before",
    "commit.after",
    "sequencer.before_commit",
    "sequencer.after_commit",
    "relay.before_publish",
    "relay.after_publish",
    "relay.after_ack",
]
PLACES: Final[tuple[Place, ...]] = (
    "commit.before",
    "commit.after",
    "sequencer.before_commit",
    "sequencer.after_commit",
    "relay.before_publish",
    "relay.after_publish",
    "relay.after_ack",
)

_armed, _, _count = os.environ.get("YYL_FAULT", "").partition(":")
_left = int(_count or 1)


def pass_by(place: Place) -> None:
    """Die here when armed for this place and the count is reached."""
    global _left
    if place != _armed:
        return
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
