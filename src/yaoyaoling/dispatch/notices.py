"""Notices to owners, as rows: who took their crew, for what, until when, and who of them has seen it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from yaoyaoling.platform.db.tx import Tx

Side = Literal["station", "county"]
_COLUMNS = (
    "id", "order_id", "incident_id", "incident_number", "class_code", "level", "crew_id", "call_sign", "org_path",
    "reason", "taken_by_name", "expected_until", "asks", "asked", "station_seen_by", "station_seen_at",
    "county_seen_by", "county_seen_at", "raised_at", "ended_at", "end_reason", "version",
)  # fmt: skip
_SELECT = f"select {', '.join(_COLUMNS)} from dispatch.notice"
_COUNTY_PARTS = 3


@dataclass(frozen=True)
class Notice:
    """A notice's row. asks: who must have seen it; asked: how often it was raised."""

    id: UUID
    order_id: UUID
    incident_id: UUID
    incident_number: str
    class_code: str
    level: int
    crew_id: UUID
    call_sign: str
    org_path: str
    reason: str | None
    taken_by_name: str
    expected_until: datetime | None
    asks: tuple[Side, ...]
    asked: int
    raised_at: datetime
    station_seen_by: str | None = None
    station_seen_at: datetime | None = None
    county_seen_by: str | None = None
    county_seen_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str | None = None
    version: int = 1

    @property
    def unseen(self) -> tuple[Side, ...]:
        """Who has not seen it yet."""
        return tuple(side for side in self.asks if getattr(self, f"{side}_seen_by") is None)


def county_path(org_path: str) -> str:
    """Path of the county of an organisation."""
    return "/".join(org_path.split("/")[:_COUNTY_PARTS])


def _notice_of(row: Any) -> Notice:
    fields = {name: row[name] for name in _COLUMNS}
    return Notice(**{**fields, "asks": tuple(fields["asks"])})


async def insert_notice(tx: Tx, notice: Notice) -> None:
    """Write a new notice."""
    values = [getattr(notice, name) for name in _COLUMNS]
    values[_COLUMNS.index("asks")] = list(notice.asks)
    places = ", ".join(f"${number}" for number in range(1, len(_COLUMNS) + 1))
    await tx.execute(f"insert into dispatch.notice ({', '.join(_COLUMNS)}) values ({places})", *values)


async def save_notice(tx: Tx, notice: Notice, **changed: Any) -> int:
    """Write changed columns and the next version of a locked notice; gives that version."""
    columns = {**changed, "version": notice.version + 1}
    settings = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, start=2))
    await tx.execute(f"update dispatch.notice set {settings} where id = $1", notice.id, *columns.values())
    return notice.version + 1


async def find_notice(tx: Tx, notice_id: UUID) -> Notice | None:
    """A notice the actor may see, locked; or None."""
    row = await tx.fetchrow(f"{_SELECT} where id = $1 for update", notice_id)
    return None if row is None else _notice_of(row)


async def find_notice_of_order(tx: Tx, order_id: UUID) -> Notice | None:
    """The notice an order raised, locked; or None."""
    row = await tx.fetchrow(f"{_SELECT} where order_id = $1 for update", order_id)
    return None if row is None else _notice_of(row)


async def list_notices(tx: Tx, about: UUID | None) -> list[Notice]:
    """Notices that hold, or one if it does."""
    sql = f"{_SELECT} where ended_at is null and ($1::uuid is null or id = $1) order by raised_at, id"
    return [_notice_of(row) for row in await tx.fetch(sql, about)]
