"""Feedback in the feeds."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.field.events import FeedbackErased, FeedbackJudged, FeedbackSubmitted
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

SHOWN = timedelta(hours=36)
FEEDBACK = Kind(
    "feedback",
    frozenset(
        {
            Role.CALL_TAKER,
            Role.COMMANDER,
            Role.COUNTY_DESK,
            Role.STATION_DESK,
            Role.OFFICER,
            Role.REVIEWER,
            Role.INSPECTOR,
        }
    ),
)
_FIELDS = ("call_sign", "round", "state", "outcome", "text", "submitted_by_name", "remarks")


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"select id, order_id, incident_id, media, submitted_at, version, {', '.join(_FIELDS)} from field.feedback"
        " where submitted_at > $2 and ($1::uuid is null or incident_id = $1)",
        about,
        tx.now - SHOWN,
    )
    changes = []
    for row in rows:
        fields: dict[str, Any] = {name: row[name] for name in _FIELDS}
        fields |= {"order_id": str(row["order_id"]), "incident_id": str(row["incident_id"])}
        fields |= {"media": [str(one) for one in row["media"]], "submitted_at": time_text(row["submitted_at"])}
        changes.append(Change("feedback", str(row["id"]), row["version"], row["incident_id"], fields))
    return changes


def _changes(recorded: Recorded) -> Iterable[Change]:
    match recorded.event:
        case FeedbackSubmitted() as event:
            names = {*_FIELDS, "order_id", "incident_id", "media"} - {"remarks"}
            fields = event.model_dump(mode="json", include=names)
            fields |= {"submitted_at": time_text(recorded.at), "remarks": None}
            yield Change("feedback", str(event.feedback_id), recorded.stream_seq, event.incident_id, fields)
        case FeedbackJudged() as event:
            fields = {"state": event.state.value, "remarks": event.remarks}
            yield Change("feedback", str(event.feedback_id), recorded.stream_seq, event.incident_id, fields)
        case FeedbackErased() as event:
            yield Change("feedback", str(event.feedback_id), recorded.stream_seq, event.incident_id, {"text": None})
        case _:
            pass


FEED = RoomFeed((FEEDBACK,), _snapshot, _changes)
