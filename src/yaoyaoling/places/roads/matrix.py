"""Road times between many places at once: what is covered from where, asked of the road process."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
import orjson
from numpy.typing import NDArray
from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.roads.contract import MOST_ORIGINS, LonLat
from yaoyaoling.platform.bus import Bus

MATRIX = "roads.matrix"
MOST_CELLS = 4_000_000
DEADLINE_S = 4.0

Seconds = NDArray[np.float32]


class MatrixAsk(Value):
    """How long from each origin to each target? limit_s: what takes longer counts as out of reach."""

    targets: Annotated[tuple[LonLat, ...], Field(max_length=MOST_ORIGINS)]
    origins: Annotated[tuple[LonLat, ...], Field(max_length=MOST_ORIGINS)]
    limit_s: Annotated[float, Field(gt=0, le=7200)]


async def ask_matrix(bus: Bus, targets: Sequence[Point], origins: Sequence[Point], limit_s: float) -> Seconds | None:
    """float32[targets, origins]: seconds by road, infinite beyond the limit; None when the roads do not answer."""
    wanted, start = ([(one.lon, one.lat) for one in places] for places in (targets, origins))
    body = orjson.dumps({"targets": wanted, "origins": start, "limit_s": limit_s})
    answer = await bus.ask(MATRIX, body, timeout_s=DEADLINE_S)
    if answer is None or len(answer) != 4 * len(targets) * len(origins):
        return None
    return np.frombuffer(answer, np.float32).reshape(len(targets), len(origins))
