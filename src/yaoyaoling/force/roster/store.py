"""SQL of rosters, their editions and turns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from yaoyaoling.force.roster.contract import DenseHours, Member, Mender, RosterKind, Rules, Span, Window
from yaoyaoling.kernel.refused import Conflict, NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row

_MEMBERS = TypeAdapter(tuple[Member, ...])
_SPANS = TypeAdapter(tuple[Span, ...])
_BEFORE = timedelta(hours=72)


@dataclass(frozen=True)
class Roster:
    """A roster as it stands, with its draft."""

    id: UUID
    kind: RosterKind
    org_code: str
    org_path: str
    rules: Rules
    window: Window
    members: tuple[Member, ...]
    spans: tuple[Span, ...]
    edition: int
    published_at: datetime | None
    published_by_name: str | None
    is_changed: bool
    version: int

    @property
    def mender(self) -> Mender:
        """Who can mend it: the hall's commander, the station's desk, or the county's."""
        if self.kind == "seats":
            return "commander"
        return "county_desk" if self.org_code.endswith("00000000") else "station_desk"


def roster_of(row: Row) -> Roster:
    """A roster from its row."""
    return Roster(
        id=row["id"], kind=row["kind"], org_code=row["org_code"], org_path=row["org_path"],
        rules=Rules.model_validate(row["rules"]),
        window=Window(starts_at=row["starts_at"], ends_at=row["ends_at"]),
        members=_MEMBERS.validate_python(row["members"]), spans=_SPANS.validate_python(row["spans"]),
        edition=row["edition"], published_at=row["published_at"], published_by_name=row["published_by_name"],
        is_changed=row["is_changed"], version=row["version"],
    )  # fmt: skip


async def find_roster(tx: Tx, kind: RosterKind, org_code: str) -> Roster | None:
    """An organisation's roster, held until the end of the transaction; None when there is none in sight."""
    row = await tx.fetchrow("select * from force.roster where kind = $1 and org_code = $2 for update", kind, org_code)
    return None if row is None else roster_of(row)


async def get_roster(tx: Tx, roster_id: UUID) -> Roster:
    """A roster. Raises: NotFound."""
    row = await tx.fetchrow("select * from force.roster where id = $1", roster_id)
    if row is None:
        raise NotFound
    return roster_of(row)


async def lock_roster(tx: Tx, roster_id: UUID, expected_version: int) -> Roster:
    """A roster, held. Raises: NotFound, Conflict when somebody changed it meanwhile."""
    row = await tx.fetchrow("select * from force.roster where id = $1 for update", roster_id)
    if row is None:
        raise NotFound
    if row["version"] != expected_version:
        raise Conflict
    return roster_of(row)


async def list_rosters(tx: Tx) -> list[Roster]:
    """All rosters in sight, by organisation."""
    return [roster_of(row) for row in await tx.fetch("select * from force.roster order by org_path, kind")]


async def insert_roster(tx: Tx, roster: Roster) -> None:
    """Write a new roster."""
    await tx.execute(
        "insert into force.roster (id, kind, org_code, org_path, rules, starts_at, ends_at, members, spans, version)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        roster.id, roster.kind, roster.org_code, roster.org_path, *_draft(roster), roster.version,
    )  # fmt: skip


async def save_draft(tx: Tx, roster: Roster) -> None:
    """Write what a draft is now, under its new version."""
    await tx.execute(
        "update force.roster set rules = $2, starts_at = $3, ends_at = $4, members = $5, spans = $6, version = $7,"
        " is_changed = true where id = $1",
        roster.id, *_draft(roster), roster.version,
    )  # fmt: skip


def _draft(roster: Roster) -> tuple[Any, ...]:
    return (
        roster.rules.model_dump(mode="json"), roster.window.starts_at, roster.window.ends_at,
        [one.model_dump(mode="json") for one in roster.members], [one.model_dump(mode="json") for one in roster.spans],
    )  # fmt: skip


async def list_members(tx: Tx, org_path: str) -> list[Row]:
    """Crews of an organisation and those below it that the actor may see."""
    return await tx.fetch(
        "select id, call_sign, shift, grid_code, org_path from force.crew"
        " where org_path = $1 or starts_with(org_path, $1 || '/') order by code",
        org_path,
    )


async def find_crew_path(tx: Tx, org_code: str) -> str | None:
    """The path of an organisation that has crews at or below it, or None."""
    path: str | None = await tx.fetchval(
        "select org_path from force.crew where $1 = any(string_to_array(org_path, '/')) limit 1", org_code
    )
    return None if path is None else path[: path.index(org_code) + len(org_code)]


