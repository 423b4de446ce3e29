"""What is asked of the road process and what it answers; on the bus as JSON. Coordinates: WGS-84 (lon, lat)."""

from typing import Annotated, Any, Literal

from pydantic import Field

from yaoyaoling.kernel.contract import Value

NEAREST = "roads.nearest"
ROUTE = "roads.route"
REACH = "roads.reach"
MOST_ORIGINS = 100_000

Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
LonLat = tuple[Lon, Lat]


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
    limits_s: Annotated[tuple[Annotated[float, Field(gt=0, le=3600)], ...], Field(min_length=1, max_length=6)]
    direction: Literal["from", "to"] = "from"


class ReachReply(Value):
    """areas: coordinates of a GeoJSON MultiPolygon for each limit; None when the point is off the roads."""

    areas: tuple[list[Any], ...] | None = None
    fault: str | None = None
