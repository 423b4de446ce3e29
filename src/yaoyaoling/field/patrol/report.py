"""What was patrolled: one line a patrol, with shares done and proven, on screen and as a file."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from yaoyaoling.field.patrol.contract import PatrolKind
from yaoyaoling.field.patrol.states import PatrolState
from yaoyaoling.force.public import write_table
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx

_MOST = 5_000
_SQL = """
select p.id as patrol_id, p.title, p.kind, p.org_code, p.grid_code, p.call_sign, p.state, p.starts_at, p.due_at,
       p.started_at, p.ended_at, p.interruptions, p.end_reason,
       count(o.id)::int as points, count(o.done_at)::int as done,
       (count(o.done_at) filter (where o.arrived_by <> 'said'))::int as proven,
       coalesce(sum(o.left_early), 0)::int as left_early,
       (select count(*)::int from field.patrol_point w where w.patrol_id = p.id and exists (
            select from jsonb_array_elements(w.results) r where not (r->>'is_ok')::boolean)) as wrong,
       coalesce(sum(cardinality(o.media)), 0)::int as photos,
       array_agg(o.title order by o.number) filter (where o.done_at is null) as missed,
       (select count(*)::int from field.hazard h where h.patrol_id = p.id) as hazards
from field.patrol p left join field.patrol_point o on o.patrol_id = p.id
where p.starts_at >= $1 and p.starts_at < $2 and p.state <> 'cancelled' and ($3::text is null or p.org_code = $3)
group by p.id order by p.starts_at desc, p.org_code, p.title limit $4
"""
_HEAD = (
    "巡逻 patrol", "方式 kind", "单位 org", "网格 grid", "警组 crew", "状态 state", "开始 starts", "截止 due",
    "实际开始 started", "结束 ended", "点位 points", "已到 done", "已证实 proven", "完成率 share",
    "提前离开 left early", "异常 wrong", "隐患 hazards", "照片 photos", "中断 interruptions", "未到点位 missed",
)  # fmt: skip


class ReportRow(Value):
    """One patrol. done, proven: points; proven by position or camera. wrong: points where a check found something."""

    patrol_id: UUID
    title: str
    kind: PatrolKind
    org_code: str
    grid_code: str | None
    call_sign: str | None
    state: PatrolState
    starts_at: datetime
    due_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    interruptions: int
    end_reason: str | None
    points: int
    done: int
    proven: int
    left_early: int
    wrong: int
    photos: int
    missed: tuple[str, ...]
    hazards: int


async def read_report(tx: Tx, since: datetime, until: datetime, org_code: str | None) -> list[ReportRow]:
    """Patrols in sight that began in this time, newest first, at most 5 000."""
    rows = await tx.fetch(_SQL, since, until, org_code, _MOST)
    return [ReportRow(**{**dict(row), "missed": row["missed"] or ()}) for row in rows]


def report_file(rows: Sequence[ReportRow]) -> bytes:
    """The report as CSV; times as the wall clock in China shows them."""
    table = []
    for row in rows:
        share = "" if row.points == 0 else f"{100 * row.done / row.points:.0f}%"
        cells = (
            row.title, row.kind, row.org_code, row.grid_code or "", row.call_sign or "", row.state.value,
            _clock(row.starts_at), _clock(row.due_at), _clock(row.started_at), _clock(row.ended_at), row.points,
            row.done, row.proven, share, row.left_early, row.wrong, row.hazards, row.photos, row.interruptions,
            "、".join(row.missed),
        )  # fmt: skip
        table.append([str(cell) for cell in cells])
    return write_table(_HEAD, table, "csv", "patrols")


def _clock(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(HALL_ZONE).strftime("%Y-%m-%d %H:%M")