async def save_edition(tx: Tx, roster: Roster, holds_until: datetime) -> None:
    """Write what is published; earlier editions hold no longer where this one does."""
    start = roster.window.starts_at
    await tx.execute(
        "update force.edition set holds_until = greatest(holds_from, least(holds_until, $2))"
        " where roster_id = $1 and holds_until > $2 and (holds_until <= $3 or holds_from >= $2)",
        roster.id,
        start,
        holds_until,
    )
    await tx.execute(
        "insert into force.edition (roster_id, edition, holds_from, holds_until, member_ids, plan, published_at,"
        " published_by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        roster.id, roster.edition, start, holds_until, [one.id for one in roster.members],
        {"rules": roster.rules.model_dump(mode="json"), "spans": [one.model_dump(mode="json") for one in roster.spans]},
        tx.now, tx.principal.name,
    )  # fmt: skip
    await tx.execute(
        "update force.roster set edition = $2, published_at = $3, published_by_name = $4, is_changed = false,"
        " version = $5 where id = $1",
        roster.id, roster.edition, tx.now, tx.principal.name, roster.version,
    )  # fmt: skip


async def find_published_until(tx: Tx, roster_id: UUID) -> datetime | None:
    """Until when what was published holds; None when nothing was."""
    until: datetime | None = await tx.fetchval(
        "select max(holds_until) from force.edition where roster_id = $1", roster_id
    )
    return until


async def replace_turns(tx: Tx, roster: Roster) -> None:
    """Put the published turns of the window in the place of those that were to come; what is over stays."""
    await tx.execute(
        "delete from force.turn where roster_id = $1 and ends_at > $2 and starts_at >= $3",
        roster.id,
        tx.now,
        roster.window.starts_at,
    )
    kept = [span for span in roster.spans if span.ends_at > tx.now]
    for span in kept:
        await tx.execute(
            "insert into force.turn (id, roster_id, about, member_id, member_name, team, place_code, readiness,"
            " starts_at, ends_at, people) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
            " on conflict (roster_id, id) do nothing",
            span.id, roster.id, span.member_id if roster.kind == "crews" else roster.id, span.member_id,
            span.member_name, span.team, span.place_code, span.readiness, span.starts_at, span.ends_at,
            list(span.people),
        )  # fmt: skip


async def list_turns(tx: Tx, since: datetime, until: datetime, member_ids: Sequence[UUID] | None = None) -> list[Span]:
    """Published turns that touch a stretch of time, of these members or of all in sight; by time."""
    rows = await tx.fetch(
        "select id, member_id, member_name, team, place_code, readiness, starts_at, ends_at, people from force.turn"
        " where ends_at > $1 and starts_at < $2 and ($3::uuid[] is null or member_id = any($3))"
        " order by starts_at, place_code, member_name",
        since,
        until,
        None if member_ids is None else list(member_ids),
    )
    return [Span(**dict(row)) for row in rows]


async def list_turns_before(tx: Tx, roster: Roster) -> list[Span]:
    """Turns of a roster's members that began before its window, near enough to count for their rest; and those that
    another roster gives them within it."""
    rows = await tx.fetch(
        "select id, member_id, member_name, team, place_code, readiness, starts_at, ends_at, people from force.turn"
        " where member_id = any($1) and ends_at > $2 and starts_at < $3 and (starts_at < $4 or roster_id <> $5)",
        [one.id for one in roster.members],
        roster.window.starts_at - _BEFORE,
        roster.window.ends_at,
        roster.window.starts_at,
        roster.id,
    )
    return [Span(**dict(row)) for row in rows]


async def list_dense_hours(tx: Tx, window: Window) -> list[DenseHours]:
    """Hours of special duties that touch a window."""
    rows = await tx.fetch(
        "select name, place_codes, starts_at, ends_at, patrol_factor from force.special_hours h"
        " join force.special_duty d on d.id = h.special_duty_id"
        " where d.state <> 'cancelled' and h.ends_at > $1 and h.starts_at < $2",
        window.starts_at,
        window.ends_at,
    )
    return [
        DenseHours(
            name=row["name"], place_codes=tuple(row["place_codes"]), starts_at=row["starts_at"],
            ends_at=row["ends_at"], factor=row["patrol_factor"],
        )
        for row in rows
    ]  # fmt: skip
