"""Reviews in the feeds: the open ones and those decided within the last hours; and what stands too long."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.oversight.events import MatterMoved, MatterOverdue, ReviewDecided, ReviewOpened
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

SHOWN_AFTER_END = timedelta(hours=12)
_DESKS = frozenset(
    {Role.REVIEWER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.CALL_TAKER, Role.INSPECTOR}
)
REVIEW = Kind("review", _DESKS)
OVERDUE = Kind("overdue", _DESKS)
_FIELDS = ("kind", "state", "author", "author_name", "decided_by_name", "remarks", "corrections", "corrected_from")


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        "select * from oversight.review where (decided_at is null or decided_at > $2)"
        " and ($1::uuid is null or incident_id = $1)",
        about,
        tx.now - SHOWN_AFTER_END,
    )
    changes = []
    for row in rows:
        fields: dict[str, Any] = {name: row[name] for name in _FIELDS}
        fields |= {"incident_id": str(row["incident_id"]), "reference": str(row["reference"])}
        fields["opened_at"] = time_text(row["opened_at"])
        fields["decided_at"] = None if row["decided_at"] is None else time_text(row["decided_at"])
        changes.append(Change("review", str(row["id"]), row["version"], row["incident_id"], fields))
    return [*changes, *await _overdue(tx, about)]


async def _overdue(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        "select * from oversight.overdue where ended_at is null and ($1::uuid is null or subject = $1)", about
    )
    changes = []
    for row in rows:
        fields: dict[str, Any] = {name: row[name] for name in ("thing", "state", "raised", "desk_code")}
        fields |= {"reference": str(row["reference"]), "since": time_text(row["since"])}
        fields |= {"incident_id": None if row["incident_id"] is None else str(row["incident_id"])}
        fields |= {"due_at": time_text(row["due_at"])}
        changes.append(Change("overdue", str(row["id"]), row["version"], row["subject"], fields))
    return changes


def _changes(recorded: Recorded) -> Iterable[Change]:
    match recorded.event:
        case ReviewOpened() as event:
            fields = event.model_dump(mode="json", exclude={"review_id"})
            fields |= {"opened_at": time_text(recorded.at), "decided_at": None, "decided_by_name": None}
            fields |= {"remarks": None, "corrections": {}, "corrected_from": {}}
            yield Change("review", str(event.review_id), recorded.stream_seq, event.incident_id, fields)
        case ReviewDecided() as event:
            fields = event.model_dump(mode="json", exclude={"review_id", "incident_id"})
            fields["decided_at"] = time_text(recorded.at)
            yield Change("review", str(event.review_id), recorded.stream_seq, event.incident_id, fields)
        case MatterOverdue() as event:
            assert recorded.about is not None
            fields = event.model_dump(mode="json", exclude={"overdue_id", "since", "due_at"})
            fields |= {"since": time_text(event.since), "due_at": time_text(event.due_at)}
            yield Change("overdue", str(event.overdue_id), recorded.stream_seq, recorded.about, fields)
        case MatterMoved() as event:
            assert recorded.about is not None
            yield Change("overdue", str(event.overdue_id), recorded.stream_seq, recorded.about, None)
        case _:
            pass


FEED = RoomFeed((REVIEW, OVERDUE), _snapshot, _changes)
