"""Road restrictions in the feeds: those that hold now."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from yaoyaoling.places.events import RoadRestored, RoadRestricted
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

RESTRICTION = Kind(
    "restriction",
    frozenset({Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.REVIEWER}),
)
_FIELDS = ("kind", "line", "both_ways", "speed_kmh", "place_text", "reason", "set_by_name")


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        "select * from places.restriction where lifted_at is null and ($1::uuid is null or id = $1)", about
    )
    changes = []
    for row in rows:
        fields: dict[str, Any] = {name: row[name] for name in _FIELDS}
        fields |= {"set_at": time_text(row["set_at"])}
        fields["until"] = None if row["until"] is None else time_text(row["until"])
        changes.append(Change("restriction", str(row["id"]), row["version"], row["id"], fields))
    return changes


def _changes(recorded: Recorded) -> Iterable[Change]:
    match recorded.event:
        case RoadRestricted() as event:
            fields = event.model_dump(mode="json", include=set(_FIELDS))
            fields |= {"set_at": time_text(recorded.at)}
            fields["until"] = None if event.until is None else time_text(event.until)
            yield Change("restriction", str(event.restriction_id), recorded.stream_seq, event.restriction_id, fields)
        case RoadRestored() as event:
            yield Change("restriction", str(event.restriction_id), recorded.stream_seq, event.restriction_id, None)
        case _:
            pass


FEED = RoomFeed((RESTRICTION,), _snapshot, _changes)
