"""Facts about patrols."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.field.patrol.contract import CheckResult, HazardKind, PatrolKind, ProofKind
from yaoyaoling.field.patrol.states import PatrolSignal, PatrolState
from yaoyaoling.kernel.contract import Event, Personal, Value
from yaoyaoling.kernel.geo import Point


class PlanHours(Value):
    """Hours of the week in which a plan is patrolled, in clock time of China; see `windows.PatrolWindow`."""

    days: tuple[int, ...]
    starts: str
    ends: str
    times: int


class PlanPoint(Value):
    """A point of a plan."""

    title: str
    lon: float
    lat: float
    radius_m: float
    stay_s: int
    checks: tuple[str, ...]


class PatrolPlanKept(Event):
    """A plan was made or changed, or switched on or off."""

    name: ClassVar[str] = "field.patrol_plan.kept"

    plan_id: UUID
    title: str
    kind: PatrolKind
    org_code: str
    grid_code: str | None
    shift: int | None
    crew_ids: tuple[UUID, ...]
    waypoints: tuple[Point, ...]
    points: tuple[PlanPoint, ...]
    windows: tuple[PlanHours, ...]
    length_m: float
    is_on: bool
    by_name: str


class PlannedPoint(Value):
    """A point to be visited. number: its place in the order, from 1."""

    id: UUID
    number: int
    title: str
    lon: float
    lat: float
    radius_m: float
    stay_s: int
    checks: tuple[str, ...]


class PatrolPlanned(Event):
    """A round of a plan has begun, or a desk asked for one beside them. Nobody has it yet."""

    name: ClassVar[str] = "field.patrol.planned"

    patrol_id: UUID
    plan_id: UUID
    title: str
    kind: PatrolKind
    org_code: str
    grid_code: str | None
    is_extra: bool
    starts_at: datetime
    due_at: datetime
    length_m: float
    points: tuple[PlannedPoint, ...]


class PatrolGiven(Event):
    """A crew has it; crew_id None: the crew that had it went off duty, and nobody has it."""

    name: ClassVar[str] = "field.patrol.given"

    patrol_id: UUID
    crew_id: UUID | None
    call_sign: str | None
    by_name: str


class PatrolAdvanced(Event):
    """It was started, interrupted, resumed, or ended. due_at: by when it is to be done now; interruptions: so far."""

    name: ClassVar[str] = "field.patrol.advanced"

    patrol_id: UUID
    crew_id: UUID | None
    signal: PatrolSignal
    state: PatrolState
    due_at: datetime
    interruptions: int
    by_name: str
    reason: str | None = None


class PatrolPointReached(Event):
    """The crew is at a point. distance_m, accuracy_m: of the position that says so."""

    name: ClassVar[str] = "field.patrol.point_reached"

    patrol_id: UUID
    point_id: UUID
    arrived_at: datetime
    arrived_by: ProofKind
    distance_m: float | None
    accuracy_m: float | None


class PatrolPointLeft(Event):
    """The crew went before the least stay was over; the point is open again."""

    name: ClassVar[str] = "field.patrol.point_left"

    patrol_id: UUID
    point_id: UUID
    left_early: int


class PatrolPointDone(Event):
    """A point is done. reason: why it is not proven, or left before its time."""

    name: ClassVar[str] = "field.patrol.point_done"

    patrol_id: UUID
    point_id: UUID
    done_at: datetime
    results: tuple[CheckResult, ...]
    note: str
    reason: str
    media: tuple[UUID, ...]


class HazardReported(Event):
    """A crew found something that somebody has to do something about. point_id: of its patrol.

    Its words may name people: they are sealed with a key of the hazard's own.
    """

    name: ClassVar[str] = "field.hazard.reported"

    hazard_id: UUID
    patrol_id: UUID
    point_id: UUID | None
    crew_id: UUID
    call_sign: str
    org_code: str
    kind: HazardKind
    text: Personal[str | None] = None
    lon: float | None
    lat: float | None
    media: tuple[UUID, ...]


class HazardMoved(Event):
    """Nobody has dealt with it in time, or somebody has."""

    name: ClassVar[str] = "field.hazard.moved"

    hazard_id: UUID
    patrol_id: UUID
    state: Literal["overdue", "handled"]
    by_name: str
    answer: Personal[str | None] = None


class HazardErased(Event):
    """The words are gone; that there was one, its kind and place stay."""

    name: ClassVar[str] = "field.hazard.erased"

    hazard_id: UUID
    patrol_id: UUID


PATROL_EVENTS = (
    PatrolPlanKept,
    PatrolPlanned,
    PatrolGiven,
    PatrolAdvanced,
    PatrolPointReached,
    PatrolPointLeft,
    PatrolPointDone,
    HazardReported,
    HazardMoved,
    HazardErased,
)
