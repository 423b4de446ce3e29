"""Handing fixes to the position process, from any process that takes them in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.force.commands import Fix
from yaoyaoling.force.positions.batch import FIX, Batch, read_batch, rows_of, with_source, write_batch
from yaoyaoling.force.positions.verdict import Verdict
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.positions import TAKE

_DEADLINE_S = 0.5
_BATCH_DEADLINE_S = 5.0

BATCH_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": f"Header `YYLP`, version, record size, then 1 to 20,000 records of {FIX.itemsize} bytes.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""What the route takes, for OpenAPI."""


class BatchReply(Value):
    """What became of the fixes, by the name of the outcome; `kept` are on the map."""

    fixes: int
    outcomes: dict[str, int]


class PositionsSilent(Refused):
    """The position process does not answer; nothing was kept."""

    code = "positions_silent"
    status = 424
    zh = "定位处理暂不可用，本批未保存，请稍后重发。"
    en = "Positions cannot be taken just now; nothing of the batch was kept. Send it again in a moment."


async def take_positions(bus: Bus, fixes: Sequence[Fix], source: UUID | None) -> list[Verdict] | None:
    """The verdict of each fix; None when the position process does not answer: the caller keeps them itself."""
    rows = rows_of(
        [
            (fix.crew_id, fix.at.timestamp(), fix.point.lon, fix.point.lat, fix.heading, fix.speed_kmh, fix.accuracy_m)
            for fix in fixes
        ]
    )
    verdicts = await bus.ask(TAKE, with_source(source, write_batch(rows)), timeout_s=_DEADLINE_S)
    if verdicts is None or len(verdicts) != len(fixes):
        return None
    return [Verdict(one) for one in verdicts]


async def take_batch(bus: Bus, body: bytes, source: UUID | None) -> BatchReply:
    """Hand a batch over as it came. source: the one crew it may be of. Raises: BadBatch, PositionsSilent."""
    count = len(read_batch(body))
    verdicts = await bus.ask(TAKE, with_source(source, body), timeout_s=_BATCH_DEADLINE_S)
    if verdicts is None or len(verdicts) != count:
        raise PositionsSilent
    return _reply(verdicts)


@dataclass(frozen=True)
class BatchTaker:
    """The position process to a door of its own: nothing lies between. take: gives the verdicts, in their order."""

    take: Callable[[Batch, UUID | None], NDArray[np.uint8]]

    def take_body(self, body: bytes, source: UUID | None) -> BatchReply:
        """As `take_batch`, here. Raises: BadBatch."""
        return _reply(self.take(read_batch(body), source).tobytes())


def _reply(verdicts: bytes) -> BatchReply:
    outcomes = {one.name.lower(): verdicts.count(one) for one in Verdict}
    return BatchReply(fixes=len(verdicts), outcomes={name: times for name, times in outcomes.items() if times})
