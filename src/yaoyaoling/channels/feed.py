"""Messages to citizens in the feeds of those who wrote them: how far each has come. Its id is that of what was said."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.channels.events import MessageAdvanced, MessageErased, MessageQueued
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.platform.principal import Role

SHOWN = timedelta(hours=36)
DELIVERY = Kind("delivery", frozenset({Role.CALL_TAKER, Role.COMMANDER}))


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        "select id, contact_id, channel, state, reason, template, version from channels.message"
        " where queued_at > $2 and ($1::uuid is null or contact_id = $1)",
        about,
        tx.now - SHOWN,
    )
    return [
        Change(
            "delivery",
            str(row["id"]),
            row["version"],
            row["contact_id"],
            {
                "contact_id": str(row["contact_id"]),
                "channel": row["channel"],
                "state": row["state"],
                "reason": row["reason"],
                "template": row["template"],
            },
        )
        for row in rows
    ]


def _changes(recorded: Recorded) -> Iterable[Change]:
    fields: dict[str, Any]
    match recorded.event:
        case MessageQueued() as event:
            fields = {
                "contact_id": str(event.contact_id),
                "channel": event.channel,
                "state": event.state.value,
                "reason": None,
                "template": event.template,
            }
        case MessageAdvanced() as event:
            fields = {"state": event.state.value, "reason": event.reason}
        case MessageErased() as event:
            fields = {}
        case _:
            return
    yield Change("delivery", str(event.message_id), recorded.stream_seq, event.contact_id, fields)


FEED = RoomFeed((DELIVERY,), _snapshot, _changes)
