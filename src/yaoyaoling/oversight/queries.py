"""Reading the work of the double check."""

from datetime import datetime

from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx


class ReviewerLoad(Value):
    """What one reviewer did since a moment. median_s: from the opening of a check to the decision."""

    name: str
    decided: int
    returned: int
    corrected: int
    median_s: float


class Workload(Value):
    """The queue now and what was done since a moment, as far as the viewer sees it."""

    since: datetime
    open: int
    oldest_opened_at: datetime | None
    opened: int
    reviewers: list[ReviewerLoad]


async def get_workload(tx: Tx, since: datetime) -> Workload:
    """Workload since a moment; the busiest reviewer first."""
    now = await tx.fetchrow(
        "select count(*) filter (where decided_at is null) as open, min(opened_at) filter (where decided_at is null)"
        " as oldest_opened_at, count(*) filter (where opened_at >= $1) as opened from oversight.review"
        " where decided_at is null or opened_at >= $1",
        since,
    )
    assert now is not None
    rows = await tx.fetch(
        "select decided_by_name as name, count(*) as decided, count(*) filter (where state = 'returned') as returned,"
        " count(*) filter (where corrections <> '{}') as corrected,"
        " percentile_cont(0.5) within group (order by extract(epoch from decided_at - opened_at)) as median_s"
        " from oversight.review where decided_at >= $1 group by decided_by, decided_by_name"
        " order by decided desc, name",
        since,
    )
    return Workload(since=since, **dict(now), reviewers=[ReviewerLoad(**dict(row)) for row in rows])
