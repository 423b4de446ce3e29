"""Rosters in the feeds: that there is one, for when, and whether its draft is published. Turns are asked for."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from yaoyaoling.force.events import RosterChanged, RosterDrafted, RosterPublished
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

ROSTER = Kind("roster", frozenset({Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.CALL_TAKER}))


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        "select id, version, kind, org_code, rules ->> 'pattern' as pattern, starts_at, ends_at,"
        " jsonb_array_length(spans) as turns, edition, published_at, published_by_name, is_changed"
        " from force.roster where $1::uuid is null or id = $1",
        about,
    )
    return [Change("roster", str(row["id"]), row["version"], row["id"], _fields(dict(row))) for row in rows]


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    del row["id"], row["version"]
    times = {name: row[name] and time_text(row[name]) for name in ("starts_at", "ends_at", "published_at")}
    return row | times


def _changes(recorded: Recorded) -> Iterable[Change]:
    fields: dict[str, Any]
    match recorded.event:
        case RosterDrafted() as event:
            fields = event.model_dump(mode="json", include={"kind", "org_code", "pattern", "turns"})
            fields |= {"starts_at": time_text(event.starts_at), "ends_at": time_text(event.ends_at), "is_changed": True}
            if recorded.stream_seq == 1:
                fields |= {"edition": 0, "published_at": None, "published_by_name": None}
        case RosterChanged() as event:
            fields = {"turns": event.turns, "is_changed": True}
        case RosterPublished() as event:
            fields = {
                "edition": event.edition,
                "published_at": time_text(recorded.at),
                "published_by_name": recorded.actor_name,
                "is_changed": False,
            }
        case _:
            return
    yield Change("roster", str(event.roster_id), recorded.stream_seq, event.roster_id, fields)


FEED = RoomFeed((ROSTER,), _snapshot, _changes)
