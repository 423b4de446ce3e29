"""What a patrol consists of. Coordinates are WGS-84 degrees."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, WithJsonSchema

from yaoyaoling.field.patrol.states import PatrolState
from yaoyaoling.field.patrol.windows import PatrolWindow
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point

PatrolKind = Literal["vehicle", "foot", "video"]
"""车巡, 步巡, 视频巡."""
ProofKind = Literal["geofence", "tap", "video", "said"]
"""How it is known that somebody was there: by positions that came in, by the phone's own position at the tap, by
looking through a camera, or by nothing but the crew's word and its reason."""
HazardKind = Literal["fire", "road", "public_order", "facility", "person", "other"]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Pair = Annotated[
    tuple[float, float], WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2})
]
Line = tuple[Pair, ...]
"""(lon, lat) along a way."""


class PointPlan(Value):
    """A place that must be visited. checks: what to look at there; stay_s: for how long at least."""

    title: Title
    point: Point
    radius_m: float = Field(default=50, ge=10, le=500)
    stay_s: int = Field(default=0, ge=0, le=3600)
    checks: tuple[Word, ...] = Field(default=(), max_length=20)


class CheckResult(Value):
    """What a check found."""

    check: Word
    is_ok: bool


class PointNow(Value):
    """A point of a patrol as it stands. is_proven: by position or camera. media: photos taken there."""

    id: UUID
    number: int
    title: str
    lon: float
    lat: float
    radius_m: float
    stay_s: int
    checks: tuple[str, ...]
    arrived_at: datetime | None
    arrived_by: ProofKind | None
    distance_m: float | None
    accuracy_m: float | None
    left_early: int
    done_at: datetime | None
    results: tuple[CheckResult, ...]
    note: str
    reason: str
    media: tuple[UUID, ...]
    version: int


class PatrolNow(Value):
    """A patrol as it stands, without its points."""

    id: UUID
    plan_id: UUID
    title: str
    kind: PatrolKind
    org_code: str
    org_path: str
    grid_code: str | None
    crew_id: UUID | None
    call_sign: str | None
    state: PatrolState
    is_extra: bool
    starts_at: datetime
    due_at: datetime
    started_at: datetime | None
    interrupted_at: datetime | None
    interruptions: int
    ended_at: datetime | None
    end_reason: str | None
    version: int


class PatrolView(Value):
    """A patrol with its route and points, for the map and the phone. is_estimated: the line is not by road."""

    patrol: PatrolNow
    points: tuple[PointNow, ...]
    line: Line
    length_m: float
    is_estimated: bool


class PatrolPlanView(Value):
    """A plan as it is kept."""

    id: UUID
    title: str
    kind: PatrolKind
    org_code: str
    grid_code: str | None
    shift: int | None
    crew_ids: tuple[UUID, ...]
    waypoints: tuple[Point, ...]
    line: Line
    length_m: float
    is_estimated: bool
    points: tuple[PointPlan, ...]
    windows: tuple[PatrolWindow, ...]
    is_on: bool
    changed_by_name: str
    changed_at: datetime
    version: int
