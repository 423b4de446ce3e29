"""Repeat callers with an owner: contacts a week since somebody looks after them, and whether they fall (重复报警人)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import floor
from typing import Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage.public import RepeatEntry, list_repeat_entries

WEEK = timedelta(days=7)
BEFORE = 4
"""So many weeks before the owner came are what the weeks since are held against."""
_FEWEST = 2
_MOST_WEEKS = 26
_FALLS, _RISES = 0.75, 1.25
Trend = Literal["too_early", "falling", "steady", "rising"]


class CallerWeek(Value):
    """A week, counted from the day the owner came. is_whole: it is over."""

    starts_at: datetime
    contacts: int
    is_before: bool
    is_whole: bool


class RepeatCaller(Value):
    """A number on the lists, masked. …_per_week: contacts before the owner came, and in the last whole weeks since.

    weeks: none without an owner, or where the entry is from before contacts could be counted (is_countable).
    """

    entry_id: UUID
    masked: str
    reason: str
    until: datetime
    owner_name: str | None
    owner_org: str | None
    owner_since: datetime | None
    is_countable: bool
    weeks: tuple[CallerWeek, ...]
    before_per_week: float | None
    now_per_week: float | None
    trend: Trend | None


def weeks_of(times: Iterable[datetime], since: datetime, now: datetime) -> tuple[CallerWeek, ...]:
    """Contacts by weeks: those before `since`, then those from it on to now; at most half a year of them."""
    past = max(0, floor((now - since) / WEEK))
    first = max(0, past + 1 - _MOST_WEEKS)
    counted = Counter(floor((at - since) / WEEK) for at in times)
    return tuple(
        CallerWeek(
            starts_at=since + week * WEEK, contacts=counted[week], is_before=week < 0, is_whole=week < past or week < 0
        )
        for week in (*range(-BEFORE, 0), *range(first, past + 1))
    )


def trend_of(weeks: Sequence[CallerWeek]) -> tuple[Trend, float, float | None]:
    """Whether contacts fall, and how many a week there were before and are now (the last four whole weeks).

    By a quarter less they fall, by a quarter more they rise; one week says nothing.
    """
    before = sum(week.contacts for week in weeks if week.is_before) / BEFORE
    whole = [week.contacts for week in weeks if week.is_whole and not week.is_before][-BEFORE:]
    if len(whole) < _FEWEST:
        return "too_early", before, None
    now = sum(whole) / len(whole)
    if now <= before * _FALLS and before > 0:
        return "falling", before, now
    return ("rising" if now > before * _RISES else "steady"), before, now


async def list_repeat_callers(tx: Tx) -> list[RepeatCaller]:
    """Of each number in the actor's sight; contacts are counted that the actor may see as well."""
    entries = await list_repeat_entries(tx)
    owned = [one for one in entries if one.owner_since is not None and one.digest is not None]
    times = await _times(tx, owned)
    return [_caller(one, times.get(one.digest or b"", []), tx.now) for one in entries]


async def _times(tx: Tx, owned: Sequence[RepeatEntry]) -> dict[bytes, list[datetime]]:
    if not owned:
        return {}
    oldest = min(one.owner_since for one in owned if one.owner_since is not None) - BEFORE * WEEK
    rows = await tx.fetch(
        "select t.digest, c.received_at from intake.trace t join intake.contact c on c.id = t.contact_id"
        " where t.kind = 'number' and t.digest = any($1::bytea[]) and c.received_at >= $2",
        [one.digest for one in owned],
        oldest,
    )
    found: dict[bytes, list[datetime]] = {}
    for row in rows:
        found.setdefault(row["digest"], []).append(row["received_at"])
    return found


def _caller(entry: RepeatEntry, times: Sequence[datetime], now: datetime) -> RepeatCaller:
    fields = entry.model_dump(exclude={"digest", "put_at"})
    if entry.owner_since is None or entry.digest is None:
        return RepeatCaller(
            **fields,
            is_countable=entry.digest is not None,
            weeks=(),
            before_per_week=None,
            now_per_week=None,
            trend=None,
        )
    weeks = weeks_of(times, entry.owner_since, now)
    trend, before, present = trend_of(weeks)
    return RepeatCaller(
        **fields, is_countable=True, weeks=weeks, before_per_week=before, now_per_week=present, trend=trend
    )
