"""SQL of patrols and their points."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.field.patrol.contract import PatrolNow, PatrolView, PointNow
from yaoyaoling.field.patrol.states import RUNNING
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx

PATROL = (
    "id", "plan_id", "title", "kind", "org_code", "org_path", "grid_code", "crew_id", "call_sign", "state", "is_extra",
    "starts_at", "due_at", "started_at", "interrupted_at", "interruptions", "ended_at", "end_reason", "version",
)  # fmt: skip
POINT = (
    "id", "number", "title", "lon", "lat", "radius_m", "stay_s", "checks", "arrived_at", "arrived_by", "distance_m",
    "accuracy_m", "left_early", "done_at", "results", "note", "reason", "media", "version",
)  # fmt: skip
_SELECT = f"select {', '.join(PATROL)} from field.patrol"
_POINTS = f"select patrol_id, {', '.join(POINT)} from field.patrol_point"
_RUNNING = sorted(state.value for state in RUNNING)


def patrol_of(row: Any) -> PatrolNow:
    """A row with the columns of `PATROL`."""
    return PatrolNow(**{name: row[name] for name in PATROL})


def point_of(row: Any) -> PointNow:
    """A row with the columns of `POINT`."""
    return PointNow(**{name: row[name] for name in POINT})


async def get_patrol(tx: Tx, patrol_id: UUID) -> PatrolNow:
    """A patrol, locked. Raises: NotFound."""
    row = await tx.fetchrow(f"{_SELECT} where id = $1 for update", patrol_id)
    if row is None:
        raise NotFound
    return patrol_of(row)


async def find_running(tx: Tx, crew_id: UUID) -> PatrolNow | None:
    """The patrol a crew is on, interrupted or not, locked; or None."""
    row = await tx.fetchrow(f"{_SELECT} where crew_id = $1 and state = any($2) for update", crew_id, _RUNNING)
    return None if row is None else patrol_of(row)


async def list_watched(tx: Tx, crew_ids: Sequence[UUID]) -> list[PatrolNow]:
    """Patrols of these crews that positions may prove: under way, and not in front of a screen."""
    rows = await tx.fetch(
        f"{_SELECT} where crew_id = any($1::uuid[]) and state = 'under_way' and kind <> 'video'", crew_ids
    )
    return [patrol_of(row) for row in rows]


async def list_points(tx: Tx, patrol_id: UUID, *, lock: bool = False) -> list[PointNow]:
    """The points of a patrol in their order."""
    tail = " for update" if lock else ""
    rows = await tx.fetch(f"{_POINTS} where patrol_id = $1 order by number{tail}", patrol_id)
    return [point_of(row) for row in rows]


async def get_view(tx: Tx, patrol_id: UUID) -> PatrolView:
    """A patrol with route and points. Raises: NotFound."""
    row = await tx.fetchrow(
        f"select {', '.join(PATROL)}, line, length_m, is_estimated from field.patrol where id = $1", patrol_id
    )
    if row is None:
        raise NotFound
    return PatrolView(
        patrol=patrol_of(row), points=tuple(await list_points(tx, patrol_id)),
        line=row["line"], length_m=row["length_m"], is_estimated=row["is_estimated"],
    )  # fmt: skip


async def count_given(tx: Tx, crew_ids: Sequence[UUID], since: datetime) -> dict[UUID, int]:
    """How many patrols each of these crews was given since then."""
    rows = await tx.fetch(
        "select crew_id, count(*) as had from field.patrol where crew_id = any($1::uuid[]) and starts_at >= $2"
        " group by crew_id",
        crew_ids,
        since,
    )
    return {row["crew_id"]: row["had"] for row in rows}


async def save_patrol(tx: Tx, patrol: PatrolNow, **changed: Any) -> PatrolNow:
    """Write changed columns and the next version; gives the patrol as it is then."""
    version = await _save(tx, "field.patrol", patrol.id, patrol.version + 1, changed)
    return patrol.model_copy(update={**changed, "version": version})


async def save_point(tx: Tx, point: PointNow, **changed: Any) -> PointNow:
    """Write changed columns and the next version; gives the point as it is then."""
    rows = {
        name: [one.model_dump() for one in value] if name == "results" else value for name, value in changed.items()
    }
    version = await _save(tx, "field.patrol_point", point.id, point.version + 1, rows)
    return point.model_copy(update={**changed, "version": version})


async def _save(tx: Tx, table: str, row_id: UUID, version: int, changed: dict[str, Any]) -> int:
    columns = {**changed, "version": version}
    settings = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, start=2))
    await tx.execute(f"update {table} set {settings} where id = $1", row_id, *columns.values())
    return version
