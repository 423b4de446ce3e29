"""Messages as both sides see them: the reporter's page, and the feeds of the hall."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.citizen.events import MessageErased, MessageSaid, MessageSeen
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

SHOWN = timedelta(hours=36)
MESSAGE = Kind("message", frozenset({Role.CALL_TAKER, Role.COMMANDER}))
_MOST = 200
_SELECT = "select id, contact_id, is_from_citizen, by_name, words, via, said_at, seen_at, version from citizen.message"


class MessageView(Value):
    """A message. seen_at: when it was on the other side's screen."""

    id: UUID
    is_from_citizen: bool
    words: str | None
    said_at: datetime
    seen_at: datetime | None


async def list_messages(tx: Tx, contact_id: UUID) -> tuple[MessageView, ...]:
    """The newest of a contact for its page, oldest first; who in the hall wrote is not told.

    What came by text message is not on the page: whoever reported may have given a number that is somebody else's.
    """
    rows = await tx.fetch(
        f"{_SELECT} where contact_id = $1 and (not is_from_citizen or via = 'page')"
        " order by said_at desc, id desc limit $2",
        contact_id,
        _MOST,
    )
    return tuple(MessageView(**{name: row[name] for name in MessageView.model_fields}) for row in reversed(rows))


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"{_SELECT} where said_at > $2 and ($1::uuid is null or contact_id = $1)", about, tx.now - SHOWN
    )
    return [
        Change(
            "message",
            str(row["id"]),
            row["version"],
            row["contact_id"],
            {
                "contact_id": str(row["contact_id"]),
                "is_from_citizen": row["is_from_citizen"],
                "by_name": row["by_name"],
                "words": row["words"],
                "via": row["via"],
                "said_at": time_text(row["said_at"]),
                "seen_at": None if row["seen_at"] is None else time_text(row["seen_at"]),
            },
        )
        for row in rows
    ]


def _changes(recorded: Recorded) -> Iterable[Change]:
    fields: dict[str, Any]
    match recorded.event:
        case MessageSaid() as event:
            fields = event.model_dump(mode="json", include={"contact_id", "is_from_citizen", "by_name", "words", "via"})
            fields |= {"said_at": time_text(recorded.at), "seen_at": None}
        case MessageSeen() as event:
            fields = {"seen_at": time_text(recorded.at)}
        case MessageErased() as event:
            fields = {"words": None}
        case _:
            return
    yield Change("message", str(event.message_id), recorded.stream_seq, event.contact_id, fields)


FEED = RoomFeed((MESSAGE,), _snapshot, _changes)
