"""Media in the feeds: of contacts in hand and of incidents shown."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.evidence.events import MediaErased, MediaParted, MediaStored, MediaTied
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

SHOWN = timedelta(hours=36)
MEDIA = Kind(
    "media",
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
_FIELDS = ("purpose", "mime", "size_bytes", "width", "height")


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"select id, contact_id, incident_id, about_id, {', '.join(_FIELDS)}, sha256, stored_at, version"
        " from evidence.media"
        " where erased_at is null and stored_at > $2"
        " and ($1::uuid is null or contact_id = $1 or incident_id = $1 or about_id = $1)",
        about,
        tx.now - SHOWN,
    )
    changes = []
    for row in rows:
        fields: dict[str, Any] = {name: row[name] for name in _FIELDS}
        fields |= {"contact_id": _id(row["contact_id"]), "incident_id": _id(row["incident_id"])}
        fields |= {"sha256": row["sha256"].hex(), "stored_at": time_text(row["stored_at"])}
        subject = about or row["incident_id"] or row["contact_id"] or row["about_id"]
        changes.append(Change("media", str(row["id"]), row["version"], subject, fields))
    return changes


def _changes(recorded: Recorded) -> Iterable[Change]:
    match recorded.event:
        case MediaStored() as event if recorded.about is not None:
            fields = event.model_dump(mode="json", exclude={"media_id"})
            fields["stored_at"] = time_text(recorded.at)
            yield Change("media", str(event.media_id), recorded.stream_seq, recorded.about, fields)
        case MediaTied() as event if recorded.about is not None:
            # Whole: those who did not see the contact meet the file here for the first time.
            fields = event.model_dump(mode="json", exclude={"media_id"})
            fields["stored_at"] = time_text(event.stored_at)
            yield Change("media", str(event.media_id), recorded.stream_seq, recorded.about, fields)
        case MediaParted() as event:
            yield Change("media", str(event.media_id), recorded.stream_seq, event.incident_id, None)
        case MediaErased() as event if recorded.about is not None:
            yield Change("media", str(event.media_id), recorded.stream_seq, recorded.about, None)
        case _:
            pass


FEED = RoomFeed((MEDIA,), _snapshot, _changes)
