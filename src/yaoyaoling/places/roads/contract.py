"""What is asked of the road process and what it answers; on the bus as JSON. Coordinates: WGS-84 (lon, lat).

Who of many thousand crews is looked for is asked in bytes (`pack_live_ask`).
"""

import struct
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.kernel.contract import Value

NEAREST = "roads.nearest"
NEAREST_LIVE = "roads.nearest_live"
ROUTE = "roads.route"
REACH = "roads.reach"
REACH_MANY = "roads.reach_many"
MOST_ORIGINS = 100_000
MOST_POSTS = 5_000

Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
LonLat = tuple[Lon, Lat]
Limits = Annotated[tuple[Annotated[float, Field(gt=0, le=3600)], ...], Field(min_length=1, max_length=6)]


class NearestAsk(Value):
    """Which of the origins reach the target soonest? limit_s: none needs to be looked for beyond."""

    target: LonLat
    origins: Annotated[tuple[LonLat, ...], Field(max_length=MOST_ORIGINS)]
    k: Annotated[int, Field(ge=1)]
    limit_s: Annotated[float, Field(gt=0)] | None = None


class NearestReply(Value):
    """reached: (index of the origin, eta_s, distance_m), soonest first; None when the target is off the roads.

    off_road: indices of origins with no road near. fault: why there is no answer.
    """

    reached: tuple[tuple[int, float, float], ...] | None = None
    off_road: tuple[int, ...] = ()
    fault: str | None = None


_LIVE_ASK = struct.Struct("<ddIdB")


@dataclass(frozen=True, slots=True)
class NearestLiveAsk:
    """Which crews reach the target soonest from where they are now? among: ids, 16 bytes each; None: everybody."""

    lon: float
    lat: float
    k: int
    limit_s: float | None
    among: bytes | None


def pack_live_ask(ask: NearestLiveAsk) -> bytes:
    """The question as bytes."""
    head = _LIVE_ASK.pack(ask.lon, ask.lat, ask.k, ask.limit_s or 0.0, ask.among is not None)
    return head + (ask.among or b"")


def unpack_live_ask(body: bytes) -> NearestLiveAsk:
    """The question again. Raises: ValueError."""
    if len(body) < _LIVE_ASK.size or (len(body) - _LIVE_ASK.size) % 16:
        raise ValueError(f"{len(body)} bytes are no question for crews")
    lon, lat, k, limit_s, is_among = _LIVE_ASK.unpack_from(body)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90 and k >= 1 and limit_s >= 0):
        raise ValueError("no such place, number of crews or limit")
    return NearestLiveAsk(lon, lat, k, limit_s or None, body[_LIVE_ASK.size :] if is_among else None)


class NearestLiveReply(Value):
    """reached: (crew, eta_s, distance_m, position at in epoch s, is_estimated), soonest first.

    None when the target is off the roads, or nobody tells the road process where crews are. fault: why not.
    """

    reached: tuple[tuple[UUID, float, float, float, bool], ...] | None = None
    fault: str | None = None


class RouteAsk(Value):
    """The quickest way from a to b?"""

    a: LonLat
    b: LonLat


class RouteReply(Value):
    """points: the way along the road; None when there is none."""

    points: tuple[LonLat, ...] | None = None
    eta_s: float = 0.0
    distance_m: float = 0.0
    fault: str | None = None


class ReachAsk(Value):
    """Where can one be within these seconds of a point (from), or from where is the point reached (to)?"""

    point: LonLat
    limits_s: Limits
    direction: Literal["from", "to"] = "from"


class ReachManyAsk(Value):
    """The same of many points at once: where any of them is in time, or from where any is reached in time."""

    points: Annotated[tuple[LonLat, ...], Field(min_length=1, max_length=MOST_POSTS)]
    limits_s: Limits
    direction: Literal["from", "to"] = "from"


class ReachReply(Value):
    """areas: coordinates of a GeoJSON MultiPolygon for each limit; None when no point has a road near.

    off_road: indices of points that have none.
    """

    areas: tuple[list[Any], ...] | None = None
    off_road: tuple[int, ...] = ()
    fault: str | None = None
