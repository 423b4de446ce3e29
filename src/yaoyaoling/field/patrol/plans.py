"""SQL of plans, and who may write them."""

from typing import Any
from uuid import UUID

from yaoyaoling.field.patrol.contract import PatrolPlanView
from yaoyaoling.field.patrol.refusals import NotYourPatrol
from yaoyaoling.force.public import require_planner_in
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx

_PLAN = (
    "id", "title", "kind", "org_code", "grid_code", "shift", "crew_ids", "waypoints", "line", "length_m",
    "is_estimated", "points", "windows", "is_on", "changed_by_name", "changed_at", "version",
)  # fmt: skip
_SELECT = f"select {', '.join(_PLAN)} from field.patrol_plan"
_JSON = ("waypoints", "points", "windows")


def plan_of(row: Any) -> PatrolPlanView:
    """A row of the table."""
    return PatrolPlanView(**{name: row[name] for name in _PLAN})


def require_patrol_planner(tx: Tx, org_path: str) -> None:
    """Raise unless the actor plans the patrols of this organisation. Raises: NotAllowed, NotYourPatrol."""
    require_planner_in(tx, f"t/{org_path}", NotYourPatrol)


async def get_plan(tx: Tx, plan_id: UUID) -> tuple[PatrolPlanView, str]:
    """A plan, locked, and its organisation's path. Raises: NotFound."""
    row = await tx.fetchrow(f"{_SELECT.replace(' from', ', org_path from')} where id = $1 for update", plan_id)
    if row is None:
        raise NotFound
    return plan_of(row), row["org_path"]


async def list_plans(tx: Tx, org_code: str | None = None) -> list[PatrolPlanView]:
    """Plans in sight, by organisation and name."""
    sql = f"{_SELECT} where $1::text is null or org_code = $1 order by org_code, title"
    return [plan_of(row) for row in await tx.fetch(sql, org_code)]


async def find_titled(tx: Tx, org_code: str, title: str) -> PatrolPlanView | None:
    """The plan of that name, or None."""
    row = await tx.fetchrow(f"{_SELECT} where org_code = $1 and title = $2", org_code, title)
    return None if row is None else plan_of(row)


async def write_plan(tx: Tx, plan: PatrolPlanView, org_path: str) -> None:
    """Write a plan, new or not."""
    names = [*_PLAN, "org_path"]
    values = [getattr(plan, name) for name in _PLAN]
    for name in _JSON:
        values[_PLAN.index(name)] = [one.model_dump(mode="json") for one in getattr(plan, name)]
    places = ", ".join(f"${number}" for number in range(1, len(names) + 1))
    changed = ", ".join(f"{name} = excluded.{name}" for name in _PLAN if name != "id")
    await tx.execute(
        f"insert into field.patrol_plan ({', '.join(names)}) values ({places})"
        f" on conflict (id) do update set {changed}",
        *values,
        org_path,
    )


async def has_plans(tx: Tx) -> bool:
    """Whether anybody has planned a patrol."""
    return bool(await tx.fetchval("select exists (select from field.patrol_plan)"))
