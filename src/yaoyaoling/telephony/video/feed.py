"""The caller's video in the feeds of the hall."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role
from yaoyaoling.telephony.video.events import VideoAdvanced, VideoAsked

SHOWN = timedelta(hours=36)
VIDEO = Kind("video", frozenset({Role.CALL_TAKER, Role.COMMANDER}))


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        "select call_id, state, asked_by, asked_at, since, version from telephony.video"
        " where asked_at > $2 and ($1::uuid is null or call_id = $1)",
        about,
        tx.now - SHOWN,
    )
    return [
        Change(
            "video",
            str(row["call_id"]),
            row["version"],
            row["call_id"],
            {
                "contact_id": str(row["call_id"]),
                "state": row["state"],
                "asked_by": row["asked_by"],
                "asked_at": time_text(row["asked_at"]),
                "since": time_text(row["since"]),
            },
        )
        for row in rows
    ]


def _changes(recorded: Recorded) -> Iterable[Change]:
    at, event = time_text(recorded.at), recorded.event
    fields: dict[str, Any]
    match event:
        case VideoAsked():
            fields = {
                "contact_id": str(event.call_id),
                "state": event.state.value,
                "asked_by": event.by_name,
                "asked_at": at,
                "since": at,
            }
        case VideoAdvanced():
            fields = {"state": event.state.value, "since": at}
        case _:
            return
    yield Change("video", str(event.call_id), recorded.stream_seq, event.call_id, fields)


FEED = RoomFeed((VIDEO,), _snapshot, _changes)
