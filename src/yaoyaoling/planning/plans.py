"""Plans as they are kept: rows, and moving one from state to state."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.planning.contract import PlanFigures, PlanRequest, PlanRows, Refusal
from yaoyaoling.planning.events import PlanAdvanced
from yaoyaoling.planning.states import PLAN_OVER, PlanSignal, PlanState, advance_plan
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx

PLAN_TIMER = "planning.plan_due"
_SHORT = (
    "id, request, state, step, share, step_until, step_most_s, step_at, asked_by_name, asked_at, started_at, ended_at,"
    " ended_by_name, refusal, figures"
)


@dataclass(frozen=True)
class Plan:
    """A plan without what is drawn. While it runs it goes from share to step_until in about step_most_s."""

    id: UUID
    request: PlanRequest
    state: PlanState
    step: str
    share: float
    step_until: float
    step_most_s: float
    step_at: datetime | None
    asked_by_name: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    ended_by_name: str | None
    refusal: Refusal | None
    figures: PlanFigures | None


def _plan(row: Any) -> Plan:
    fields = dict(row)
    for name, kind in (("request", PlanRequest), ("refusal", Refusal), ("figures", PlanFigures)):
        fields[name] = None if fields[name] is None else kind.model_validate(fields[name], strict=False)
    return Plan(**{**fields, "state": PlanState(fields["state"])})


async def list_plans(tx: Tx, limit: int) -> list[Plan]:
    """Those in sight, newest first."""
    return [
        _plan(row)
        for row in await tx.fetch(f"select {_SHORT} from planning.plan order by asked_at desc, id limit $1", limit)
    ]


async def get_plan(tx: Tx, plan_id: UUID) -> tuple[Plan, PlanRows | None]:
    """One with its figures post by post. Raises: NotFound."""
    row = await tx.fetchrow(f"select {_SHORT}, rows from planning.plan where id = $1", plan_id)
    if row is None:
        raise NotFound
    fields = dict(row)
    rows = fields.pop("rows")
    return _plan(fields), None if rows is None else PlanRows.model_validate(rows, strict=False)


async def get_drawing(tx: Tx, plan_id: UUID) -> str:
    """Its GeoJSON. Raises: NotFound, also while there is none."""
    drawing: str | None = await tx.fetchval("select drawing from planning.plan where id = $1", plan_id)
    if drawing is None:
        raise NotFound
    return drawing


async def lock_plan(tx: Tx, plan_id: UUID) -> tuple[PlanState, int]:
    """State and version, held for the transaction. Raises: NotFound."""
    row = await tx.fetchrow("select state, version from planning.plan where id = $1 for update", plan_id)
    if row is None:
        raise NotFound
    return PlanState(row["state"]), row["version"]


async def move_plan(tx: Tx, plan_id: UUID, signal: PlanSignal, **told: Any) -> PlanState:
    """Move a plan and record it. told: further fields of `PlanAdvanced`. Raises: NotFound, IllegalPlanSignal."""
    before, version = await lock_plan(tx, plan_id)
    state = advance_plan(before, signal)
    is_over = state in PLAN_OVER
    await tx.execute(
        "update planning.plan set state = $2, version = $3, ended_at = $4, ended_by_name = $5,"
        " started_at = case when $6 then $7 else started_at end, step = '', share = 0, step_until = 0,"
        " step_most_s = 0, step_at = null where id = $1",
        plan_id,
        state.value,
        version + 1,
        tx.now if is_over else None,
        tx.principal.name if is_over else None,
        signal is PlanSignal.BEGIN,
        tx.now,
    )
    if is_over:
        await tx.cancel_timer(PLAN_TIMER, str(plan_id))
    event = PlanAdvanced(plan_id=plan_id, signal=signal, state=state, by_name=tx.principal.name, **told)
    tx.record(event, stream=f"plan:{plan_id}", seq=version + 1, about=plan_id)
    return state


async def is_running(db: Database, plan_id: UUID) -> bool:
    """Whether whoever computes it is to go on."""
    found: bool = await db.worker_pool.fetchval(
        "select exists (select from planning.plan where id = $1 and state = $2)", plan_id, PlanState.RUNNING.value
    )
    return found
